"""A site folder of its own for each test, and real stores to write audits to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.casework.audit import stores
from thinkfamily.casework.site.instance import database


@pytest.fixture(autouse=True)
def site_folder(settings: Any, tmp_path: Path) -> Path:
    """Keys and heads of this test alone."""
    folder = tmp_path / "site"
    settings.INSTANCE = dataclasses.replace(settings.INSTANCE, folder=folder)
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[str | None]:
    """A PostgreSQL server of the test run's own, or None."""
    with stores.postgresql() as address:
        yield address


@pytest.fixture
def sqlite_store(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[str]:
    """An empty audit in a SQLite file."""
    with django_db_blocker.unblock(), stores.store("sqlite_store", stores.sqlite(tmp_path / "audit.sqlite3")) as alias:
        yield alias


@pytest.fixture
def postgresql_store(django_db_setup: None, django_db_blocker: Any, server: str | None) -> Iterator[str]:
    """An empty audit in PostgreSQL."""
    if server is None:
        pytest.skip("no PostgreSQL can be started here")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS audit WITH (FORCE)")
        connection.execute("CREATE DATABASE audit")
    described = database(f"{server}/audit", Path("unused"), "TEST") | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    with django_db_blocker.unblock(), stores.store("postgresql_store", described) as alias:
        yield alias


@pytest.fixture(params=["sqlite_store", "postgresql_store"])
def store(request: pytest.FixtureRequest) -> str:
    """An empty audit, on each database in turn."""
    return str(request.getfixturevalue(request.param))
