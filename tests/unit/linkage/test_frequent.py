"""What is counted as frequent goes with the model; the names of few do not."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from thinkfamily.engine.linkage.frequent import begin_counting, count_names, forget_rare_names, put_shares
from thinkfamily.engine.store import Store


def test_the_names_of_few_are_not_kept_and_count_as_the_rarest(tmp_path: Path) -> None:
    store = Store(tmp_path)
    try:
        firsts = ["TESTA"] * 93 + ["SAMPLA"] * 6 + ["ZQUORN"]
        store.put("composite", pl.DataFrame({"first": firsts, "last": ["INVENTED"] * 100}))
        begin_counting(store)
        count_names(store)
        forget_rare_names(store)
        kept = store.rows("select value, share from frequent_value where kind = 'first' order by value")
        assert kept == [("", 0.01), ("SAMPLA", 0.06), ("TESTA", 0.93)]
        shares = dict(store.rows(f"select first, tf_first from {put_shares(store, 'first')}"))
        assert shares == {"TESTA": 0.93, "SAMPLA": 0.06, "ZQUORN": 0.01}
    finally:
        store.close()
