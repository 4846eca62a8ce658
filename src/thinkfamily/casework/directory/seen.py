"""Who sees a referral to a service, for the pages of who can see what: as the pages do it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from thinkfamily.casework.access.queries.who_sees import Reach
from thinkfamily.casework.access.queries.who_sees_items import Before
from thinkfamily.casework.access.scope import items_for_family
from thinkfamily.casework.access.standing import Standing


def on_file(standing: Standing, reach: Reach) -> str:
    """What somebody who reaches a file sees of its referrals to services, in words."""
    if reach.is_family:
        return _("Referrals to services: those in their own version.")
    ways = standing.ways("service.see")
    if not reach.reads or not any(way in reach.ways for way in ways):
        return _("Referrals to services: none.")
    if reach.is_of_team:
        return _("Referrals to services: those that they may see as items.")
    return _("Referrals to services: those to services of their own agency.")


def bar_to_referral(item: Any, one: Before) -> str:
    """What keeps one referral from somebody who sees such items; empty where nothing does."""
    if one.is_family:
        return _bar_to_family(item, one.reach.worker.person_id)
    if not one.reads("service.see"):
        return _("Their role does not open the page of services.")
    if "team" not in one.sight.audiences and item.service.agency_id != one.reach.worker.agency_id:
        return _("It is to a service of another agency: a partner sees those to services of their own.")
    return ""


def _bar_to_family(item: Any, person_id: Any) -> str:
    from thinkfamily.casework.plans.models import Goal  # not before every model is there

    goal_id = item.action.goal_id if item.action_id else None
    if goal_id is None or items_for_family(item.family, Goal.objects.filter(pk=goal_id), person_id).exists():
        return ""
    return _("It is for a goal that is not in their version.")
