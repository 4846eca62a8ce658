"""thinkfamily retention: files that are due to go, from the command line."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from thinkfamily.cli.console import output
from thinkfamily.cli.serve import FOLDER

retention = typer.Typer(no_args_is_help=True)
AS = Annotated[
    str, typer.Option("--as", help="The id of the account that this is recorded as; never a name.", show_default=False)
]


@retention.callback()
def _group() -> None:
    """List the files that are due to go, put them forward, and sign as a second person.

    Each step is recorded as the act of the account named with --as, which must hold the power. Reference numbers and
    counts are printed, and nobody's name.

    Example:  thinkfamily retention due --as 0b8f…
    """


@retention.command()
def due(
    worker: AS,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As it would be on this day; today without it.")
    ] = None,
    folder: FOLDER = None,
) -> None:
    """Say which files would go, by which rule, and what stops each: a dry run. Nothing goes.

    Example:  thinkfamily retention due --as 0b8f… --on 2027-04-01
    """
    _start(folder)
    from django.utils import timezone

    from thinkfamily.casework.access.permissions import must_hold
    from thinkfamily.casework.access.standing import standing_of
    from thinkfamily.casework.audit.record import record
    from thinkfamily.casework.consideration.acting import act_as
    from thinkfamily.casework.retention.queries.due import due as asked

    by = act_as(worker)
    must_hold(by, "retention.read")
    record("retention.read", by=by, kind="site", object="retention.due", outcome="looked")
    day: date = on.date() if on else timezone.localdate()
    rows = asked(day, of=standing_of(by))
    for row in rows:
        stops = f" Stopped: {'; '.join(map(str, row.stopped))}." if row.stops else ""
        _say(f"{row.reference}: kept until {row.kept.until}. {row.why}. {row.outcome}.{stops}")
    is_due = "is" if len(rows) == 1 else "are"
    _say(f"{_files(len(rows))} {is_due} due on {day}; {sum(not row.stops for row in rows):,} could go.")


@retention.command()
def propose(
    worker: AS,
    other_copies: Annotated[str, typer.Option(help="What else still holds the files, and until when.")] = "",
    folder: FOLDER = None,
) -> None:
    """Put forward the files that are due and that nothing stops. Nothing goes until a second person signs.

    Example:  thinkfamily retention propose --as 0b8f…
    """
    _start(folder)
    from thinkfamily.casework.consideration.acting import act_as
    from thinkfamily.casework.retention import actions

    made = actions.propose(by=act_as(worker), other_copies=other_copies)
    for file in made.files.all():
        _say(f"{file.reference}: {sum(file.counted.values()):,} rows in {len(file.counted):,} tables")
    count = made.files.count()
    _say(f"Round {made.pk}: {_files(count)} {'waits' if count == 1 else 'wait'} for a second person.")
    _say(f"They sign it on the site, or by: thinkfamily retention sign {made.pk} --as ANOTHER-ID")


@retention.command()
def sign(
    made: Annotated[str, typer.Argument(metavar="ROUND", help="The id of the round.", show_default=False)],
    worker: AS,
    folder: FOLDER = None,
) -> None:
    """Sign a round, as a second person: its files go for good, all in one step or none.

    Example:  thinkfamily retention sign 5d1c… --as 0b8f…
    """
    _start(folder)
    from thinkfamily.casework.consideration.acting import act_as
    from thinkfamily.casework.retention import actions
    from thinkfamily.casework.retention.problems import no_such_round
    from thinkfamily.casework.retention.queries.due import STOPS
    from thinkfamily.casework.retention.queries.rounds import round_of

    by = act_as(worker)
    try:
        row = round_of(UUID(made))
    except ValueError:
        row = None
    if row is None:
        raise no_such_round()
    signed = actions.sign(row, by=by)
    for file in signed.files.all():
        if file.purged_at:
            _say(f"{file.reference}: went, {sum(file.deleted.values()):,} rows")
        else:
            _say(f"{file.reference}: stays. {STOPS[file.stayed_because]}.")
    for backup in signed.backups:
        _say(f"The backup of {backup['made_at'][:10]} holds them until {backup['until'][:10]}.")


def _files(count: int) -> str:
    return f"{count:,} {'file' if count == 1 else 'files'}"


def _say(text: str) -> None:
    output.print(text, highlight=False, markup=False, soft_wrap=True)


def _start(folder: Path | None) -> None:
    from thinkfamily.casework.site.start import prepare, start

    start(folder)
    prepare()
