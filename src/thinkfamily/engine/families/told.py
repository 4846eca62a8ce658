"""What workers have said of who is of which family: put into effect after all that records tell, and above it.

*Out* takes a person out of the family. *In* brings a person who is of no other family to live with this one; an adult of
another family becomes a member living elsewhere, and a child of another family is of both homes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from thinkfamily.engine.families.area import Area
from thinkfamily.engine.handles import settle
from thinkfamily.engine.store import Store

_PLACE = ["core", "p", "h", "is_communal"]


@dataclass(frozen=True)
class Told:
    """Workers' words, by number.

    Args:
        nodes: the nodes, with persons moved in and out.
        elsewhere: one row per person said to be of a core and living with another: core, p, h, is_communal.
        removed: one row per core and person said not to be of it: core, p.
        said: one row per core and person said to be of it: core, p, said_on.
    """

    nodes: pl.DataFrame
    elsewhere: pl.DataFrame
    removed: pl.DataFrame
    said: pl.DataFrame


def know_persons(store: Store) -> None:
    """Make `known_person`, one row per person's handle and the person it stands for now.

    Reads:   handle_record, person_record.
    """
    anchors = store.frame("select series, handle, record_no as part, false as is_child from handle_record")
    groups = store.frame("""
        select record_no as part, person_id as "group" from person_record semi join handle_record using (record_no)
    """)
    store.put("known_person", settle(anchors, groups).rename({"group": "person_id"}))


def know_families(store: Store, members: pl.DataFrame) -> None:
    """Make `known_family`, one row per family's handle and the family it stands for now.

    Reads:   handle_member, worker_membership, known_person.

    Args:
        members: one row per family and member: family_id, person_id, residence.
    """
    groups = members.filter(pl.col("residence") != "elsewhere").select(part="person_id", group="family_id")
    store.put("known_family", settle(_anchors(store), groups).rename({"group": "family_id"}))


def hear_workers(store: Store, nodes: pl.DataFrame, area: Area, as_at: date) -> Told:
    """Put workers' words on membership into effect.

    Args:
        store: holds handle_member, worker_membership and known_person.
        nodes: node, p, core, h, is_communal, after homes were joined.
        area: the people.
        as_at: words that hold from a later day are not heard yet.
    """
    words = (
        store.frame("select * from worker_membership where from_on <= $as_at", {"as_at": as_at})
        .join(store.frame("select handle as person, person_id from known_person"), on="person")
        .join(area.people.select("person_id", "p"), on="person_id")
        .select("family", "p", "membership", "from_on")
    )
    nothing = nodes.clear().select("core", "p")
    if words.is_empty():
        return Told(nodes, nodes.clear().select(_PLACE), nothing, nothing.with_columns(said_on=pl.lit(None, pl.Date)))
    words = words.join(_cores(store, nodes, area), on="family")
    removed = words.filter(membership="out").select("core", "p").unique(maintain_order=True)
    nodes = _take_out(nodes, removed, area)
    said = (
        words.filter(membership="in").select("core", "p", said_on="from_on").unique(["core", "p"], maintain_order=True)
    )
    nodes, elsewhere = _bring_in(nodes, said, area)
    return Told(nodes, elsewhere, removed, said)


def _anchors(store: Store) -> pl.DataFrame:
    """Who a family's handle stood for, those apart who have been said to be out of it: series, handle, part, is_child."""
    return store.frame("""
        select m.series, m.family as handle, k.person_id as part, m.is_child
        from handle_member m join known_person k on k.handle = m.person
            left join worker_membership w on w.family = m.family and w.person = m.person
        where coalesce(w.membership, 'in') = 'in' order by all
    """)


def _cores(store: Store, nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """One row per family's handle and the core it stands for now: family, core."""
    anchors = _anchors(store).join(area.people.select(part="person_id", p="p"), on="part")
    groups = nodes.join(_with_children(nodes, area), on="core", how="semi").select(part="p", group="core")
    settled = settle(anchors.select("series", "handle", "is_child", part="p"), groups)
    return settled.select(family="handle", core="group")


def _with_children(nodes: pl.DataFrame, area: Area) -> pl.DataFrame:
    """The cores that make a family: those with a child or somebody expecting one."""
    dependent = area.people.filter(pl.col("is_child") | pl.col("is_expecting")).select("p")
    return nodes.join(dependent, on="p", how="semi").select("core").unique()


def _take_out(nodes: pl.DataFrame, removed: pl.DataFrame, area: Area) -> pl.DataFrame:
    """The nodes, where those removed are each a core of their own, at the home that their own records give."""
    home = area.homes.filter("is_home").select("p", own_h="h")
    first = nodes["core"].max()
    assert isinstance(first, int)
    alone = removed.with_row_index("alone", offset=first + 1).with_columns(pl.col("alone").cast(pl.Int64))
    is_out = pl.col("alone").is_not_null()
    return (
        nodes.join(alone, on=["core", "p"], how="left", maintain_order="left")
        .join(home, on="p", how="left", maintain_order="left")
        .with_columns(
            core=pl.coalesce("alone", "core"),
            h=pl.when(is_out).then("own_h").otherwise("h"),
            is_communal=pl.when(is_out).then(pl.lit(False)).otherwise("is_communal"),
        )
        .drop("alone", "own_h")
    )


def _bring_in(nodes: pl.DataFrame, said: pl.DataFrame, area: Area) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The nodes with those said to be of a core in it; and those of other families who live elsewhere."""
    here = nodes.select("core", "p").unique()
    new = said.select("core", "p").join(here, on=["core", "p"], how="anti", maintain_order="left")
    place = nodes.select("core", "h", "is_communal").unique("core", keep="first", maintain_order=True)
    new = new.join(place, on="core", how="left", maintain_order="left")
    families = _with_children(nodes, area).join(
        here.filter(pl.len().over("core") > 1).select("core").unique(), on="core", how="semi"
    )
    of_others = here.join(families, on="core", how="semi").select("p").unique()
    children = area.people.filter("is_child").select("p")
    taken = new.join(of_others, on="p", how="semi", maintain_order="left")
    elsewhere = taken.join(children, on="p", how="anti", maintain_order="left").select(_PLACE)
    # Somebody of no family leaves the core of one; a child of another family stays in that one too.
    free = new.join(of_others, on="p", how="anti")
    kept = nodes.join(free.select("p"), on="p", how="anti", maintain_order="left")
    arriving = pl.concat([free, taken.join(children, on="p", how="semi")]).sort("core", "p")
    arriving = arriving.with_row_index("node", offset=nodes.height).with_columns(pl.col("node").cast(pl.Int64))
    return pl.concat([kept, arriving], how="diagonal"), elsewhere
