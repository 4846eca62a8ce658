"""What agencies call their columns, and whether a cell of a first row may be printed as the name of one.

A file can lose its header, or the line break after it, and then a person's values stand where names of columns are
expected. No look at a cell tells a surname from an unusual name of a column; so a cell is printed only when every word
of it is one that names of columns are made of.
"""

from __future__ import annotations

import re

from thinkfamily.engine.intake.columns import DECISION_COLUMNS, TABLES

# What agencies call the columns, in comparable form. Only for suggestions: a human confirms each.
OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "record_id": (
        "id", "urn", "person id", "client id", "pupil id", "case id", "nominal id", "record number", "reference number",
        "unique reference", "party id", "service user id", "patient id", "customer id", "account number", "liquidlogic id",
    ),
    "first_name": ("forename", "forename 1", "given name", "first forename", "legal forename", "christian name", "fname"),
    "middle_names": ("middle name", "forename 2", "other names", "other forenames", "second forename", "mname"),
    "last_name": ("surname", "family name", "legal surname", "lname", "sname"),
    "known_as": ("preferred name", "alias", "also known as", "preferred forename", "nickname"),
    "date_of_birth": ("dob", "d o b", "birth date", "birthdate", "date birth", "born"),
    "died_on": ("date of death", "dod", "death date", "deceased on", "deceased date"),
    "sex": ("gender", "gender at birth", "legal sex"),
    "ethnicity": ("ethnic origin", "ethnic group", "ethnic category", "ethnic code"),
    "language": ("first language", "main language", "home language", "spoken language"),
    "disability": ("disabled", "disability flag", "has disability"),
    "address": ("address full", "full address", "home address", "address line 1", "address lines", "property address"),
    "postcode": ("post code", "postal code", "home postcode"),
    "uprn": ("unique property reference number", "property reference"),
    "address_from": ("address start date", "moved in", "address since", "address valid from", "tenancy start"),
    "address_to": ("address end date", "moved out", "address valid to", "tenancy end"),
    "nhs_number": ("nhs no", "nhs", "nhs num"),
    "upn": ("unique pupil number", "pupil number"),
    "nino": ("national insurance number", "ni number", "ni no", "nino number"),
    "phone": ("telephone", "mobile", "tel", "phone number", "mobile number", "contact number", "telephone number"),
    "email": ("email address", "e mail"),
    "household_ref": ("tenancy reference", "tenancy number", "claim number", "household id", "household number", "tenancy ref"),
    "area": ("ward", "ward code", "lsoa", "locality", "neighbourhood"),
    "restriction": ("restricted", "address restriction", "sensitive flag", "protected address"),
    "objection": ("objects", "opt out", "objected", "national data opt out"),
    "event": ("type", "event type", "event code", "occurrence type", "incident type", "activity", "offence"),
    "from_on": ("date", "start", "start date", "event date", "from date", "date from", "incident date", "referral date"),
    "until_on": ("end", "end date", "to date", "date to", "closed on", "closure date"),
    "quantity": ("amount", "value", "number", "sessions", "days", "balance", "hours", "arrears"),
    "role": ("involvement", "involvement type", "person role", "link type"),
    "reference": ("occurrence", "incident number", "crime number", "case number", "occurrence number", "incident ref"),
    "service": ("team", "unit", "provider", "school", "service name", "department"),
    "detail": ("sub type", "subtype", "benefit type", "placement type", "code", "category", "description"),
    "related_record_id": ("related id", "related person id", "linked id", "relation id", "to person id", "other person id"),
    "relationship": ("relation", "relationship type", "relationship to", "kinship"),
    "lives_with": ("same address", "living with", "resident with", "co resident", "lives together"),
}  # fmt: skip
# Words that agencies' names of columns are also made of. None is a usual forename, surname or word of a home's address.
_MORE_WORDS = """
    access accom active actual address admission age agency aka alert all allocated also amount annual appointment approx area
    arrears as at attendance authority balance band batch benefit between birth bool booked borough by calc case category
    cd change char checked child children class classification client closed closing closure code codes comment comments
    confirmed contact core count country county court created current custom customer cycle data date dates day days
    dead deceased decision default delivered department desc descr description detail details diagnosis direct disability
    discharge district dob dod dt due duration email emergency end ended ending entered entry episode est ethnic ethnicity
    event events excluded expected expiry export external extract facility fam family field file final first flag flg
    for forename forenames form former freq frequency from full fullname gender given gp group guid head health hh
    home hour hours household housing id identifier import in incident inactive ind index indicator info initial initials
    int internal is item key kin known language last latest legal length level line link linked list local location
    main manager marital mark max measure member method middle min minutes mobile mode modified month mother father name
    names nationality new next nhs ni nino no nominal not note notes nr num number occ occurrence of off offence office old on
    opened or order origin original other outcome outcomes paid parent parental parents party patient payment per percent
    period person personal persons phone pin place placement planned point post postal postcode preferred preference previous
    primary prior priority process programme project provider pupil qty quantity query rank rate ratio read reason
    reasons received record records ref reference referral referred referrer region registered registration rel related
    relation relations relationship religion removed report reported required responsible restricted result review risk role
    row rows run school score second secondary section sensitive seq sequence serial service services session sessions
    set sex sheet since site size sort source stage standard start started starting state status std string sub
    subject subtype suffix sum summary surname surnames system table target team tel telephone temp tenancy tenure term text
    time timestamp title to total town transaction txt type types uid unique unit until updated upn uprn uri urn usual
    uuid val valid value values verified version visit visits weekly weeks whether with work worker year years yn
"""
# Words that count only beside another: mere letters and endings (`e mail`), and what is a surname, forename or place too.
_NOT_ALONE = """
    b core count county court d day days dead e field first full head home house key kin line link main mark max min mother
    father new next old order parent person post prior rank read second set site size source standard state street sum
    target to town weekly work worker year
"""
# Known names that are also what people are called: printed where they stand for a whole name of a column, never as one word of it.
_ALSO_PEOPLE = frozenset({"christian", "ward"})

_KNOWN = frozenset(
    {column.name.replace("_", " ") for columns in (*TABLES.values(), DECISION_COLUMNS) for column in columns}
    | {each for names in OTHER_NAMES.values() for each in names}
)
_WORDS = frozenset({word for name in _KNOWN for word in name.split()} | set(_MORE_WORDS.split())) - _ALSO_PEOPLE
_BESIDE = frozenset(_NOT_ALONE.split())
_PLAIN = re.compile(r"[A-Za-z0-9 _./()?:&#'\\-]{1,60}")
# `dateofbirth`, `personid`: words run together, the first of them no mere ending.
_LONG = "|".join(sorted((re.escape(word) for word in _WORDS if len(word) >= 4), key=lambda word: (-len(word), word)))
_RUN_TOGETHER = re.compile(rf"(?:dob|nhs|{_LONG})(?:id|no|ref|of|on|to|dob|nhs|num|cd|dt|txt|{_LONG})*\d?")


def comparable(name: str) -> str:
    """A column's name in small letters, words parted by single spaces: ``D.O.B`` is ``d o b``."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"[a-z0-9]+", parted.casefold()))


def is_known(cell: str) -> bool:
    """Whether a cell is a standard name of a column, or one that agencies are known to use."""
    return comparable(cell) in _KNOWN


def is_column_name(cell: str) -> bool:
    """Whether a cell can be nothing but the name of a column, so that it may be printed."""
    if not _PLAIN.fullmatch(cell):
        return False
    words = comparable(cell).split()
    if " ".join(words) in _KNOWN:
        return True
    if all(word in _BESIDE or word.isdigit() for word in words):
        return False
    return all(word in _WORDS or re.fullmatch(r"\d", word) or _RUN_TOGETHER.fullmatch(word) for word in words)
