"""Streets, buildings and dwellings of a borough that is nowhere: no outward code here was ever issued."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from thinkfamily.synthetic.names import DATA

_WORDS = pl.read_csv(DATA / "streets.csv")
STEMS, SUFFIXES, HOUSES = (_WORDS.filter(part=part)["word"].to_list() for part in ("stem", "suffix", "building"))
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
WARDS = tuple(f"W{n:02d}" for n in range(1, 21))
OUTWARD_A_WARD = 4

# Kinds of dwelling.
HOUSE, CONVERTED, BLOCK, TOWER, HOSTEL, REFUGE, PRISON, CHILDRENS_HOME, CARE_HOME, OUTSIDE = range(10)
KIND_NAMES = (
    "house",
    "converted",
    "block",
    "tower",
    "hostel",
    "refuge",
    "prison",
    "childrens_home",
    "care_home",
    "outside",
)
# Shares of postcodes by kind of building, buildings in one, flats in each. Ours: an inner-London guess.
POSTCODE_KINDS = ((HOUSE, 0.44, 16, 1), (CONVERTED, 0.28, 6, 4), (BLOCK, 0.24, 2, 14), (TOWER, 0.04, 1, 84))


@dataclass
class Places:
    """One row per dwelling, in columns; ``building`` groups the flats of a building."""

    kind: np.ndarray
    ward: np.ndarray
    building: np.ndarray
    flat: np.ndarray  # 0 where it has none
    hardship: np.ndarray  # of its ward and kind: who lives where is not by chance
    address: pl.Series
    line: pl.Series  # the address without the flat
    postcode: pl.Series
    uprn: pl.Series
    special: dict[int, np.ndarray]  # dwellings of the kinds from HOSTEL on

    def __len__(self) -> int:
        return len(self.kind)


def make_places(rng: np.random.Generator, homes: int) -> Places:
    """At least ``homes`` ordinary dwellings, and the hostels, refuges and the like that a borough of the size has."""
    flats = np.array([buildings * each for _, _, buildings, each in POSTCODE_KINDS])
    shares = np.array([share for _, share, _, _ in POSTCODE_KINDS])
    count = int(np.ceil(homes * 1.03 / (flats * shares).sum())) + 12
    which = rng.choice(len(POSTCODE_KINDS), count, p=shares)
    which[:4] = (0, 1, 2, 3)
    per_postcode = flats[which]
    postcode = np.repeat(np.arange(count), per_postcode)
    kind = np.array([k for k, *_ in POSTCODE_KINDS])[which][postcode]
    each = np.array([e for *_, e in POSTCODE_KINDS])[which][postcode]
    within = np.arange(len(postcode)) - np.repeat(np.cumsum(per_postcode) - per_postcode, per_postcode)
    nth_building = within // each
    flat = np.where(each > 1, within % each + 1, 0)

    special_kinds = np.repeat(
        [HOSTEL, REFUGE, PRISON, CHILDRENS_HOME, CARE_HOME, OUTSIDE],
        [
            max(2, homes // 9000),
            max(2, homes // 20000),
            3,
            max(2, homes // 15000),
            max(2, homes // 6000),
            max(60, homes // 60),
        ],
    )
    extra = len(special_kinds)
    ward_of = rng.integers(0, len(WARDS), count + extra)
    street = rng.permutation(len(STEMS) * len(SUFFIXES))[(np.arange(count + extra) // 4) % (len(STEMS) * len(SUFFIXES))]
    postcode = np.concatenate([postcode, np.arange(count, count + extra)])
    kind = np.concatenate([kind, special_kinds])
    flat = np.concatenate([flat, np.zeros(extra, dtype=int)])
    nth_building = np.concatenate([nth_building, np.zeros(extra, dtype=int)])
    start = rng.integers(0, 60, count + extra) * 2 + 1
    number = start[postcode] + 2 * nth_building
    building = np.unique(postcode * 64 + nth_building, return_inverse=True)[1]

    ward_hardship = rng.normal(size=len(WARDS))
    ward = ward_of[postcode]
    hardship = ward_hardship[ward] + np.select([kind == TOWER, kind == BLOCK, kind == HOUSE], [0.9, 0.4, -0.4], 0.0)
    frame = _written(kind, flat, number, street[postcode], building, ward, postcode)
    return Places(
        kind=kind,
        ward=ward,
        building=building,
        flat=flat,
        hardship=hardship,
        address=frame["address"],
        line=frame["line"],
        postcode=frame["postcode"],
        uprn=frame["uprn"],
        special={k: np.flatnonzero(kind == k) for k in range(HOSTEL, OUTSIDE + 1)},
    )


def _written(
    kind: np.ndarray,
    flat: np.ndarray,
    number: np.ndarray,
    street: np.ndarray,
    building: np.ndarray,
    ward: np.ndarray,
    postcode: np.ndarray,
) -> pl.DataFrame:
    """Address, line, postcode and UPRN of each dwelling, as their owner would write them."""
    streets = pl.Series([f"{a} {b}" for a in STEMS for b in SUFFIXES])
    titles = pl.Series(
        [f"{a} {b}" for a in STEMS for b in HOUSES]
        + [f"{a} Hostel" for a in STEMS]
        + [f"{a} Refuge" for a in STEMS]
        + [f"HMP {a}moor" for a in STEMS]
        + [f"{a} Children's Home" for a in STEMS]
        + [f"{a} Care Home" for a in STEMS]
    )
    a, h = len(STEMS), len(STEMS) * len(HOUSES)
    offset = np.select([kind == k for k in range(HOSTEL, OUTSIDE)], [h + a * i for i in range(OUTSIDE - HOSTEL)], 0)
    title = np.where(offset > 0, offset + building % a, building * 7 % h)
    titled = np.isin(kind, (BLOCK, TOWER)) | ((kind >= HOSTEL) & (kind < OUTSIDE))
    # Each ward has outward codes of its own; within one, the postcodes follow one another in an order that hides nothing.
    nth = postcode // OUTWARD_A_WARD
    outward = np.where(kind == OUTSIDE, 90 + postcode % 9, 1 + ward * OUTWARD_A_WARD + postcode % OUTWARD_A_WARD)
    unit = nth * 37 % (9 * 400) + 1
    first, second = pl.Series(list(LETTERS)), pl.Series(list(LETTERS))
    frame = pl.DataFrame(
        {
            "flat": flat,
            "number": number,
            "street": streets.gather(street),
            "title": titles.gather(title),
            "titled": titled,
            "outward": outward,
            "district": unit // 400,
            "first": first.gather(unit // 20 % 20),
            "second": second.gather(unit % 20),
            "uprn": np.arange(len(kind)) * 13 % 999_999_937 + 990_000_000_000,
        }
    )
    line = pl.concat_str(
        pl.when("titled").then(pl.concat_str("title", pl.lit(", "))).otherwise(pl.lit("")),
        "number",
        pl.lit(" "),
        "street",
    )
    return frame.select(
        line=line,
        address=pl.concat_str(
            pl.when(pl.col("flat") > 0)
            .then(pl.concat_str(pl.lit("Flat "), "flat", pl.lit(", ")))
            .otherwise(pl.lit("")),
            line,
        ),
        postcode=pl.concat_str(pl.lit("XX"), "outward", pl.lit(" "), "district", "first", "second"),
        uprn=pl.col("uprn").cast(pl.String),
    )
