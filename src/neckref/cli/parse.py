"""`neckref parse "…"`: the fields of a loose reference."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from neckref.cli.console import print_json, say, table
from neckref.cli.options import JsonOption, QuietOption
from neckref.errors import UserError
from neckref.model.plain import plain_names
from neckref.text.citations import ParsedReference, parse_reference

app = typer.Typer(rich_markup_mode=None)


@app.command()
def parse(
    reference: Annotated[str | None, typer.Argument(metavar="REFERENCE", help="The reference as printed.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="A file with one reference a line.")] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show the fields of a loose reference, with how sure the parser is of each (0 to 1)."""
    if (reference is None) == (file is None):
        raise UserError("give either one reference in quotation marks, or --file with one a line")
    lines = _lines(file) if reference is None else [reference] if reference.strip() else []
    if not lines:
        raise UserError(f"there is no reference in {file or 'an empty text'}: give one, as it is printed")
    parsed = [(line, parse_reference(line)) for line in lines]
    if as_json:
        plain = [plain_parsed(line, p) for line, p in parsed]
        print_json(plain[0] if reference is not None else plain)
        return
    for line, result in parsed:
        if file is not None:
            say(line, style="bold")
        values = plain_parsed(line, result)
        confidence = values.pop("confidence")
        rows = [
            (name, _text(value), f"{confidence[name]:.2f}" if name in confidence else "")
            for name, value in values.items()
            if value not in (None, [], False) and name != "raw"
        ]
        table(("field", "value", "sure"), rows)


def plain_parsed(raw: str, parsed: ParsedReference) -> dict[str, Any]:
    """The form of `parse --json`."""
    hints = parsed.hints
    fields = {
        name: getattr(hints, name)
        for name in ("title", "authors_cut", "year", "month", "day", "container", "volume", "issue", "pages",
                     "publisher", "type", "url")
    }  # fmt: skip
    identifiers = {
        scheme: next((i.value for i in parsed.identifiers if i.scheme == scheme), None)
        for scheme in ("doi", "pmid", "pmcid", "isbn")
    }
    return {
        "raw": raw,
        "authors": plain_names(hints.authors),
        **fields,
        **identifiers,
        "confidence": {name: round(value, 3) for name, value in parsed.confidence.items()},
    }


def _text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(
            " ".join(str(v) for v in item.values()) if isinstance(item, dict) else str(item) for item in value
        )
    return str(value)


def _lines(file: Path | None) -> list[str]:
    try:
        text = (file or Path()).read_text("utf-8")
    except OSError as error:
        raise UserError(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{file} is not UTF-8 text: save it as UTF-8, one reference a line") from error
    return [line.strip() for line in text.splitlines() if line.strip()]
