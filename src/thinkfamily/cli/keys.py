"""thinkfamily keys: the keys of encrypted fields, second factors and fingerprints."""

from __future__ import annotations

import typer

from thinkfamily.cli.console import Bars, output
from thinkfamily.cli.serve import FOLDER

keys = typer.Typer(no_args_is_help=True)


@keys.callback()
def _group() -> None:
    """Keep the keys of encrypted fields, second factors and fingerprints.

    Example:  thinkfamily keys rotate
    """


@keys.command()
def rotate(folder: FOLDER = None) -> None:
    """Give encrypted fields, second factors and fingerprints new keys, while the site runs; can be stopped and started again.

    Nobody signs in anew or sets up anything. Until it has ended, somebody who is declared as a relative may not be recognised;
    choose a quiet hour. Save the keys afterwards: thinkfamily backup --keys.

    Example:  thinkfamily keys rotate
    """
    from thinkfamily.casework.site.start import prepare, start

    instance = start(folder)
    prepare()
    from thinkfamily.casework.site.operations.rotation import rotate_all

    with Bars() as bars:
        bars.begin("Writing rows with the new keys")
        rows = rotate_all(instance.folder, advance=bars.advance)
    for name, number in rows.items():
        output.print(f"{number:,} rows of {name} have a new key.")
    output.print("What the old keys opened they open no longer. Save the keys now: thinkfamily backup --keys.")
