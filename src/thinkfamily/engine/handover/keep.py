"""What a run keeps so that it can hand over later: of the families that may be, and of nobody else.

The extracts can be replaced or purged by then, and a packet must tell what the list was made from.
"""

from __future__ import annotations

from datetime import date

from thinkfamily.core.dates import months_before
from thinkfamily.engine.handover.addresses import hide_addresses
from thinkfamily.engine.stage import Settings, Stage
from thinkfamily.engine.store import Store

MONTHS_OF_EVENTS = 36
_MONTHS_TO_JUDGE = 12


def keep(store: Store, settings: Settings) -> dict[str, object]:
    """Keep what a handover needs of the families that are proposed, too new to judge, or known by a handle.

    Reads:   cohort, family_detail, family_member, known_family, person_record, person_detail, record, record_place, event,
             event_type, feed, stated_relationship.
    Writes:  handover_family, handover_record, handover_event, handover_tie.
    Source:  decision 0011.
    """
    _choose_families(store)
    hide_addresses(store, settings.as_at)
    _keep_families(store)
    _keep_records(store)
    _keep_events(store, settings.as_at)
    _keep_ties(store, settings.as_at)
    store.drop("kept_person", "kept_member", "hidden_record", "sheltered")
    return {"families_kept": store.value("select count(*) from handover_family")}


def _choose_families(store: Store) -> None:
    """Make `handover_family`, still with the area of restricted ones, and `kept_member`, one row per family and member."""
    store.make(
        "handover_family",
        f"""
        select family_id, d.area, d.children, d.expected_children, d.adults, coalesce(c.is_proposed, false) as is_proposed,
            coalesce(c.is_eligible and not c.is_proposed and c.months_observed < {_MONTHS_TO_JUDGE}, false) as is_too_new
        from family_detail d left join cohort c using (family_id)
        where c.is_proposed or (c.is_eligible and c.months_observed < {_MONTHS_TO_JUDGE})
            or family_id in (select family_id from known_family)
        order by family_id
        """,
    )
    store.make(
        "kept_member",
        "select distinct family_id, person_id, residence from family_member semi join handover_family using (family_id)",
    )
    store.make(
        "kept_person",
        """
        select person_id, record_no from person_record
        where person_id in (select person_id from kept_member) order by all
        """,
    )


def _keep_families(store: Store) -> None:
    store.make(
        "handover_family",
        """
        select * replace (case when family_id in (select family_id from kept_member semi join sheltered using (person_id))
            then null else area end as area)
        from handover_family order by family_id
        """,
    )


def _keep_records(store: Store) -> None:
    store.make(
        "handover_record",
        """
        select k.person_id, r.feed, r.first_name, r.last_name, r.known_as, r.date_of_birth, r.died_on, r.sex,
            case when h.record_no is null then r.area end as area,
            case when h.record_no is null then r.address end as address,
            case when h.record_no is null then r.postcode end as postcode,
            case when h.record_no is null then r.address_from end as address_from,
            case when h.record_no is null then r.address_to end as address_to,
            s.person_id is not null as is_restricted
        from kept_person k join record r using (record_no)
            left join hidden_record h using (record_no) left join sheltered s using (person_id)
        """,
    )


def _keep_events(store: Store, as_at: date) -> None:
    store.make(
        "handover_event",
        f"""
        select k.person_id, e.feed, t.agency, e.event, t.title, t.shape, t.heading, t.cost, e.from_on, e.until_on,
            f.covers_until, e.quantity, t.quantity as unit, e.role, e.service, e.detail
        from kept_person k join event e using (record_no) join event_type t using (event) join feed f on f.feed = e.feed
        where e.from_on <= date '{as_at}'
            and case when t.shape = 'point' then e.from_on else coalesce(e.until_on, date '{as_at}') end
                >= date '{months_before(as_at, MONTHS_OF_EVENTS)}'
        """,
    )


def _keep_ties(store: Store, as_at: date) -> None:
    """An adopted child's other ties may lead to the birth family: only living together is told of."""
    store.make(
        "handover_tie",
        f"""
        with adopted as (select person_id from person_detail where is_adopted)
        select distinct l.person_id as person_id_l, r.person_id as person_id_r, s.feed, s.relationship,
            coalesce(s.lives_with, 'unknown') as lives_with, s.from_on, s.until_on
        from stated_relationship s join kept_person l on l.record_no = s.record_no
            join kept_person r on r.record_no = s.related_record_no
        where l.person_id <> r.person_id
            and ((s.lives_with = 'yes' and coalesce(s.until_on > date '{as_at}', true))
                or (l.person_id not in (from adopted) and r.person_id not in (from adopted)))
        """,
    )


STAGE = Stage(
    name="handover",
    reads=(
        "cohort",
        "family_detail",
        "family_member",
        "known_family",
        "person_record",
        "person_detail",
        "record",
        "record_place",
        "event",
        "event_type",
        "feed",
        "stated_relationship",
    ),
    writes=("handover_family", "handover_record", "handover_event", "handover_tie"),
    run=keep,
)
