"""How families are spoken of, and that nobody real is in the house.

Words that blame stand on no page, letter or label. Whoever is in the repository is invented: numbers, addresses of mail and
telephones are of ranges that nobody is given.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from stdnum.gb import nhs
from tests.architecture.test_documents import ROOT, name_of, tracked

from thinkfamily.programmes.profile import shipped

CASEWORK = ROOT / "src/thinkfamily/casework"
# Of a family, as others have called them; of a person, as records do.
_OF = "troubled|problem|chaotic|dysfunctional|feckless|failing|workless|disorganised|anti-?social"
BLAMING = re.compile(
    rf"\b((?:{_OF}) (?:famil(?:y|ies)|parents?|mothers?|fathers?|child(?:ren)?)|neighbou?rs from hell|turned around"
    r"|non-?complian(?:t|ce)|(?:refus|fail)(?:ed|es|ing) to engage|hard[- ]to[- ]reach|service users?|clients?(?! programs?))\b",
    re.IGNORECASE,
)
TEXTS = {".py", ".md", ".html", ".toml", ".yaml", ".txt", ".csv", ".json", ".po", ".cfg", ".ini", ".js", ".scss"}
# What a number of the health service looks like, however it is written: ten digits of which the last checks the others.
TEN = re.compile(r"(?<![\w.-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])")
# The range kept for tests, and ten digits in a row.
INVENTED = ("999", "0123456789")
MAIL = re.compile(r"[\w.+-]+@([a-z0-9-]+(?:\.[a-z][a-z0-9-]+)+)", re.IGNORECASE)
# Kept for examples by those who give out names: RFC 2606 and RFC 6761.
OF_NOBODY = re.compile(r"(?:.+\.)?(?:example|example\.(?:com|org|net)|test|invalid|localhost)", re.IGNORECASE)
TELEPHONE = re.compile(r"(?<![\w.])0[127]\d{2,4}[ ]\d{3}[ ]?\d{3,4}(?!\w)")
# Kept for dramas by Ofcom.
OF_DRAMAS = re.compile(
    r"01632 ?960 ?\d{3}|07700 ?900 ?\d{3}|020 ?7946 ?0\d{3}|0(?:113|114|115|116|117|118|121|131|141|151|161) ?496 ?0\d{3}"
)
OURS = [path for path in tracked() if path.suffix in TEXTS and path.stat().st_size < 1_000_000]


def read_by_people(path: Path) -> Iterator[str]:
    """What of a file of the site somebody may read: of a template all but its tags, of a program what is not a remark."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
        return
    tree = ast.parse(text)
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    yield from (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and " " in node.value
        and id(node) not in remarks
    )


@pytest.mark.parametrize("folder", sorted(path for path in CASEWORK.iterdir() if path.is_dir()), ids=name_of)
def test_no_word_that_blames_is_on_a_page_or_in_a_letter(folder: Path) -> None:
    files = [
        path for path in folder.rglob("*") if path.suffix in (".html", ".py", ".txt") and "built" not in path.parts
    ]
    said = ((path, text) for path in files for text in read_by_people(path))
    found = {(name_of(path), word[0]) for path, text in said for word in BLAMING.finditer(text)}
    assert found == set()


def test_no_programme_is_called_so_where_families_read_its_name() -> None:
    assert shipped()
    assert not [profile.code for profile in shipped().values() if BLAMING.search(profile.public_label)]


def test_blame_is_found_however_it_is_said() -> None:
    for said in ("a Troubled family", "problem families", "She refused to engage.", "hard-to-reach", "our clients"):
        assert BLAMING.search(said), said
    assert not BLAMING.search("A family in trouble, which has problems and is hard to find.")


def test_nobody_in_the_house_has_a_number_of_the_health_service_that_somebody_could_have() -> None:
    assert len(OURS) > 500
    found = {
        (name_of(path), number)
        for path in OURS
        for number in TEN.findall(path.read_text(encoding="utf-8"))
        if nhs.is_valid(number) and not nhs.compact(number).startswith(INVENTED)
    }
    assert found == set()


def test_nobody_in_the_house_can_be_written_to_or_rung() -> None:
    found = set()
    for path in OURS:
        text = path.read_text(encoding="utf-8")
        found |= {(name_of(path), host) for host in MAIL.findall(text) if not OF_NOBODY.fullmatch(host)}
        found |= {(name_of(path), number) for number in TELEPHONE.findall(text) if not OF_DRAMAS.fullmatch(number)}
    assert found == set()
