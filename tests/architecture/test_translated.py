"""What a page says when something cannot be done is marked for translation, wherever the code says it; so is what a power allows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import thinkfamily.casework as casework

HOUSE = Path(casework.__file__).parent
MODULES = sorted(path for path in HOUSE.rglob("*.py") if not {"migrations", "demo"} & set(path.parts))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
TOLD = {"found", "means", "do"}
CODE = re.compile(r"TF-[A-Z]+-\d{3}")
# Printed where a site is started or kept, before there is a page or a language: who runs the server reads them.
OF_OPERATORS = {"SiteError", "KeyFileError", "AuditKeyError", "AuditTamperedError"}
OF_THE_COMMAND_LINE = {HOUSE / "audit" / "roles.py"}


def errors() -> set[str]:
    """Every class of errors that a user can mend, but those of operators."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"UserError"}
    while more := {name for name, of in bases.items() if of & found and name not in found | OF_OPERATORS}:
        found |= more
    return found


def makers() -> set[str]:
    """Every function that makes or raises such an error of words that it is given."""
    found = {"refuse_where", "power", "Role"}
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
                given = (*node.args.args, *node.args.kwonlyargs)
                words = {one.arg for one in given if getattr(one.annotation, "id", "") == "str"}
                if TOLD & words and getattr(node.returns, "id", "") not in OF_OPERATORS:
                    found.add(node.name)
    return found


def bare(node: ast.AST) -> Iterator[ast.expr]:
    """Sentences in an argument that are in no call of their own: what is marked is in one."""
    if isinstance(node, ast.Call):
        return
    if isinstance(node, ast.Constant | ast.JoinedStr):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)
        if re.match(r"[A-Z]", text) and re.search(r"[ .]", text) and not CODE.match(text):
            yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from bare(child)


def unmarked(tree: ast.AST, callables: set[str]) -> set[int]:
    """The lines of what is said and not marked: given to what makes an error, or in a row of checks beside its code."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            named = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if named in callables or named == "__init__":
                for given in (*node.args, *node.keywords):
                    found += bare(given)
        elif isinstance(node, ast.Tuple) and any(
            isinstance(one, ast.Constant) and CODE.match(str(one.value)) for one in node.elts
        ):
            found += bare(node)
    return {one.lineno for one in found}


CALLABLES = errors() | makers()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_what_a_page_says_of_an_error_is_marked(path: Path) -> None:
    assert path in OF_THE_COMMAND_LINE or not unmarked(TREES[path], CALLABLES)


def test_a_bare_sentence_is_found_wherever_it_stands() -> None:
    text = """
raise CaseError("TF-CASE-001", found="Found none.", do=_("Give one."))
raise plans.PlanError("TF-PLAN-001", found=f"Found {count} of them.", do=_("Give %(n)d.") % {"n": 2}, field="goal")
refuse_where((wrong, "TF-PLAN-002", "goal", _("Is wrong."), "Say " "more." if long else _("Say less.")))
for wrong, code, words in ((True, "TF-CASE-002", "It is not."), (True, "TF-CASE-003", _("It is."))):
    pass
power("case.read", "Read it.", manager="team")
power("case.read", _("Read it."), manager="team")
raise SiteError("TF-SITE-001", "mode", found="Found none.", means="Did not start.", do="Set it.")
"""
    assert unmarked(ast.parse(text), CALLABLES) == {2, 3, 4, 5, 7}
