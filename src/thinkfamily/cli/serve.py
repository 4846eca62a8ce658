"""thinkfamily serve: the casework site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thinkfamily.cli.console import output
from thinkfamily.cli.faults import Stopped

FOLDER = Annotated[
    Path | None,
    typer.Option(help="The site's folder. Default: THINKFAMILY_SITE, or site here.", show_default=False),
]


def serve(
    folder: FOLDER = None,
    host: Annotated[
        str, typer.Option(help="The address to listen on. Put a proxy that speaks TLS in front.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any that is free.")] = 8000,
    mode: Annotated[
        str | None,
        typer.Option(
            help="live; training: invented people, watermarked; demo: as training, with printed accounts. "
            "A folder keeps the mode it was made in.",
            show_default=False,
        ),
    ] = None,
    jobs_only: Annotated[bool, typer.Option("--jobs-only", help="Only what runs beside the pages.")] = False,
    once: Annotated[bool, typer.Option("--once", help="With --jobs-only: what is due now, then end.")] = False,
) -> None:
    """Serve the casework site: on SQLite by itself, on PostgreSQL where DATABASE_URL says so.

    The folder is made on first use; both databases are brought to this version first.

    Example:  thinkfamily serve --folder /srv/thinkfamily
    """
    from thinkfamily.casework.site.start import prepare, start
    from thinkfamily.cli.listening import held, must_be_free

    if not jobs_only:
        must_be_free(host, port)
    instance = start(folder, mode)
    prepare()
    if jobs_only:
        from thinkfamily.casework.site.operations.jobs import Beside, run_due

        ran = run_due()
        output.print(f"Ran {', '.join(ran) or 'nothing: nothing was due'}.", highlight=False)
        if not once:
            Beside().run()
        return
    from thinkfamily.casework.site.operations.serving import serve as serve_site

    def ready(address: str) -> None:
        output.print(
            f"Think Family ({instance.mode}) is at {address} · Ctrl-C ends it", highlight=False, soft_wrap=True
        )

    with held(instance.folder):
        try:
            serve_site(host, port, ready=ready)
        except Stopped:
            output.print("\nThe site has stopped.", highlight=False)
