"""`python -m neckref` and the `neckref` script."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. `--version` is answered before anything heavy is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from neckref import __version__

        sys.stdout.write(f"neckref {__version__}\n")
        return
    try:
        from neckref.cli import run

        run()
    except KeyboardInterrupt:  # while modules are loaded; within a command the command line answers it
        sys.stderr.write("neckref: interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
