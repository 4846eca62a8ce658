"""The demo's second half: the casework site on the invented borough, through the same commands as on real data."""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

from rich.table import Table

from thinkfamily.cli.console import Bars, output
from thinkfamily.cli.faults import Stopped
from thinkfamily.engine.handover import Order, hand_over
from thinkfamily.engine.run_folder import Run
from thinkfamily.packets import load_or_make_key

SERIES = "demo"
CONSIDERED = 60
# With those considered at the desk, the demo has so many families; in a small borough fewer come.
FAMILIES = 150
ONE_IN = 20


def make_site(folder: Path, run: Run, extracts: Path, in_borough: int) -> dict[str, int]:
    """Make a demo site beside a run, and tell its story; the accounts, for the table.

    Args:
        folder: the site's folder, new.
        run: the run whose families are handed over.
        extracts: the borough's extracts, for its teams.
        in_borough: how many families live in the borough.
    """
    from thinkfamily.casework.site.start import prepare, start

    start(folder, "demo")
    prepare()
    from thinkfamily.casework.consideration.actions import write_feedback
    from thinkfamily.casework.site.demo import borough, lately, people, story

    key, _ = load_or_make_key(folder / "keys" / "operator.key")
    trusted = folder / "trusted-keys"
    trusted.mkdir(mode=0o700)
    shutil.copyfile(folder / "keys" / "operator.key.pub", trusted / "operator.pub")
    area = tomllib.loads((extracts / "area.toml").read_text(encoding="utf-8"))
    people.make_organisations(area["teams"])
    workers = people.make_accounts()
    with Bars() as progress:
        come = max(borough.FEWEST, min(FAMILIES, in_borough // ONE_IN) - story.taken_up_of(CONSIDERED))
        lived = borough.enliven(come, workers, progress)
    # Packets are handed over, brought and gone: nothing of them stays beside the site.
    with tempfile.TemporaryDirectory(prefix="thinkfamily-demo-") as room, Bars() as progress:
        packets = Path(room)
        hand_over(run, Order(kind="candidate", series=SERIES, out=packets / "candidate", key=key), progress)
        on_desk, families = story.consider(packets / "candidate", workers, CONSIDERED, progress)
        agreed = story.agree(families, workers, progress)
        write_feedback(packets / "casework", by=workers["matching"])
        hand_over(
            run,
            Order(kind="case_update", series=SERIES, out=packets / "update", key=key, agreed=packets / "casework"),
            progress,
        )
        story.work(packets / "update", agreed, workers, progress)
    lately.mails_went()
    return {"on_desk": on_desk, "taken_up": len(families), "agreed": len(agreed), "lived": lived}


def show_accounts() -> None:
    """Print the accounts of the demo: the one place that shows their password."""
    from thinkfamily.casework.agencies.roles import ROLES
    from thinkfamily.casework.site.demo.people import ACCOUNTS, PASSWORD, address_of, must_be_a_demo

    must_be_a_demo()
    table = Table(title=f"Accounts of the demo. Password of each: {PASSWORD}", title_justify="left")
    table.add_column("sign in as", no_wrap=True)
    table.add_column("role")
    for account in ACCOUNTS:
        table.add_row(address_of(account), ROLES[account.role].title)
    output.print(table)


def serve_demo(folder: Path, port: int, again: str) -> None:
    """Serve the demo's site until interrupted; on any free port where the usual one is taken.

    Args:
        folder: the site's folder.
        port: the port to listen on.
        again: the command that starts it another time.
    """
    from thinkfamily.casework.site.operations.serving import serve
    from thinkfamily.cli.listening import held, is_free

    if not is_free("127.0.0.1", port):
        output.print(f"\nPort {port} is taken: another one is used.", highlight=False)
        port = 0

    def ready(address: str) -> None:
        output.print(f"\nThe site is at [bold]{address}[/]  (Ctrl-C ends it)", soft_wrap=True)
        sys.stdout.flush()

    with held(folder):
        try:
            serve("127.0.0.1", port, ready=ready)
        except Stopped:
            output.print(f"\nThe site has stopped. To start it again: {again}", highlight=False, soft_wrap=True)
