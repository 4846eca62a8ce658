"""The ``thinkfamily`` command: one module a command, and how errors reach the user."""

from __future__ import annotations

import sys

import typer

from thinkfamily.cli.console import errors
from thinkfamily.cli.synth import synth
from thinkfamily.core.errors import UserError

app = typer.Typer(
    name="thinkfamily",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Find the families who most need joined-up help, from what agencies already hold.",
    epilog="Start here:  thinkfamily demo demo   (an invented borough; nothing real is needed)",
)
app.command()(synth)


def main() -> None:
    """Run a command; a user's error prints without a traceback and sets the exit code of its kind."""
    try:
        app()
    except UserError as error:
        errors.print(f"[bold red]{error.code}[/]  {error.where}", highlight=False)
        for line in (error.found, error.means, error.do):
            errors.print(line, highlight=False, markup=False)
        sys.exit(error.exit_code)
