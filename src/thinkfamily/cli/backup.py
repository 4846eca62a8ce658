"""thinkfamily backup and restore: one encrypted file, and the rehearsal that proves it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from thinkfamily.casework.site.instance import SiteError
from thinkfamily.cli.console import output
from thinkfamily.cli.serve import FOLDER


def backup(
    folder: FOLDER = None,
    out: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("backups"),
    keys: Annotated[
        bool, typer.Option("--keys", help="Save the site's keys instead; keep them apart from the data.")
    ] = False,
    new_identity: Annotated[
        Path | None,
        typer.Option(
            help="First make the identity that opens backups, in this new file; keep it away.", show_default=False
        ),
    ] = None,
) -> None:
    """Write an encrypted backup of the site while it goes on working.

    Example:  thinkfamily backup --out /backup
    """
    from thinkfamily.casework.site.start import prepare, start

    instance = start(folder)
    if new_identity is not None:
        from thinkfamily.casework.site.operations.identity import make_identity

        make_identity(instance.folder, new_identity)
        output.print(
            f"Made {new_identity}. Keep it away from this machine: it opens every backup, and nothing else does.",
            highlight=False,
            soft_wrap=True,
        )
        return
    prepare()
    from thinkfamily.casework.site.operations.backup import make_backup, save_keys

    if keys:
        output.print(f"Keys saved: {save_keys(out)}", highlight=False, soft_wrap=True)
        return
    made, manifest = make_backup(out)
    rows = sum(sum(tables.values()) for tables in manifest["rows"].values())
    output.print(f"Saved {rows:,} rows of both databases: {made}", highlight=False, soft_wrap=True)


def restore(
    backup: Annotated[Path, typer.Argument(help="The backup to restore.", show_default=False)],
    identity: Annotated[Path, typer.Option(help="The identity that opens it.", show_default=False)],
    keys: Annotated[Path, typer.Option(help="The saved keys that belong to it.", show_default=False)],
    into: Annotated[
        Path | None, typer.Option(help="The site's folder to make: new, or empty.", show_default=False)
    ] = None,
    heads: Annotated[
        Path | None,
        typer.Option(
            help="The folder audit of the site that was lost, where it survived: it tells what the backup lacks.",
            show_default=False,
        ),
    ] = None,
    drill: Annotated[
        bool, typer.Option("--drill", help="Rehearse: restore into a hidden folder, check everything, remove it.")
    ] = False,
    folder: FOLDER = None,
) -> None:
    """Restore a backup into a new folder, or rehearse it.

    Example:  thinkfamily restore backups/thinkfamily-2026-11-22T020000Z.age --identity identity.txt --keys keys.age --drill
    """
    if drill == (into is not None) or (drill and heads is not None):
        raise typer.BadParameter("give either --into FOLDER, with --heads where they survived, or --drill")
    from thinkfamily.casework.site.operations.rehearsal import note_drill, rehearse, restore_into

    if into is not None:
        if into.exists() and (not into.is_dir() or any(into.iterdir())):
            raise SiteError(
                "TF-RESTORE-002",
                str(into),
                found="Found a file, or a folder that holds something.",
                means="Nothing was restored.",
                do="Name a new or empty folder.",
            )
        report = restore_into(backup, identity, keys, into, heads=heads)
        output.print(f"{report.says} It is in {into}.", highlight=False)
        return
    site = folder or Path(os.environ.get("THINKFAMILY_SITE", "site"))
    if not (site / "keys").is_dir():
        raise SiteError(
            "TF-SITE-005",
            str(site),
            found="Found no site in this folder.",
            means="No rehearsal was made: its date would be noted nowhere.",
            do="Name the living site's folder with --folder or THINKFAMILY_SITE.",
        )
    try:
        report = rehearse(backup, identity, keys, site)
    except SiteError:
        note_drill(folder, None)
        raise
    note_drill(folder, report)
    output.print(f"The rehearsal went well. {report.says} All of it was removed again.", highlight=False)
