"""The operations. Each names its door; scope, power, look and refusal are those of the pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query, Status
from ninja.decorators import decorate_view
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import SessionAuth

import thinkfamily
from thinkfamily.casework.access.door import Door, enter, looked
from thinkfamily.casework.access.scope import sight
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.queries import entry_of
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.families.queries.lists import Choice, my_families
from thinkfamily.casework.families.queries.page import family_page
from thinkfamily.casework.families.queries.timeline import Filter, timeline
from thinkfamily.casework.site.api import shapes
from thinkfamily.casework.site.api.keys import ByKey
from thinkfamily.casework.site.entry import is_let_in
from thinkfamily.core.errors import UserError

PageNumber = Annotated[int, Query(ge=1, le=100_000)]
FamilyId = Annotated[UUID, Path(description="The family's opaque id")]

JSON = "application/json"
REFUSALS = dict.fromkeys((400, 401, 403, 404, 422, 429), shapes.Problem)


def door(**verbs: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Name the door of an operation, for the permission matrix; the operation passes it with `enter`."""

    def named(operation: Callable[..., Any]) -> Callable[..., Any]:
        operation.door = Door(verbs)  # type: ignore[attr-defined]
        return operation

    return named


class LetIn(SessionAuth):
    """Signed in as on the pages, and let in as there: with all that the entry asks for done."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any | None:
        """Whoever is signed in, once nothing is missing."""
        worker = super().authenticate(request, key)
        if worker is not None and not is_let_in(request, entry_of(worker)):
            raise HttpError(403, "Sign in on the site and do first what is missing before entering.")
        return worker


def takes_json(operation: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a body of another type: a page of another site could send text or a form without asking."""

    @wraps(operation)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.content_type != JSON:
            return api.create_response(request, {"message": f"Send {JSON}."}, status=415)
        return operation(request, *args, **kwargs)

    return checked


api = NinjaAPI(
    title="Think Family casework",
    version=thinkfamily.__version__,
    description="Read the families that are yours, and record on their files. Signed in as on the pages, or with the key of a "
    "program; every look is recorded.",
    auth=[ByKey(), LetIn()],
    # The usual documentation pages load scripts from elsewhere; the description itself is at openapi.json.
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
    openapi_extra={"webhooks": shapes.webhooks()},
)


@api.get("/families", response={200: shapes.FamilyPageful} | REFUSALS, summary="My families")
@door(GET="family.read")
def families(request: HttpRequest, page: PageNumber = 1) -> Any:
    """One row per family whose file the worker may read."""
    enter(request, "family.read")
    found = my_families(standing_of(request.user), Choice(page=page))
    rows = [*found.mine, *found.others]
    looked(request, "family.read")
    return {
        "page": page,
        "has_more": found.has_more,
        "families": [
            {
                "id": row.pk,
                "reference": row.reference,
                "team": row.team.name if row.team else None,
                "state": next((case.state for case in row.cases.all()), None),  # type: ignore[attr-defined]
            }
            for row in rows
        ],
    }


@api.get("/families/{family_id}", response={200: shapes.ShownFamily} | REFUSALS, summary="A family's file")
@door(GET="family.read")
def family(request: HttpRequest, family_id: FamilyId) -> Any:
    """The file as this worker may see it."""
    found = enter(request, "family.read", family_id)
    page = family_page(standing_of(request.user), found)
    looked(request, "family.read", family_id)
    return {
        "id": found.pk,
        "reference": found.reference,
        "state": page.head.case.state if page.head.case else None,
        "as_at": page.reach.supply.as_at if page.reach.supply else None,
        "people": [
            {
                "id": someone.person.pk,
                "name": str(someone.person),
                "role": someone.member.role,
                "residence": someone.member.residence,
                "age": someone.age,
                "known_by": someone.member.known_by if page.head.is_of_team else someone.known_says_outside,
            }
            for someone in page.people
        ],
        "needs": [
            {
                "criterion": need.first.criterion,
                "heading": need.first.heading,
                "says": need.first.says,
                "answer": need.first.answer,
                "agencies": sorted({part.agency.name for part in need.parts if part.agency}),
                "from_on": need.first.from_on,
            }
            for need in [*page.met, *page.unknown]
        ],
        "services": [
            {
                "agency": row.agency.name if row.agency else None,
                "name": row.name,
                "from_on": row.from_on,
                "until_on": row.until_on,
                "is_open": row.is_open,
            }
            for row in page.services
        ],
        "statements": [
            {
                "id": row.pk,
                "kind": row.kind,
                "category": row.category,
                "text": row.text,
                "agency": row.agency.name if row.agency else None,
                "recorded_at": row.recorded_at,
            }
            for row in [*page.strengths, *page.statements]
        ],
    }


@api.get("/families/{family_id}/timeline", response={200: shapes.Timeline} | REFUSALS, summary="A family's timeline")
@door(GET="family.read")
def family_timeline(request: HttpRequest, family_id: FamilyId, page: PageNumber = 1) -> Any:
    """One row per event that the worker may see, the newest first."""
    found = enter(request, "family.read", family_id)
    one = timeline(sight(standing_of(request.user), found), Filter(), page)
    looked(request, "family.read", family_id)
    return {
        "page": one.page.number,
        "pages": one.page.paginator.num_pages,
        "events": [
            {
                "id": row.pk,
                "title": row.title,
                "category": row.category,
                "agency": row.agency.name if row.agency else None,
                "person": row.person_id,
                "from_on": row.from_on,
                "until_on": row.until_on,
            }
            for _month, events in one.months
            for row in events
        ],
    }


@api.post(
    "/families/{family_id}/statements",
    response={201: shapes.Made} | REFUSALS | dict.fromkeys((413, 415), shapes.Problem),
    summary="Record on a family's file",
)
@decorate_view(takes_json)
@door(POST="family.record")
def record_on(request: HttpRequest, family_id: FamilyId, new: shapes.NewStatement) -> Any:
    """Add a statement for professionals; nothing that is there is changed."""
    found = enter(request, "family.record", family_id)
    said = Said(kind=new.kind.value, category=new.category.value, text=new.text, source=new.source)
    return Status(201, {"id": record_statement(found, said, by=request.user).pk})


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """A program is told so, where a person is led to the sign-in page."""
    return api.create_response(request, {"message": "Sign in first."}, status=401)


@api.exception_handler(Http404)
def not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    """Not there, or not this worker's: the same bytes."""
    return api.create_response(request, {"message": "Not found."}, status=404)


@api.exception_handler(PermissionDenied)
def refused(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """In scope, and not this worker's to do."""
    return api.create_response(request, {"message": "This is not yours to do."}, status=403)


@api.exception_handler(HttpError)
def not_taken(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What was sent carries no token of this session, or cannot be read."""
    return api.create_response(request, {"message": str(error)}, status=error.status_code)


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """More was sent than anything here holds."""
    return api.create_response(request, {"message": "Too large: at most 1 MB is taken."}, status=413)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent does not fit: which field and what was expected, never the value."""
    told = [f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in error.errors]
    return api.create_response(request, {"message": "; ".join(told)}, status=422)


@api.exception_handler(UserError)
def not_possible(request: HttpRequest, error: UserError) -> HttpResponse:
    """What was asked cannot be done as things stand."""
    return api.create_response(request, {"message": f"{error.found} {error.do}"}, status=422)


def urls() -> tuple[list[Any], str, str]:
    """The interface's part of the URL map; its operations say themselves who is not signed in."""
    patterns, app, namespace = api.urls
    pattern: Any
    for pattern in patterns:
        if pattern.name not in ("openapi-json", "api-root"):
            pattern.callback.login_required = False
    return patterns, app, namespace
