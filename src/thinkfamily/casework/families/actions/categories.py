"""Of which category an item is, and which agency's, where a packet names feeds and agencies by their codes.

Whatever tells of domestic abuse, of substance misuse or of mental health is of that category, whoever supplied it.
"""

from __future__ import annotations

import re
from functools import cache

from thinkfamily.casework.agencies.models import Agency
from thinkfamily.programmes.agencies import agency_title
from thinkfamily.programmes.data_class import BY_FEED, BY_HEADING
from thinkfamily.programmes.vocabulary import load_vocabulary

_BY_AGENCY = {
    "LA-EDU": "education",
    "DFE-SCHOOLS": "education",
    "POLICE": "police",
    "CJS": "police",
    "PROBATION": "police",
    "MOJ-COURTS": "police",
    "MOJ-PRISON": "police",
    "NHS": "health",
    "LA-CSC": "social_care",
    "LA-ASC": "social_care",
    "DFE-CAFCASS": "social_care",
    "LA-HSG": "housing",
    "RSL": "housing",
    "DWP": "benefits",
    "HMRC": "benefits",
}
_TELLING = (
    ("domestic_abuse", re.compile(r"domestic|refuge|idva|marac|women.?s aid|sanctuary|abuse incident", re.I)),
    ("substance_misuse", re.compile(r"\b(drug|alcohol|substance|addict\w*|misuse)", re.I)),
    ("mental_health", re.compile(r"mental|camhs|psych|iapt|talking therap", re.I)),
)
_KINDS = {
    "LA-EDU": "council",
    "LA-CSC": "council",
    "LA-ASC": "council",
    "LA-HSG": "council",
    "LA": "council",
    "DFE-SCHOOLS": "school",
    "POLICE": "police",
    "NHS": "health",
    "DWP": "jobcentre",
    "RSL": "landlord",
    "VCS": "voluntary",
    "CJS": "justice",
    "PROBATION": "justice",
    "MOJ-COURTS": "justice",
    "MOJ-PRISON": "justice",
    "DFE-CAFCASS": "justice",
}


def category_of_need(criterion: str, heading: str, says: str, feed: str | None) -> str:
    """The category of one need, or of the part of it that one feed shows."""
    told = _telling(f"{criterion} {heading} {says}".replace("_", " "))
    return told or BY_FEED.get(feed or "") or BY_HEADING.get(heading, "other")


def category_of_service(agency: str, service: str) -> str:
    """The category of one service of one agency."""
    return _telling(service) or _BY_AGENCY.get(agency.split("+")[0], "other")


def category_of_cost(agency: str) -> str:
    """The category of what one agency spends."""
    return _BY_AGENCY.get(agency.split("+")[0], "other")


@cache
def agency_of_feed(feed: str) -> str:
    """The agency whose events a feed holds, as the event vocabulary calls it; the feed's own name where it does not."""
    types = load_vocabulary().event_types
    found = types.filter(types["feed"] == feed)["agency"]
    return str(found[0]) if len(found) else feed


def agency_by_code(code: str) -> Agency:
    """An agency by its code. One not known yet is made, inactive: nobody can be given an account of it."""
    slug = re.sub(r"[^A-Za-z0-9_-]+", "-", code)[:40]
    found = Agency.objects.filter(code=slug).first()
    if found is not None:
        return found
    name = agency_title(code)[:100]
    if Agency.objects.filter(name=name).exists():
        name = f"{name} ({slug})"[:120]
    return Agency.objects.create(code=slug, name=name, kind=_KINDS.get(code, "other"), is_active=False)


def _telling(text: str) -> str:
    return next((category for category, pattern in _TELLING if pattern.search(text)), "")
