"""Write what is made from the code: docs/rules.md, docs/cli.md and the README's example. Run it with `make docs`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from typer.main import get_command

from neckref.auditing import Rule
from neckref.cli.app import COMMANDS
from neckref.pipeline.assemble import all_rules
from neckref.settings import BASE_URLS

DOCS = Path(__file__).parent
README = DOCS.parent / "README.md"
EXAMPLE = re.compile(r"```text\n\$ neckref run\n.*?```\n", re.DOTALL)
NOWHERE = "http://127.0.0.1:9"
FAMILIES = {
    "NR1": "Identifiers and metadata",
    "NR2": "References",
    "NR3": "Claims and attributions",
    "NR4": "Works",
    "NR5": "The run",
}
EVERYWHERE = ("quiet", "install_completion", "show_completion")
INTRODUCTION = """# Commands

Made from the code by `make docs`; `neckref COMMAND --help` says the same. Every command also takes `--help`, `--quiet`
(`-q`: no progress and no notes, only the result), `--install-completion` and `--show-completion` (for your shell).
"""
EXIT_CODES = """## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | findings at or above `--fail-on` (`audit`: `error` by default; `run`, `fetch`, `link`: only where it is given) |
| 2 | could not work: usage, unreadable input, a library that cannot be used |
| 3 | incomplete: something stayed undecided because a source could not be asked |
| 130 | interrupted; what was fetched is kept |

`verify` leaves with 1 for a bundle that does not hold; 3 comes from `run`, `fetch`, `audit`, `find` and `diff`.

Human output goes to the terminal, with progress on stderr; `--json` gives data on stdout and nothing else there.
`NO_COLOR`, pipes and `--quiet` are respected.
"""


def render_rules(rules: tuple[Rule, ...]) -> str:
    """docs/rules.md."""
    lines = [
        "# Findings",
        "",
        "Made from the code by `make docs`. A code is stable and never reused; so is a name. Both, and families",
        '("NR3"), work with `--select` and `--ignore`. Severities can be changed in the settings:',
        "",
        "```toml",
        "# neckref.toml",
        "[severity]",
        'NR105 = "off"',
        'dangling-attribution = "error"',
        "```",
        "",
    ]
    for prefix, title in FAMILIES.items():
        lines += [f"## {prefix}xx {title}", "", "| code | name | severity | what it means | what to do |"]
        lines += ["|---|---|---|---|---|"]
        lines += [
            f"| {r.code} | `{r.name}` | {r.severity} | {r.why} | {r.remedy} |"
            for r in rules
            if r.code.startswith(prefix)
        ]
        lines.append("")
    return "\n".join(lines)


def render_cli() -> str:
    """docs/cli.md."""
    lines = [INTRODUCTION]
    for name in COMMANDS:
        module = import_module(f"neckref.cli.{name}")
        lines += _command(name, get_command(module.app))
    return "\n".join([*lines, EXIT_CODES])


def _command(name: str, command: Any) -> list[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden and p.name not in EVERYWHERE]
    usage = " ".join(map(_usage, arguments))
    lines = [f"## `neckref {name}{' ' + usage if usage else ''}`", "", " ".join(command.help.split()), ""]
    lines += ["| option | what it does |", "|---|---|"]
    lines += [f"| `{_in_cell(a.metavar)}` | {a.help} |" for a in arguments]
    for option in options:
        value = f" {_in_cell(option.metavar)}" if option.metavar else ""
        flags = ", ".join(f"`{flag}{value}`" for flag in option.opts)
        lines.append(f"| {flags} | {option.help or f'Write {option.name.replace(chr(95), chr(45))}.'} |")
    return [*lines, ""]


def _in_cell(text: str) -> str:
    """A bar would end the cell of a table, in code too."""
    return text.replace("|", "\\|")


def _usage(argument: Any) -> str:
    """An argument in the line of usage: brackets where it may be left out, an ellipsis where there may be several."""
    return f"{argument.metavar if argument.required else f'[{argument.metavar}]'}{'…' if argument.nargs != 1 else ''}"


def render_example() -> str:
    """What `neckref run` prints of the bundled article on a machine without a network, as the README shows it."""
    mine = ("NECKREF_", "OPENALEX_", "NCBI_", "S2_", "COLUMNS")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
    environment |= {f"NECKREF_{name.upper()}_URL": NOWHERE for name in BASE_URLS}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "neckref", "run"]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    lines = [line.rstrip() for line in [*done.stderr.splitlines(), *done.stdout.splitlines()]]
    return "\n".join(["```text", "$ neckref run", *lines, "```", ""])


def main() -> None:
    """Write them all."""
    example = render_example()
    README.write_text(EXAMPLE.sub(lambda _: example, README.read_text("utf-8"), count=1), "utf-8")
    (DOCS / "rules.md").write_text(render_rules(all_rules()), "utf-8")
    (DOCS / "cli.md").write_text(render_cli(), "utf-8")


if __name__ == "__main__":
    main()
