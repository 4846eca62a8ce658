"""Families: from people, their stated relationships and their homes to who is of which family, and how that is known.

`docs/explanation/how-families-are-built.md` tells the rules in plain words; `tests/spec/families/` shows them at work.
"""

from __future__ import annotations

import polars as pl

from thinkfamily.engine.families.area import survey_area
from thinkfamily.engine.families.detail import detail_families, list_households
from thinkfamily.engine.families.grouping import group_people
from thinkfamily.engine.families.kin import lift_relationships
from thinkfamily.engine.families.members import explain_members, list_members, name_families
from thinkfamily.engine.families.sharing import join_homes
from thinkfamily.engine.families.statements import gather_statements
from thinkfamily.engine.families.told import hear_workers, know_families, know_persons
from thinkfamily.engine.stage import Settings, Stage
from thinkfamily.engine.store import Store
from thinkfamily.tables.made import FamilyMember


def build_families(store: Store, settings: Settings) -> dict[str, object]:
    """Group persons into families on the as-at date.

    Reads:   record, record_place, person_record, person, person_detail, stated_relationship, event, feed, handle_record,
             handle_member, worker_membership.
    Writes:  household, relationship, family_member, family_detail, known_person, known_family.
    Source:  the extract contract, section 3.
    """
    as_at = settings.as_at
    notes: dict[str, object] = {}
    lift_relationships(store, as_at)
    gather_statements(store, as_at)
    area = survey_area(store, as_at)
    nodes, carers = group_people(area)
    nodes, communal = join_homes(nodes, carers, area)
    know_persons(store)
    told = hear_workers(store, nodes, area, as_at)
    members = name_families(list_members(told, carers, area))
    statements = (
        store.frame("""
            select person_id, property_id, sum(records)::bigint as records, min(from_on) as from_on
            from place_statement where kind = 'home' and points > 0 group by all
        """)
        .join(area.people.select("person_id", "p"), on="person_id")
        .join(area.properties.select("property_id", "h"), on="property_id")
        .select("p", "h", "records", "from_on")
    )
    members = explain_members(members, area, statements, told.said).join(
        area.properties.select("h", "property_id"), on="h", how="left"
    )
    store.put("family_member", members.select(list(FamilyMember.columns())).sort("family_id", "person_id"))
    know_families(store, members)
    store.put("member", members.select("family_id", "person_id", "property_id", "role", "residence", "is_expecting"))
    store.put("communal", area.properties.join(communal, on="h", how="semi").select("property_id"))
    detail_families(store, as_at)
    list_households(store)
    store.drop("tie", "shared_parent", "place_statement", "place_left", "member", "communal")
    families = members.select("family_id").n_unique()
    notes["families"] = families
    notes["members"] = members.height
    notes["members_away"] = members.filter(pl.col("residence") == "away").height
    notes["members_elsewhere"] = members.filter(pl.col("residence") == "elsewhere").height
    notes["communal_properties"] = communal.height
    notes["families_flagged"] = store.value("select count(*) from family_detail where is_flagged")
    return notes


STAGE = Stage(
    name="families",
    reads=(
        "record",
        "record_place",
        "person_record",
        "person",
        "person_detail",
        "stated_relationship",
        "event",
        "feed",
        "handle_record",
        "handle_member",
        "worker_membership",
    ),
    writes=("household", "relationship", "family_member", "family_detail", "known_person", "known_family"),
    run=build_families,
)
