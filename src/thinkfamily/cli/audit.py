"""thinkfamily audit: verify, seal and read the audit of the casework site."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from thinkfamily.cli.console import Bars, output
from thinkfamily.cli.serve import FOLDER

audit = typer.Typer(no_args_is_help=True)


@audit.callback()
def _group() -> None:
    """Verify, seal and read the audit of the casework site.

    Example:  thinkfamily audit verify
    """


@audit.command()
def verify(
    folder: FOLDER = None,
    noted: Annotated[
        str | None,
        typer.Option(help="A head that was noted elsewhere, and must still be in a chain.", show_default=False),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
) -> None:
    """Check every event, every seal, the chain and the heads file; exit with 9 if any was tampered with.

    What is settled and not yet sealed is sealed first. Note the heads that it prints somewhere else.

    Example:  thinkfamily audit verify
    """
    _begin(folder)
    from thinkfamily.casework.audit import verify as checks
    from thinkfamily.casework.audit.errors import AuditTamperedError
    from thinkfamily.casework.audit.seal import STORES, seal

    found = []
    with Bars(quiet=quiet) as bars:
        for store in STORES:
            with suppress(AuditTamperedError):  # the check that follows says what it is, in full
                seal(store)
            bars.begin(f"Checking {store}", checks.count(store))
            found.append(checks.check(store, advance=bars.advance))
    if noted is not None and not any(checks.has_head(checked.store, noted) for checked in found):
        found[0].fault(
            "no seal has the head that was noted elsewhere: what was sealed then is gone or was written anew"
        )
    for checked in found:
        _tell(checked)
    bad = [checked for checked in found if checked.faults]
    if bad:
        raise checks.tampered(bad[0])
    output.print("The audit is as it was written.", highlight=False)


@audit.command()
def seal(folder: FOLDER = None) -> None:
    """Seal what is settled and not sealed yet. The site does so by itself, about once a minute.

    Example:  thinkfamily audit seal
    """
    _begin(folder)
    from thinkfamily.casework.audit.seal import STORES
    from thinkfamily.casework.audit.seal import seal as seal_store

    for store in STORES:
        output.print(f"{store}: {seal_store(store):,} events sealed", highlight=False)


@audit.command()
def show(
    object_id: Annotated[str, typer.Argument(help="The opaque id of a family, worker or other thing.")],
    folder: FOLDER = None,
    most: Annotated[int, typer.Option(min=1, help="The most events to show, the newest first.")] = 100,
) -> None:
    """Show who did what to one thing, by its opaque id: ids and names of fields, never a value. The look is recorded.

    Example:  thinkfamily audit show 0b7e1d1c-4f0a-4b53-9d5e-3f1f7a0c2b11
    """
    _begin(folder)
    from thinkfamily.casework.access.action_words import action_words
    from thinkfamily.casework.audit.queries import about
    from thinkfamily.casework.audit.record import record
    from thinkfamily.casework.audit.seal import STORES

    for store in STORES:
        record("audit.read", by=None, kind="audit", object=object_id[:64], outcome="looked", using=store)
        rows = about(object_id, store, most=most)
        table = Table(title=f"{store}: {len(rows):,} events", title_justify="left")
        for name in ("event", "at (UTC)", "worker", "action", "what", "outcome", "kind", "object", "fields"):
            table.add_column(name, overflow="fold")
        for row in rows:
            table.add_row(
                str(row.id),
                f"{row.at:%Y-%m-%d %H:%M:%S}",
                str(row.worker or "the program"),
                row.action,
                action_words(row.action, row.kind),
                row.outcome,
                row.kind,
                row.object,
                ", ".join(row.fields),
            )
        output.print(table)


@audit.command()
def restored(folder: FOLDER = None) -> None:
    """Say that the database was restored from a backup on purpose, so that sealing goes on from there.

    The seals lost by it stay in the heads file for ever, and every verify tells of them.

    Example:  thinkfamily audit restored
    """
    _begin(folder)
    from django.db import transaction

    from thinkfamily.casework.audit.record import record
    from thinkfamily.casework.audit.seal import STORES, note_restore

    for store in STORES:
        lost = note_restore(store)
        if lost:
            with transaction.atomic(using=store):
                record("audit.restored", by=None, kind="audit", using=store)
        output.print(f"{store}: {lost:,} seals were lost by the restore", highlight=False)


@audit.command()
def roles(
    role: Annotated[str, typer.Argument(help="The role that the site will sign in as.")] = "thinkfamily_app",
) -> None:
    """Print the SQL by which the owner of a PostgreSQL database sets up the site's role, which cannot touch the audit.

    Example:  thinkfamily audit roles thinkfamily_app | psql postgres://owner@db/thinkfamily
    """
    from thinkfamily.casework.audit.roles import app_role_sql

    output.print(app_role_sql(role), highlight=False, markup=False, soft_wrap=True, end="")


@audit.command()
def unusual(
    folder: FOLDER = None,
    since: Annotated[str, typer.Option(help="How far back: days as 7d, or weeks as 2w.")] = "7d",
    send: Annotated[
        bool, typer.Option("--send", help="Also mail each worker and manager concerned: counts and a link only.")
    ] = False,
) -> None:
    """List looks that somebody should ask about: by opaque ids, with the rule and the count.

    Example:  thinkfamily audit unusual --since 7d
    """
    days = _days(since)
    _begin(folder)
    from thinkfamily.casework.access import self_report
    from thinkfamily.casework.access.unusual import find

    found = find(days=days)
    table = Table(title=f"{len(found):,} in {days} days", title_justify="left")
    for name in ("worker", "what", "day", "family", "times"):
        table.add_column(name, overflow="fold")
    for row in found:
        table.add_row(str(row.worker), str(row.rule.title), f"{row.day}", str(row.family or ""), f"{row.times:,}")
    output.print(table)
    if send:
        output.print(f"{self_report.send(days=days):,} mails sent", highlight=False)


def _begin(folder: Path | None) -> None:
    """Make this process the site, of a folder that is one."""
    import os

    from thinkfamily.casework.site.instance import SiteError
    from thinkfamily.casework.site.start import prepare, start

    where = folder or Path(os.environ.get("THINKFAMILY_SITE", "site"))
    if not (where / "keys").is_dir():
        raise SiteError(
            "TF-SITE-005",
            str(where),
            found="Found no site in this folder.",
            means="There is no audit to look at.",
            do="Name the site's folder with --folder or THINKFAMILY_SITE.",
        )
    start(folder)
    prepare()


def _days(since: str) -> int:
    """A number of days from ``7d`` or ``2w``."""
    found = re.fullmatch(r"([1-9]\d{0,2})([dw])", since)
    if found is None:
        raise typer.BadParameter("give days as 7d, or weeks as 2w", param_hint="--since")
    return int(found[1]) * (7 if found[2] == "w" else 1)


def _tell(checked: Any) -> None:
    """Print what was checked in one store, and what was found."""
    span = f", {checked.from_at:%d %B %Y} to {checked.until_at:%d %B %Y}" if checked.from_at else ""
    lines = [
        f"[bold]{checked.store}[/]: {checked.events:,} events{span}; {checked.seals:,} seals",
        f"  not sealed yet: {checked.unsealed:,}. What is not sealed can be cut off unseen.",
    ]
    if checked.sealed_at:
        lines.append(f"  head, to be noted elsewhere: {checked.head} (sealed {checked.sealed_at:%d %B %Y %H:%M} UTC)")
    lines += [f"  note: {note}" for note in checked.notes]
    lines += [f"  [bold red]tampered[/]: {fault}" for fault in checked.faults]
    if checked.more:
        lines.append(f"  and {checked.more:,} more")
    for line in lines:
        output.print(line, highlight=False, soft_wrap=True)
