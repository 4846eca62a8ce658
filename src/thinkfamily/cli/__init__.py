"""The ``thinkfamily`` command: one module a command, and how errors reach the user."""

from __future__ import annotations

import typer

from thinkfamily.cli.account import account
from thinkfamily.cli.audit import audit
from thinkfamily.cli.backup import backup, restore
from thinkfamily.cli.cases import cases
from thinkfamily.cli.check import check
from thinkfamily.cli.demo import demo
from thinkfamily.cli.desk import desk
from thinkfamily.cli.docs import docs
from thinkfamily.cli.explain import explain
from thinkfamily.cli.faults import guarded
from thinkfamily.cli.handover import handover
from thinkfamily.cli.identify import identify
from thinkfamily.cli.keys import keys
from thinkfamily.cli.map import map as map_file
from thinkfamily.cli.purge import purge
from thinkfamily.cli.quality import quality
from thinkfamily.cli.retention import retention
from thinkfamily.cli.review import review
from thinkfamily.cli.rules import rules
from thinkfamily.cli.serve import serve
from thinkfamily.cli.synth import synth

app = typer.Typer(
    name="thinkfamily",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Find the families who most need joined-up help, from what agencies already hold.",
    epilog="Start here:  thinkfamily demo demo   (an invented borough; nothing real is needed)",
)
app.command()(demo)
app.command()(synth)
app.command()(check)
app.command("map")(map_file)
app.command()(identify)
app.command()(explain)
app.command()(handover)
app.command()(quality)
app.command()(review)
app.command()(purge)
app.command()(docs)
app.command()(serve)
app.command()(account)
app.command()(backup)
app.command()(restore)
app.add_typer(rules, name="rules")
app.add_typer(keys, name="keys")
app.add_typer(audit, name="audit")
app.add_typer(desk, name="desk")
app.add_typer(cases, name="cases")
app.add_typer(retention, name="retention")


def main() -> None:
    """Run a command; a user's error prints without a traceback and sets the exit code of its kind."""
    guarded(app)
