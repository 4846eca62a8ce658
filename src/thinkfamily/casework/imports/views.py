"""Bringing cases in: the template, the dry run, the second person's signature, the bringing, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.sent import SentAlreadyError, recorded_before
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.imports import actions, queries, template
from thinkfamily.casework.imports.forms import AnswerBackForm, AskBackForm, FileForm, SignForm
from thinkfamily.casework.imports.going import Ended, going
from thinkfamily.casework.imports.reading import Read, read_sent
from thinkfamily.casework.pages.forms import sent
from thinkfamily.casework.sharing.forms import attempt
from thinkfamily.core.errors import UserError

A_PAGE = 25
# From so many families on it takes more than two seconds, and the page says how far it is.
MANY = 100
# Where the lines that say how far it is stand in their page, and where the end.
HERE = "<!-- here -->"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door(GET="import.read")
def every(request: HttpRequest) -> HttpResponse:
    """What was brought in, and what waits for a signature."""
    page = Paginator(queries.imports(), A_PAGE).get_page(request.GET.get("page"))
    may_bring = bool(standing_of(request.user).ways("import.bring"))
    return render(request, "imports/list.html", {"page": page, "may_bring": may_bring})


@door(GET="import.bring")
def workbook(request: HttpRequest) -> HttpResponse:
    """The template, as a workbook."""
    return _file(template.workbook(queries.words_of_site()), XLSX, template.WORKBOOK_NAME)


@door(GET="import.bring")
def tables(request: HttpRequest) -> HttpResponse:
    """The template, as CSV files."""
    return _file(template.tables(queries.words_of_site()), "application/zip", template.TABLES_NAME)


@door(GET="import.bring", POST="import.bring")
def check(request: HttpRequest) -> HttpResponse:
    """Look at a file: a dry run."""
    form = FileForm(sent(request), request.FILES or None)
    try:
        if form.is_valid() and (made := _with_file(form, actions.check, request.user)):
            messages.success(request, _("The file was read. Nothing was brought in yet."))
            return redirect("imports:one", made.pk)
    except SentAlreadyError:
        return redirect("imports:one", recorded_before())
    return render(request, "imports/check.html", {"form": form})


@door(GET="import.read")
def one(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """One import: how many rows became what, what is to be put right, and who took which step."""
    return render(request, "imports/one.html", {"shown": _shown(request, import_id)})


@door(GET="import.sign", POST="import.sign")
def sign(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Sign, as a second person, that it may be brought in."""
    shown, form = _shown(request, import_id), SignForm(sent(request))
    if form.is_valid():
        form.cleaned_data.clear()
        if attempt(form, actions.sign, shown.row, by=request.user):
            messages.success(request, _("Signed. The very same file can be brought in now."))
            return redirect("imports:one", import_id)
    return render(request, "imports/sign.html", {"shown": shown, "form": form})


@door(GET="import.bring", POST="import.bring")
def bring(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Bring in the file that was signed."""
    shown, form = _shown(request, import_id), FileForm(sent(request), request.FILES or None)
    if form.is_valid() and (made := _with_file(form, _bring_or_read, request.user)):
        if isinstance(made, Read):
            return _as_it_goes(request, shown, made)
        messages.success(request, _("It is brought in, whole."))
        return redirect("imports:one", made.pk)
    return render(request, "imports/bring.html", {"shown": shown, "form": form})


@door(GET="import.bring", POST="import.bring")
def ask_back(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Ask that all of it be taken back."""
    shown, form = _shown(request, import_id), AskBackForm(sent(request))
    if form.is_valid() and attempt(form, actions.ask_back, shown.row, by=request.user):
        messages.success(request, _("It waits for a second person's signature. Until then nothing changes."))
        return redirect("imports:one", import_id)
    return render(request, "imports/ask_back.html", {"shown": shown, "form": form})


@door(GET="import.sign", POST="import.sign")
def answer_back(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Take it back, as a second person, or leave it."""
    shown, form = _shown(request, import_id), AnswerBackForm(sent(request))
    if form.is_valid() and attempt(form, actions.answer_back, shown.row, by=request.user):
        messages.success(request, _("Recorded."))
        return redirect("imports:one", import_id)
    return render(request, "imports/answer_back.html", {"shown": shown, "form": form})


def _shown(request: HttpRequest, import_id: UUID) -> queries.Shown:
    row = queries.import_of(import_id)
    if row is None:
        raise Http404
    return queries.shown(row, standing_of(request.user))


def _with_file(form: FileForm, action: Any, by: Any) -> Any:
    """Do an action with the file of a valid form; where it cannot be done, say so beside the file."""
    file = form.cleaned_data["file"]
    try:
        return action(read_sent(file, file.size), by=by)
    except UserError as error:
        form.add_error("file", f"{error.found} {error.means} {error.do}")
        return None


def _bring_or_read(read: Read, *, by: Any) -> Any:
    """The import, brought in; or of a file of many families what was read, to be brought while its page is sent."""
    return read if len(read.rows["families"]) >= MANY else actions.bring(read, by=by)


def _as_it_goes(request: HttpRequest, shown: queries.Shown, read: Read) -> Any:
    """Bring a file of many families, and say line by line how far it is: no script, and no page that loads itself again.

    Nothing of it can be read elsewhere until it is complete, and on SQLite nobody else can write meanwhile: only the
    request that brings it can tell.
    """
    page = render_to_string("imports/bringing.html", {"shown": shown, "parts": actions.PARTS}, request)
    before, between, after = page.split(HERE)
    by = request.user
    far = going(lambda begin, advance: actions.bring(read, by=by, begin=begin, advance=advance))

    def lines() -> Iterator[str]:
        yield before
        for one in far:
            if isinstance(one, Ended):
                yield between
                yield render_to_string("imports/ended.html", {"shown": shown, "ended": one})
            else:
                words = {"far": one, "says": _(one.says), "parts": actions.PARTS}
                yield render_to_string("imports/far.html", words)
        yield after

    response = StreamingHttpResponse(lines())
    # A proxy that gathers a page before it passes it on would show nothing until the end.
    response["X-Accel-Buffering"] = "no"
    return response


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
