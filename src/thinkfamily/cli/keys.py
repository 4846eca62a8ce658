"""thinkfamily keys: the keys of encrypted fields."""

from __future__ import annotations

import typer

from thinkfamily.cli.console import Bars, output
from thinkfamily.cli.serve import FOLDER

keys = typer.Typer(no_args_is_help=True)


@keys.callback()
def _group() -> None:
    """Keep the keys of encrypted fields: identifiers and safe addresses.

    Example:  thinkfamily keys rotate
    """


@keys.command()
def rotate(folder: FOLDER = None) -> None:
    """Give every encrypted field a new key, while the site runs; can be stopped and started again.

    Save the keys afterwards: thinkfamily backup --keys.

    Example:  thinkfamily keys rotate
    """
    from thinkfamily.casework.site.start import prepare, start

    instance = start(folder)
    prepare()
    from thinkfamily.casework.site.operations.rotation import rotate as rotate_fields

    with Bars() as bars:
        bars.begin("Writing fields with the new key")
        rows = rotate_fields(instance.folder, advance=bars.advance)
    output.print(f"{rows:,} rows have the new key; the old one is gone. Save the keys now: thinkfamily backup --keys.")
