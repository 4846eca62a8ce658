"""Who was considered, by group: small numbers are hidden, and so is what would give them away (S25)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.consideration import desk
from tests.handover_packets import Family, Member
from thinkfamily.casework.consideration.queries.equality import equality, shown


def by_group(groups) -> dict[str, tuple[int | None, int | None]]:
    return {row.group: (row.families, row.considered) for row in shown(groups, 5)}


def test_large_numbers_are_shown_and_a_far_share_is_marked() -> None:
    rows = {row.group: row for row in shown({"a": (100, 50), "b": (100, 10)}, 5)}
    assert (rows["a"].families, rows["a"].considered, rows["a"].share, rows["a"].differs) == (100, 50, 50, True)
    assert rows["b"].differs
    assert not shown({"a": (100, 50), "b": (100, 45)}, 5)[1].differs


@pytest.mark.parametrize("split", [(40, 1), (40, 4), (40, 36), (40, 39)])
def test_a_small_split_is_hidden_and_so_is_another(split) -> None:
    assert by_group({"a": split, "b": (60, 30), "c": (50, 25)}) == {"a": (40, None), "b": (60, 30), "c": (50, None)}


@pytest.mark.parametrize("split", [(40, 0), (40, 5), (40, 35), (40, 40)])
def test_none_and_all_and_five_are_shown(split) -> None:
    assert by_group({"a": split, "b": (60, 30)})["a"] == split


def test_a_small_group_is_hidden_whole_with_the_next_smallest() -> None:
    assert by_group({"a": (3, 1), "b": (60, 30), "c": (50, 25)}) == {
        "a": (None, None),
        "b": (60, 30),
        "c": (None, None),
    }


def test_no_hidden_number_follows_from_the_rest() -> None:
    """Whatever the numbers, a hidden one is never the total less what is shown."""
    for a in range(12):
        for considered in range(a + 1):
            groups = {"a": (a, considered), "b": (30, 12), "c": (25, 10)}
            rows = shown(groups, 5)
            assert sum(row.families is None for row in rows) != 1
            assert sum(row.considered is None for row in rows) != 1
            for row in rows:
                assert row.families is None or row.families >= 5
                if row.families is not None and row.considered is not None:
                    assert not 0 < row.considered < 5
                    assert not 0 < row.families - row.considered < 5


@desk.BOTH
def test_what_is_signed_is_counted_by_group_and_outlives_the_purge(tmp_path, client) -> None:
    lone = [Family([Member(f"A{n}"), Member(f"K{n}", role="child")]) for n in range(6)]
    pairs = [Family([Member(f"B{n}"), Member(f"C{n}", sex="male"), Member(f"L{n}", role="child")]) for n in range(6)]
    made = desk.brought(tmp_path, lone + pairs)
    analyst, governance = make.worker("desk_analyst"), make.worker("governance")
    for each in lone + pairs:
        decision = desk.decided(each, "consider" if each in lone else "not_now", analyst)
    from thinkfamily.casework.consideration import actions

    batch = desk.signed(decision.batch, governance)
    assert not hasattr(made, "score")
    actions.promote(batch.pk, by=governance)
    actions.purge(by=governance)
    tables = {title: {row.group: (row.families, row.considered) for row in rows} for title, rows in equality(5)}
    assert tables["Adults with the children"] == {"one": (6, 6), "two or more": (6, 0)}
    assert tables["Sex of these adults"] == {"women": (6, 6), "women and men": (6, 0)}
    client.force_login(governance)
    page = client.get(reverse("desk:equality")).content.decode()
    assert "Differs" in page
    client.force_login(make.worker("matching_lead"))
    assert client.get(reverse("desk:equality")).status_code == 403
