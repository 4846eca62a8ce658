"""What has just happened in the demo, so that something waits on every screen on which something can."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases import actions as cases
from thinkfamily.casework.cases.actions import take_step
from thinkfamily.casework.cases.models import Acceptance, Case
from thinkfamily.casework.cases.queries.leads import who_can_lead
from thinkfamily.casework.daily.actions.due import raise_due
from thinkfamily.casework.plans import actions as plans
from thinkfamily.casework.referrals import actions as requests
from thinkfamily.casework.referrals.actions.late import raise_late
from thinkfamily.casework.site.demo import words
from thinkfamily.casework.site.demo.doing import Staff


@transaction.atomic
def lately(staff: Staff, by_lot: Random) -> None:
    """One pause, one family that draws back, one step up, one end to be signed, one lead asked, and requests for help."""
    today = timezone.localdate()
    active = list(Case.open.filter(state="active", side="going").select_related("family").order_by("family__reference"))
    acts = (
        lambda case: take_step(case, "pause", by=staff.manager, until_on=today + timedelta(days=20), why="A new baby."),
        lambda case: take_step(case, "lose_touch", by=staff.manager, tried="Three visits in vain.", next="place"),
        lambda case: take_step(case, "step_up", by=staff.manager, fear="Nobody has been seen at home for a week."),
        lambda case: take_step(case, "close_early", by=staff.manager, why="no_need", note="All is well.", follow_up="none"),
        lambda case: cases.raise_handover(
            Acceptance.objects.filter(case=case, involvement__until_on__isnull=True)[0].involvement,
            reason="load", last_day_on=today + timedelta(days=14), by=staff.manager,
        ),
    )  # fmt: skip
    # A very small borough has fewer families than there are things to show.
    for act, case in zip(acts, active, strict=False):
        act(case)
    for case in active[len(acts) : len(acts) + 2]:
        plans.record_missed(case, by=staff.manager)
    waiting = Case.open.filter(state="considered", profile="").select_related("family").order_by("family__reference")
    for case in waiting[:2]:
        take_step(
            case, "choose_profile", by=staff.manager, profile="family_help", tier="usual", because="Fits the needs"
        )
        offered = who_can_lead(case.family, case)
        if offered:
            cases.ask_to_lead(
                Case.objects.get(pk=case.pk),
                offered[0].worker,
                offered[0].role,
                because="Carries least",
                by=staff.manager,
            )
    for place, referrer in enumerate(staff.referrers):
        asked = requests.Asked(
            route="agency",
            people=[requests.Somebody("child", words.FIRST[place], "Waitingham", None)],
            urgency="days",
            categories=["education"],
            happening=by_lot.choice(words.HAPPENING),
        )
        requests.ask(asked, by=referrer)


@transaction.atomic
def mails_went() -> None:
    """Tell what came due in the story, and count all that it told anybody as mailed.

    A demo prints its mails, and forty at once would hide its accounts.
    """
    raise_due()
    raise_late()
    rows = Notice.objects.filter(mailed_at__isnull=True)
    told = list(rows.values_list("pk", flat=True))
    rows.update(mailed_at=timezone.now())
    record("notice.mail", by=None, kind="notice", others=told, fields=["mailed_at"])
