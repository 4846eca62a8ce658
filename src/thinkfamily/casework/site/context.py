"""What every page knows: the theme, the mode, who is signed in and where they may go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from thinkfamily.casework.access.banner import opening_of
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.pages.addresses import address
from thinkfamily.casework.pages.mail import can_mail
from thinkfamily.casework.prepared.days import today_here
from thinkfamily.casework.site.frame import ENGLISH, frame
from thinkfamily.casework.site.navigation import bar, is_of_family, shown_to


def everywhere() -> dict[str, Any]:
    """The same for everybody; all that a page of an error knows."""
    return {
        "theme": settings.THEME,
        "mode": settings.INSTANCE.mode,
        "sends_mail": can_mail(),
        "frame": frame(ENGLISH),
        "spoken": ENGLISH,
    }


def page(request: HttpRequest) -> dict[str, Any]:
    """What base.html shows of this request; asked of the database only where the page shows it."""
    user = getattr(request, "user", None)
    spoken = getattr(request, "spoken", ENGLISH)
    known = everywhere() | {"languages": settings.LANGUAGES, "frame": frame(spoken), "spoken": spoken}
    if user is None or not user.is_authenticated:
        return known
    current = request.resolver_match.view_name if request.resolver_match else ""
    return known | {
        "signed_in": SimpleLazyObject(lambda: _signed_in(user)),
        "urgent": SimpleLazyObject(lambda: _urgent(request)),
        "banners": SimpleLazyObject(lambda: _banners(request)),
        "bar": SimpleLazyObject(lambda: bar(standing_of(user), current, spoken)),
        "for_family": SimpleLazyObject(lambda: is_of_family(standing_of(user).roles)),
        "navigation": SimpleLazyObject(lambda: shown_to(standing_of(user), current, spoken)),
    }


def _signed_in(user: Any) -> dict[str, Any]:
    """Who reads, and when: it stands above the page, and on whatever is printed of it."""
    return {"name": user.name, "agency_name": user.agency and user.agency.name, "on": today_here()}


def _urgent(request: HttpRequest) -> str:
    """Where an urgent safeguarding alert is raised, about the file that is open if one is; empty for who raises none."""
    if not standing_of(request.user).ways("safeguarding.raise"):
        return ""
    file = getattr(request, "file", None)
    return address("referrals:urgent") if file is None else address("referrals:urgent_about", file.pk)


def _banners(request: HttpRequest) -> list[dict[str, Any]]:
    """What stands above every page of a file, as a template and what it shows."""
    opening = opening_of(request)
    return [{"template": "access/opening_banner.html", "opening": opening}] if opening else []
