"""manage send_notices: tell workers what waits for them; to be run every minute or so."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from thinkfamily.casework.access.actions.custody import pass_on_lapsed
from thinkfamily.casework.access.actions.notices import mail_notices, raise_overdue
from thinkfamily.casework.access.actions.sightings import gather_sightings


class Command(BaseCommand):
    """Gathers looks for restricted files, raises overdue reviews and mails those who must know."""

    help = "Gather looks for restricted files, raise overdue reviews, and mail those for whom something waits."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each of these, and first see that every restricted file has a custodian to tell."""
        pass_on_lapsed()
        filed = gather_sightings()
        raise_overdue()
        self.stdout.write(f"{filed} looks filed, {mail_notices()} mails sent.")
