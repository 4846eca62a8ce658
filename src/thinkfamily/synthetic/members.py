"""The truth of who belongs to which family, and which relationships bind people."""

from __future__ import annotations

import numpy as np
import polars as pl

from thinkfamily.synthetic.cast import CHILD, ELDER, FATHER, KIN, MALE, MOTHER, NOBODY
from thinkfamily.synthetic.town import Town

ADULT_AGE = 18


def family_members(town: Town) -> pl.DataFrame:
    """One row per family and member on the as-at date: family, person, role, residence; sorted."""
    people, families = town.people, town.families
    at_home = np.flatnonzero(np.isin(people.part, (MOTHER, FATHER, CHILD, ELDER, KIN)) & (people.family != NOBODY))
    family = people.family[at_home]
    also = np.flatnonzero(families.shares_with != NOBODY)
    second = {int(families.shares_with[f]): int(f) for f in also}
    shared = np.flatnonzero((people.part == CHILD) & np.isin(people.family, families.shares_with[also]))
    elsewhere = np.flatnonzero(families.ex != NOBODY)
    who = np.concatenate([at_home, shared, families.ex[elsewhere]])
    of = np.concatenate([family, np.array([second[f] for f in people.family[shared].tolist()], dtype=int), elsewhere])
    away = people.away_home[who] != NOBODY
    apart = np.arange(len(who)) >= len(at_home) + len(shared)
    return pl.DataFrame(
        {
            "family": of,
            "person": who,
            "role": np.where(_is_child(town)[who], "child", "adult"),
            "residence": np.select([apart, away], ["elsewhere", "away"], "with_children"),
        }
    ).sort("family", "person")


def _is_child(town: Town) -> np.ndarray:
    born = pl.Series(town.people.born).cast(pl.Date)
    eighteenth = born.dt.offset_by(f"{ADULT_AGE}y")
    return (eighteenth > town.as_at).to_numpy()


def relationships(town: Town) -> pl.DataFrame:
    """One row per true relationship: ``person`` is the ``relationship`` of ``related``; with lives_with and until.

    ``kind`` says which agencies are apt to state it: parent, step, apart, elder, sibling, couple, former, foster, birth.
    """
    people, families = town.people, town.families
    rows: list[pl.DataFrame] = []

    def state(
        person: np.ndarray, related: np.ndarray, relationship: str, kind: str, until: np.ndarray | int = 0
    ) -> None:
        fine = (person != NOBODY) & (related != NOBODY)
        rows.append(
            pl.DataFrame(
                {
                    "person": person[fine].astype(np.int32),
                    "related": related[fine].astype(np.int32),
                    "until": np.broadcast_to(until, len(person))[fine].astype(np.int32),
                }
            ).with_columns(relationship=pl.lit(relationship), kind=pl.lit(kind))
        )

    children = np.flatnonzero((people.part == CHILD) & (people.family != NOBODY))
    family = people.family[children]
    for parent in (people.mother[children], people.father[children]):
        with_them = (parent != NOBODY) & (people.household[parent] == people.household[children])
        state(np.where(with_them, parent, NOBODY), children, "parent", "parent")
        state(np.where(with_them, NOBODY, parent), children, "parent", "apart")
    step = families.is_step[family] & (people.father[children] != families.father[family])
    state(np.where(step, families.father[family], NOBODY), children, "step_parent", "step")
    elder = families.elder[family]
    kin_care = families.is_kin_care[family]
    state(np.where(kin_care, elder, NOBODY), children, "carer", "parent")
    state(elder, children, "grandparent", "elder")
    order = children[np.lexsort((people.born[children], family))]
    same = people.family[order[1:]] == people.family[order[:-1]]
    state(order[:-1][same], order[1:][same], "sibling", "sibling")
    women = np.flatnonzero((people.partner != NOBODY) & (people.sex != MALE))
    state(women, people.partner[women], "partner", "couple")
    state(families.mother, families.ex, "ex_partner", "former")
    state(town.placements.foster_carer, town.placements.foster_child, "foster_carer", "foster")
    state(town.adoptions.birth_mother, town.adoptions.before, "parent", "birth", town.adoptions.on)
    # An aunt or uncle is other kin of the children.
    kin = np.flatnonzero(people.part == KIN)
    of_child = np.flatnonzero(np.isin(people.family[children], people.family[kin]))
    by_family = {int(people.family[k]): int(k) for k in kin}
    state(
        np.array([by_family[f] for f in family[of_child].tolist()], dtype=int), children[of_child], "other_kin", "elder"
    )
    return pl.concat(rows)
