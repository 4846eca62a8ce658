"""What passes between the analysis and casework: the tables of each packet (handover contract, version 1).

A family and a person stand here under *handles*: random, made for one packet series, and of no meaning elsewhere. No table
has a column for an order, a rank, a score, an amount of money or an agency's record number, and a candidate packet has no
column for an address. Rows stand in the order of their handles, which is an order of chance.
"""

from __future__ import annotations

import dataframely as dy

from thinkfamily.tables.column import CRIMINAL, PERSONAL, SPECIAL, day, flag, number, text, whole


class Candidate(dy.Schema):
    """One row per family that the run proposes for a named human to decide on. Candidate packet."""

    family = text("Handle of the family", PERSONAL, key=True)
    area = text("Latest area stated for the home; null where none is stated, or a member's address is restricted")
    children = whole("Children on the as-at date", required=True)
    expected_children = whole("Open pregnancies of its members", required=True)
    adults = whole("Adults with_children or away", required=True)
    is_too_new = flag("Observed for fewer than 12 months: too new to judge by cost")


class CandidatePerson(dy.Schema):
    """One row per family and member. Candidate packet."""

    family = text("Handle of the family", PERSONAL, key=True)
    person = text("Handle of the person", PERSONAL, key=True)
    first_name = text("Most usual first name, as held", PERSONAL)
    last_name = text("Most usual last name, as held", PERSONAL)
    date_of_birth = day("The date of birth most records agree on", PERSONAL)
    sex = text("female, male, other or unknown", PERSONAL, required=True)
    role = text("child or adult", PERSONAL, required=True)
    residence = text("with_children, elsewhere or away", PERSONAL, required=True)
    known_by = text("How the membership is known, in words", PERSONAL, required=True)
    is_restricted = flag(
        "A record restricts this person's address or identity: it must not be asked about or shown", PERSONAL
    )


class CandidateTie(dy.Schema):
    """One row per two members of one family and stated relationship that holds on the as-at date. Candidate packet."""

    family = text("Handle of the family", PERSONAL, key=True)
    person_l = text("Handle of the one who is the … of the other", PERSONAL, key=True)
    person_r = text("Handle of the other", PERSONAL, key=True)
    relationship = text("As stated", PERSONAL, key=True)
    lives_with = text("yes, no or unknown", PERSONAL, required=True)
    sources = text("Feeds that state it, comma-separated", required=True)


class CandidateNeed(dy.Schema):
    """One row per family, member (or none) and criterion met or unknown. Candidate packet."""

    family = text("Handle of the family", PERSONAL, required=True)
    person = text("Handle of the member; null when the criterion speaks of the family as one", PERSONAL)
    criterion = text("Criterion of the programme", SPECIAL, required=True)
    heading = text("Heading of the programme", required=True)
    says = text("The criterion in words", required=True)
    answer = text("yes or unknown", required=True)
    from_on = day("First day of the evidence")
    until_on = day("First day after the evidence")
    sources = text("Feeds the evidence came from, comma-separated; null where unknown")
    extract_on = day("Day the oldest of those extracts was taken; null where unknown")
    reason = text("Why it cannot be known; null where the answer is yes", SPECIAL)


class CandidateService(dy.Schema):
    """One row per family, agency and service active in the 12 months to the as-at date. Candidate packet."""

    family = text("Handle of the family", PERSONAL, key=True)
    agency = text("Agency, as the event vocabulary calls it", key=True)
    service = text("Team or provider, or what it does where naming it could give a place away", SPECIAL, key=True)
    people = whole("Members it is involved with", required=True)
    from_on = day("First day", required=True)
    until_on = day("First day after; null = open")
    is_open = flag("Open on the as-at date")


class CandidateCost(dy.Schema):
    """One row per family and agency: what its services cost in the 12 months, as a band. Candidate packet."""

    family = text("Handle of the family", PERSONAL, key=True)
    agency = text("Agency that bears it, as the event vocabulary calls it", key=True)
    band = text("Label of the band; the bands and their bounds stand in packet.json", required=True)


class Coverage(dy.Schema):
    """One row per feed of the run: how far what the packet says can be relied on. Candidate and case update packets."""

    feed = text("Feed", key=True)
    agency = text("The agency that handed it over", required=True)
    extract_on = day("Day the extract was taken", required=True)
    covers_from = day("First day covered", required=True)
    covers_until = day("First day no longer covered", required=True)
    absence_means = text(
        "no: people appear only when something happened; unknown: a person not found is unknown", required=True
    )
    is_late = flag("It does not cover the as-at date")
    covers_casework = flag("Whether its power also covers updates to agreed cases")


class UpdateFamily(dy.Schema):
    """One row per agreed family that this run knows. Case update packet."""

    family = text("Handle of the family", PERSONAL, key=True)
    area = text("Latest area stated for the home; null where none is stated, or a member's address is restricted")
    children = whole("Children on the as-at date", required=True)
    expected_children = whole("Open pregnancies of its members", required=True)
    adults = whole("Adults with_children or away", required=True)
    tells = text(
        "all, or since the packet that this one follows: news (events told before are left out) or nothing_new (all is)",
        required=True,
    )


class UpdatePerson(dy.Schema):
    """One row per family and member whom a feed that covers casework knows. Case update packet."""

    family = text("Handle of the family", PERSONAL, key=True)
    person = text("Handle of the person", PERSONAL, key=True)
    first_name = text("Most usual first name, as held", PERSONAL)
    last_name = text("Most usual last name, as held", PERSONAL)
    known_as = text("Name the person goes by", PERSONAL)
    date_of_birth = day("The date of birth most records agree on", PERSONAL)
    died_on = day("Date of death", PERSONAL)
    sex = text("female, male, other or unknown", PERSONAL, required=True)
    role = text("child or adult", PERSONAL, required=True)
    residence = text("with_children, elsewhere or away", PERSONAL, required=True)
    known_by = text("How the membership is known, in words", PERSONAL, required=True)
    is_restricted = flag(
        "A record restricts this person's address or identity: it must not be asked about or shown", PERSONAL
    )


class UpdateAddress(dy.Schema):
    """One row per person, address and feed. Case update packet; never a restricted address, nor one that shows it."""

    person = text("Handle of the person", PERSONAL, required=True)
    address = text("Address as held", PERSONAL)
    postcode = text("Postcode as held", PERSONAL)
    from_on = day("First day there; null = not stated", PERSONAL)
    until_on = day("First day no longer there; null = still there", PERSONAL)
    feed = text("Feed that says so", required=True)
    agency = text("The agency that handed it over", required=True)


class UpdateTie(dy.Schema):
    """One row per two members of one family and stated relationship. Case update packet."""

    family = text("Handle of the family", PERSONAL, key=True)
    person_l = text("Handle of the one who is the … of the other", PERSONAL, key=True)
    person_r = text("Handle of the other", PERSONAL, key=True)
    relationship = text("As stated", PERSONAL, key=True)
    lives_with = text("yes, no or unknown", PERSONAL, required=True)
    from_on = day("First day", PERSONAL)
    until_on = day("First day no longer", PERSONAL)
    sources = text("Feeds that state it, comma-separated", required=True)


class UpdateEvent(dy.Schema):
    """One row per family, member and event, spell or measure of the 36 months to the as-at date. Case update packet."""

    family = text("Handle of the family", PERSONAL, required=True)
    person = text("Handle of the person", PERSONAL, required=True)
    feed = text("Feed that supplied it", required=True)
    agency = text("Agency, as the event vocabulary calls it", required=True)
    event = text("Id of the event vocabulary", CRIMINAL, required=True)
    title = text("In plain words", CRIMINAL, required=True)
    category = text(
        "education, police, health, social_care, housing, benefits, domestic_abuse, substance_misuse, mental_health or other",
        required=True,
    )
    sensitivity = text("personal, special category or criminal", required=True)
    from_on = day("The day, or the first day of a spell or measured period", CRIMINAL, required=True)
    until_on = day("First day after; null = still open, or a point", CRIMINAL)
    quantity = number("Days, sessions, pounds or hours, as supplied", SPECIAL)
    unit = text("Unit of the quantity")
    role = text("victim, perpetrator, child_present, suspect, …", CRIMINAL)
    detail = text("Sub-type: benefit type, attendance code, placement type", SPECIAL)


class UpdateNeed(CandidateNeed):
    """One row per agreed family, member (or none) and criterion met or unknown. Case update packet."""


class UpdateService(CandidateService):
    """One row per agreed family, agency and service active in the 12 months to the as-at date. Case update packet."""


class UpdateCost(CandidateCost):
    """One row per agreed family and agency: what its services cost in the 12 months, as a band. Case update packet."""


class FeedbackPair(dy.Schema):
    """One row per two persons on whom a worker has decided whether they are one. Feedback packet, ``pairs.csv``."""

    handle_l = text("Handle of the one person", PERSONAL, required=True)
    handle_r = text("Handle of the other", PERSONAL, required=True)
    decision = text("same, not_same or cannot_tell", required=True)
    by = text("Who decided", PERSONAL, required=True)
    decided_on = day("When", required=True)
    why = text("Why; no names", PERSONAL)


class FeedbackMembership(dy.Schema):
    """One row per family and person that a worker has put in or taken out. Feedback packet, ``membership.csv``."""

    family = text("Handle of the family", PERSONAL, required=True)
    person = text("Handle of the person", PERSONAL, required=True)
    membership = text("in or out", PERSONAL, required=True)
    from_on = day("Since when", PERSONAL, required=True)
    by = text("Who says so", PERSONAL, required=True)
    why = text("Why; no names", PERSONAL)


class FeedbackEvidence(dy.Schema):
    """One row per criterion that a worker has answered from evidence of the case. Feedback packet, ``evidence.csv``."""

    family = text("Handle of the family", PERSONAL, required=True)
    person = text("Handle of the member; null when the criterion speaks of the family as one", PERSONAL)
    criterion = text("Criterion of the programme", SPECIAL, required=True)
    answer = text("yes or no", required=True)
    from_on = day("First day of the evidence", required=True)
    until_on = day("First day after; null = it still holds")
    by = text("Who says so", PERSONAL, required=True)


class FeedbackCase(dy.Schema):
    """One row per family and state of its case. Feedback packet, ``cases.csv``."""

    family = text("Handle of the family", PERSONAL, required=True)
    state = text("considered, agreed, declined or closed", PERSONAL, required=True)
    from_on = day("Since when", PERSONAL, required=True)


CANDIDATE: dict[str, type[dy.Schema]] = {
    "candidate": Candidate,
    "candidate_person": CandidatePerson,
    "candidate_tie": CandidateTie,
    "candidate_need": CandidateNeed,
    "candidate_service": CandidateService,
    "candidate_cost": CandidateCost,
    "coverage": Coverage,
}
"""The tables of a candidate packet, by file name."""

CASE_UPDATE: dict[str, type[dy.Schema]] = {
    "update_family": UpdateFamily,
    "update_person": UpdatePerson,
    "update_address": UpdateAddress,
    "update_tie": UpdateTie,
    "update_event": UpdateEvent,
    "update_need": UpdateNeed,
    "update_service": UpdateService,
    "update_cost": UpdateCost,
    "coverage": Coverage,
}
"""The tables of a case update packet, by file name."""

FEEDBACK: dict[str, type[dy.Schema]] = {
    "pairs": FeedbackPair,
    "membership": FeedbackMembership,
    "evidence": FeedbackEvidence,
    "cases": FeedbackCase,
}
"""The tables of a feedback packet, by file name."""

KINDS = {"candidate": CANDIDATE, "case_update": CASE_UPDATE, "feedback": FEEDBACK}
"""The tables of each kind of packet."""
