"""The rule manual of a programme: each criterion with its meaning, its source and its worked examples."""

from __future__ import annotations

from thinkfamily.cli.reference import markdown
from thinkfamily.cli.reference.examples import SpecFile, shown
from thinkfamily.core.source import Source
from thinkfamily.programmes.criterion import Criterion
from thinkfamily.programmes.framework import Capacity, Programme
from thinkfamily.programmes.sentence import generated
from thinkfamily.programmes.vocabulary import load_vocabulary

VALUES = {"source": "stand in the source", "ours": "are ours"}


def manual(programme: Programme, examples: list[SpecFile]) -> str:
    """The page of one programme version."""
    first, last = programme.in_force
    about = [
        f"Nation: {programme.nation}.",
        f"In force: from {first}" + (f" until {last}." if last else "."),
        f"Whose needs count: members who live {' or '.join(_words(each) for each in programme.residence)}.",
        _source(programme.source),
        f"Entry: {programme.entry.says} {_standing(programme.entry.source, programme.entry.values)}"
        f" {programme.entry.because}",
        _capacity(programme.capacity),
    ]
    headings = {heading.id: heading.title for heading in programme.headings}
    summary = markdown.table(
        ("criterion", "heading", "says"),
        [(f"`{each.id}`", headings[each.heading], each.says) for each in programme.criteria],
    )
    examples = [file for file in examples if file.chapter == "needs" and file.programme == programme.name]
    parts = [_criterion(each, headings[each.heading], examples) for each in programme.criteria]
    ids = {each.id for each in (*programme.criteria, *programme.results)}
    shared = [
        f"## {file.title}\n\n" + "\n\n".join(shown(each, "###") for each in file.paragraphs)
        for file in examples
        if file.name.removeprefix("test_") not in ids
    ]
    return markdown.page(
        programme.title,
        f"Name for `--programme`: `{programme.name}`.",
        "\n".join(f"- {line}" for line in about),
        "Every answer is yes, no or unknown: [what unknown means](../explanation/what-unknown-means.md)."
        " To change a rule: [how to change a rule](../how-to/change-a-rule.md).",
        summary,
        *parts,
        *shared,
    )


def _criterion(criterion: Criterion, heading: str, examples: list[SpecFile]) -> str:
    types = load_vocabulary().event_types
    feed_of = dict(zip(types["event"], types["feed"], strict=True))
    reads: dict[str, list[str]] = {}
    for event in criterion.events:
        reads.setdefault(feed_of[event], []).append(f"`{event}`")
    lines = [
        f"Heading: {heading}.",
        f"As declared: {generated(criterion.test)}.",
        "Reads: " + ("; ".join(f"{feed}: {', '.join(events)}" for feed, events in reads.items()) or "no feed") + ".",
        _source(criterion.source),
        f"Its numbers {VALUES[criterion.values]}. {criterion.because}".rstrip(),
    ]
    paragraphs = [
        paragraph for file in examples if file.name == f"test_{criterion.id}" for paragraph in file.paragraphs
    ]
    return "\n\n".join(
        [
            f"## {criterion.id}",
            f"**{criterion.says}**",
            "\n".join(f"- {line}" for line in lines),
            *(shown(paragraph, "###") for paragraph in paragraphs),
        ]
    )


def _capacity(capacity: Capacity | None) -> str:
    if capacity is None:
        return "Capacity: none is set. All families that meet the entry rule are proposed, unless `--capacity` says how many."
    return f"Capacity: {capacity.says} {_standing(capacity.source, capacity.values)}"


def _source(source: Source) -> str:
    title = f"[{source.title}]({source.url})" if source.url else source.title
    state = "read for this project" if source.verified else "**draft: recalled, not read**"
    return f"Source: {title}, {source.where} ({state})."


def _standing(source: Source, values: str) -> str:
    state = "" if source.verified else " **Draft: recalled, not read.**"
    return f"The numbers {VALUES[values]} ({source.where}).{state}"


def _words(residence: str) -> str:
    return {"with_children": "with the children", "away": "away for a time"}.get(residence, residence)
