"""What can be read of sharing, all of it scoped to what the worker may see."""

from thinkfamily.casework.sharing.queries.decisions import (
    asked_of,
    awaiting,
    decision_for,
    decisions_about,
    enquiries_about,
    history_of,
    may,
    sees_all,
)
from thinkfamily.casework.sharing.queries.keeping import (
    agencies,
    agencies_to_propose,
    agreements,
    agreements_in_date,
    bases_of,
    basis_for,
    fresh_enquiries,
    one_agreement,
    workers_named,
)
from thinkfamily.casework.sharing.queries.naming import items_called, items_to_name, who_can_be_named, who_can_be_told
from thinkfamily.casework.sharing.queries.openings import Open, open_now
from thinkfamily.casework.sharing.queries.receiving import acknowledged, received_by, received_one
from thinkfamily.casework.sharing.queries.register import Counts, counts, register, register_rows
from thinkfamily.casework.sharing.queries.reviews import reviews_due, reviews_of_the_gone

__all__ = [
    "Counts",
    "Open",
    "acknowledged",
    "agencies",
    "agencies_to_propose",
    "agreements",
    "agreements_in_date",
    "asked_of",
    "awaiting",
    "bases_of",
    "basis_for",
    "counts",
    "decision_for",
    "decisions_about",
    "enquiries_about",
    "fresh_enquiries",
    "history_of",
    "items_called",
    "items_to_name",
    "may",
    "one_agreement",
    "open_now",
    "received_by",
    "received_one",
    "register",
    "register_rows",
    "reviews_due",
    "reviews_of_the_gone",
    "sees_all",
    "who_can_be_named",
    "who_can_be_told",
    "workers_named",
]
