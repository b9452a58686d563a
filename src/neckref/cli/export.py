"""`neckref export --FORMAT [-o FILE]`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neckref import registry
from neckref.cli.console import print_raw
from neckref.cli.options import LibraryOption, OutputOption, QuietOption, open_library, settings_of
from neckref.errors import UserError
from neckref.model import EvidenceMap
from neckref.pipeline.assemble import load_map
from neckref.pipeline.export import export as export_map
from neckref.pipeline.export import write_file

app = typer.Typer(rich_markup_mode=None)
Flag = Annotated[bool, typer.Option()]


@app.command()
def export(
    library: LibraryOption = None,
    bibtex: Flag = False,
    biblatex: Flag = False,
    csl_json: Flag = False,
    ris: Flag = False,
    csv: Flag = False,
    json: Flag = False,
    jsonld: Flag = False,
    nanopub: Flag = False,
    graphml: Flag = False,
    gexf: Flag = False,
    dot: Flag = False,
    mermaid: Flag = False,
    cytoscape: Flag = False,
    form: Annotated[str | None, typer.Option("--format", help="Any installed format by its name.")] = None,
    style: Annotated[
        str | None,
        typer.Option(
            "--style",
            help="A formatted bibliography: apa, vancouver, or another CSL style; the ending of -o chooses the form.",
        ),
    ] = None,
    communities: Annotated[
        bool,
        typer.Option("--communities", help="Works with the number of their community: graphml, gexf, cytoscape."),
    ] = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write bibliography, claims or graph in one format, to stdout or into a file."""
    flags = {
        "bibtex": bibtex,
        "biblatex": biblatex,
        "csl-json": csl_json,
        "ris": ris,
        "csv": csv,
        "json": json,
        "jsonld": jsonld,
        "nanopub": nanopub,
        "graphml": graphml,
        "gexf": gexf,
        "dot": dot,
        "mermaid": mermaid,
        "cytoscape": cytoscape,
    }
    wanted = [name for name, given in flags.items() if given] + ([form] if form else [])
    if len(wanted) + bool(style) != 1:
        raise UserError(f"give exactly one format: {', '.join(f'--{name}' for name in flags)}, or --style NAME")
    if communities and style:
        raise UserError("--communities goes with a graph format, not with --style")
    settings = settings_of(library=library)
    with open_library(settings, quiet=quiet) as held:
        emap = load_map(held, settings)
    text = _bibliography(emap, style, output) if style else export_map(emap, wanted[0], communities=communities)
    if output is None:
        print_raw(text)
    else:
        write_file(output, text)


def _bibliography(emap: EvidenceMap, style: str, output: Path | None) -> str:
    """The works formatted in a style, in the form that the ending of the file asks for."""
    ending = output.suffix.lower() if output else ""
    form = {".html": "html", ".htm": "html", ".md": "markdown"}.get(ending, "text")
    text: str = registry.load("exporters", "bibliography")(emap, style, form)
    return text
