"""What the stages make. Tables marked *run folder* are the public output (extract contract, section 3)."""

from __future__ import annotations

import dataframely as dy

from thinkfamily.tables.column import CRIMINAL, PERSONAL, SPECIAL, day, flag, money, number, text, whole


class RecordPerson(dy.Schema):
    """One row per accepted person record. Run folder."""

    feed = text("Feed", key=True)
    record_id = text("The agency's own id", PERSONAL, key=True)
    person_id = text("The person it belongs to", PERSONAL, required=True)
    linked_by = text("identifier, exact, model, human or alone", required=True)
    weight_bits = number("Weight of the strongest link that holds it to its person, in bits; null when alone")


class Link(dy.Schema):
    """One row per pair of records considered. Run folder."""

    feed_l = text("Feed of the one record", key=True)
    record_id_l = text("Its id", PERSONAL, key=True)
    feed_r = text("Feed of the other record", key=True)
    record_id_r = text("Its id", PERSONAL, key=True)
    pass_ = dy.String(
        alias="pass",
        nullable=False,
        metadata={"description": "identifier, exact, model or human", "sensitivity": "ordinary"},
    )
    weight_bits = number("Evidence that the two are one person, in bits")
    reasons = text("What agrees and what differs, in words without values", required=True)
    outcome = text("linked, refused, human_same or human_not_same", required=True)


class Person(dy.Schema):
    """One row per person. Run folder."""

    person_id = text("Person", PERSONAL, key=True)
    is_child = flag("Under 18 on the as-at date", PERSONAL, required=False)
    age = whole("Completed years on the as-at date; null where no record holds a date of birth", PERSONAL)
    sex = text("female, male, other or unknown", PERSONAL, required=True)
    is_dead = flag("A record states a death on or before the as-at date", PERSONAL)
    records = whole("Number of records", required=True)
    feeds = whole("Number of feeds", required=True)


class PersonDetail(dy.Schema):
    """One row per person: what its records most credibly say. Stays inside the run."""

    person_id = text("Person", PERSONAL, key=True)
    date_of_birth = day("The date of birth most records agree on", PERSONAL)
    died_on = day("Date of death", PERSONAL)
    sex = text("female, male, other or unknown", PERSONAL, required=True)
    first_name = text("Most usual first name, in comparable form", PERSONAL)
    last_name = text("Most usual last name, in comparable form", PERSONAL)
    ethnicity = text("Most usual ethnic category", SPECIAL)
    is_adopted = flag("A record carries the adoption restriction", SPECIAL)


class Household(dy.Schema):
    """One row per person, property and period. Run folder."""

    person_id = text("Person", PERSONAL, key=True)
    property_id = text("The home", PERSONAL, key=True)
    from_on = day("First day known there; null = not stated", PERSONAL)
    until_on = day("First day no longer there; null = still there", PERSONAL)
    source = text("Feeds that say so, comma-separated", required=True)
    kind = text("home, communal, building_only or restricted", required=True)


class Relationship(dy.Schema):
    """One row per pair of persons and stated relationship. Run folder."""

    person_id_l = text("The one who is the … of the other", PERSONAL, key=True)
    person_id_r = text("The other", PERSONAL, key=True)
    relationship = text("As stated", PERSONAL, key=True)
    lives_with = text("yes, no or unknown", PERSONAL, required=True)
    from_on = day("First day", PERSONAL)
    until_on = day("First day no longer", PERSONAL)
    feeds = text("Feeds that state it, comma-separated", required=True)


class FamilyMember(dy.Schema):
    """One row per family, person and period. Run folder."""

    family_id = text("Family", PERSONAL, key=True)
    person_id = text("Person", PERSONAL, key=True)
    role = text("child or adult", PERSONAL, required=True)
    residence = text("with_children, elsewhere or away", PERSONAL, required=True)
    from_on = day("First day known; null = not stated", PERSONAL)
    until_on = day("First day no longer; null = still", PERSONAL)
    known_by = text("How the membership is known, in words", PERSONAL, required=True)


class FamilyDetail(dy.Schema):
    """One row per family: what later stages need to know of it. Stays inside the run."""

    family_id = text("Family", PERSONAL, key=True)
    property_id = text("The children's home on the as-at date; null where unknown or restricted", PERSONAL)
    area = text("Latest area stated for the home; null where none is stated")
    children = whole("Children on the as-at date, with_children or away", required=True)
    expected_children = whole("Open pregnancies of its members", required=True)
    adults = whole("Adults with_children or away", required=True)
    arrived_on = day("Arrival in the area, where an address or a record states one")
    left_on = day("First day no longer in the area, where addresses state one on or before the as-at date")
    is_flagged = flag("Its household is over ten people, or otherwise improbable", required=True)


class Indicator(dy.Schema):
    """One row per family, person (or none), programme and criterion met or unknown. Run folder."""

    family_id = text("Family", PERSONAL, required=True)
    person_id = text("Member; null when the criterion speaks of the family as one", PERSONAL)
    programme = text("Programme version", required=True)
    criterion = text("Criterion", SPECIAL, required=True)
    heading = text("Heading of the programme", required=True)
    answer = text("yes or unknown", required=True)
    value = number("What was measured")
    threshold = number("What it was measured against")
    from_on = day("First day of the evidence")
    until_on = day("First day after the evidence")
    reason = text("In plain words: why yes, or why it cannot be known", SPECIAL, required=True)


class Evidence(dy.Schema):
    """One row per indicator and supporting event. Run folder."""

    family_id = text("Family", PERSONAL, required=True)
    person_id = text("Member", PERSONAL)
    programme = text("Programme version", required=True)
    criterion = text("Criterion", SPECIAL, required=True)
    feed = text("Feed", required=True)
    record_id = text("The agency's own id", PERSONAL, required=True)
    event = text("Event", CRIMINAL, required=True)
    from_on = day("The day, or the first day", required=True)
    until_on = day("First day after")
    quantity = number("As supplied")
    reference = text("The agency's number for the incident or case", PERSONAL)
    detail = text("Sub-type", SPECIAL)


class CostLine(dy.Schema):
    """One row per family, priced event and agency. Run folder."""

    family_id = text("Family", PERSONAL, required=True)
    person_id = text("Member", PERSONAL, required=True)
    feed = text("Feed", required=True)
    record_id = text("The agency's own id", PERSONAL, required=True)
    event = text("Event", CRIMINAL, required=True)
    reference = text("The agency's number for the incident or case", PERSONAL)
    from_on = day("First day priced", required=True)
    unit_cost = text("Id of the unit cost, or of its part", required=True)
    agency = text("Agency that bears it", required=True)
    quantity = money("Units priced: events, weeks, months or years", required=True)
    cost_gbp = money("Pounds, in prices of the base year", required=True)
    is_transfer = flag("A payment from one pocket to another, not a use of resources")


class FamilyCost(dy.Schema):
    """One row per family and agency. Run folder."""

    family_id = text("Family", PERSONAL, key=True)
    agency = text("Agency that bears it", key=True)
    cost_gbp = money("Pounds in the 12 months, with transfers", required=True)
    transfer_gbp = money("The part that is a transfer", required=True)
    price_year = text("Financial year of the prices, as 2026-27", required=True)


class Unpriced(dy.Schema):
    """One row per family, event and detail of the window that is a cost without a price. Run folder."""

    family_id = text("Family", PERSONAL, key=True)
    event = text("Event", CRIMINAL, key=True)
    detail = text("Sub-type, or null", SPECIAL)
    events = whole("Rows in the window", required=True)
    quantity = number("Sum of what was supplied")
    unit = text("Unit of the quantity")


class FamilyService(dy.Schema):
    """One row per family, agency and service active in the 12 months. Run folder."""

    family_id = text("Family", PERSONAL, key=True)
    agency = text("Agency", key=True)
    service = text("Team or provider, or the event's title where none is named", SPECIAL, key=True)
    people = whole("Members it is involved with", required=True)
    from_on = day("First day", required=True)
    until_on = day("First day after; null = open")
    is_open = flag("Open on the as-at date")


class Cohort(dy.Schema):
    """One row per family with a child or an expected child, sorted by family_id: nothing is a rank. Run folder."""

    family_id = text("Family", PERSONAL, key=True)
    children = whole("Children", required=True)
    adults = whole("Adults with_children or away", required=True)
    area = text("Latest area stated for the home")
    agencies = whole("Agencies active with the family in the 12 months", required=True)
    services = whole("Services active in the 12 months", required=True)
    headings_met = whole("Headings with a criterion met", required=True)
    criteria_met = whole("Criteria met", required=True)
    months_observed = whole("Whole months observed, at most 12", required=True)
    cost_gbp = money("Pounds in the 12 months, with transfers", required=True)
    transfer_gbp = money("The part that is a transfer", required=True)
    is_eligible = flag("The entry rule is met; where sources disagree, in its strictest reading")
    is_eligible_otherwise = flag("The entry rule is met in another reading, and not in the strictest")
    is_proposed = flag("On the proposed list, for a named human to decide")
    proposed_because = text("Why, or why not, in words", SPECIAL, required=True)


class Eligibility(dy.Schema):
    """One row per family with a child or an expected child, and programme of the run. Run folder."""

    family_id = text("Family", PERSONAL, key=True)
    programme = text("Programme version", key=True)
    criteria_met = whole("Criteria met", required=True)
    headings_met = whole("Headings with a criterion met", required=True)
    agencies_met = whole("Agencies on whose evidence they are met", required=True)
    criteria_unknown = whole("Criteria of which nothing could be said for or against", required=True)
    is_eligible = flag("The programme's entry rule is met")
    is_listed = flag("Would be proposed if this programme made the list; nothing is a rank")
    is_costliest = flag("Among the families on whom public services spend most, as many as the list has places")


class FamilyMove(dy.Schema):
    """One row per family with a child or an expected child that came into the area or left it in the 12 months. Run folder."""

    family_id = text("Family", PERSONAL, key=True)
    arrived_on = day("First day in the area, where an address or a record states one in the 12 months", PERSONAL)
    left_on = day("First day no longer in the area, where the addresses of its members state one", PERSONAL)


class CohortWhatIf(dy.Schema):
    """One row per other way of counting cost and family that it would bring onto the list or take off it. Run folder."""

    family_id = text("Family", PERSONAL, key=True)
    what_if = text("transfers_counted or health_and_disability_costs_left_out", key=True)
    change = text("joins or leaves", required=True)


class IdChange(dy.Schema):
    """One row per id of a person or family that is new or gone since the run before. Run folder, with --previous."""

    kind = text("merge, split, arrival or departure", required=True)
    old_id = text("The id that is gone, or from which the new one was split; null for an arrival", PERSONAL)
    new_id = text("The id that is new, or with which the old one was merged; null for a departure", PERSONAL)
    cause = text("Why, in words without values", required=True)


class SetAside(dy.Schema):
    """One row per row set aside or value ignored. Run folder."""

    feed = text("Feed", required=True)
    file = text("File name within the feed's folder", required=True)
    table = text("people, events, relationships, decisions, or a table of feedback", required=True)
    row = whole("Row; the first under the header is 1", required=True)
    column = text("Column, where one is to blame")
    code = text("Why", required=True)
    severity = text("row: the row was set aside; value: the value was ignored and the row accepted", required=True)
    reason = text("In words, never with the value", required=True)
