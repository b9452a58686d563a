"""The group of commands. A command's module is imported only when it is run, so that `--help` stays quick."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from neckref import __version__
from neckref.errors import NeckrefError
from neckref.text.display import escape_control

COMMANDS = {
    "run": "Read, fetch, link, audit, export and draw an article: the whole chain, into a folder.",
    "read": "Show an article's claims, references and attributions. Asks nobody.",
    "fetch": "Resolve references and fetch what the sources know of them into the library.",
    "link": "Link the article's claims to the papers that bear on them.",
    "find": "Look for papers outside the article's list that bear on a claim.",
    "audit": "List findings: what does not hold, what is missing, what was not checked.",
    "decide": "Record your own word on a claim and a paper; no rerun overwrites it.",
    "export": "Write bibliography, claims or graph in one format.",
    "graph": "Draw claims, papers and the papers around them.",
    "show": "Show a work field by field: who says it, who dissents.",
    "explain": "Show why a reference was resolved to this work and not to the next.",
    "parse": "Show the fields of a loose reference.",
    "diff": "Show what changed at the sources since the records were stored.",
    "bundle": "Pack library, article and outputs with their hashes into one file.",
    "verify": "Check a bundle: hashes, and that a replay gives the same outputs.",
    "review": "Decide claim by claim in the browser, on this machine only.",
    "doctor": "Show settings, reach of each source, and the state of the library.",
}
INCOMPLETE = 3
INTERRUPTED = 130
CANNOT = 2


class _Commands(TyperGroup):
    """Commands by name, each from the module of the same name."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"neckref.cli.{cmd_name}")
        command = get_command(module.app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(
    cls=_Commands,
    help="Turn a health article into an audited map of its evidence.",
    epilog="`neckref COMMAND --help` explains each. Without an article, the current one of the library is used, "
    "and in an empty library the bundled one.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", "-V", help="Show the version and leave.", is_eager=True),
) -> None:
    """Turn a health article into an audited map of its evidence."""
    if version:
        sys.stdout.write(f"neckref {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        sys.stderr.write(f"{context.get_help()}\n")
        raise typer.Exit(CANNOT)


def run(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code (docs/cli.md lists them)."""
    _prepare_streams()
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    try:
        code = app(args=arguments, standalone_mode=False)
        sys.stdout.flush()
    except NeckrefError as error:
        _complain(str(error))
        return CANNOT
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except (BrokenPipeError, SystemExit) as error:  # whoever read it has seen enough; typer would leave with 1
        if not isinstance(error, BrokenPipeError) and not isinstance(error.__context__, BrokenPipeError):
            raise
        _discard_output()
        return 0
    except typer.Exit as leave:
        return leave.exit_code
    except Exception as error:
        message = _explain(error)
        if message is None:
            raise
        _discard_output()
        _complain(message)
        return CANNOT
    if code == INTERRUPTED:  # typer turns Ctrl-C within a command into this code
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a second one ends at once, whatever is still being closed
        _complain("interrupted; what was fetched is kept: run the same command again to go on")
    return code if isinstance(code, int) else 0


def _explain(error: Exception) -> str | None:
    """A line for wrong usage (click's exceptions, which typer brings along under a name of its own) and for a stream
    that takes nothing more; None for a bug."""
    if isinstance(error, OSError):
        named = error.filename is not None
        return None if named else f"cannot write the output ({error.strerror}): free some space, or write elsewhere"
    describe = getattr(error, "format_message", None)
    if describe is None:
        return None
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "neckref"
    return f"{describe().rstrip('.')}; see `{command} --help`"


def _discard_output() -> None:
    """Send what is still buffered for stdout nowhere, or the interpreter would fail on it at its end."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> None:
    with contextlib.suppress(OSError):
        sys.stderr.write(f"neckref: {escape_control(' '.join(message.split()))}\n")


def _prepare_streams() -> None:
    """Never fail for what a terminal cannot show, or for a closed stream; pipes and files get UTF-8 whatever the
    locale."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the end
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
