"""Whether Spark can run here; tests of it skip, saying why, where it cannot."""

from __future__ import annotations

import pytest

from thinkfamily.core.errors import EngineError
from thinkfamily.engine.store.spark import refuse_without_spark


def skip_without_spark() -> None:
    """Skip a whole module of tests where the extra or Java is missing; `make test-spark` installs the extra."""
    try:
        refuse_without_spark()
    except EngineError as error:
        pytest.skip(f"{error.found} (make test-spark)", allow_module_level=True)
