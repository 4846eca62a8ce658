"""What the interface takes and gives, one class a shape. Ids are opaque; nothing here says why something is not shown."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from thinkfamily.casework.families.models import CATEGORIES, Statement

Category = Enum("Category", {code: code for code, _ in CATEGORIES}, type=str)  # type: ignore[misc]
StatementKind = Enum("StatementKind", {code: code for code, _ in Statement.KINDS}, type=str)  # type: ignore[misc]
# PostgreSQL holds no NUL, and a text of blanks says nothing.
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=r"^[^\x00]+$")]


class ListedFamily(Schema):
    """One family whose file the worker may read."""

    id: UUID
    reference: str
    team: str | None
    state: str | None


class FamilyPageful(Schema):
    """One page of the worker's families."""

    page: int
    has_more: bool
    families: list[ListedFamily]


class ShownPerson(Schema):
    """One member of a family."""

    id: UUID
    name: str
    role: str
    residence: str
    age: int | None
    known_by: str


class ShownNeed(Schema):
    """One criterion met, or that cannot be known."""

    criterion: str
    heading: str
    says: str
    answer: Literal["yes", "unknown"]
    agencies: list[str]
    from_on: date | None


class ShownService(Schema):
    """One service active with the family."""

    agency: str | None
    name: str
    from_on: date | None
    until_on: date | None
    is_open: bool


class ShownStatement(Schema):
    """One thing recorded by hand."""

    id: UUID
    kind: str
    category: str
    text: str
    agency: str | None
    recorded_at: datetime


class ShownFamily(Schema):
    """A family's file, as this worker may see it."""

    id: UUID
    reference: str
    state: str | None
    as_at: date | None = Field(description="The date that the newest case update speaks of")
    people: list[ShownPerson]
    needs: list[ShownNeed]
    services: list[ShownService]
    statements: list[ShownStatement]


class ShownEvent(Schema):
    """One dated thing on the timeline."""

    id: UUID
    title: str
    category: str
    agency: str | None
    person: UUID | None
    from_on: date
    until_on: date | None


class Timeline(Schema):
    """One page of a family's timeline, the newest first."""

    page: int
    pages: int
    events: list[ShownEvent]


class NewStatement(Schema):
    """What is to be recorded; a name that is none of these is refused, so that nothing sent is lost unseen."""

    model_config = ConfigDict(extra="forbid")

    kind: StatementKind
    category: Category
    text: Text
    source: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")] = ""


class Made(Schema):
    """The id of what was recorded."""

    id: UUID


class Problem(Schema):
    """Why nothing was done."""

    message: str


class OfFamily(Schema):
    """What a notice is about."""

    family: UUID = Field(description="The family's opaque id, with which it can be asked for")


class ProgramNotice(Schema):
    """What is posted to the address of a program: that something can be read anew, and not what."""

    type: Literal["case", "part", "sharing", "supply"]
    timestamp: datetime = Field(description="When it happened")
    data: OfFamily


def webhooks() -> dict[str, Any]:
    """The notices that go out, as OpenAPI describes them."""
    names = {
        "webhook-id": "The notice's own id: the same one can come twice",
        "webhook-timestamp": "When it was sent, in seconds since 1970; take none that is older than five minutes",
        "webhook-signature": "v1, a comma, and the HMAC-SHA256 in base64 of id, timestamp and body with full stops between",
    }
    headers = [
        {"in": "header", "name": name, "required": True, "schema": {"type": "string"}, "description": says}
        for name, says in names.items()
    ]
    shape = ProgramNotice.model_json_schema(ref_template="#/components/schemas/{model}")
    inner = shape.pop("$defs")["OfFamily"]
    shape["properties"]["data"] = inner
    return {
        "notice": {
            "post": {
                "summary": "Something can be read anew",
                "description": " ".join((ProgramNotice.__doc__ or "").split()),
                "parameters": headers,
                "requestBody": {"required": True, "content": {"application/json": {"schema": shape}}},
                "responses": {
                    "2XX": {"description": "Taken"},
                    "410": {"description": "Wanted no longer: it is given up at once"},
                    "default": {"description": "It is sent again, later each time, for about two days"},
                },
            }
        }
    }
