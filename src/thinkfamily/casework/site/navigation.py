"""What stands in the navigation, and for whom. A page is listed here by whoever builds it, one line each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.standing import Standing, ways_of
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.pages.addresses import Site, address, site
from thinkfamily.casework.site.frame import ENGLISH, framed


@dataclass(frozen=True)
class Entry:
    """One link.

    Attributes:
        label: its words.
        url_name: the page, a name of the URL map without arguments.
        needs: the power that its door asks for, or ``signed_in``.
        is_of_work: whether it is about somebody's work, and so not for who is here only as a member of a family.
        to_family: its words for who is here only as a member of a family, where they are others.
    """

    label: Any
    url_name: str
    needs: str = "signed_in"
    is_of_work: bool = False
    to_family: Any = ""


@dataclass(frozen=True)
class Shown:
    """One link as one worker sees it on one page."""

    label: Any
    url: str
    is_current: bool
    is_top: bool
    section: Any


# What stands in the bar on every page; the start page shows everything, under the heading of its part of the URL map.
TOP = frozenset(
    {
        "home",
        "families:list",
        "daily:day",
        "daily:board",
        "daily:decisions",
        "daily:shared_cases",
        "families:mine",
        "families:helped",
        "families:search",
        "referrals:queue",
        "plans:tasks",
        "desk:queue",
        "access:notices",
    }
)
SECTIONS: dict[str, Any] = {
    "daily": _("Your day"),
    "families": _("Families"),
    "referrals": _("Front door"),
    "plans": _("Plans"),
    "directory": _("Services"),
    "meetings": _("Meetings"),
    "cases": _("Cases"),
    "desk": _("Consideration desk"),
    "imports": _("Bringing cases in"),
    "retention": _("How long files are kept"),
    "sharing": _("Sharing"),
    "access": _("Who sees what"),
    "": _("Running the site"),
}

# The same parts as a family reads them.
TO_FAMILY: dict[str, Any] = {
    "families": _("Your family"),
    "referrals": _("If you need help"),
    "plans": _("What you have agreed"),
    "meetings": _("Meetings"),
    "access": _("You on this site"),
}

# In the order in which they are shown.
ENTRIES: list[Entry] = [
    Entry(_("Home"), "home"),
    Entry(_("My day"), "daily:day", "day.read"),
    Entry(_("Team board"), "daily:board", "team.board"),
    Entry(_("Decisions"), "daily:decisions", "team.board"),
    Entry(_("My shared cases"), "daily:shared_cases", "shared.read"),
    Entry(_("Lists and indicators"), "daily:lists", "list.build"),
    Entry(_("My supervision"), "daily:my_supervision", "lead.answer"),
    Entry(_("My families"), "families:list", "family.read"),
    Entry(_("Files without a team"), "families:without_a_team", "family.team"),
    Entry(_("Shared with my family"), "families:mine", "family.comment"),
    Entry(_("Families you help"), "families:helped", "family.locate"),
    Entry(_("Search"), "families:search", "family.find"),
    Entry(_("Tasks asked of you"), "plans:tasks", "plan.answer", to_family=_("What you are asked to do")),
    Entry(_("Out alone"), "plans:out", "contact.record"),
    Entry(_("Notices"), "access:notices", to_family=_("What is new for you")),
    Entry(_("Requests for help"), "referrals:queue", "referral.read"),
    Entry(_("Ask for help for a family"), "referrals:ask", "referral.make", to_family=_("Ask for help")),
    Entry(_("What you asked for"), "referrals:mine", "referral.make", to_family=_("Help that you asked for")),
    Entry(_("What went of requests"), "referrals:purged", "referral.read"),
    Entry(_("Emergency requests"), "access:openings_to_decide", "opening.decide"),
    Entry(_("Review of openings"), "access:openings_to_review", "opening.review"),
    Entry(_("Restrictions you keep"), "access:kept", "restriction.keep"),
    Entry(_("Sample"), "access:draw_sample", "sample.draw"),
    Entry(_("Sample of requests"), "referrals:sample", "sample.draw"),
    Entry(_("Your relatives"), "access:relatives", is_of_work=True),
    Entry(_("Workers close to a family"), "access:conflicts", "conflict.end"),
    Entry(_("Identities kept apart"), "families:identities", "identity.decide"),
    Entry(_("Organisation"), "organisation", is_of_work=True),
    Entry(_("Who sees what"), "access:who_sees", "who_sees.read"),
    Entry(_("Audit"), "access:audit", "audit.read"),
    Entry(_("Unusual access"), "access:unusual", "access.unusual"),
    Entry(_("What you did"), "access:own_looks", to_family=_("What you did here")),
    Entry(_("Consideration desk"), "desk:queue", "desk.read"),
    Entry(_("Directory of services"), "directory:services", "service.read"),
    Entry(_("Calendar"), "meetings:calendar", "calendar.read"),
    Entry(_("My invitations"), "meetings:mine", "meeting.answer", to_family=_("Meetings you are invited to")),
    Entry(_("Asked of my agency"), "sharing:asked", "sharing.propose"),
    Entry(_("Sharing to decide"), "sharing:waiting", "sharing.decide"),
    Entry(_("Register of sharing"), "sharing:register", "sharing.register"),
    Entry(_("Sharing agreements"), "sharing:agreements", "agreement.keep"),
    Entry(_("Cases you are asked to lead"), "cases:asked_to_lead", "lead.answer"),
    Entry(_("Who carries how much"), "cases:loads", "team.board"),
    Entry(_("Handovers"), "cases:handovers_of_team", "team.board"),
    Entry(_("Bringing cases in"), "imports:list", "import.read"),
    Entry(_("Files that are due to go"), "retention:due", "retention.read"),
    Entry(_("Legal holds"), "retention:holds", "retention.read"),
    Entry(_("Programmes"), "profiles:list", "profile.read"),
    Entry(_("The front door in figures"), "figures_front_door", "referral.figures"),
    Entry(_("Released figures"), "figures", "figures.read"),
    Entry(_("Programs"), "programs", "site.keep"),
    Entry(_("Is the site well?"), "site", "site.keep"),
]
_LISTED = frozenset(entry.url_name for entry in ENTRIES)
# On which site, with which roles and which powers withdrawn from them, on which page of those listed, in which language.
Asked = tuple[Site, frozenset[str], frozenset[tuple[str, str]], str, str]


def shown_to(standing: Standing, current: str, spoken: str = ENGLISH) -> tuple[Shown, ...]:
    """The links that a worker's roles open, as one page shows them: the start page's own, then section by section.

    The start page shows all, any other those of the bar and its own.

    Args:
        standing: the worker.
        current: the page they are on.
        spoken: the language of the frame.
    """
    return _shown(*_asked(standing, current, spoken))


def bar(standing: Standing, current: str, spoken: str = ENGLISH) -> str:
    """The links of the bar on every page, as HTML; asked as `shown_to`."""
    return _bar(*_asked(standing, current, spoken))


def _asked(standing: Standing, current: str, spoken: str) -> Asked:
    """All on which the links depend."""
    return site(), standing.roles, standing.withdrawn, current if current in _LISTED else "", spoken


# Worked out once for all who hold the same roles, and not at each page.
@lru_cache(maxsize=4096)
def _bar(*asked: Any) -> str:
    links = [link for link in _shown(*asked) if link.is_top or link.is_current]
    return render_to_string("pages/bar.html", {"links": links})


@lru_cache(maxsize=4096)
def _shown(
    _where: Site, roles: frozenset[str], withdrawn: frozenset[tuple[str, str]], current: str, spoken: str
) -> tuple[Shown, ...]:
    order = list(SECTIONS)
    works = any(not ROLES[role].is_family for role in roles)
    shown = []
    for entry in ENTRIES:
        is_current, is_top = entry.url_name == current, entry.url_name in TOP
        if (entry.is_of_work and not works) or not (is_top or is_current or current == "home"):
            continue
        if entry.needs == "signed_in" or ways_of(roles, withdrawn, entry.needs):
            space = entry.url_name.rpartition(":")[0]
            part = space if space in SECTIONS else ""
            at = -1 if entry.url_name == "home" else order.index(part)
            of_family = is_of_family(roles)
            label = _labels(spoken, of_family)[entry.url_name]
            section = TO_FAMILY.get(part, SECTIONS[part]) if of_family else SECTIONS[part]
            shown.append((at, Shown(label, address(entry.url_name), is_current, is_top, section)))
    return tuple(link for _at, link in sorted(shown, key=lambda each: each[0]))


def is_of_family(roles: frozenset[str]) -> bool:
    """Whether somebody is here only as a member of a family, and is spoken to as one."""
    return bool(roles) and all(ROLES[role].is_family for role in roles)


@cache
def _labels(spoken: str, of_family: bool) -> dict[str, str]:
    """The words of each link in the language of the frame, by the page to which it leads."""
    return {entry.url_name: framed((of_family and entry.to_family) or entry.label, spoken) for entry in ENTRIES}
