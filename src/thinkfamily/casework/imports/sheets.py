"""The sheets that a council fills in, each column with what it means. The template, the checks and the manual read this."""

from __future__ import annotations

from dataclasses import dataclass

from thinkfamily.casework.agencies.roles import LEADS, ROLES
from thinkfamily.casework.cases.machine import CONSIDERED, OFFERED, CaseMachine
from thinkfamily.casework.families.models import AUDIENCES, CATEGORIES, Member, Person
from thinkfamily.casework.families.taking_part import TAKING_PART
from thinkfamily.casework.plans.machine import AGREED as GOAL_AGREED
from thinkfamily.casework.plans.machine import IN_PROGRESS, PROPOSED, GoalMachine
from thinkfamily.casework.plans.models import Contact

# A case that has ended, or that is worked under a duty, is not brought: see the how-to.
STATES = (CONSIDERED, OFFERED, *TAKING_PART)
TEXT, DAY, TIME, CHOICE, YES, NUMBER = "text", "day", "time", "choice", "yes", "number"
# Choices that are the site's own: its teams, profiles and rules are asked for when a file is read.
TEAMS, PROFILES, FRAMEWORKS = "teams", "profiles", "frameworks"


@dataclass(frozen=True)
class Column:
    """One column of one sheet.

    Attributes:
        name: what the program calls it.
        header: what stands in the first row.
        says: what it is, in plain words.
        kind: text, day, time, choice, yes or number.
        must: whether it must be filled in.
        stands: whether the column must be there although its cells may be empty: what a file leaves out would be a no.
        most: the most letters of a text.
        choices: (code, words) of a choice; either is understood.
        of_site: which of the site's own choices; empty for those above.
    """

    name: str
    header: str
    says: str
    kind: str = TEXT
    must: bool = False
    most: int = 300
    choices: tuple[tuple[str, str], ...] = ()
    of_site: str = ""
    stands: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: what it is called, what a row of it is, and its columns."""

    name: str
    title: str
    says: str
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """What the sheet is called as a CSV file."""
        return self.title.lower().replace(" ", "-") + ".csv"


def _words(pairs: object, *only: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, str(words)) for code, words in pairs if not only or code in only)  # type: ignore[attr-defined]


FAMILY_KEY = Column("family", "Family key", "Your own key of the family, the same on every sheet.", must=True, most=60)
_LEADS = tuple((code, ROLES[code].title) for code in sorted(LEADS))
_CATEGORY = Column(
    "category",
    "About",
    "What it is about. Domestic abuse is kept apart. Other, if left empty.",
    CHOICE,
    choices=_words(CATEGORIES),
)
_AUDIENCE = Column(
    "audience",
    "Seen by",
    "Who may see it. The leads and their manager alone, if left empty.",
    CHOICE,
    choices=_words(AUDIENCES),
)

FAMILIES = Sheet(
    "families",
    "Families",
    "One row for each family that you work with today.",
    (
        FAMILY_KEY,
        Column("team", "Team", "The team whose family it is, as this site calls it.", CHOICE, True, of_site=TEAMS),
        Column("profile", "Programme", "The programme by which you work.", CHOICE, True, of_site=PROFILES),
        Column("framework", "Rules", "The rules by which the family is counted.", CHOICE, True, of_site=FRAMEWORKS),
        Column(
            "state", "State", "Where the case stands today.", CHOICE, True, choices=_words(CaseMachine.STATES, *STATES)
        ),
        Column("since", "In this state since", "The day on which it came to stand there.", DAY, True),
        Column("agreed_on", "First agreed on", "The day on which an adult first agreed, if one has.", DAY),
        Column("active_on", "Work began on", "The day on which work by a plan began, from Active on.", DAY),
        Column("tier", "Intensity", "As the programme calls it. The least intensive, if left empty.", most=60),
        Column("council_key", "Key in the council's system", "For a link to it: letters, figures, . _ and -.", most=60),
        Column("lead_1", "Lead: email", "The email address with which they sign in here.", most=254),
        Column("lead_1_role", "Lead: as", "In which role they lead.", CHOICE, choices=_LEADS),
        Column("lead_2", "Second lead: email", "If there are two.", most=254),
        Column("lead_2_role", "Second lead: as", "In which role the second leads.", CHOICE, choices=_LEADS),
        Column(
            "why",
            "Why it was taken up",
            "In a sentence. Brought in from the council's system, if left empty.",
            most=2000,
        ),
        Column(
            "looked",
            "I have looked",
            "Yes, if somebody like its people is known here and you have looked: it is another family.",
            YES,
        ),
    ),
)
PEOPLE = Sheet(
    "people",
    "People",
    "One row for each person of a family. Never an address: a safe address has a page of its own.",
    (
        FAMILY_KEY,
        Column("person", "Person key", "Your own key of the person; each stands here once.", must=True, most=60),
        Column("role", "As", "Child, adult or expected child.", CHOICE, True, choices=_words(Member.ROLES)),
        Column("first_name", "First name", "Or the name that they go by, two columns on.", most=80),
        Column("last_name", "Last name", "", most=80),
        Column("known_as", "Known as", "If they go by another name.", most=80),
        Column("born", "Date of birth", "Or the day on which a child is expected.", DAY),
        Column(
            "precision",
            "How well known",
            "To the day, if left empty; not known, if there is no date.",
            CHOICE,
            choices=_words(Person.PRECISIONS),
        ),
        Column("sex", "Sex", "Not known, if left empty.", CHOICE, choices=_words(Person.SEXES)),
        Column("lives", "Lives", "With the children, if left empty.", CHOICE, choices=_words(Member.RESIDENCES)),
        Column("from_on", "Of the family from", "If it is known.", DAY),
        Column("until_on", "Until", "The first day on which they were no longer of it.", DAY),
        Column("language", "Language", "Which they would rather speak.", most=60),
        Column("interpreter", "Interpreter", "Yes, if they need one.", YES),
        Column("restricted", "Restricted", "Yes, if an agency restricts their address or identity.", YES, stands=True),
    ),
)
AGREEMENTS = Sheet(
    "agreements",
    "Agreements",
    "One row for each adult who agrees to take part today.",
    (
        FAMILY_KEY,
        Column("person", "Person key", "Who agrees: an adult of the sheet People.", must=True, most=60),
        Column("agreed_on", "Agreed on", "The day.", DAY, True),
        Column("language", "Language", "In which language they were asked.", must=True, most=60),
        Column("interpreter", "Interpreter", "Yes, if one was there.", YES),
        Column("to_what", "Agreed to what", "In a sentence.", must=True, most=2000),
        Column("was_told", "Told what", "What was explained, the privacy notice included.", must=True, most=2000),
        Column("review_on", "Ask again on", "The day on which they are to be asked again.", DAY, True),
    ),
)
GOALS = Sheet(
    "goals",
    "Goals",
    "One row for each goal of a family's plan. A family that has not agreed has no plan.",
    (
        FAMILY_KEY,
        Column("person", "Person key", "Whose goal; the whole family's, if left empty.", most=60),
        Column("text", "Goal", "What is to change.", must=True),
        Column("own_words", "In their own words", "", most=2000),
        Column("words_of", "Whose words", "", most=80),
        Column("baseline", "How it is now", ""),
        Column("measure", "How we will know", ""),
        Column("target", "What we aim for", ""),
        Column("target_on", "By when", "", DAY),
        Column("owner", "Who sees to it: email", "A worker with an account here.", most=254),
        Column(
            "state",
            "State",
            "Agreed, if left empty. Worked on now needs how it is, how we will know, by when and who.",
            CHOICE,
            choices=_words(GoalMachine.STATES, PROPOSED, GOAL_AGREED, IN_PROGRESS),
        ),
        _CATEGORY,
        _AUDIENCE,
    ),
)
CONTACTS = Sheet(
    "contacts",
    "Contacts (last)",
    "The last contact with each family, or the last few.",
    (
        FAMILY_KEY,
        Column("on", "On", "The day.", DAY, True),
        Column("at", "At", "The time, such as 14:30; noon, if left empty.", TIME),
        Column("way", "How", "", CHOICE, True, choices=_words(Contact.WAYS)),
        Column("outcome", "What came of it", "We met, if left empty.", CHOICE, choices=_words(Contact.OUTCOMES)),
        Column("seen", "Seen: person keys", "Who was met, with a semicolon between them.", most=600),
        Column("text", "What happened", "", most=20_000),
        Column("analysis", "So what", "What it means.", most=20_000),
        _CATEGORY,
        _AUDIENCE,
    ),
)
TOTALS = Sheet(
    "totals",
    "Control totals",
    "If you like: how many families you expect, counted in your own system. They are compared with what was read.",
    (
        Column("team", "Team", "The team.", CHOICE, True, of_site=TEAMS),
        Column("state", "State", "The state.", CHOICE, True, choices=_words(CaseMachine.STATES, *STATES)),
        Column("families", "Families", "How many.", NUMBER, True),
    ),
)
# Those that make something, in the order in which they are read.
MAKING = (FAMILIES, PEOPLE, AGREEMENTS, GOALS, CONTACTS)
SHEETS = (*MAKING, TOTALS)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
