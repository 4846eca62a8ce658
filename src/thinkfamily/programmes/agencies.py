"""Agencies and feeds in words, for the labels that the event vocabulary and the unit costs use."""

from __future__ import annotations

AGENCIES = {
    "CJS": "Courts and youth justice",
    "DFE-CAFCASS": "Cafcass",
    "DFE-SCHOOLS": "Schools",
    "DWP": "Department for Work and Pensions",
    "FIRE": "Fire service",
    "HMRC": "Revenue and Customs",
    "LA": "Council",
    "LA-ASC": "Council: adult social care",
    "LA-CSC": "Council: children's social care and early help",
    "LA-EDU": "Council: education and schools",
    "LA-HSG": "Council: housing and revenues",
    "MOJ-COURTS": "Courts",
    "MOJ-PRISON": "Prisons and youth custody",
    "MULTI": "Several agencies, not divided",
    "NHS": "Health service",
    "POLICE": "Police",
    "PROBATION": "Probation",
    "PUBLIC": "Public services, not divided",
    "RSL": "Housing associations",
    "VCS": "Voluntary organisations",
}

FEEDS = {"dwp": "DWP", "childrens_social_care": "Children's social care"}
"""Feeds whose name cannot be read off the folder's."""


def agency_title(label: str) -> str:
    """An agency in words; two joined by ``+`` as both, and a label of an area's own as it stands."""
    return " and ".join(AGENCIES.get(each, each) for each in label.split("+"))


def feed_title(feed: str) -> str:
    """A feed in words."""
    return FEEDS.get(feed) or feed.replace("_", " ").replace("-", " ").capitalize()
