"""The rule manual of a programme: each criterion with its meaning, its source and its worked examples."""

from __future__ import annotations

from thinkfamily.cli.reference import markdown
from thinkfamily.cli.reference.cited import VALUES, cited, standing, state
from thinkfamily.cli.reference.examples import SpecFile, shown
from thinkfamily.cli.reference.terms_part import terms_part
from thinkfamily.programmes.criterion import Combined, Criterion
from thinkfamily.programmes.entry import Entry
from thinkfamily.programmes.framework import Capacity, Programme
from thinkfamily.programmes.sentence import generated
from thinkfamily.programmes.vocabulary import load_vocabulary

RESIDENCE = {
    "with_children": "with the children",
    "away": "away for a time",
    "elsewhere": "elsewhere, as a parent does who has left the home",
}


def manual(programme: Programme, examples: list[SpecFile]) -> str:
    """The page of one programme version."""
    examples = [file for file in examples if file.chapter == "needs" and file.programme == programme.name]
    headings = {heading.id: heading.title for heading in programme.headings}
    results = {result.id: result.title for result in programme.terms.results}
    ids = {each.id for each in (*programme.criteria, *programme.results)}
    rest = [file for file in examples if file.name.removeprefix("test_") not in ids]
    return markdown.page(
        programme.title,
        f"Name for `--programme`: `{programme.name}`.",
        _about(programme),
        "Every answer is yes, no or unknown: [what unknown means](../explanation/what-unknown-means.md)."
        " To change a rule: [how to change a rule](../how-to/change-a-rule.md).",
        "## Whom it counts",
        _entry(programme.entry),
        *(shown(each, "###") for file in rest if file.name == "test_entry" for each in file.paragraphs),
        "## The criteria at a glance",
        _glance(programme.criteria, headings),
        *(_criterion(each, f"Heading: {headings[each.heading]}.", examples) for each in programme.criteria),
        *(
            f"## {file.title}\n\n" + "\n\n".join(shown(each, "###") for each in file.paragraphs)
            for file in rest
            if file.name != "test_entry"
        ),
        *terms_part(programme.terms),
        *(_criterion(each, f"A test of the result: {results[each.heading]}.", examples) for each in programme.results),
    )


def criterion_part(programme: Programme, criterion: Criterion, examples: list[SpecFile]) -> str:
    """The part of one criterion: what it means, what it reads, its source and its worked examples."""
    headings = {heading.id: heading.title for heading in programme.headings}
    of_programme = [file for file in examples if file.programme == programme.name]
    return _criterion(criterion, f"Heading: {headings[criterion.heading]}.", of_programme)


def _about(programme: Programme) -> str:
    first, last = programme.in_force
    drafts = [each.id for each in (*programme.criteria, *programme.results) if each.is_draft]
    lives = " or ".join(RESIDENCE[each] for each in programme.residence)
    whole = len(programme.criteria) + len(programme.results)
    lines = [
        f"Nation: {programme.nation}.",
        f"In force: from {first}"
        + (f" until {last}. On a later date its last rules are asked, and it pays nothing." if last else "."),
        f"Whose needs count: members who live {lives}.",
        cited(programme.source),
        _capacity(programme.capacity),
        f"Drafts, recalled and not read: {len(drafts)} of {whole} criteria and tests"
        + (f" (`{'`, `'.join(drafts)}`). Have a person check them before they decide anything." if drafts else "."),
    ]
    return "\n".join(f"- {line}" for line in lines)


def _entry(entry: Entry) -> str:
    draft = " **A part of it is a draft: recalled, not read.**" if entry.is_draft else ""
    if entry.rule is None:
        fill = "Until one is filled in, nobody is eligible: [how to fill in an entry rule](../how-to/fill-in-an-entry-rule.md)."
        return f"**{entry.says}** {cited(entry.source)} {fill}"
    text = f"**{entry.says}** {standing(entry.source, entry.values)} {entry.because}".rstrip() + draft
    if entry.elsewhere_at_most is not None:
        counted = "heading" if entry.counts_headings else "criterion"
        text += f"\n\nMembers who live elsewhere account for at most {entry.elsewhere_at_most} {counted} between them."
    if entry.readings:
        rows = [(each.says, f"{each.source.title}, {each.source.where}", state(each.source)) for each in entry.readings]
        text += (
            "\n\nSources disagree. A family must meet the rule in every reading; families that meet it only in another are"
            f" counted apart in the report.\n\n{markdown.table(('reading', 'source', 'state'), rows)}"
        )
    return text


def _glance(criteria: tuple[Criterion, ...], headings: dict[str, str]) -> str:
    rows = [
        (
            f"`{each.id}`",
            headings[each.heading],
            each.says,
            "the source" if each.values == "source" else "ours",
            "**draft**" if each.is_draft else "read",
        )
        for each in criteria
    ]
    return markdown.table(("criterion", "heading", "says", "numbers", "state"), rows)


def _criterion(criterion: Criterion, belongs: str, examples: list[SpecFile]) -> str:
    types = load_vocabulary().event_types
    feed_of = dict(zip(types["event"], types["feed"], strict=True))
    reads: dict[str, list[str]] = {}
    for event in criterion.events:
        reads.setdefault(feed_of.get(event, "a feed of the area's own"), []).append(f"`{event}`")
    test = criterion.test
    lines = [
        belongs,
        f"As declared: {generated(test)}.",
        "Reads: " + ("; ".join(f"{feed}: {', '.join(events)}" for feed, events in reads.items()) or "no feed") + ".",
        cited(criterion.source),
        f"Its numbers {VALUES[criterion.values]}. {criterion.because}".rstrip(),
    ]
    if isinstance(test, Combined) and test.how == "readings":
        lines.append("Sources disagree; all readings must be met, so that the strictest stands:")
        lines += [f"Reading {at}. {cited(each)}" for at, each in enumerate(test.sources, 1)]
    paragraphs = [each for file in examples if file.name == f"test_{criterion.id}" for each in file.paragraphs]
    return "\n\n".join(
        [
            f"## {criterion.id}",
            f"**{criterion.says}**" + (" **Draft: recalled, not read.**" if criterion.is_draft else ""),
            "\n".join(f"- {line}" for line in lines),
            *(shown(paragraph, "###") for paragraph in paragraphs),
        ]
    )


def _capacity(capacity: Capacity | None) -> str:
    if capacity is None:
        return "Capacity: none is set. All families that meet the entry rule are proposed, unless `--capacity` says how many."
    return f"Capacity: {capacity.says} {standing(capacity.source, capacity.values)}"
