"""The peer: Splink 5 as a careful newcomer would set it up, over the standard-form people files of an extracts folder.

    python benchmarks/plain_splink.py EXTRACTS [--labels OUT.parquet]

Comparisons and training follow Splink's own tutorials: names with term frequencies, one comparison of place, u from ten
million random pairs, two passes of expectation maximisation; people are the connected components at 0.95. Prints one line of
JSON: records, wall and CPU seconds, peak MiB.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import time
from pathlib import Path

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

MATCH_AT = 0.95


def read(connection: duckdb.DuckDBPyConnection, extracts: Path) -> int:
    """Table ``people``: one row per record, text trimmed and in small letters."""
    files = sorted(extracts.glob("*/people.csv"))
    raw = " union all by name ".join(
        f"select '{file.parent.name}' as feed, * from read_csv('{file}', all_varchar = true, header = true)"
        for file in files
    )
    columns = (
        "first_name",
        "middle_names",
        "last_name",
        "date_of_birth",
        "sex",
        "address",
        "uprn",
        "nhs_number",
        "nino",
        "upn",
    )
    tidy = ", ".join(f"nullif(trim(lower({column})), '') as {column}" for column in columns)
    connection.execute(f"""
        create table people as
        select row_number() over () as id, feed, record_id, {tidy}, nullif(replace(lower(postcode), ' ', ''), '') as postcode
        from ({raw})
    """)
    return connection.execute("select count(*) from people").fetchall()[0][0]


def settings() -> SettingsCreator:
    """The model."""
    nowhere = "(address_{0} is null and postcode_{0} is null and uprn_{0} is null)"
    place = cl.CustomComparison(
        output_column_name="place",
        comparison_levels=[
            cll.CustomLevel(f"{nowhere.format('l')} or {nowhere.format('r')}").configure(is_null_level=True),
            cll.CustomLevel("uprn_l = uprn_r or (address_l = address_r and postcode_l = postcode_r)"),
            cll.CustomLevel("postcode_l = postcode_r and jaro_winkler_similarity(address_l, address_r) > 0.92"),
            cll.CustomLevel("postcode_l = postcode_r"),
            cll.CustomLevel("left(postcode_l, length(postcode_l) - 2) = left(postcode_r, length(postcode_r) - 2)"),
            cll.ElseLevel(),
        ],
    )
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("last_name").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True),
            place,
            cl.ExactMatch("middle_names").configure(term_frequency_adjustments=True),
            cl.ExactMatch("sex"),
            cl.ExactMatch("nhs_number"),
            cl.ExactMatch("nino"),
            cl.ExactMatch("upn"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("nhs_number"),
            block_on("nino"),
            block_on("upn"),
            block_on("last_name", "date_of_birth"),
            block_on("first_name", "date_of_birth"),
            block_on("first_name", "last_name", "postcode"),
            block_on("postcode", "date_of_birth"),
            block_on("uprn", "substr(first_name, 1, 3)"),
            block_on("postcode", "first_name"),
            block_on("postcode", "last_name", "substr(first_name, 1, 1)"),
        ],
    )


def main() -> None:
    """Link, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("extracts", type=Path)
    parser.add_argument("--labels", type=Path)
    wanted = parser.parse_args()
    logging.disable(logging.CRITICAL)
    started = time.perf_counter()
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    records = read(connection, wanted.extracts)
    linker = Linker(DuckDBAPI(connection=connection).register("people", dataset_display_name="people"), settings())
    certain = [
        block_on("nhs_number"),
        block_on("first_name", "last_name", "date_of_birth"),
        block_on("first_name", "last_name", "postcode"),
    ]
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in (block_on("first_name", "last_name"), block_on("date_of_birth")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    people = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=MATCH_AT)
    if wanted.labels:
        connection.execute(f"""
            copy (select feed, record_id, cluster_id as person_id from {people.physical_name})
            to '{wanted.labels}' (format parquet)
        """)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "records": records,
                "wall_s": round(time.perf_counter() - started, 2),
                "cpu_s": round(used.ru_utime + used.ru_stime, 2),
                "peak_mib": round(used.ru_maxrss / 1024),
            }
        )
    )


if __name__ == "__main__":
    main()
