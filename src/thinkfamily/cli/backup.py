"""thinkfamily backup and restore: one encrypted file, and the rehearsal that proves it."""

from __future__ import annotations

import tempfile
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
    drill: Annotated[
        bool, typer.Option("--drill", help="Rehearse: restore into a hidden folder, check everything, remove it.")
    ] = False,
    folder: FOLDER = None,
) -> None:
    """Restore a backup into a new folder, or rehearse it.

    Example:  thinkfamily restore backups/thinkfamily-2026-11-22T020000Z.age --identity identity.txt --keys keys.age --drill
    """
    if drill == (into is not None):
        raise typer.BadParameter("give either --into FOLDER or --drill")
    from thinkfamily.casework.site.operations.rehearsal import note_drill, restore_into

    if into is not None:
        if into.exists() and any(into.iterdir()):
            raise SiteError(
                "TF-RESTORE-002",
                str(into),
                found="Found a folder that holds something.",
                means="Nothing was restored.",
                do="Name a new or empty folder.",
            )
        report = restore_into(backup, identity, keys, into)
        output.print(f"{report.says} It is in {into}.", highlight=False, soft_wrap=True)
        return
    with tempfile.TemporaryDirectory(prefix="thinkfamily-drill-") as room:
        report = restore_into(backup, identity, keys, Path(room) / "site", is_drill=True)
    note_drill(folder, report)
    output.print(
        f"The rehearsal went well. {report.says} All of it was removed again.", highlight=False, soft_wrap=True
    )
