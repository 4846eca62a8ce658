"""Where a value comes from, and whether anyone here has read it, in words."""

from __future__ import annotations

from thinkfamily.core.source import Source

VALUES = {"source": "stand in the source", "ours": "are ours"}


def state(source: Source) -> str:
    """Whether the place was read, in a word or two."""
    return "read for this project" if source.verified else "**draft: recalled, not read**"


def cited(source: Source) -> str:
    """The source as a sentence, linked where it is public."""
    return f"Source: {linked(source)}, {source.where} ({state(source)})."


def linked(source: Source) -> str:
    """Its title, linked where it is public."""
    return f"[{source.title}]({source.url})" if source.url else source.title


def standing(source: Source, values: str) -> str:
    """Whose numbers these are, from where, and whether that was read."""
    draft = "" if source.verified else " **Draft: recalled, not read.**"
    return f"The numbers {VALUES[values]} ({source.title}, {source.where}).{draft}"
