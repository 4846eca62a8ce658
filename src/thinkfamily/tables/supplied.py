"""What agencies supply, as accepted by intake. Periods are half-open; missing is null."""

from __future__ import annotations

import dataframely as dy

from thinkfamily.tables.column import CRIMINAL, PERSONAL, SPECIAL, day, flag, number, text, whole


class Feed(dy.Schema):
    """One row per feed: whose it is, when it was taken, what it covers and under which power."""

    feed = text("Folder name, as in the event vocabulary", key=True)
    agency = text("The agency that handed it over", required=True)
    extract_on = day("Day the extract was taken", required=True)
    covers_from = day("First day covered", required=True)
    covers_until = day("First day no longer covered", required=True)
    absence_means = text(
        "no: people appear only when something happened; unknown: a person not found is unknown", required=True
    )
    is_synthetic = flag("Invented data: no power is needed")
    covers_casework = flag("Whether the power also covers updates to agreed cases")
    purpose = text("The stated purpose")
    legal_power = text("The power under which it is shared")
    sharing_agreement = text("Reference of the sharing agreement")
    dpia = text("Reference of the data protection impact assessment")
    expires_on = day("Last day on which it may be used")


class NotSupplied(dy.Schema):
    """One row per feed and event of that feed that what was handed over cannot say: of it, silence is no *no*."""

    feed = text("Feed", key=True)
    event = text("Event it says nothing of, happened or not", key=True)


class Record(dy.Schema):
    """One row per accepted person record of one agency, in order of feed and record_id."""

    record_no = whole("Number of the record in this run, from 0 in order of feed and record_id", key=True)
    feed = text("Feed", required=True)
    record_id = text("The agency's own id; never shown outside the analysis", PERSONAL, required=True)
    first_name = text("First name as held", PERSONAL)
    middle_names = text("Middle names as held", PERSONAL)
    last_name = text("Last name as held", PERSONAL)
    known_as = text("Name the person goes by", PERSONAL)
    date_of_birth = day("Date of birth", PERSONAL)
    died_on = day("Date of death", PERSONAL)
    sex = text("female, male, other or unknown", PERSONAL)
    ethnicity = text("ONS 2021 ethnic category code, or the agency's own", SPECIAL)
    language = text("Main language", PERSONAL)
    disability = text("yes, no or unknown", SPECIAL)
    address = text("Address as held", PERSONAL)
    postcode = text("Postcode as held", PERSONAL)
    uprn = text("Unique Property Reference Number", PERSONAL)
    address_from = day("First day at the address", PERSONAL)
    address_to = day("First day no longer at the address; null = still there", PERSONAL)
    nhs_number = text("NHS number, ten digits, check digit right; else null", PERSONAL)
    upn = text("Unique pupil number, check letter right; else null", PERSONAL)
    nino = text("National Insurance number, form right; else null", PERSONAL)
    phone = text("Telephone number as held", PERSONAL)
    email = text("Email address as held", PERSONAL)
    household_ref = text("The agency's own tenancy, claim or household number", PERSONAL)
    area = text("Ward or small-area code, where the agency holds one")
    restriction = text("safe_address, adoption, witness or staff", SPECIAL)


class Event(dy.Schema):
    """One row per accepted event, spell or measure."""

    event_no = whole("Number of the event in this run, in order of feed, file and row", key=True)
    record_no = whole("The record it belongs to", required=True)
    feed = text("Feed", required=True)
    event = text("Id of the event vocabulary", CRIMINAL, required=True)
    from_on = day("The day, or the first day of a spell or measured period", CRIMINAL, required=True)
    until_on = day("First day after; null = still open, or a point", CRIMINAL)
    quantity = number("Days, sessions, pounds or hours, as the vocabulary says", SPECIAL)
    role = text("victim, perpetrator, child_present, suspect, …", CRIMINAL)
    reference = text("The agency's number for the incident or case", PERSONAL)
    service = text("Team or provider that delivered it")
    detail = text("Sub-type: benefit type, attendance code, placement type", SPECIAL)


class StatedRelationship(dy.Schema):
    """One row per accepted relationship that an agency states between two of its records."""

    record_no = whole("The one who is the … of the related record", required=True)
    related_record_no = whole("The one it is stated about", required=True)
    feed = text("Feed", required=True)
    relationship = text(
        "parent, step_parent, grandparent, sibling, partner, ex_partner, carer, foster_carer, other_kin",
        PERSONAL,
        required=True,
    )
    lives_with = text("yes, no or unknown", PERSONAL)
    from_on = day("First day", PERSONAL)
    until_on = day("First day no longer", PERSONAL)


class Decision(dy.Schema):
    """One row per pair of records on which a named human has decided; the latest decision stands."""

    feed_l = text("Feed of the one record", key=True)
    record_id_l = text("Its id", PERSONAL, key=True)
    feed_r = text("Feed of the other record", key=True)
    record_id_r = text("Its id", PERSONAL, key=True)
    decision = text("same, not_same or cannot_tell", required=True)
    by = text("Who decided", PERSONAL, required=True)
    decided_on = day("When", required=True)
    why = text("Why", PERSONAL)


class Term(dy.Schema):
    """One row per school term."""

    from_on = day("First day", key=True)
    until_on = day("First day after", required=True)


class Team(dy.Schema):
    """One row per team and ward."""

    team = text("Name of the team", key=True)
    ward = text("Ward it serves", key=True)
    capacity = whole("Families the team can work with at once")


class EventType(dy.Schema):
    """One row per event of the vocabulary, with an area's own additions."""

    event = text("Id", key=True)
    feed = text("Feed that supplies it", required=True)
    agency = text("Agency that bears it", required=True)
    shape = text("point, spell or measure", required=True)
    quantity = text("Unit of the quantity: days, sessions, gbp, hours_per_week")
    heading = text("Heading it can evidence")
    title = text("In plain words", required=True)
    cost = text("priced, none_published or not_a_cost", required=True)


class Price(dy.Schema):
    """One row per event and detail that has a price."""

    event = text("Event priced", key=True)
    detail = text("Sub-type; empty = every one without a row of its own", key=True)
    unit_cost = text("Id of the unit cost", required=True)
    basis = text(
        "per_event, per_person, per_reference, per_week, per_month, per_year, per_week_per_reference", required=True
    )
    overlap_group = text("crime or school: lines of a group that must not be counted twice")
    transfer_agency = text("Agency whose part is a transfer, not a use of resources")
    note = text("What the price stands for")


class IntakeCount(dy.Schema):
    """One row per feed, file and table read: read = accepted + set aside, always."""

    feed = text("Feed", key=True)
    file = text("File name within the feed's folder", key=True)
    table = text("people, events, relationships, decisions, or a table of feedback", key=True)
    rows_read = whole("Rows read", required=True)
    rows_accepted = whole("Rows accepted", required=True)
    rows_set_aside = whole("Rows set aside, each with its reason in set_aside", required=True)


class RecordPlace(dy.Schema):
    """One row per record: where it says the person lives, in comparable form. A restricted address is nowhere in it."""

    record_no = whole("The record", key=True)
    is_restricted = flag("The address is restricted: nothing else in this row is filled")
    postcode_key = text("Postcode, capitals and digits only", PERSONAL)
    line_key = text("Address line in comparable form, with the flat", PERSONAL)
    building_key = text("Postcode and address line without the flat", PERSONAL)
    property_id = text(
        "The home: from the UPRN, spread to records with the same line; else from line and postcode", PERSONAL
    )
    is_building_only = flag("The flat is missing in a building that has several homes: never the same home as another")
