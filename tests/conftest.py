"""What holds for every test."""

from __future__ import annotations

import gc

import pytest
from hypothesis import settings

# A busy machine is slow by turns; a law of arithmetic is no less true for it.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was read to find the tests stays to the end: looking for garbage in it took a tenth of their time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let tests with real transactions empty their database afterwards, which the audit's triggers refuse."""
    from django.db import connections
    from django.test import TransactionTestCase

    from thinkfamily.casework.audit import triggers

    empty = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        aliases = list(case._databases_names(include_mirrors=False))
        for alias in aliases:
            triggers.drop(connections[alias])
        try:
            empty(case)
        finally:
            for alias in aliases:
                triggers.create(connections[alias])

    TransactionTestCase._fixture_teardown = teardown
