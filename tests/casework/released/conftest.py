"""A PostgreSQL server of the tests' own, and databases on it, as the tests of the site's running have them."""

from __future__ import annotations

from tests.casework.operations.conftest import databases, server

__all__ = ["databases", "server"]
