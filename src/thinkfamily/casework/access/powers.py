"""The permission matrix: for each power, which roles hold it and through which relationship to the family.

It is a ceiling: information governance may withdraw a power from a role on screen, and nobody can add one there.
A change to this file changes who may see whom, and needs information governance (see CODEOWNERS).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

# Relationships of a worker to a family's file. Each is a condition in `scope`.
OWN = "own"  # an involvement, in this very role and in date
TEAM = "team"  # the file is of the team for which this role is held
UNTAKEN = "untaken"  # nobody leads the case yet
OPENED = "opened"  # opened in an emergency, with a reason and for a limited time
CUSTODIAN = "custodian"  # keeps the restriction on this file
ANY = "any"  # any file whose existence may be known; or no file at all

RELATIONSHIPS = {
    OWN: "is involved with this family in this role, in date",
    TEAM: "holds this role in the team whose file it is",
    UNTAKEN: "holds this role while nobody leads the case",
    OPENED: "has opened this file in an emergency, for a limited time",
    CUSTODIAN: "keeps the restriction on this file",
    ANY: "holds this role",
}


@dataclass(frozen=True)
class Power:
    """One thing that somebody may do.

    Attributes:
        code: what doors name.
        says: what it allows, in words.
        grants: for each role that can hold it, the relationships through which it does.
        about: ``family`` when it is held on one family's file, ``candidate`` at the desk, else ``site``.
    """

    code: str
    says: str
    about: str
    grants: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """Each (role, relationship) through which it can be held, in one order."""
        return tuple((role, how) for role, hows in sorted(self.grants.items()) for how in sorted(hows))


def _power(code: str, says: str, about: str = "family", **grants: str) -> Power:
    return Power(code, says, about, {role: frozenset(how.split()) for role, how in grants.items()})


def _any(*roles: str) -> dict[str, str]:
    return dict.fromkeys(roles, ANY)


# Every role that works with families.
_HELPERS = ("adult_lead", "child_lead", "partner", "triage", "manager", "desk_analyst", "volunteer", "mentor")
_READERS = {
    "adult_lead": "own opened",
    "child_lead": "own opened",
    "triage": "untaken opened",
    "desk_analyst": "own",
    "manager": "team",
    "audit": "own",
    "governance": "own custodian",
}

_MEETING_READERS = {
    "adult_lead": "own",
    "child_lead": "own",
    "partner": "own",
    "triage": "untaken",
    "desk_analyst": "own",
    "manager": "team",
    "audit": "own",
    "governance": "own custodian",
}

POWERS: dict[str, Power] = {
    power.code: power
    for power in (
        # The family's file
        _power(
            "family.find",
            "Learn by search that a family is known, and whom to ask.",
            adult_lead="any",
            child_lead="any",
            partner="any",
            triage="any",
            desk_analyst="any",
            manager="any",
            governance="any",
        ),
        _power(
            "family.locate", "See that a family is one's own to help, and who leads.", volunteer="own", mentor="own"
        ),
        _power("family.read", "Read a family's file, item by item as shared.", **(_READERS | {"partner": "own"})),
        _power(
            "family.shared_view",
            "Read what is shared with the family.",
            adult_lead="own",
            child_lead="own",
            manager="team",
            family_member="own",
        ),
        _power("family.comment", "Comment on what is shared, in one's own words.", family_member="own"),
        _power(
            "family.cost",
            "See what agencies spend on a family, in bands.",
            adult_lead="own",
            child_lead="own",
            desk_analyst="own",
            manager="team",
            audit="own",
            governance="own",
        ),
        _power(
            "family.domestic_abuse",
            "See items kept in the domestic abuse compartment.",
            adult_lead="own",
            child_lead="own",
            desk_analyst="own",
            manager="team",
            governance="own custodian",
        ),
        _power(
            "family.record",
            "Record an item on a family's file.",
            adult_lead="own",
            child_lead="own",
            partner="own",
            desk_analyst="own",
            manager="team",
        ),
        _power(
            "family.summarise",
            "Write the one-page summary of a family's file.",
            adult_lead="own",
            child_lead="own",
            manager="team",
        ),
        _power(
            "family.correct",
            "Correct who is in a family and which records are one person.",
            adult_lead="own",
            child_lead="own",
            desk_analyst="own",
            manager="team",
        ),
        _power(
            "family.hide",
            "Decide who of those who may see a file does not see one item of it.",
            adult_lead="own",
            child_lead="own",
            desk_analyst="own",
            manager="team",
            governance="own custodian",
        ),
        # A named list decides further: see families.safe_address
        _power(
            "safe_address.read",
            "Read a safe address, if named for it.",
            adult_lead="own",
            child_lead="own",
            manager="team",
            governance="own custodian",
        ),
        _power(
            "safe_address.record",
            "Record a safe address and name who may read it.",
            adult_lead="own",
            child_lead="own",
            manager="team",
        ),
        _power(
            "family.history",
            "See who has looked at a file and what was changed.",
            adult_lead="own",
            child_lead="own",
            manager="team",
            audit="own",
            governance="own custodian",
        ),
        # The case
        _power("case.read", "Read who agreed to take part, to what, and what the children said.", **_READERS),
        _power(
            "case.agree",
            "Record a family's agreement to take part, or its withdrawal.",
            adult_lead="own",
            child_lead="own",
            triage="untaken",
            manager="team",
        ),
        _power(
            "case.evidence",
            "Answer a criterion of the programme from what was seen, and take one's agency's answer back.",
            adult_lead="own",
            child_lead="own",
            partner="own",
            manager="team",
        ),
        _power(
            "case.offer",
            "Choose a programme for a family, offer it, and record a no.",
            adult_lead="own",
            child_lead="own",
            triage="untaken",
            manager="team",
        ),
        _power("case.move", "Take a case a step further.", adult_lead="own", child_lead="own", manager="team"),
        _power(
            "case.step_up",
            "Step a case up at once, out of fear for a person.",
            adult_lead="own",
            child_lead="own",
            partner="own",
            triage="untaken",
            desk_analyst="own",
            manager="team",
        ),
        _power("case.sign", "Sign a step of a case, another's and not one's own.", manager="team"),
        _power(
            "case.lead", "Accept or turn down a case that one is asked to lead.", adult_lead="own", child_lead="own"
        ),
        _power(
            "case.hand_over",
            "Hand a case over to another lead.",
            adult_lead="own",
            child_lead="own",
            manager="team",
        ),
        _power(
            "lead.answer",
            "See which cases one is asked to lead or to take over.",
            "site",
            adult_lead="any",
            child_lead="any",
        ),
        _power("team.board", "See how a team's work is shared out, and plan for who leaves.", "site", manager="any"),
        _power("case.allocate", "Say who is involved with a family, and end it.", triage="untaken", manager="team"),
        _power("case.propose", "Propose who should be involved with a family.", adult_lead="own", child_lead="own"),
        # The team around the family
        _power(
            "team_around.read",
            "See who is on the team around a family.",
            **_MEETING_READERS,
        ),
        _power(
            "meeting.read", "See a family's meetings, and of what was written there what one may.", **_MEETING_READERS
        ),
        _power(
            "meeting.keep",
            "Plan and keep a family's meetings, write the minutes and send them.",
            adult_lead="own",
            child_lead="own",
            manager="team",
        ),
        _power(
            "meeting.answer",
            "Reply to one's invitation to a meeting, and send a report.",
            adult_lead="own",
            child_lead="own",
            partner="own",
            desk_analyst="own",
            manager="team",
            family_member="own",
        ),
        _power(
            "calendar.read",
            "See the meetings of one's families on a calendar, and what is due.",
            about="site",
            adult_lead="any",
            child_lead="any",
            partner="any",
            desk_analyst="any",
            manager="any",
        ),
        _power(
            "family.request",
            "Ask to read a file, with a reason that is recorded and for a limited time.",
            governance="any",
        ),
        _power("sample.draw", "Draw files by lot, to read as a sample.", about="site", audit="any"),
        _power(
            "basis.record",
            "Record the lawful basis on which a file is kept.",
            adult_lead="own",
            child_lead="own",
            manager="team",
            governance="own",
        ),
        # The plan
        _power(
            "plan.read",
            "Read a family's plan, what was done with them, and their chronology.",
            **(_READERS | {"partner": "own"}),
        ),
        _power(
            "plan.write",
            "Write a family's plan: goals, ratings and what is asked of whom.",
            adult_lead="own",
            child_lead="own",
            manager="team",
        ),
        _power(
            "plan.answer",
            "Answer what is asked of oneself or of one's agency in a plan: accept, refuse, done.",
            adult_lead="own",
            child_lead="own",
            partner="own",
            manager="team",
            volunteer="own",
            mentor="own",
            family_member="own",
        ),
        _power(
            "contact.record",
            "Record what happened with a family, and plan a visit.",
            adult_lead="own",
            child_lead="own",
            manager="team",
            triage="untaken",
        ),
        _power(
            "chronology.keep",
            "Put what is on a file into the family's chronology, and take it out.",
            adult_lead="own",
            child_lead="own",
            desk_analyst="own",
            manager="team",
        ),
        # Sharing
        _power(
            "sharing.read",
            "See what was shared about a family, and what was not.",
            adult_lead="own",
            child_lead="own",
            partner="own",
            triage="untaken",
            desk_analyst="own",
            manager="team",
            audit="any",
            governance="any",
        ),
        _power(
            "sharing.register",
            "Read the register of what was shared and what was not, print it and take a copy.",
            about="site",
            audit="any",
            governance="any",
        ),
        _power(
            "sharing.propose",
            "Propose to share, or not to share.",
            adult_lead="own",
            child_lead="own",
            partner="own",
            triage="untaken",
            desk_analyst="own",
        ),
        _power(
            "sharing.decide",
            "Decide a proposal to share, another's and not one's own.",
            manager="team",
            governance="any",
        ),
        _power("agreement.keep", "Keep the sharing agreements between agencies.", about="site", governance="any"),
        # Restriction, conflict, emergency
        _power("restriction.set", "Restrict a file, and name who may see it.", manager="team", governance="any"),
        _power(
            "restriction.keep",
            "Review a restriction one keeps, and see who looked for the file.",
            manager="custodian",
            governance="custodian",
        ),
        _power(
            "conflict.record", "Record that a worker is of a family, or close to it.", manager="team", governance="any"
        ),
        _power("opening.request", "Open a file in an emergency.", adult_lead="any", child_lead="any", triage="any"),
        _power("opening.decide", "Allow a lead to open a file in an emergency.", manager="any", about="site"),
        _power(
            "opening.review",
            "Review how files were opened in emergencies.",
            about="site",
            audit="any",
            governance="any",
        ),
        # The front door
        _power(
            "referral.make",
            "Ask for help for a family, and see what became of what one asked.",
            "site",
            **_any(*_HELPERS, "family_member"),
        ),
        _power(
            "referral.read",
            "Read requests for help, but not what they say of domestic abuse.",
            "site",
            **_any("triage", "manager", "desk_analyst", "governance", "audit"),
        ),
        _power(
            "referral.screen", "Look at requests for help, and decide on them.", "site", triage="any", manager="any"
        ),
        _power("referral.sign", "Sign, as a second person, that nothing is done on a request.", "site", manager="any"),
        _power(
            "referral.figures",
            "See how requests for help went, small numbers hidden.",
            "site",
            **_any("manager", "governance", "audit"),
        ),
        _power("safeguarding.raise", "Raise an urgent safeguarding alert.", "site", **_any(*_HELPERS)),
        # The consideration desk
        _power(
            "desk.read",
            "See candidate families.",
            "candidate",
            desk_analyst="any",
            manager="any",
            matching_lead="any",
            audit="any",
            governance="any",
        ),
        _power("desk.bring", "Bring a packet to the desk or to agreed families.", "candidate", matching_lead="any"),
        _power(
            "desk.decide", "Decide on a candidate family, with reasons.", "candidate", desk_analyst="any", manager="any"
        ),
        _power(
            "desk.sign", "Sign a batch of decisions that others made.", "candidate", manager="any", governance="any"
        ),
        _power(
            "desk.purge",
            "Purge what was not taken up, with proof.",
            "candidate",
            matching_lead="any",
            governance="any",
        ),
        _power(
            "feedback.send",
            "Send corrections and states back to the analysis.",
            "site",
            matching_lead="any",
            desk_analyst="any",
        ),
        # Running the site
        _power("account.keep", "Make and end accounts, and record training.", "site", sysadmin="any", manager="any"),
        _power(
            "account.read",
            "See accounts, the roles they hold and their training.",
            "site",
            sysadmin="any",
            manager="any",
            governance="any",
            audit="any",
        ),
        _power("appointment.give", "Give a role to a worker, and end it.", "site", manager="any", governance="any"),
        _power("role.describe", "Describe roles and withdraw powers.", "site", governance="any"),
        _power("organisation.keep", "Keep agencies, teams and settings.", "site", sysadmin="any"),
        _power("conduct.write", "Write the rules of conduct.", "site", governance="any"),
        _power(
            "who_sees.read",
            "See who can see what, and why.",
            "site",
            governance="any",
            audit="any",
        ),
        _power("audit.read", "Search the audit by opaque id, and verify it.", "site", audit="any", governance="any"),
        _power("access.unusual", "See unusual access.", "site", audit="any", governance="any", manager="any"),
        _power("site.keep", "See that the site is well: health, backups, keys.", "site", sysadmin="any"),
        # Daily screens
        _power(
            "day.read",
            "See what one's day begins with: visits, meetings, what is overdue, what changed.",
            "site",
            adult_lead="any",
            child_lead="any",
            desk_analyst="any",
            manager="any",
        ),
        _power("shared.read", "See the cases in which one has a part as a partner.", "site", partner="any"),
        _power(
            "list.build",
            "Build lists and indicators of one's own families and one's team's.",
            "site",
            adult_lead="any",
            child_lead="any",
            manager="any",
        ),
        # Programme profiles
        _power(
            "profile.read",
            "Read how each programme is practised here.",
            "site",
            adult_lead="any",
            child_lead="any",
            partner="any",
            triage="any",
            desk_analyst="any",
            manager="any",
            evaluator="any",
            claims="any",
            audit="any",
            governance="any",
            councillor="any",
        ),
        _power("profile.propose", "Propose a change of how a programme is practised.", "site", manager="any"),
        _power(
            "profile.adopt",
            "Adopt a change of how a programme is practised, another's and not one's own.",
            "site",
            manager="any",
            governance="any",
        ),
        _power("figures.release", "Release figures, small numbers hidden.", "site", governance="any"),
        _power(
            "figures.read",
            "Read released figures, small numbers hidden.",
            "site",
            councillor="any",
            evaluator="any",
            claims="any",
            audit="any",
            governance="any",
            manager="any",
        ),
    )
}
