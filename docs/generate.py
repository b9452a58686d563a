"""Write the pages that are made from the code: docs/rules.md and docs/cli.md. Run it with `make docs`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from typer.main import get_command

from neckref.auditing import Rule
from neckref.cli.app import COMMANDS
from neckref.pipeline.assemble import all_rules

DOCS = Path(__file__).parent
FAMILIES = {
    "NR1": "Identifiers and metadata",
    "NR2": "References",
    "NR3": "Claims and attributions",
    "NR4": "Works",
    "NR5": "The run",
}
EXIT_CODES = """## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | findings at or above `--fail-on` (`audit`: `error` by default; `run`, `fetch`, `link`: only where it is given); a bundle that does not hold (`verify`) |
| 2 | could not work: usage, unreadable input, a library that cannot be used |
| 3 | incomplete: something stayed undecided because a source could not be asked (`run`, `fetch`, `audit`, `find`, `diff`) |
| 130 | interrupted; what was fetched is kept |

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
    lines = ["# Commands", "", "Made from the code by `make docs`; `neckref COMMAND --help` says the same.", ""]
    for name in COMMANDS:
        module = import_module(f"neckref.cli.{name}")
        lines += _command(name, get_command(module.app))
    return "\n".join([*lines, EXIT_CODES])


def _command(name: str, command: Any) -> list[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    usage = " ".join(map(_usage, arguments))
    lines = [f"## `neckref {name}{' ' + usage if usage else ''}`", "", " ".join(command.help.split()), ""]
    lines += ["| option | what it does |", "|---|---|"]
    lines += [f"| `{a.metavar}` | {a.help} |" for a in arguments]
    for option in options:
        flags = ", ".join(f"`{flag}`" for flag in option.opts)
        lines.append(f"| {flags} | {option.help or f'Write {option.name.replace(chr(95), chr(45))}.'} |")
    return [*lines, ""]


def _usage(argument: Any) -> str:
    """An argument in the line of usage: brackets where it may be left out, an ellipsis where there may be several."""
    return f"{argument.metavar if argument.required else f'[{argument.metavar}]'}{'…' if argument.nargs != 1 else ''}"


def main() -> None:
    """Write both pages."""
    (DOCS / "rules.md").write_text(render_rules(all_rules()), "utf-8")
    (DOCS / "cli.md").write_text(render_cli(), "utf-8")


if __name__ == "__main__":
    main()
