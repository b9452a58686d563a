"""What people see while a command works."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from neckref.cli import console
from neckref.pipeline.events import Event, SourceState, silent


def drawn(*events: Event, width: int = 100) -> list[str]:
    board = console.Board()
    for event in events:
        board.show(event)
    out = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    out.print(board.render())
    return out.file.getvalue().splitlines()  # type: ignore[attr-defined]


def of(state: SourceState) -> Event:
    return Event("fetch", state.source, state=state)


def test_a_line_for_each_source_says_what_it_does() -> None:
    soon, late = (datetime.now(UTC) + timedelta(seconds=s) for s in (3.55, 40))
    lines = drawn(
        Event("fetch", "asking crossref for 3 identifiers", 1, 3),
        of(SourceState("crossref", 4, 3, 2)),
        of(SourceState("pubmed", 1, 1, 0, soon, "its turn")),
        of(SourceState("openalex", 1, 1, 0, late, "HTTP 429, Retry-After")),
        of(SourceState("europepmc", 2, 0, 0, None, "europepmc: no answer within 20 s", down=True)),
    )
    assert lines[0].endswith("asking crossref for 3 identifiers 1/3")
    assert " ".join(lines[1].split()) == "crossref asked 4 answered 3, 2 stored"
    assert "waiting 3." in lines[2]
    assert lines[2].rstrip().endswith("s: its turn")
    until = late.astimezone().strftime("%H:%M:%S")
    assert lines[3].rstrip().endswith(f"waiting until {until}: HTTP 429, Retry-After")
    assert lines[4].rstrip().endswith("down: no answer within 20 s")


def test_a_wait_that_is_over_is_not_shown() -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    assert "waiting" not in "\n".join(drawn(of(SourceState("crossref", 1, 1, 0, past, "its turn"))))


def test_lines_neither_wrap_nor_carry_control_characters() -> None:
    lines = drawn(of(SourceState("crossref", 1, 0, 0, None, "\x1b[2Jcleared " * 40, down=True)), width=60)
    assert [line for line in lines if "\x1b" in line] == []
    assert len([line for line in lines if line.strip()]) == 2


@pytest.mark.parametrize("quiet", [True, False])
def test_nothing_on_a_pipe_or_where_quiet(quiet: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(console, "err", Console(file=out, force_terminal=quiet))
    with console.progress(quiet=quiet) as listener:
        assert listener is silent
    assert out.getvalue() == ""


def test_a_terminal_is_left_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(console, "err", Console(file=out, force_terminal=True, width=80))
    with console.progress() as listener:
        listener(of(SourceState("crossref", 1)))
    assert "crossref" in out.getvalue()
    assert out.getvalue().endswith("\x1b[2K")
