"""The tables that candidates and case updates have in common, still by family_id and person_id."""

from __future__ import annotations

import polars as pl

from thinkfamily.core.dates import twelve_months_to
from thinkfamily.engine.handover.bands import band_of
from thinkfamily.engine.handover.telling import Telling
from thinkfamily.programmes.agencies import feed_title
from thinkfamily.programmes.vocabulary import load_vocabulary, without_hint

_KEY = ["family_id", "person_id", "criterion"]
_WORKER = "Worker's evidence"


def people(told: Telling) -> pl.DataFrame:
    """One row per family and member whom a feed that is used knows."""
    records = told.records
    found = (
        told.members.join(records.select("person_id").unique(), on="person_id", how="semi")
        .drop("from_on", "until_on")
        .join(_usual(records, "first_name"), on="person_id", how="left")
        .join(_usual(records, "last_name"), on="person_id", how="left")
        .join(_usual(records, "known_as"), on="person_id", how="left")
        .join(_usual(records, "date_of_birth"), on="person_id", how="left")
        .join(_usual(records, "sex"), on="person_id", how="left")
        .join(records.group_by("person_id").agg(pl.col("died_on").min()), on="person_id", how="left")
    )
    return found.with_columns(
        pl.col("sex").fill_null("unknown"),
        is_restricted=pl.col("person_id").is_in(sorted(told.restricted)),
        known_by=pl.struct("person_id", "known_by").map_elements(
            lambda row: _known_by(row["known_by"], told, row["person_id"]), return_dtype=pl.String
        ),
    )


def _usual(records: pl.DataFrame, column: str) -> pl.DataFrame:
    """One row per person: what most of its records hold.

    A birthday on 1 January counts where no other is held. Of one name in two spellings, the one not in capitals stands.
    """
    held = records.drop_nulls(column).filter(pl.col(column) != "unknown" if column == "sex" else True)
    is_text = held.schema[column] == pl.String
    alike = pl.col(column).str.to_lowercase() if is_text else pl.col(column)
    is_odd = pl.col(column).dt.ordinal_day() == 1 if column == "date_of_birth" else pl.lit(False)
    is_shouted = pl.col(column).str.to_uppercase() == pl.col(column) if is_text else pl.lit(False)
    return (
        held.group_by("person_id", column)
        .agg(spelt=pl.len())
        .with_columns(held=pl.col("spelt").sum().over("person_id", alike), is_odd=is_odd, is_shouted=is_shouted)
        .sort(
            ["person_id", "is_odd", "held", "is_shouted", "spelt", column],
            descending=[False, False, True, False, True, False],
        )
        .unique("person_id", keep="first", maintain_order=True)
        .select("person_id", column)
    )


def _known_by(words: str, told: Telling, person_id: str) -> str:
    """How the membership is known, without what a feed that is not used has said, or what could show a place."""
    titles = {feed.replace("_", " "): feed_title(feed) for feed in told.used}
    is_hidden = person_id in told.restricted
    kept = []
    for phrase in words.split("; "):
        if phrase.startswith("stated as "):
            what, _, by = phrase.rpartition(" by ")
            if allowed := [titles[feed] for feed in by.split(", ") if feed in titles]:
                kept.append(f"{what} by {', '.join(allowed)}")
        elif phrase.startswith("a worker said so") or not (is_hidden or not told.covers_all):
            kept.append(phrase)
    return "; ".join(kept) or "known to an agency"


def ties(told: Telling, *, only_live: bool) -> pl.DataFrame:
    """One row per two members of one family and stated relationship.

    Where feeds disagree on whether the two live together, the greater number stands; of as many each, unknown.
    """
    is_live = (pl.col("from_on").is_null() | (pl.col("from_on") <= told.as_at)) & (
        pl.col("until_on").is_null() | (pl.col("until_on") > told.as_at)
    )
    inside = told.members.select("family_id", "person_id")
    stated = (
        told.ties.filter(is_live if only_live else True)
        .join(inside.rename({"person_id": "person_id_l"}), on="person_id_l")
        .join(inside.rename({"person_id": "person_id_r"}), on=["family_id", "person_id_r"])
    )
    yes = (is_live & (pl.col("lives_with") == "yes")).sum()
    no = (is_live & (pl.col("lives_with") == "no")).sum()
    return stated.group_by("family_id", "person_id_l", "person_id_r", "relationship").agg(
        lives_with=pl.when(yes > no).then(pl.lit("yes")).when(no > yes).then(pl.lit("no")).otherwise(pl.lit("unknown")),
        from_on=pl.col("from_on").min(),
        until_on=pl.when(pl.col("until_on").is_null().any()).then(None).otherwise(pl.col("until_on").max()),
        sources=pl.col("feed").unique().sort().str.join(","),
    )


def needs(told: Telling) -> pl.DataFrame:
    """One row per family, member (or none) and criterion met or unknown.

    Where not every feed may be used, a yes is told only if all of its evidence is from those that may, and an unknown only
    if every supplied feed that the criterion reads may.
    """
    extracts = told.feeds.select("feed", "extract_on")
    evidence = told.evidence.join(extracts, on="feed")
    rests = evidence.group_by(_KEY).agg(
        sources=pl.col("feed").unique().sort().str.join(","),
        extract_on=pl.col("extract_on").min(),
        is_usable=pl.col("feed").is_in(sorted(told.used)).all(),
    )
    criteria = pl.DataFrame(
        [(each.id, each.stated) for each in told.programme.criteria], schema=["criterion", "says"], orient="row"
    )
    is_yes = pl.col("answer") == "yes"
    by_worker = is_yes & pl.col("reason").str.starts_with(_WORKER)
    found = (
        told.indicators.join(rests, on=_KEY, how="left", nulls_equal=True)
        .join(criteria, on="criterion")
        .with_columns(rests_on_none=pl.col("sources").is_null())
    )
    if not told.covers_all:
        found = found.filter(
            pl.when(is_yes)
            .then(pl.col("is_usable").fill_null(False) | by_worker)
            .otherwise(pl.col("criterion").is_in(_answerable(told)))
        )
    own_members = told.members.select("family_id", "person_id")
    return pl.concat(
        [
            found.filter(pl.col("person_id").is_null()),
            found.join(own_members, on=["family_id", "person_id"], how="semi"),
        ]
    ).with_columns(
        sources=pl.when(is_yes).then("sources"),
        extract_on=pl.when(is_yes).then("extract_on"),
        reason=pl.when(~is_yes | pl.col("rests_on_none")).then("reason"),
    )


def _answerable(told: Telling) -> list[str]:
    """Criteria that read no supplied feed but those that may be used."""
    types = load_vocabulary().event_types
    feed_of = dict(types.select("event", "feed").iter_rows())
    barred = set(told.feeds["feed"]) - told.used
    # An area's own event is of no feed that is known here: nothing is told of a criterion that reads one.
    return [each.id for each in told.programme.criteria if not {feed_of.get(e) for e in each.events} & {None, *barred}]


def services(told: Telling) -> pl.DataFrame:
    """One row per family, agency and service with a day in the 12 months to the as-at date.

    A named team can give away where a family has fled to, by its school or its surgery: where a member is restricted, and
    for a stay in a refuge, what the service does stands in place of its name.
    """
    window = twelve_months_to(told.as_at)
    is_point = pl.col("shape") == "point"
    ends = (
        pl.when(is_point).then(pl.col("from_on").dt.offset_by("1d")).otherwise(pl.coalesce("until_on", "covers_until"))
    )
    hidden = told.members.filter(pl.col("person_id").is_in(sorted(told.restricted)))["family_id"].unique()
    is_masked = pl.col("family_id").is_in(hidden.implode()) | (pl.col("event") == "refuge_stay")
    title = without_hints(pl.col("title"))
    named = pl.coalesce("service", pl.when(pl.col("cost") != "not_a_cost").then(title))
    rows = (
        told.events.with_columns(end=ends)
        .filter(
            pl.min_horizontal("end", pl.lit(window.until_on)) > pl.max_horizontal("from_on", pl.lit(window.from_on)),
        )
        .join(told.counted, on="person_id")
        .with_columns(named=named, title=title)
        .filter(pl.col("named").is_not_null())
        .with_columns(service=pl.when(is_masked).then("title").otherwise("named"))
        .with_columns(
            is_endless=~is_point & pl.col("until_on").is_null(),
            lasts=~is_point & (pl.col("until_on").is_null() | (pl.col("until_on") > told.as_at)),
            ended=pl.when(is_point).then("end").otherwise("until_on"),
        )
    )
    return rows.group_by("family_id", "agency", "service").agg(
        people=pl.col("person_id").n_unique().cast(pl.Int64),
        from_on=pl.col("from_on").min(),
        until_on=pl.when(pl.col("is_endless").any()).then(None).otherwise(pl.col("ended").max()),
        is_open=pl.col("lasts").any(),
    )


def without_hints(title: pl.Expr) -> pl.Expr:
    """An event's title without the vocabulary's hint to exporters."""
    return title.map_elements(without_hint, return_dtype=pl.String)


def costs(told: Telling) -> pl.DataFrame:
    """One row per family and agency with its band of cost, transfers left out."""
    used = told.costs.filter(~pl.col("is_transfer") & pl.col("feed").is_in(sorted(told.used)))
    summed = used.group_by("family_id", "agency").agg(pl.col("cost_gbp").sum())
    return summed.filter(pl.col("cost_gbp") > 0).select("family_id", "agency", band=band_of(pl.col("cost_gbp")))


def coverage(told: Telling) -> pl.DataFrame:
    """One row per feed of the run; a feed that does not reach the as-at date is late."""
    return told.feeds.with_columns(is_late=pl.col("covers_until") <= told.as_at)
