"""What a run keeps to hand over and to try a rule, and what it makes of what casework hands back. No part of any contract.

Handles and workers' words, by handle; and, of the families that may be handed over, what the public tables lack.
"""

from __future__ import annotations

import dataframely as dy

from thinkfamily.tables.column import CRIMINAL, PERSONAL, SPECIAL, day, flag, number, text, whole


class Handle(dy.Schema):
    """One row per handle and record (of a person), or per handle and member (of a family). `handles.parquet`, encrypted.

    The only way from a handle to a record. It stays with the run, under the operator's key, and is in no packet.
    """

    series = text("Packet series", required=True)
    handle = text("Handle", PERSONAL, required=True)
    kind = text("person or family", required=True)
    person_id = text("The person it stood for in the run that wrote this; null for a family", PERSONAL)
    feed = text("Feed of a record of the person; null for a family")
    record_id = text("The agency's own id of that record", PERSONAL)
    family_id = text("The family it stood for in the run that wrote this; null for a person", PERSONAL)
    member = text("Handle of a member of the family; null for a person", PERSONAL)
    is_child = flag("Whether that member was a child; null for a person", PERSONAL, required=False)


class Told(dy.Schema):
    """One row per packet's kind, series, family and part of what was told of it, by fingerprint. `told.parquet`, encrypted.

    Without it the next packet could not leave out what this one has told. It stays with the run, and is in no packet.
    """

    kind = text("candidate or case_update", key=True)
    series = text("Packet series", key=True)
    family = text("Handle of the family", PERSONAL, key=True)
    part = text("file for all but its events, else the fingerprint of the events that are alike", key=True)
    packet_id = text("The packet handed over", required=True)
    fingerprint = text("SHA-256 of all that was told in this part", PERSONAL, required=True)
    until_on = day("Last day on which the packet that told it may be used", required=True)


class HandleRecord(dy.Schema):
    """One row per person's handle and record of this run. Stays inside the run."""

    series = text("Packet series", required=True)
    handle = text("Handle of a person", PERSONAL, key=True)
    record_no = whole("A record of that person", key=True)


class HandleMember(dy.Schema):
    """One row per family's handle and member when it was handed over. Stays inside the run."""

    series = text("Packet series", required=True)
    family = text("Handle of the family", PERSONAL, key=True)
    person = text("Handle of the member", PERSONAL, key=True)
    is_child = flag("Whether the member was a child", PERSONAL)


class WorkerMembership(dy.Schema):
    """One row per family's and person's handle: the latest that a worker said. Stays inside the run."""

    family = text("Handle of the family", PERSONAL, key=True)
    person = text("Handle of the person", PERSONAL, key=True)
    membership = text("in or out", PERSONAL, required=True)
    from_on = day("Since when", PERSONAL, required=True)


class WorkerEvidence(dy.Schema):
    """One row per family's and person's handle (or none) and criterion: the latest that a worker said. Stays inside the run."""

    family = text("Handle of the family", PERSONAL, required=True)
    person = text("Handle of the person; null for the family as one", PERSONAL)
    programme = text(
        "Programme whose packets the worker answers, as the signed feedback says; null where it is unsigned"
    )
    criterion = text("Criterion", SPECIAL, required=True)
    answer = text("yes or no", required=True)
    from_on = day("First day", required=True)
    until_on = day("First day after; null = it still holds")


class KnownPerson(dy.Schema):
    """One row per person's handle and the person it stands for in this run. Stays inside the run."""

    series = text("Packet series", required=True)
    handle = text("Handle", PERSONAL, key=True)
    person_id = text("Person", PERSONAL, required=True)


class KnownFamily(dy.Schema):
    """One row per family's handle and the family it stands for in this run. Stays inside the run."""

    series = text("Packet series", required=True)
    handle = text("Handle", PERSONAL, key=True)
    family_id = text("Family", PERSONAL, required=True)


class WorkerCase(dy.Schema):
    """One row per family's handle: the latest state of its case. In the run folder, no part of the extract contract."""

    family = text("Handle of the family", PERSONAL, key=True)
    state = text("considered, agreed, declined or closed", PERSONAL, required=True)
    from_on = day("Since when", PERSONAL, required=True)


class KeptFamily(dy.Schema):
    """One row per family that may be handed over. In the run folder, no part of the extract contract."""

    family_id = text("Family", PERSONAL, key=True)
    area = text("Latest area stated for the home; null where a member is restricted")
    children = whole("Children on the as-at date", required=True)
    expected_children = whole("Open pregnancies of its members", required=True)
    adults = whole("Adults with_children or away", required=True)
    is_proposed = flag("On the proposed list")
    is_too_new = flag("Eligible, and observed for fewer than 12 months")


class KeptRecord(dy.Schema):
    """One row per record of a member of such a family. In the run folder, no part of the extract contract.

    A restricted address is not in it, nor one that could be the same as it is.
    """

    person_id = text("Person", PERSONAL, required=True)
    feed = text("Feed", required=True)
    first_name = text("First name as held", PERSONAL)
    last_name = text("Last name as held", PERSONAL)
    known_as = text("Name the person goes by", PERSONAL)
    date_of_birth = day("Date of birth", PERSONAL)
    died_on = day("Date of death", PERSONAL)
    sex = text("female, male, other or unknown", PERSONAL)
    area = text("Ward or small-area code; null where the address is")
    address = text("Address as held; null where it is restricted or could show what is", PERSONAL)
    postcode = text("Postcode as held; null where the address is", PERSONAL)
    address_from = day("First day at the address", PERSONAL)
    address_to = day("First day no longer at the address; null = still there", PERSONAL)
    is_restricted = flag("The person has a restricted record, or is in a refuge", PERSONAL)


class KeptEvent(dy.Schema):
    """One row per event of a member of such a family in the 36 months to the as-at date. In the run folder, no part of the
    extract contract.
    """

    person_id = text("Person", PERSONAL, required=True)
    feed = text("Feed", required=True)
    agency = text("Agency that bears it", required=True)
    event = text("Event", CRIMINAL, required=True)
    title = text("In plain words", CRIMINAL, required=True)
    shape = text("point, spell or measure", required=True)
    heading = text("Heading it can evidence")
    cost = text("priced, none_published or not_a_cost", required=True)
    from_on = day("The day, or the first day", CRIMINAL, required=True)
    until_on = day("First day after; null = still open, or a point", CRIMINAL)
    covers_until = day("First day its feed no longer covers", required=True)
    quantity = number("As supplied", SPECIAL)
    unit = text("Unit of the quantity")
    role = text("victim, perpetrator, child_present, suspect, …", CRIMINAL)
    service = text("Team or provider that delivered it")
    detail = text("Sub-type", SPECIAL)


class KeptTie(dy.Schema):
    """One row per stated relationship between two persons of such families, and feed. In the run folder, no part of the
    extract contract.
    """

    person_id_l = text("The one who is the … of the other", PERSONAL, required=True)
    person_id_r = text("The other", PERSONAL, required=True)
    feed = text("Feed that states it", required=True)
    relationship = text("As stated", PERSONAL, required=True)
    lives_with = text("yes, no or unknown", PERSONAL, required=True)
    from_on = day("First day", PERSONAL)
    until_on = day("First day no longer", PERSONAL)


class TrialEvent(dy.Schema):
    """One row per event of a member of a family. In the run folder, no part of the extract contract."""

    record_no = whole("The record it belongs to", required=True)
    feed = text("Feed", required=True)
    event = text("Id of the event vocabulary", CRIMINAL, required=True)
    from_on = day("The day, or the first day", CRIMINAL, required=True)
    until_on = day("First day after; null = still open, or a point", CRIMINAL)
    quantity = number("As supplied", SPECIAL)
    role = text("victim, perpetrator, child_present, suspect, …", CRIMINAL)
    reference = text("The agency's number for the incident or case", PERSONAL)
    service = text("Team or provider that delivered it")
    detail = text("Sub-type", SPECIAL)


class TrialRecord(dy.Schema):
    """One row per record of a member of a family: whose it is. In the run folder, no part of the extract contract."""

    record_no = whole("Number of the record in this run", key=True)
    person_id = text("The person it belongs to", PERSONAL, required=True)
    feed = text("Feed", required=True)


class TrialPerson(dy.Schema):
    """One row per member of a family: what rules ask of a person, and its group. In the run folder, no part of the contract."""

    person_id = text("Person", PERSONAL, key=True)
    date_of_birth = day("The date of birth most records agree on", PERSONAL)
    ethnicity = text("Most usual ethnic category", SPECIAL)


class TrialTerm(dy.Schema):
    """One row per school term that the run was judged by. In the run folder, no part of the extract contract."""

    from_on = day("First day", key=True)
    until_on = day("First day after", required=True)


class TrialEventType(dy.Schema):
    """One row per event of the vocabulary with the area's additions. In the run folder, no part of the extract contract."""

    event = text("Id", key=True)
    feed = text("Feed that supplies it", required=True)
    agency = text("Agency that bears it", required=True)
    shape = text("point, spell or measure", required=True)
    quantity = text("Unit of the quantity")


class TrialNotSupplied(dy.Schema):
    """One row per feed and event that what was handed over cannot say. In the run folder, no part of the extract contract."""

    feed = text("Feed", key=True)
    event = text("Event it says nothing of, happened or not", key=True)


class TrialWord(dy.Schema):
    """One row per family, member (or none), programme and criterion that a worker answered. In the run folder, no part of the
    extract contract.
    """

    family_id = text("Family", PERSONAL, required=True)
    person_id = text("Member; null for the family as one", PERSONAL)
    programme = text("Programme that hears it", required=True)
    criterion = text("Criterion", SPECIAL, required=True)
    answer = text("yes or no", required=True)
    from_on = day("First day", required=True)
    until_on = day("First day after; null = it still holds")


TRIAL: dict[str, type[dy.Schema]] = {
    "trial_event": TrialEvent,
    "trial_record": TrialRecord,
    "trial_person": TrialPerson,
    "trial_term": TrialTerm,
    "trial_event_type": TrialEventType,
    "trial_not_supplied": TrialNotSupplied,
    "trial_word": TrialWord,
}
"""The tables that a run keeps so that a rule can be tried on it, by file name."""


class FrequentValue(dy.Schema):
    """One row per kind and value that is frequent in the area, as counted when the model was learnt. In the run folder, no part
    of the extract contract.
    """

    kind = text("first, last, full_name, dob, postcode_key, property_id, or a number that many records share", key=True)
    value = text(
        "The value, in comparable form; empty = any name less than six times as usual as the rarest", PERSONAL, key=True
    )
    share = number("Share of the groups of records that bear a name; null for the rest")


KEPT: dict[str, type[dy.Schema]] = {
    "handover_family": KeptFamily,
    "handover_record": KeptRecord,
    "handover_event": KeptEvent,
    "handover_tie": KeptTie,
    "worker_case": WorkerCase,
    **TRIAL,
    "frequent_value": FrequentValue,
}
"""The tables that a run keeps beside the public ones, by file name."""
