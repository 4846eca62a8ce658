"""One identifier is right or wrong by the same rules as a column of them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from thinkfamily.core.identifiers import CHECKS
from thinkfamily.engine.intake import identifiers as of_columns
from thinkfamily.synthetic import identifiers as invented


@pytest.mark.parametrize("kind", CHECKS)
def test_one_value_is_judged_as_a_column_is(kind):
    rng = np.random.default_rng(7)
    right = {"nhs_number": invented.nhs_numbers, "upn": invented.upns, "nino": invented.ninos}[kind](rng, 200)
    texts = [*right.to_list(), "", "999", " 999 000-0018 ", "999 000 0019", "qq 12 34 56 c", "QQ123456E", "٩٩٩٠٠٠٠٠١٨"]
    for text in right.to_list():
        texts += [text[:-1], f"{text}0", text[1:] + text[0], text.lower(), f"{text[:3]}-{text[3:]} "]
        texts += [text[:-2] + other + text[-1] for other in "058ASX"]
        texts += [text[:-1] + other for other in "058ASX"]
    column = pl.DataFrame({"text": texts}).select(getattr(of_columns, kind)(pl.col("text")))
    found = [CHECKS[kind](text) for text in texts]
    assert found == column.to_series().to_list()
    assert 200 < sum(one is not None for one in found) < len(texts)
