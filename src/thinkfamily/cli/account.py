"""thinkfamily account: the first accounts of a site."""

from __future__ import annotations

from typing import Annotated

import typer

from thinkfamily.cli.console import output
from thinkfamily.cli.serve import FOLDER


def account(
    email: Annotated[str, typer.Option(help="The address to sign in with.", show_default=False)],
    name: Annotated[str, typer.Option(help="The worker's name.", show_default=False)],
    role: Annotated[
        str, typer.Option(help="sysadmin or governance: every other role is given on screen.")
    ] = "sysadmin",
    address: Annotated[str, typer.Option(help="Where the site is reached.")] = "http://127.0.0.1:8000",
    folder: FOLDER = None,
) -> None:
    """Make one of the first two accounts of a site, and print the link with which it sets its password.

    Example:  thinkfamily account --email you@council.example --name "Your Name"
    """
    from thinkfamily.casework.site.start import prepare, start

    start(folder)
    prepare()
    from thinkfamily.casework.agencies.invitations import link_for
    from thinkfamily.casework.site.operations.accounts import make_first_account

    worker = make_first_account(email=email, name=name, role=role)
    output.print(f"Made. This link works once: {address}{link_for(worker)}", highlight=False, soft_wrap=True)
