"""The command line: options → pipeline → what people see. The single `except NeckrefError`, and the only printer."""

from neckref.cli.app import run

__all__ = ["run"]
