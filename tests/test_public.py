from __future__ import annotations

import subprocess
import sys

import neckref


def test_public_names_are_sorted_and_there() -> None:
    assert neckref.__all__ == sorted(neckref.__all__)
    for name in neckref.__all__:
        assert getattr(neckref, name) is not None


def test_names_stay_functions_after_everything_is_imported() -> None:
    import neckref.auditing
    import neckref.cli
    import neckref.pipeline.run

    for name in ("audit", "draw", "export", "fetch", "link", "read", "run"):
        assert callable(getattr(neckref, name)), name


def test_version_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['neckref', '--version']; import neckref.__main__ as m; m.main();"
        "print(sorted(set(sys.modules) & {'requests', 'networkx', 'typer', 'rich', 'lxml', 'sqlite3', 'pypdf'}))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out == f"neckref {neckref.__version__}\n[]\n"


def test_help_loads_no_network_graph_or_pdf_library() -> None:
    code = (
        "import sys; sys.argv = ['neckref', '--help']; import neckref.__main__ as m\n"
        "try: m.main()\n"
        "except SystemExit as e: assert not e.code\n"
        "print(sorted(set(sys.modules) & {'requests', 'networkx', 'rich', 'lxml', 'sqlite3', 'pypdf', 'msgspec'}))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.endswith("[]\n")
