"""How each tag of Django's language is written down; what is not here is left to Django."""

from __future__ import annotations

import re
from typing import Any

from django.template import Context
from django.template.base import TextNode, VariableNode
from django.template.defaulttags import CommentNode, CsrfTokenNode, ForNode, IfNode, LoadNode, URLNode, WithNode
from django.template.loader_tags import BlockNode, IncludeNode, construct_relative_path
from django.templatetags.i18n import BlockTranslateNode, GetCurrentLanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.translation import gettext

from thinkfamily.casework.pages.compiled.expressions import NotKnownError, condition
from thinkfamily.casework.pages.compiled.writer import Tags, Writer

_PLACE = re.compile(r"%\((\w+)\)s")


def _text(writer: Writer, node: TextNode) -> None:
    writer.text(node.s)


def _nothing(writer: Writer, node: Any) -> None:
    pass


def _variable(writer: Writer, node: VariableNode) -> None:
    writer.piece(lambda: writer.value(node.filter_expression, otherwise="NOTHING"))


def _if(writer: Writer, node: IfNode) -> None:
    depth = writer.depth
    conditions: Any = node.conditions_nodelists
    for test, nodes in conditions:
        if test is None:
            writer.each(nodes)
            continue
        with writer.under("try:"):
            with writer.kept.quick():
                holds = condition(test, writer.kept)
            writer.line(f"holds = {holds}")
        # What goes wrong in a condition is Django's to judge.
        with writer.under("except Exception:"):
            writer.line("context.dicts = [names]")
            writer.line(f"holds = again({writer.kept.name(test)}, context)")
        with writer.under("if holds:"):
            writer.each(nodes)
        writer.line("else:")
        writer.depth += 1
    writer.line("pass")
    writer.depth = depth


def _for(writer: Writer, node: ForNode) -> None:
    loops: Any = node.nodelist_loop
    otherwise: Any = node.nodelist_empty
    before, within, rows, row, loop = (f"{each}_{writer.depth}" for each in ("before", "within", "rows", "row", "loop"))
    writer.line(f"{rows} = listed({writer.value(node.sequence, otherwise='None')})")
    writer.line(f"{before} = names")
    writer.line(f"{within} = names = dict(names)")
    with writer.under(f"if len({rows}):"):
        writer.line(f"names['forloop'] = {loop} = Loop(len({rows}), names.get('forloop', {{}}))")
        with writer.under(f"for {row} in {f'reversed({rows})' if node.is_reversed else rows}:"):
            if len(node.loopvars) == 1:
                writer.line(f"names[{node.loopvars[0]!r}] = {row}")
            else:
                writer.line(f"names = unpacked({within}, {tuple(node.loopvars)!r}, {row})")
            writer.each(loops)
            writer.line(f"{loop}.at += 1")
    with writer.under("else:"):
        writer.each(otherwise)
    writer.line(f"names = {before}")


def _with_more(writer: Writer, values: dict[str, Any], nodes: Any) -> None:
    """What can use more names, and whose own are gone after it."""
    before = f"before_{writer.depth}"
    with writer.under("if True:"):
        writer.line(f"{before} = names")
        writer.line(f"names = {_names(writer, values)}")
        writer.each(nodes)
        writer.line(f"names = {before}")


def _names(writer: Writer, values: dict[str, Any]) -> str:
    return f"{{**names{''.join(f', {name!r}: {writer.value(value)}' for name, value in values.items())}}}"


def _with(writer: Writer, node: WithNode) -> None:
    _with_more(writer, node.extra_context, node.nodelist)


def _block(writer: Writer, node: BlockNode) -> None:
    _with_more(writer, {}, writer.block(node).nodelist)


def _include(writer: Writer, node: IncludeNode) -> None:
    if node.template.is_var or node.template.filters or node.isolated_context:
        raise NotKnownError("a template whose name is worked out, or that is kept apart")
    within: Any = node.origin.template_name
    path = construct_relative_path(within, str(node.template.var))
    program = writer.programs.of(writer.programs.read(path), writer.language)
    writer.line(f"{writer.kept.name(program)}.write({_names(writer, node.extra_context)}, context, out)")


def _address(writer: Writer, node: URLNode) -> None:
    if node.kwargs or node.view_name.is_var or node.view_name.filters:
        raise NotKnownError("an address by named parts, or whose name is worked out")
    name = repr(str(node.view_name.var))

    def found() -> str:
        return f"names[ADDRESSES].of({', '.join([name, *(writer.value(part) for part in node.args)])})"

    if not node.asvar:
        writer.piece(found)
        return
    with writer.under("try:"):
        writer.line(f"names[{node.asvar!r}] = {found()}")
    with writer.under("except NoReverseMatch:"):
        writer.line(f"names[{node.asvar!r}] = ''")


def _static(writer: Writer, node: StaticNode) -> None:
    path: Any = node.path
    if node.varname is not None or not isinstance(path.var, str) or path.filters:
        raise NotKnownError("a file whose name is worked out, or that is only named")
    writer.piece(lambda: f"names[ADDRESSES].of_file({str(path.var)!r})")


def _form_key(writer: Writer, node: CsrfTokenNode) -> None:
    writer.piece(lambda: "form_key(names)")


def _translated(writer: Writer, node: TranslateNode) -> None:
    expression = node.filter_expression
    if node.noop or node.message_context or expression.filters or expression.var.literal is None:
        raise NotKnownError("words that are worked out")
    context = Context()
    said = node.render(context)
    if node.asvar:
        writer.line(f"names[{node.asvar!r}] = {writer.kept.name(context[node.asvar])}")
    else:
        writer.text(said)


def _translated_block(writer: Writer, node: BlockTranslateNode) -> None:
    if node.plural or node.message_context or node.asvar:
        raise NotKnownError("words that depend on a number")
    message, places = node.render_token_list(node.singular)
    parts = _PLACE.split(gettext(message))
    if any("%" in part.replace("%%", "") for part in parts[::2]) or not set(parts[1::2]) <= set(places):
        raise NotKnownError("a translation with other places")
    said: dict[str, str] = {}
    for name, value in node.extra_context.items():
        said[name] = f"said_{len(said)}"
        writer.line(f"{said[name]} = {writer.value(value)}")
    for number, part in enumerate(parts):
        if number % 2:
            writer.piece(lambda part=part: said.get(part) or f"names.get({part!r}, NOTHING)")  # type: ignore[misc]
        else:
            writer.text(part.replace("%%", "%"))


def _language(writer: Writer, node: GetCurrentLanguageNode) -> None:
    writer.line(f"names[{node.variable!r}] = {writer.language!r}")


TAGS: Tags = {
    TextNode: _text,
    CommentNode: _nothing,
    LoadNode: _nothing,
    VariableNode: _variable,
    IfNode: _if,
    ForNode: _for,
    WithNode: _with,
    BlockNode: _block,
    IncludeNode: _include,
    URLNode: _address,
    StaticNode: _static,
    CsrfTokenNode: _form_key,
    TranslateNode: _translated,
    BlockTranslateNode: _translated_block,
    GetCurrentLanguageNode: _language,
}
