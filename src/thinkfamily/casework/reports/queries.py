"""The counts that a release is made of, over every family, the restricted ones included; and the releases themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from thinkfamily.casework.cases.models import TAKING_PART, Case
from thinkfamily.casework.families.models import Member, Need
from thinkfamily.casework.reports.approach import released
from thinkfamily.casework.reports.families import released_families
from thinkfamily.casework.reports.models import Release
from thinkfamily.casework.reports.unmet import released_unmet


def counts() -> list[dict[str, Any]]:
    """Each table of a release: title, what is counted, and its rows of (label, count)."""
    families = Case.objects.values_list("family").distinct()
    states = dict(Case.STATES)
    by_state = Case.objects.values_list("state").annotate(n=Count("family", distinct=True)).order_by("state")
    by_team = Case.objects.values_list("family__team__name").annotate(n=Count("family", distinct=True))
    by_heading = (
        Need.objects.filter(answer="yes", family__cases__state__in=TAKING_PART)
        .values_list("heading")
        .annotate(n=Count("family", distinct=True))
    )
    agreed = Case.objects.filter(state__in=TAKING_PART).values("family").distinct().count()
    children = (
        Member.objects.filter(family__in=families, role="child", until_on__isnull=True).values("person").distinct()
    )
    return [
        {
            "title": _("Families by state of their case"),
            "of": _("families with a case"),
            "total": families.count(),
            "rows": [(str(states[state]), count) for state, count in by_state],
        },
        {
            "title": _("Families by area team"),
            "of": _("families with a case"),
            "total": families.count(),
            "rows": sorted((team or _("No team yet"), count) for team, count in by_team),
        },
        {
            "title": _("Needs of families that agreed to take part"),
            "of": _("families that agreed; one family can have several needs"),
            "total": agreed,
            "rows": sorted((heading.replace("_", " ").capitalize(), count) for heading, count in by_heading),
        },
        {"title": _("Children"), "of": _("children of families with a case"), "total": children.count(), "rows": []},
        *released_families(),
        *released(),
        *released_unmet(),
    ]


def releases() -> list[Release]:
    """The releases, the newest first."""
    return list(Release.objects.all()[:24])
