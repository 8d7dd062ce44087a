"""`tinypilot serve`: any device as a TinyPilot."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from TinyPilotLibrary.cli.app import app
from TinyPilotLibrary.cli.devices import Opening
from TinyPilotLibrary.cli.gathering import gathered
from TinyPilotLibrary.companion.packages import need_companion
from TinyPilotLibrary.session.parts import read_key_file


@app.command()
@gathered
def serve(
    at: Opening,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for a free one.")] = 8000,
    api_key_file: Annotated[Path | None, typer.Option(help="File with the API key that clients must send.")] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="File with the certificate.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="File with its private key.")] = None,
    quality: Annotated[int, typer.Option(min=1, max=100, help="JPEG quality, if the device supplies no JPEG.")] = 80,
    images: Annotated[Path | None, typer.Option(help="Folder with images that clients may insert as media.")] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="A further name by which clients reach it without TLS. Repeatable.")
    ] = None,
    templates: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="A folder where its page finds and saves templates and suites; repeatable."),
    ] = None,
    *,
    insecure: Annotated[bool, typer.Option("--insecure", help="Admit other machines without API key and TLS.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Offer only what a TinyPilot offers.")] = False,
) -> None:
    """Serve TinyPilot's REST API in front of a device. Ctrl+C stops it and releases all keys."""
    need_companion()
    from TinyPilotLibrary.cli.serving import serve_until_stopped  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.cli.studio_desks import Desks  # noqa: PLC0415 - with the other
    from TinyPilotLibrary.companion.server import Serving  # noqa: PLC0415 - an extra that may be missing
    from TinyPilotLibrary.studio.studio_routes import studio as studio_of  # noqa: PLC0415 - with the other

    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
    logging.getLogger("TinyPilotLibrary.companion").setLevel(logging.INFO)
    api_key = read_key_file(api_key_file) if api_key_file else None
    names = tuple(name or ())
    desks = Desks(templates or [], templates[0] if templates else None)
    seen, desk = desks.of(at.device, at.layout(None), at.open())
    more = None if plain else studio_of(desk)
    serving = Serving(host, port, api_key, tls_cert, tls_key, insecure, quality, plain, images, names, more)
    try:
        serve_until_stopped(
            seen, serving, lambda url: f"{url} is now a TinyPilot in front of {at.device}. Ctrl+C stops it."
        )
    finally:
        desk.run.stop()
