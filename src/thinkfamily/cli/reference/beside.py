"""The manual of one programme or criterion, with the worked examples of the checkout or beside a folder of the user's own."""

from __future__ import annotations

from pathlib import Path

import thinkfamily
from thinkfamily.cli.reference import markdown
from thinkfamily.cli.reference.examples import GIVEN, Paragraph, SpecFile, drawn_table, read_examples, spec_folder
from thinkfamily.cli.reference.manual import criterion_part, manual
from thinkfamily.core.errors import RuleError
from thinkfamily.engine.trial.examples import WorkedExample
from thinkfamily.engine.trial.examples import read_examples as read_beside
from thinkfamily.programmes.folder import find_programme, rule_folder
from thinkfamily.programmes.framework import programme_names


def manual_text(name: str, criterion: str | None) -> str:
    """The manual as Markdown.

    Args:
        name: a programme by name, or the path of a folder.
        criterion: one of its criteria, or None for the whole.

    Raises:
        RuleError: there is no such programme or criterion.
    """
    programme = find_programme(name)
    examples = [_file(programme.name, each) for each in read_beside(rule_folder(name), programme)]
    if name in programme_names():
        specs = spec_folder(Path(thinkfamily.__file__).parent)
        examples += read_examples(specs) if specs else []
    if criterion is None:
        return manual(programme, examples).split("\n", 1)[1]
    chosen = next((each for each in programme.criteria if each.id == criterion), None)
    if chosen is None:
        raise RuleError(
            "TF-RULE-025",
            f"programme {programme.name}",
            found="Found no criterion of that name.",
            means="Nothing is shown.",
            do=f"Name one of: {', '.join(each.id for each in programme.criteria)}.",
        )
    return criterion_part(programme, chosen, examples)


def _file(programme: str, example: WorkedExample) -> SpecFile:
    """A worked example that stands beside the rules, in the form of those of the checkout."""
    parts = []
    for place, says in GIVEN.items():
        if place == "expect":
            rows = [(each.whom, each.answer, each.because) for each in example.expect]
            parts.append(f"{says}:\n\n{markdown.table(('whose', 'answer', 'because'), rows)}")
        elif place in example.given:
            value = example.given[place]
            text = ", ".join(value) if isinstance(value, tuple) else str(value)
            parts.append(f"{says}:\n\n{drawn_table(text)}" if "|" in text else f"{says}: {text}.")
    paragraph = Paragraph(example.says.rstrip("."), "", tuple(parts), example.criterion)
    return SpecFile("needs", programme, f"test_{example.criterion}", example.criterion, (paragraph,))
