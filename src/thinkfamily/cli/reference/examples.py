"""Worked examples, read from ``tests/spec``: folder = chapter, file = section, test = paragraph."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from pathlib import Path

from thinkfamily.cli.reference import markdown

CALLS = ("spec", "entry")
# How the arguments of an example are introduced, in the order in which they are shown.
GIVEN = {
    "family": "The family",
    "relationships": "Stated relationships",
    "terms": "School terms",
    "since": "Feeds cover the time from",
    "feeds": "Feeds that differ from full cover",
    "without": "Feeds that were not supplied",
    "events": "What agencies hold",
    "support": "Support",
    "met": "Criteria met",
    "as_at": "Judged on",
    "expect": "Answers",
}


@dataclass(frozen=True)
class Paragraph:
    """One worked example.

    Args:
        drawn: the drawn tables and other givens, as Markdown.
        criterion: the criterion asked about, or empty.
    """

    title: str
    says: str
    drawn: tuple[str, ...]
    criterion: str


@dataclass(frozen=True)
class SpecFile:
    """One file of worked examples.

    Args:
        programme: the programme they belong to: the folder within the chapter, or empty.
    """

    chapter: str
    programme: str
    name: str
    title: str
    paragraphs: tuple[Paragraph, ...]


def spec_folder(near: Path) -> Path | None:
    """``tests/spec`` of the checkout that holds a folder, or None outside a checkout."""
    near = near.resolve()
    found = (parent / "tests" / "spec" for parent in (near, *near.parents))
    return next((folder for folder in found if folder.is_dir()), None)


def read_examples(folder: Path) -> list[SpecFile]:
    """One entry per file of worked examples, in order of chapter and file."""
    return [_file(path, folder) for path in sorted(folder.glob("*/**/test_*.py"))]


def shown(paragraph: Paragraph, level: str) -> str:
    """A worked example as Markdown, under a heading of a level such as ``###``."""
    return "\n\n".join((f"{level} {paragraph.title}", paragraph.says, *paragraph.drawn))


def _file(path: Path, folder: Path) -> SpecFile:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    title = (ast.get_docstring(tree) or path.stem).splitlines()[0].rstrip(".")
    chapter, *inner = path.parent.relative_to(folder).parts
    return SpecFile(chapter, "/".join(inner), path.stem, title, tuple(_paragraph(test, constants) for test in tests))


def _paragraph(test: ast.FunctionDef, constants: dict[str, ast.expr]) -> Paragraph:
    title = test.name.removeprefix("test_").replace("_", " ")
    title = title[0].upper() + title[1:]
    says = inspect.cleandoc(ast.get_docstring(test) or "")
    calls = [node for node in ast.walk(test) if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS]
    calls.sort(key=lambda call: call.lineno)
    if not calls:
        return Paragraph(title, says, tuple(_drawings(test)), "")
    local = {
        target.id: node.value
        for node in ast.walk(test)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    drawn: list[str] = []
    criterion = ""
    for call in calls:
        given = {word.arg: _resolved(word.value, constants | local) for word in call.keywords if word.arg}
        criterion = str(_value(given["criterion"])) if "criterion" in given else ""
        parts = [_given(name, given[name]) for name in GIVEN if name in given]
        # A second question of the same family repeats only what changes.
        drawn += [part for part in parts if part not in drawn]
    return Paragraph(title, says, tuple(drawn), criterion)


def _resolved(node: ast.expr, constants: dict[str, ast.expr]) -> ast.expr:
    return constants.get(node.id, node) if isinstance(node, ast.Name) else node


def _given(name: str, node: ast.expr) -> str:
    if name == "expect" and isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        rows = [(_value(key) if key else "", *_answer(value)) for key, value in pairs]
        return f"{GIVEN[name]}:\n\n{markdown.table(('whose', 'answer', 'because'), rows)}"
    value = _value(node)
    if isinstance(value, str) and "|" in value:
        return f"{GIVEN[name]}:\n\n{drawn_table(value)}"
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return f"{GIVEN[name]}: {text}."


def _answer(node: ast.expr) -> tuple[str, str]:
    if isinstance(node, ast.Call):
        return "unknown", str(_value(node.args[0])) if node.args else ""
    return str(_value(node)), ""


def _value(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return ast.unparse(node)


def _drawings(test: ast.FunctionDef) -> list[str]:
    """Tables drawn anywhere in a test of another chapter."""
    texts = [node.value for node in ast.walk(test) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [drawn_table(text) for text in texts if _is_drawing(text)]


def _is_drawing(text: str) -> bool:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    widths = {line.count("|") for line in lines}
    return len(lines) > 1 and len(widths) == 1 and widths != {0}


def drawn_table(text: str) -> str:
    """A table drawn with bars, as Markdown."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]
    return markdown.table(lines[0], lines[1:])
