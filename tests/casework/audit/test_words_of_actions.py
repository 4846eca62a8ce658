"""What the audit records reads as words wherever people read it: every code of the source, and the names of fields."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from django.apps import apps

from thinkfamily.casework.access.action_words import BUTTONS, WORDS, action_words
from thinkfamily.casework.access.field_words import FIELDS, field_words
from thinkfamily.casework.access.powers import POWERS

SOURCE = Path("src/thinkfamily")
OURS = {"action_words.py", "field_words.py"}
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
# Shaped like a code of an action, and none: names of files and of routes.
NONE_OF_THESE = {"audit.key", "calendar.ics", "feedback.key", "meeting.ics", "retention.due", "site.log_fault"}
# Names that say a thing in our shorthand, which nobody reads as words.
SHORTHAND = re.compile(r"(is|has|had|was|needs)_.*|.*_(on|at|by|because|of|percent)")


@cache
def trees():
    """Each module that can record, as a syntax tree, by its path."""
    found = [*(SOURCE / "casework").rglob("*.py"), *(SOURCE / "cli").rglob("*.py")]
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(found)
        if "migrations" not in path.parts and path.name not in OURS
    }


def called(node):
    """The name by which a function is called."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def texts(node):
    """Every text that stands anywhere within a node."""
    return [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]


@cache
def recorded():
    """Every code that the source records: said outright, handed on by a helper, or put together of two parts."""
    found = set()
    for path, tree in trees().items():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for call in calls:
            name = called(call)
            if call.args and (
                name == "_record" or (name == "record" and {"kind", None} & {k.arg for k in call.keywords})
            ):
                found |= {text for text in texts(call.args[0]) if CODE.fullmatch(text)}
            if call.args and name == "record" and isinstance(call.args[0], ast.IfExp | ast.JoinedStr):
                found |= put_together(path, calls, call.args[0])
    before = {code.split(".")[0] for code in found | set(POWERS)}
    for tree in trees().values():
        found |= {text for text in texts(tree) if CODE.fullmatch(text) and text.split(".")[0] in before}
    return found - NONE_OF_THESE


def put_together(path, calls, said):
    """Codes that a module puts together of a part that it writes and one that it was handed."""
    forms = [each for each in ast.walk(said) if isinstance(each, ast.JoinedStr)]
    handed = {
        one.value
        for call in calls
        if called(call) in ("_keep", "_recorded")
        for one in call.args
        if isinstance(one, ast.Constant)
    }
    found = set()
    for form in forms:
        parts = [part.value if isinstance(part, ast.Constant) else None for part in form.values]
        assert parts.count(None) == 1, f"{path}: a code of more than one unknown part"
        found |= {"".join(word if part is None else part for part in parts) for word in handed}
    return found


def told(code):
    """Whether a code is in words."""
    return code in POWERS or code in WORDS


def test_every_code_that_the_source_records_has_words():
    found = recorded()
    assert len(found) > 200, "the source is read"
    assert {"meeting.write", "handover.raise", "referral.return", "account.factor_added"} <= found
    assert {"agency.added", "agency.changed", "team.added", "team.changed"} <= found
    assert {code for code in found if not told(code)} == set()


def test_no_code_has_words_that_nothing_records_or_that_a_power_says_itself():
    assert set(WORDS) - recorded() == set()
    assert set(WORDS) & set(POWERS) == set()


def test_the_words_are_a_sentence_and_no_code():
    sentence = re.compile(r"[A-Z][^_.]*\.")
    assert {code for code, said in WORDS.items() if not sentence.fullmatch(str(said))} == set()
    assert all(action_words(code) == str(said) for code, said in WORDS.items())


def test_a_button_that_could_not_do_it_has_words():
    pressed = {
        getattr(call.args[1], "attr", getattr(call.args[1], "id", ""))
        for tree in trees().values()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and called(call) == "do_or_say"
    }
    assert pressed == set(BUTTONS)
    assert action_words("reopen_minutes", "attempt") == "Make the minutes a draft again."


HELPERS = {"_record", "_recorded", "_keep", "_involve", "moved", "ended", "written", "record"}


def fields_recorded():
    """Names of fields that are recorded: said outright, handed to a helper, or kept under a name until they are."""
    names = {
        field.name
        for model in apps.get_models()
        if model.__module__.startswith("thinkfamily")
        for field in model._meta.get_fields()
    }
    found = set()
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in HELPERS:
                found |= {text for one in node.keywords if one.arg == "fields" for text in texts(one.value)}
                lists = [one for one in node.args if isinstance(one, ast.List | ast.Tuple | ast.BinOp | ast.IfExp)]
                found |= names.intersection(text for one in lists for text in texts(one))
            elif isinstance(node, ast.Assign) and "actions" in path.parts:
                kept = {getattr(one, "id", "") for one in node.targets}
                if any(name.isupper() or name in ("fields", "changed") for name in kept):
                    found |= names.intersection(texts(node.value))
    return found


def test_no_field_is_named_in_our_shorthand():
    found = fields_recorded()
    assert len(found) > 150
    assert {"died_on", "is_home", "account_until"} <= found
    assert {name for name in found if SHORTHAND.fullmatch(name) and name not in FIELDS} == set()
    assert field_words("is_allowed") == "whether allowed"
    assert field_words("next_steps") == "next steps"


def test_the_words_of_a_field_are_words_and_it_is_there():
    every = {text for tree in trees().values() for text in texts(tree)}
    assert {name for name in FIELDS if re.search(r"[_:.]", field_words(name))} == set()
    assert set(FIELDS) - every == set()
