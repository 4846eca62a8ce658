"""The probabilistic model: trained by Splink, stored as plain m and u values, scored by Splink.

The stored form holds no SQL, so a model trained on one engine scores the same on another.
"""

from __future__ import annotations

import json
import logging
import math
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.exceptions import SplinkException
from splink.internals.splink_dataframe import SplinkDataFrame

from thinkfamily.core.errors import RuleError
from thinkfamily.engine.linkage.candidates import find_candidates
from thinkfamily.engine.linkage.comparisons import BLOCKS, COMPARISONS, Comparison
from thinkfamily.engine.linkage.dialect import for_spark
from thinkfamily.engine.linkage.frequent import WEIGHED, put_shares
from thinkfamily.engine.store import Store

FORMAT = 1
MODEL_FILE = "model.json"
# Splink's advice is 1e7 and more. On boroughs of 3,000 to 30,000 families these sizes cost a tenth and pair F1 moves by 0.0001.
U_PAIRS = 1e5
EM_PAIRS = 5e4
# Below this many groups there is too little to learn from: the declared values stand.
ENOUGH_TO_TRAIN = 2_000
RECORDS_TO_TRAIN_ON = 150_000
# How the names of Splink's own tables begin: copies of everyone, which no later stage reads.
_OF_SPLINK = "__splink__"


@dataclass(frozen=True)
class Model:
    """Chances of each level for one person (m) and for two (u), and of any two groups being one person."""

    prior: float
    m: dict[str, dict[str, float]]
    u: dict[str, dict[str, float]]
    trained_on: int

    def bits(self, comparison: str, level: str) -> float:
        """Weight of one outcome, in bits."""
        return math.log2(self.m[comparison][level] / self.u[comparison][level])

    def as_facts(self) -> dict[str, object]:
        """The model as plain values, the form in which it is stored."""
        return {"format": FORMAT, "prior": self.prior, "trained_on": self.trained_on, "m": self.m, "u": self.u}

    @classmethod
    def load(cls, path: Path) -> Model:
        """Read a stored model: a file, or the run folder that holds it.

        Raises:
            RuleError: when the file is not a model of this format, or names other levels than this program compares.
        """
        refusal = {
            "means": "Nothing was linked.",
            "do": "Use the model.json of a run made by this version, or leave --model out to train one.",
        }
        path = path / MODEL_FILE if path.is_dir() else path
        try:
            body = json.loads(path.read_text(encoding="utf-8"))
            model = cls(float(body["prior"]), body["m"], body["u"], int(body["trained_on"]))
            wanted = {c.name: {level.name for level in c.levels} for c in COMPARISONS}
            chances = [value for side in (model.m, model.u) for levels in side.values() for value in levels.values()]
            fits = body["format"] == FORMAT and all(
                {name: set(levels) for name, levels in side.items()} == wanted for side in (model.m, model.u)
            )
            fits = (
                fits and 0 < model.prior < 1 and all(isinstance(value, float) and 0 < value <= 1 for value in chances)
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise RuleError("TF-LINK-001", path.name, found="Found no readable linkage model.", **refusal) from None
        if not fits:
            raise RuleError(
                "TF-LINK-002",
                path.name,
                found="Found a model with other levels than expected, or a chance outside 0 to 1.",
                **refusal,
            )
        return model


def declared(prior: float) -> Model:
    """The values declared with the comparisons, for data too small to train on."""
    return Model(
        prior,
        {c.name: {level.name: level.m for level in c.levels} for c in COMPARISONS},
        {c.name: {level.name: level.u for level in c.levels} for c in COMPARISONS},
        0,
    )


def _splink_comparison(
    comparison: Comparison, model: Model, *, frequencies: bool, in_words_of: Callable[[str], str]
) -> cl.CustomComparison:
    missing = in_words_of(_sides(comparison.missing))
    levels: list[Any] = [cll.CustomLevel(missing, "missing").configure(is_null_level=True)]
    for level in comparison.levels:
        made = cll.CustomLevel(in_words_of(_sides(level.when)), level.name) if level.when else cll.ElseLevel()
        m, u = model.m[comparison.name][level.name], model.u[comparison.name][level.name]
        chances: dict[str, Any] = {"m_probability": m, "u_probability": u}
        if frequencies and level.frequency_of:
            chances["tf_adjustment_column"] = level.frequency_of
        levels.append(made.configure(**chances))
    return cl.CustomComparison(output_column_name=comparison.name, comparison_levels=levels)


def _sides(sql: str) -> str:
    """From ``l.first`` to Splink's ``first_l``."""
    return re.sub(r"\b([lr])\.(\w+)", r"\2_\1", sql)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Splink's remarks, which can quote table contents, off the screen."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _linker(rows: SplinkDataFrame, model: Model, *, frequencies: bool, on_spark: bool = False) -> Linker:
    in_words_of = for_spark if on_spark else str
    # On DuckDB the pairs are found beforehand.
    blocks: list[Any] = [in_words_of(rule) for rule in BLOCKS] if on_spark else []
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_no",
        probability_two_random_records_match=model.prior,
        comparisons=[
            _splink_comparison(comparison, model, frequencies=frequencies, in_words_of=in_words_of)
            for comparison in COMPARISONS
        ],
        blocking_rules_to_generate_predictions=blocks,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    return Linker(rows, settings)


def _here(store: Store, table: str) -> SplinkDataFrame:
    """A table as Splink sees it on DuckDB."""
    return DuckDBAPI(connection=store.connection).register(table, dataset_display_name=table)


def _where_it_grows(store: Store, *tables: str) -> list[SplinkDataFrame]:
    """Tables as Splink sees them on the engine that works out what grows with the data: all of them through one door."""
    if store.spark is None:
        return [_here(store, table) for table in tables]
    from splink.backends.spark import SparkAPI  # of an extra

    api = SparkAPI(spark_session=store.spark)
    for table in tables:
        store.ibis.table(table)  # from here on Spark knows it
    return [api.register(table, dataset_display_name=table) for table in tables]


def train(store: Store, seed: int) -> Model:
    """Learn the chances from the data, on one thread, so that the same data gives the same model.

    u comes from a sample of random pairs, and for identifiers and homes, whose agreement by chance is too rare to meet in
    a sample, exactly from counts. m comes from expectation maximisation over capped samples of two kinds of block.

    It learns from records, not from composites: what the agreed passes joined is the best example of one person.

    Reads:   comparable.
    Returns: the declared values where the data holds too little to learn from.
    """
    records = store.value("select count(*) from comparable")
    before = declared(1 / max(records, 2))
    if records < ENOUGH_TO_TRAIN:
        return before
    # Pairs grow with the square of the records: a sample of records holds more than enough of them, at the same chances.
    share = max(1, records // RECORDS_TO_TRAIN_ON)
    store.make("example", f"select * from comparable where record_no % {share} = 0 order by record_no")
    threads = store.value("select current_setting('threads')")
    store.run("set threads = 1")
    try:
        with _quiet():
            return _learn(store, before, seed)
    except (SplinkException, ValueError):
        # Records of placeholders and defaults hold nothing to learn from; what is declared stands, and model.json
        # says that it was trained on no records.
        return before
    finally:
        store.run(f"set threads = {threads}")
        store.drop("example")
        store.drop_all(_OF_SPLINK)


def _learn(store: Store, before: Model, seed: int) -> Model:
    linker = _linker(_here(store, "example"), before, frequencies=False)
    linker.training.estimate_u_using_random_sampling(
        max_pairs=U_PAIRS, seed=seed, min_count_per_level=None, num_chunks=1
    )
    examples = store.value("select count(*) from example")
    for terms in (("dob",), ("first", "last")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*terms),
            estimate_without_term_frequencies=True,
            max_pairs=EM_PAIRS,
            record_sample_proportion=min(1.0, 50_000 / examples),
        )
    return _sensible(store, linker.misc.save_model_to_json(), before)


def _sensible(store: Store, learnt: dict[str, Any], before: Model) -> Model:
    """Splink's parameters as a model: rounded, rare agreements counted exactly, and what was not learnt as declared."""
    sides: dict[str, dict[str, dict[str, float]]] = {"m": {}, "u": {}}
    for comparison in COMPARISONS:
        found = next(c for c in learnt["comparisons"] if c["output_column_name"] == comparison.name)
        by_level = {level["label_for_charts"]: level for level in found["comparison_levels"]}
        for side, chances in sides.items():
            values = {}
            for level in comparison.levels:
                known = by_level["All other comparisons" if not level.when else level.name]
                value = known.get(f"{side}_probability")
                expected = getattr(level, side)
                # A level never met in the sample is rare, not impossible.
                values[level.name] = max(value, expected / 10) if isinstance(value, float) else expected
            chances[comparison.name] = values
    for name in ("nhs_number", "nino", "upn", "phone", "email"):
        _count_chance(store, sides["u"], name, name)
    _count_chance(store, sides["u"], "born", "dob")
    _count_chance(store, sides["u"], "place", "property_id", level="home")
    rounded = {
        side: {
            name: {level: float(f"{chance:.6g}") for level, chance in levels.items()}
            for name, levels in chances.items()
        }
        for side, chances in sides.items()
    }
    groups = store.value("select count(*) from comparable")
    return Model(before.prior, rounded["m"], rounded["u"], groups)


def _count_chance(store: Store, u: dict[str, dict[str, float]], name: str, column: str, level: str = "same") -> None:
    """Set the chance that two agree by chance, exactly: the pairs that share a value over all pairs that hold one."""
    sharing, all_pairs = store.rows(f"""
        select sum(n * (n - 1)) / 2, any_value(total) * (any_value(total) - 1) / 2
        from (select count(*) as n, sum(count(*)) over () as total from comparable where {column} is not null group by {column})
    """)[0]
    if all_pairs:
        u[name][level] = max(float(sharing), 1.0) / float(all_pairs)


def score(store: Store, model: Model, floor_bits: float) -> None:
    """Make `scored_pair`, one row per pair of groups whose weight is at least ``floor_bits``.

    Reads:   composite, frequent_value.
    Writes:  scored_pair (record_no_l, record_no_r, weight_bits rounded to 6 places).
    """
    shares = {name: put_shares(store, name) for name in WEIGHED}
    on_spark = store.spark is not None
    if not on_spark:
        find_candidates(store)
    with _quiet():
        rows, *known = _where_it_grows(store, "composite" if on_spark else "weighed", *shares.values())
        linker = _linker(rows, model, frequencies=True, on_spark=on_spark)
        for name, table in zip(shares, known, strict=True):
            linker.table_management.register_term_frequency_lookup(table, name)
        if not on_spark:
            linker.table_management.register_blocked_pairs_for_predict(_here(store, "candidate_pair"))
        found = linker.inference.predict(threshold_match_weight=floor_bits).physical_name
    pairs = store.ibis.table(found)
    ends = pairs.record_no_l, pairs.record_no_r
    weight = pairs.match_weight.round(6)
    scored = pairs.select(record_no_l=ibis.least(*ends), record_no_r=ibis.greatest(*ends), weight_bits=weight)
    store.make("scored_pair", scored.order_by("record_no_l", "record_no_r", "weight_bits"))
    store.run("drop view if exists weighed")
    store.drop("candidate_pair", *shares.values())
    store.drop_all(_OF_SPLINK)


def weight_sql(model: Model) -> str:
    """SQL for a pair's weight from its level columns ``at_first``, ``at_last``, …, without term frequencies."""
    terms = [f"{math.log2(model.prior):.6f}"]
    for comparison in COMPARISONS:
        bits = " ".join(
            f"when {at} then {model.bits(comparison.name, level.name):.6f}"
            for at, level in enumerate(comparison.levels)
        )
        terms.append(f"case at_{comparison.name} {bits} else 0 end")
    return f"round({' + '.join(terms)}, 6)"
