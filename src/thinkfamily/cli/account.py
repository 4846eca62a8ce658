"""thinkfamily account: the first accounts of a site."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from thinkfamily.cli.console import output
from thinkfamily.cli.serve import FOLDER


def account(
    email: Annotated[str, typer.Option(help="The address to sign in with.", show_default=False)],
    name: Annotated[str, typer.Option(help="The worker's name.", show_default=False)] = "",
    role: Annotated[
        str, typer.Option(help="sysadmin or governance: every other role is given on screen.")
    ] = "sysadmin",
    trained_on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="The day of their training: nobody else can record it yet. Default: today.",
            show_default=False,
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(help="Where the site is reached. Default: its first name, or this machine.", show_default=False),
    ] = None,
    link: Annotated[
        bool, typer.Option("--link", help="Make no account: print a new link for one that there is.")
    ] = False,
    folder: FOLDER = None,
) -> None:
    """Make one of the first two accounts of a site, and print the link with which it sets its password.

    With --link it prints a new one for an account that there is: for a site that sends no mail. Whoever has the link sets the
    password of that account, so hand it to nobody else.

    Example:  thinkfamily account --email you@council.example --name "Your Name"
    """
    from thinkfamily.casework.site.start import prepare, start

    instance = start(folder)
    prepare()
    from thinkfamily.casework.agencies.invitations import HOURS, link_for
    from thinkfamily.casework.site.operations.accounts import make_first_account, new_link

    day = trained_on.date() if trained_on else date.today()
    worker = new_link(email) if link else make_first_account(email=email, name=name, role=role, trained_on=day)
    reached = address or (instance.address if instance.is_https else "http://127.0.0.1:8000")
    output.print(
        f"Made. Within {HOURS} hours this link sets the password, once:\n{reached.rstrip('/')}{link_for(worker)}",
        highlight=False,
        soft_wrap=True,
    )
