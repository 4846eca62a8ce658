"""XML: rows by element, however deep; and nothing of what XML can do to a machine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.intake.folder import FEED, Taken, take

from thinkfamily.core.errors import ExtractError

SECRET = "Zxqsecret"
MAP = """
[people]
file = "*.xml"
each = "Child"
columns = { record_id = "Ids/No", last_name = "Ids/Name", disability = "Codes/Code" }
values = { disability = { NONE = "no", "*" = "yes" } }
[events]
file = "*.xml"
each = "Child/Episode/Plan"
columns = { record_id = "Child/Ids/No", from_on = "Begins", reference = "Episode/Case", detail = "Why/Code" }
fixed = { event = "child_in_need" }
"""
ONE = f"""<Child><Ids><No>C1</No><Name>{SECRET}</Name></Ids><Codes><Code>MOB</Code><Code>LD</Code></Codes>
<Episode><Case>E1</Case><Plan><Begins>2025-01-01</Begins><Why><Code>2A</Code><Code>3B</Code></Why></Plan>
<Plan><Begins>2025-02-01</Begins></Plan></Episode><Episode><Case>E2</Case></Episode></Child>"""
TWO = "<Child><Ids><No>C2</No></Ids><Codes><Code>NONE</Code></Codes><Episode><Plan><Begins>soon</Begins></Plan></Episode></Child>"


def census(folder: Path, xml: str | bytes) -> Taken:
    """Read a feed from one file of XML."""
    files: dict[str, str | bytes] = {
        "childrens_social_care/census.xml": xml,
        "childrens_social_care/feed.toml": FEED + MAP,
    }
    return take(folder, files)


def message(*children: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>', attributes: str = "") -> str:
    return f"{head}<Message{attributes}><Header><Year>2026</Year></Header><Children>{''.join(children)}</Children></Message>"


def refused(folder: Path, xml: str | bytes) -> ExtractError:
    with pytest.raises(ExtractError) as error:
        census(folder, xml)
    assert SECRET not in str(error.value)
    return error.value


def test_each_element_is_a_row_with_what_lies_above_it(tmp_path: Path) -> None:
    taken = census(tmp_path, message(ONE, TWO))
    assert taken.store.rows("select record_id, last_name, disability from record order by all") == [
        ("C1", SECRET, "yes"), ("C2", None, "no"),
    ]  # fmt: skip
    assert taken.store.rows("select from_on, reference, detail from event order by event_no") == [
        (date(2025, 1, 1), "E1", "2A 3B"), (date(2025, 2, 1), "E1", None),
    ]  # fmt: skip


def test_what_is_set_aside_names_the_element_by_number_and_its_own_name(tmp_path: Path) -> None:
    taken = census(tmp_path, message(ONE, TWO))
    assert taken.counts() == {"people": (2, 2, 0), "events": (3, 2, 1)}
    assert taken.store.rows("select file, row, code, reason from set_aside") == [
        (
            "census.xml (Child/Episode/Plan)", 3, "bad_from_on",
            "It is not a date in the stated form or in ISO form. Their column: Begins.",
        )
    ]  # fmt: skip


def test_elements_of_a_namespace_comments_and_instructions(tmp_path: Path) -> None:
    xml = message("<!-- <Child/> --><?php no?>", ONE, attributes=' xmlns="urn:invented"')
    assert census(tmp_path, xml).counts() == {"people": (1, 1, 0), "events": (2, 2, 0)}


def test_a_section_that_no_child_has_is_no_error(tmp_path: Path) -> None:
    taken = census(tmp_path, message("<Child><Ids><No>C1</No></Ids></Child>"))
    assert taken.counts() == {"people": (1, 1, 0), "events": (0, 0, 0)}


def test_windows_1252_is_read(tmp_path: Path) -> None:
    xml = message(
        "<Child><Ids><No>C1</No><Name>Zoë</Name></Ids></Child>", head='<?xml version="1.0" encoding="windows-1252"?>'
    )
    assert census(tmp_path, xml.encode("cp1252")).column("last_name") == ["Zoë"]


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
DECLARING = {
    "a type": "<!DOCTYPE Message>",
    "a billion laughs": f'<!DOCTYPE Message [<!ENTITY a0 "{SECRET}">{LAUGHS}]>',
    "a file of the machine": '<!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    "an address": '<!DOCTYPE Message SYSTEM "http://127.0.0.1:9/x.dtd">',
    "a parameter entity": '<!DOCTYPE Message [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>',
    "small letters": "<!doctype Message>",
}


@pytest.mark.parametrize("declared", DECLARING.values(), ids=DECLARING)
def test_a_file_that_declares_anything_is_refused_unparsed(
    tmp_path: Path, declared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(*_: object, **__: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr("thinkfamily.engine.intake.xml_file.etree.iterparse", parsed)
    error = refused(tmp_path, message(ONE, head='<?xml version="1.0"?>' + declared))
    assert error.code == "TF-INTAKE-005"


def test_a_declaration_far_into_the_file_is_found(tmp_path: Path) -> None:
    late = message(ONE, "<!-- " + "x" * (5 << 20) + " -->", "<!DOCTYPE late>")
    assert refused(tmp_path, late).code == "TF-INTAKE-005"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32-be"])
def test_an_encoding_that_could_hide_a_declaration_is_refused(tmp_path: Path, encoding: str) -> None:
    xml = message(ONE, head='<?xml version="1.0"?><!DOCTYPE Message>')
    assert refused(tmp_path, xml.encode(encoding)).code == "TF-INTAKE-003"


@pytest.mark.parametrize("named", ["utf-7", "EBCDIC-CP-US", "IBM037"])
def test_a_named_encoding_that_is_not_read_is_refused(tmp_path: Path, named: str) -> None:
    assert refused(tmp_path, message(ONE, head=f'<?xml version="1.0" encoding="{named}"?>')).code == "TF-INTAKE-003"


@pytest.mark.parametrize(
    ("xml", "code", "found"),
    [
        (message(ONE, TWO)[:-60], "TF-INTAKE-003", "line"),
        (message(ONE, "<Child><Ids></Child>"), "TF-INTAKE-003", "malformed"),
        ("", "TF-INTAKE-003", "malformed"),
        ("record_id,last_name\n1,x\n", "TF-INTAKE-003", "malformed"),
        (message(ONE).replace("Child>", "Pupil>"), "TF-INTAKE-004", "no element Child"),
        (message("<a>" * 400 + "</a>" * 400), "TF-INTAKE-003", "malformed"),
        (message("<Child><Ids><Number>1</Number></Ids></Child>"), "TF-INTAKE-004", "Ids/No"),
        (b"\xff" * 300, "TF-INTAKE-003", ""),
    ],
    ids=["cut off", "malformed", "empty", "no XML", "another census", "too deep", "no id", "junk"],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, xml: str | bytes, code: str, found: str) -> None:
    error = refused(tmp_path, xml)
    assert error.code == code
    assert found in str(error)


def test_xml_without_a_word_of_what_makes_a_row_is_refused(tmp_path: Path) -> None:
    files = {"police/feed.toml": FEED + '[people]\nfile = "a.xml"\n', "police/a.xml": message(ONE)}
    with pytest.raises(ExtractError, match="which element makes a row"):
        take(tmp_path, files)
