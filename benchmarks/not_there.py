"""Can "not there" be told from "not yours" by the time it takes? 1,000 timed pairs; the answer must be no better than chance.

A lead asks in turn, in random order, for a file that does not exist and for a restricted one that does. The figure is the
area under the curve of telling them apart by time: 0.5 is chance. Beyond 0.55 either way the run fails.

For a search it came nearer to 0.55 from session to session, and was 0.571 and 0.624 on 30 November 2026; answered at a tick
since (decision 0051), 0.493, and 0.490 for a page.

    python benchmarks/not_there.py            # SQLite, or PostgreSQL where DATABASE_URL is set
"""

from __future__ import annotations

import os
import random
import sys
import time
import uuid
from typing import Any

PAIRS = int(os.environ.get("THINKFAMILY_PAIRS", "1000"))
WARM_UP = 100
MOST = 0.55
FAMILIES = 300


def main() -> int:
    """Time the pairs in a database of their own, and say how well they are told apart."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.site_settings"
    sys.path.insert(0, os.getcwd())
    import logging

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.test.utils import get_runner, setup_test_environment

    setup_test_environment()
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        return measure()
    finally:
        runner.teardown_databases(databases)


def measure() -> int:
    """Time pages and searches."""
    from django.db import connection
    from django.test import Client
    from tests.casework import factories as make

    client, lead, keeper = Client(), make.worker("adult_lead"), make.worker("governance")
    kept = []
    for number in range(FAMILIES):
        family = make.family(make.person(last=f"Keptname{number:03d}"), make.person(last=f"Openname{number:03d}"))
        if number % 2:
            make.restrict(family, keeper)
            kept.append((family, f"Keptname{number:03d}"))
    client.force_login(lead)

    def page(is_there: bool) -> Any:
        family = random.choice(kept)[0]
        return client.get(f"/families/{family.pk if is_there else uuid.uuid4()}/")

    def search(is_there: bool) -> Any:
        name = random.choice(kept)[1]
        return client.post("/search/", {"name": name if is_there else f"Nonename{name[-3:]}"})

    worst = 0.0
    for what, ask, wants in (("page", page, 404), ("search", search, 200)):
        auc = told_apart(ask, wants)
        worst = max(worst, auc, 1 - auc)
        print(f"{connection.vendor:12} {what:8} {PAIRS} pairs   AUC {auc:.3f}   (chance 0.500, at most {MOST})")
    return int(worst > MOST)


def told_apart(ask: Any, wants: int) -> float:
    """The area under the curve: how often what is kept takes longer than what is not there."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for number in range(WARM_UP + PAIRS):
        order = [True, False]
        random.shuffle(order)
        for is_there in order:
            began = time.perf_counter()
            response = ask(is_there)
            took = time.perf_counter() - began
            assert response.status_code == wants, response.status_code
            if number >= WARM_UP:
                times[is_there].append(took)
    ranked = sorted((took, is_there) for is_there, all_of in times.items() for took in all_of)
    ranks = sum(place for place, (_, is_there) in enumerate(ranked, start=1) if is_there)
    return (ranks - PAIRS * (PAIRS + 1) / 2) / (PAIRS * PAIRS)


if __name__ == "__main__":
    sys.exit(main())
