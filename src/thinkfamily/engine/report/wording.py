"""Plain words for what the tables hold as codes: headings, dates, reasons for setting a row aside."""

from __future__ import annotations

from decimal import Decimal

HOUSEHOLD_KINDS = {
    "home": "An ordinary home",
    "communal": "A place where many people are registered, such as a hostel",
    "building_only": "A building whose flat is not known",
    "restricted": "A protected address: known to be somewhere, nowhere shown",
}

RESIDENCES = {
    "with_children": "Lives with the children, or is a child at home",
    "elsewhere": "A parent or carer who lives elsewhere",
    "away": "Away: looked after, in custody, in hospital or in a refuge",
}

LINKED_BY = {
    "identifier": "An agreed identifier, with an agreeing name or birth date",
    "exact": "The same name, birth date and home, exactly",
    "model": "The statistical model, on what is alike and what differs",
    "human": "A person's decision",
    "alone": "Not linked: the only record of its person",
}

OUTCOMES = {
    "linked": "Linked",
    "refused": "Refused",
    "human_same": "Judged the same",
    "human_not_same": "Judged not the same",
}

SET_ASIDE = {
    "objection": "The person's objection is upheld",
    "duplicate_record": "The record's id was already read: the first row stands",
    "unknown_record": "The row speaks of a record that is not among the people",
    "unknown_event": "The event is not in the vocabulary",
    "until_before_from": "The end is before the beginning",
    "in_future": "The date is after the day of the extract",
    "duplicate_row": "The same row was already read",
    "bad_nhs_number": "NHS number with a wrong check digit",
    "bad_upn": "Unique pupil number with a wrong check letter",
    "bad_nino": "No National Insurance number in form",
    "bad_uprn": "No unique property reference number in form",
}


def plain(code: str) -> str:
    """A code as words: ``domestic_abuse`` as *Domestic abuse*."""
    text = code.replace("_", " ").replace("-", " ")
    return text[:1].upper() + text[1:]


def set_aside(code: str) -> str:
    """Why a row was set aside or a value ignored."""
    if code in SET_ASIDE:
        return SET_ASIDE[code]
    kind, _, column = code.partition("_")
    if kind in ("missing", "bad") and column:
        return f"{'Missing' if kind == 'missing' else 'Unreadable'}: {column.replace('_', ' ')}"
    return plain(code)


def round_pounds(value: Decimal) -> str:
    """Pounds for a sentence: £2.3 million, £45,600 or £812."""
    if value >= 1_000_000:
        return f"£{value / 1_000_000:,.1f} million"
    step = 100 if value >= 10_000 else 1
    return f"£{(value / step).quantize(Decimal(1)) * step:,}"
