"""How addresses go wrong."""

from __future__ import annotations

import numpy as np
import polars as pl

from thinkfamily.synthetic.draft import Draft
from thinkfamily.synthetic.noise import OURS, Flaw, filled
from thinkfamily.synthetic.noise_names import mistype
from thinkfamily.synthetic.places import OUTSIDE, WARDS

SHORT = {
    " Street": " St", " Road": " Rd", " Avenue": " Ave", " Close": " Cl", " Lane": " Ln", " Gardens": " Gdns",
    " Terrace": " Terr", " Square": " Sq", " Crescent": " Cres", " Court": " Ct", " Place": " Pl", " Grove": " Gr",
}  # fmt: skip


def _has_moved(draft: Draft) -> np.ndarray:
    homes, household = draft.town.homes, draft.town.people.household[draft.person]
    at_home = draft.dwelling == homes.dwelling[household]
    # Whoever is in a refuge, or restricted, keeps no old address by this flaw: the restricted one must not be mixed in.
    plain = draft.columns["restriction"].is_null().to_numpy()
    return at_home & plain & (homes.before[household] >= 0)


def _old_address(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    town = draft.town
    household = town.people.household[draft.person[rows]]
    before = town.homes.before[household]
    draft.dwelling[rows] = before
    for column in ("address", "postcode", "uprn"):
        draft.write(column, rows, getattr(town.places, column).gather(before))
    area = pl.Series(WARDS).gather(town.places.ward[before])
    inside = pl.Series(town.places.kind[before] != OUTSIDE)
    draft.write("area", rows, area.zip_with(inside, pl.repeat(None, len(rows), dtype=pl.String, eager=True)))
    # Some agencies know that it has ended; most do not.
    ended = rng.random(len(rows)) < 0.25
    moved = pl.Series(town.homes.moved_on[household].astype(np.int32)).cast(pl.Date)
    draft.write("address_to", rows[ended], moved.gather(np.flatnonzero(ended)))
    draft.blank("address_from", rows)
    draft.blank("household_ref", rows[ended])


def _has_two_homes(draft: Draft) -> np.ndarray:
    return draft.town.people.is_case("two_homes")[draft.person] & (draft.town.people.father[draft.person] >= 0)


def _other_home(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    town = draft.town
    father = town.people.father[draft.person[rows]]
    other = town.homes.dwelling[town.people.household[father]]
    draft.dwelling[rows] = other
    for column in ("address", "postcode", "uprn"):
        draft.write(column, rows, getattr(town.places, column).gather(other))
    draft.write("area", rows, pl.Series(WARDS).gather(town.places.ward[other]))


def _in_flats(draft: Draft) -> np.ndarray:
    return (draft.town.places.flat[draft.dwelling] > 0) & draft.columns["address"].is_not_null().to_numpy()


def _in_lost_buildings(draft: Draft) -> np.ndarray:
    return draft.town.homes.lost_flat[draft.dwelling] & _in_flats(draft)


def _lose_flat(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    draft.write("address", rows, draft.town.places.line.gather(draft.dwelling[rows]))


def _lose_building(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    _lose_flat(draft, rows, rng)
    draft.blank("uprn", rows)


def _shorten(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    held = draft.read("address", rows)
    draft.write("address", rows, held.str.replace_many(list(SHORT), list(SHORT.values())))


def _slash(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    kind = rng.random(len(rows))
    held = draft.read("address", rows)
    slashed = held.str.replace(r"^Flat (\d+), ", "$1/")
    apart = held.str.replace(r"^Flat (\d+), ", "Apartment $1 ")
    plain = held.str.replace_all(",", "", literal=True)
    new = slashed.zip_with(pl.Series(kind < 0.3), apart.zip_with(pl.Series(kind < 0.5), plain))
    draft.write("address", rows, new)


def _town_name(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    draft.write("address", rows, draft.read("address", rows) + ", Fableham")


def _close_up(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    draft.write("postcode", rows, draft.read("postcode", rows).str.replace(" ", "", literal=True))


def _mistype_postcode(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    texts = draft.read("postcode", rows).to_list()
    letter = rng.integers(0, 20, len(rows)).tolist()
    pool = "ABDEFGHJLNPQRSTUWXYZ"
    draft.write(
        "postcode", rows, pl.Series([t[:-1] + pool[i] for t, i in zip(texts, letter, strict=True)], dtype=pl.String)
    )


def _neighbours_uprn(draft: Draft, rows: np.ndarray, rng: np.random.Generator) -> None:
    beside = np.minimum(draft.dwelling[rows] + 1, len(draft.town.places) - 1)
    beside = np.where(draft.town.places.kind[beside] < 4, beside, draft.dwelling[rows])
    draft.write("uprn", rows, draft.town.places.uprn.gather(beside))


MOVE_FLAWS = (
    Flaw(
        "other_home",
        "A child with two homes is registered at the other one.",
        0.3,
        OURS,
        _has_two_homes,
        _other_home,
        whatever_agency=True,
    ),
    Flaw("stale_address", "The address is the one before a move.", 0.24, OURS, _has_moved, _old_address),
)

PLACE_FLAWS = (
    Flaw(
        "building_without_flats",
        "A building whose flat numbers no agency holds.",
        1.0,
        OURS,
        _in_lost_buildings,
        _lose_building,
        whatever_agency=True,
    ),
    Flaw("flat_lost", "The flat number is missing.", 0.04, OURS, _in_flats, _lose_flat),
    Flaw(
        "neighbours_uprn", "The UPRN is that of the property next door.", 0.004, OURS, filled("uprn"), _neighbours_uprn
    ),
    Flaw(
        "flat_written_otherwise",
        "3/12, Apartment 3, or no commas.",
        0.22,
        OURS,
        filled("address"),
        _slash,
        whatever_agency=True,
    ),
    Flaw(
        "street_shortened", "St for Street, Rd for Road.", 0.18, OURS, filled("address"), _shorten, whatever_agency=True
    ),
    Flaw(
        "town_in_the_address",
        "The town stands in the address line.",
        0.08,
        OURS,
        filled("address"),
        _town_name,
        whatever_agency=True,
    ),
    Flaw("address_mistyped", "One slip in the address.", 0.025, OURS, filled("address"), mistype("address")),
    Flaw(
        "postcode_closed_up",
        "A postcode without its space.",
        0.22,
        OURS,
        filled("postcode"),
        _close_up,
        whatever_agency=True,
    ),
    Flaw(
        "postcode_mistyped",
        "The last letter of the postcode is wrong.",
        0.012,
        OURS,
        filled("postcode"),
        _mistype_postcode,
    ),
)
