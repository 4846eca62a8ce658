"""The programs of templates, each written once a language, and what writes one down, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.template.base import Node, Template, TextNode
from django.template.loader_tags import BlockNode, ExtendsNode

from thinkfamily.casework.pages.compiled.expressions import Kept, NotKnownError, WholeLeftError, value_of

Write = Callable[[dict[str, Any], Any, Callable[[tuple[str, ...]], None]], None]
# What writes a tag down, by the class as which Django read it.
Tags = dict[type[Node], Callable[["Writer", Any], None]]


class Program:
    """One template in one language.

    Attributes:
        write: writes it, given the names it can use, Django's context for tags that are left to Django, and what takes pieces
            of text.
    """

    write: Write


class Programs:
    """The programs of templates.

    Args:
        read: a template as Django reads it, by its name.
        tags: what writes its tags down.
    """

    def __init__(self, read: Callable[[str], Template], tags: Tags) -> None:
        self.read, self._tags = read, tags
        self._of: dict[tuple[Template, str | None], Program] = {}

    def forget(self) -> None:
        """Forget every program."""
        self._of.clear()

    def of(self, template: Template, language: str | None) -> Program:
        """The program of a template in the language under way."""
        known = self._of.get((template, language))
        if known is not None:
            return known
        # It is there before it is written, because a template can include itself; until then Django renders it.
        program = self._of[template, language] = Program()
        program.write = _by_django(template)
        try:
            writer = Writer(self, self._tags, language)
            writer.template(template)
            program.write = writer.function(str(template.name))
        except WholeLeftError:
            pass
        return program


def _by_django(template: Template) -> Write:
    def write(names: dict[str, Any], context: Any, out: Callable[[tuple[str, ...]], None]) -> None:
        context.dicts = [names]
        out((template.render(context),))

    return write


class Writer:
    """Writes one template down.

    Attributes:
        kept: the things that the program names.
        programs: where those of other templates are.
        language: for which it is written.
        depth: how far the next line is indented.
    """

    def __init__(self, programs: Programs, tags: Tags, language: str | None) -> None:
        self.kept = Kept()
        self.programs, self.language, self.depth = programs, language, 1
        self._tags = tags
        self._blocks: dict[str, BlockNode] = {}
        self._lines: list[str] = []
        # What is written next, as expressions; it is written as one, when something else comes.
        self._pieces: list[tuple[str, str]] = []

    def function(self, name: str) -> Write:
        """The function that was written."""
        self.line("pass")
        code = "\n".join(["def write(names, context, out):", *self._lines])
        # Written by the tags' own writers from trees of our own files; text stands in it as literals only.
        exec(compile(code, f"<template {name}>", "exec"), self.kept.names)  # noqa: S102
        return self.kept.names["write"]  # type: ignore[no-any-return]

    def template(self, template: Template) -> None:
        """Write a whole template: where it extends another, that one with this one's blocks.

        Raises:
            WholeLeftError: it can only be left to Django as a whole.
        """
        nodes = template.nodelist
        first: Any = next((node for node in nodes if not isinstance(node, TextNode)), None)
        if type(first) is not ExtendsNode:
            self.each(nodes)
            return
        parent: Any = first.parent_name
        if parent.is_var or parent.filters:
            raise WholeLeftError("a parent whose name is worked out")
        self.each(node for node in nodes if isinstance(node, TextNode))
        self._blocks = {**first.blocks, **self._blocks}
        self.template(self.programs.read(str(parent.var)))

    def each(self, nodes: Iterable[Node]) -> None:
        """Write some tags, one after another; what is not known is left to Django."""
        for node in nodes:
            lines, pieces, depth = len(self._lines), list(self._pieces), self.depth
            try:
                if type(node) not in self._tags:
                    raise NotKnownError(type(node).__name__)
                self._tags[type(node)](self, node)
            except NotKnownError:
                # Nothing of it stays half-written.
                del self._lines[lines:]
                self._pieces, self.depth = pieces, depth
                self.left_to_django(node)

    def left_to_django(self, node: Node) -> None:
        """Let Django render a tag, with the names that can be used there.

        Raises:
            WholeLeftError: the tag holds the place of a block, which Django fills only where it renders the whole.
        """
        if node.get_nodes_by_type(BlockNode):
            raise WholeLeftError("a block within a tag that is not known")
        self.line("context.dicts = [names]")
        # By itself: a tag is rendered once, whatever goes wrong after it.
        self.line(f"out(({self.kept.name(node)}.render_annotated(context),))")

    def text(self, text: str) -> None:
        """Write text as it is."""
        self._pieces.append((repr(text), repr(text)))

    def piece(self, expression: Callable[[], str]) -> None:
        """Write the text of a value.

        Args:
            expression: makes the expression of the value: once quickly, once carefully for where that goes wrong.
        """
        with self.kept.quick():
            one = self.kept.local()
            quick = f"({one} if type({one} := {expression()}) is str and not special({one}) else show({one}, context))"
        self._pieces.append((quick, f"show({expression()}, context)"))

    def line(self, code: str) -> None:
        """Write one line of Python."""
        if self._pieces:
            pieces, self._pieces = self._pieces, []
            quick, careful = (f"out(({', '.join(each)},))" for each in zip(*pieces, strict=True))
            if quick == careful:
                self._written(quick)
            else:
                # Nothing of it is written before all of it is known.
                self._written("try:", f"    {quick}", "except Exception:", f"    {careful}")
        self._written(code)

    def _written(self, *lines: str) -> None:
        self._lines += ["    " * self.depth + line for line in lines]

    @contextmanager
    def under(self, code: str) -> Iterator[None]:
        """Write a line that begins something, and what is written meanwhile as what belongs to it."""
        self.line(code)
        self.depth += 1
        yield
        self.line("pass")
        self.depth -= 1

    def value(self, expression: Any, otherwise: str = "''") -> str:
        """The value of what stands in a tag."""
        return value_of(expression, self.kept, otherwise)

    def block(self, node: BlockNode) -> BlockNode:
        """The block that fills a place: that of the template which was asked for, or of the nearest that it extends."""
        return self._blocks.get(node.name, node)
