"""Data classes: the categories of information that a sharing decision names, and which of them a feed or a heading is of.

The analysis puts an event into its class by these, casework a need; two tables would in time show somebody what another
hides. Which feed is of which class is our choice, of 22 November 2026.
"""

from __future__ import annotations

BY_FEED = {
    "education": "education",
    "police": "police",
    "probation": "police",
    "youth_justice": "police",
    "health": "health",
    "substance_treatment": "substance_misuse",
    "childrens_social_care": "social_care",
    "early_help": "social_care",
    "adult_social_care": "social_care",
    "housing": "housing",
    "dwp": "benefits",
    "revenues": "benefits",
}
"""The class of each feed of the vocabulary; a feed that is not here is of its heading's."""

BY_HEADING = {
    "education": "education",
    "crime": "police",
    "health": "health",
    "early_years": "health",
    "abuse_exploitation": "social_care",
    "family_relationships": "social_care",
    "housing": "housing",
    "finance": "benefits",
}
"""The class of each heading, for what no feed tells; a heading that is not here is ``other``."""
