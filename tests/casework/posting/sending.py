"""Sending what is drawn, and comparing the databases before and after."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client

from tests.casework.posting.directory_routes import DIRECTORY
from tests.casework.posting.imports_routes import IMPORTS
from tests.casework.posting.page import Form, Page
from tests.casework.posting.questions_routes import QUESTIONS
from tests.casework.posting.retention_routes import RETENTION
from tests.casework.posting.routes import ROUTES as FIRST
from tests.casework.posting.way_routes import WAY
from tests.casework.posting.world import World
from tests.casework.walk import routes as walked

FORM = "application/x-www-form-urlencoded"
# What the session and the sign-in library keep of being here at all.
ROUTES = FIRST | WAY | IMPORTS | RETENTION | DIRECTORY | QUESTIONS
OF_SESSIONS = {"sessions.Session", "usersessions.UserSession"}
AUDIT = "audit.AuditEvent"
PARAMETERS = {route.name: tuple(re.findall(r"<(?:\w+:)?(\w+)>", route.path)) for route in walked()}
Sent = list[tuple[str, bytes]]


@contextmanager
def undone() -> Iterator[None]:
    """Let a request write what it will, and leave the next the same state."""
    with transaction.atomic(), transaction.atomic("candidates"):
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, "candidates")


@dataclass
class Site:
    """The borough, the sessions of those who send, and how the databases stand before anything is sent."""

    world: World
    sessions: dict[str, str]
    before: dict[tuple[str, str], dict[Any, Any]]

    def client(self, who: str) -> Client:
        """A browser of one worker, as it was when they signed in."""
        cache.clear()
        client = Client(raise_request_exception=False)
        if who:
            client.cookies["sessionid"] = self.sessions[who]
        return client

    def url(self, name: str, page: str = "") -> str:
        """The address of a route, or of the page where its form stands."""
        return self.world.url(page or name, PARAMETERS[page or name], ROUTES[name].instead)

    def form(self, name: str) -> Form:
        """The form of a route as its page shows it, or what its button or program sends."""
        route = ROUTES[name]
        url, page = self.url(name), self.client(route.who).get(self.url(name, route.page))
        found = Page(page.content.decode()).form_for(url) if page.status_code == 200 else None
        return found or Form(url)


def stand(world: World) -> Site:
    """Sign everybody in, and look at the databases."""
    sessions = {}
    for name, worker in world.who.items():
        if name == "newcomer":
            continue  # their link is for somebody who never signed in
        client = Client()
        client.force_login(worker)
        # The first request of a session notes it.
        client.get("/notices/")
        sessions[name] = client.cookies["sessionid"].value
    return Site(world, sessions, rows())


def rows() -> dict[tuple[str, str], dict[Any, Any]]:
    """Every row of every table of both databases, by its key."""
    found = {}
    for alias in connections:
        with connections[alias].cursor() as cursor:
            tables = set(connections[alias].introspection.table_names(cursor))
            for model in apps.get_models(include_auto_created=True):
                if model._meta.db_table in tables and model._meta.label not in OF_SESSIONS:
                    at = [field.column for field in model._meta.local_fields].index(model._meta.pk.column)
                    columns = ", ".join(f'"{field.column}"' for field in model._meta.local_fields)
                    cursor.execute(f'select {columns} from "{model._meta.db_table}"')
                    found[alias, model._meta.label] = {str(row[at]): repr(row) for row in cursor.fetchall()}
    return found


def changed(before: dict[tuple[str, str], dict[Any, Any]]) -> dict[tuple[str, str], set[Any]]:
    """The keys of rows that were added, changed or removed since, by table."""
    now = rows()
    return {
        table: {key for key in {**before[table], **held} if before[table].get(key) != held.get(key)}
        for table, held in now.items()
        if before[table] != held
    }


def values(alias: str, label: str, keys: set[Any]) -> list[Any]:
    """What these rows hold, decrypted."""
    model = apps.get_model(label)
    found = model._base_manager.using(alias).filter(pk__in=list(keys)).values_list()
    return [one for row in found for value in row for one in _leaves(value)]


def _leaves(value: Any) -> Iterator[Any]:
    """What a value holds, one by one: a field of JSON keeps several."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _leaves(one)
    yield value


def right(site: Site, name: str, form: Form) -> Sent:
    """What is right to send: what stands in the form, the first choices, a few words, and what the route says."""
    route, filled = ROUTES[name], {}
    for field in form.names:
        kind, shown = form.named(field)[0].kind, [value for value in form.shown(field) if value]
        offered = [value for value in form.offered(field) if value]
        if field == "csrfmiddlewaretoken" or kind == "file":
            continue
        filled[field] = shown or offered[:1] or ([] if kind in ("radio", "checkbox", "select") else ["Words"])
        if kind == "textarea" or (kind == "text" and not shown):
            filled[field] = [f"Some words about {field}."]
    for field, value in route.right(site.world).items():
        if isinstance(value, date) or (value == "" and f"{field}_day" in filled):
            parts = (value.day, value.month, value.year) if value else ("", "", "")
            filled |= {f"{field}_{part}": [str(one)] for part, one in zip(("day", "month", "year"), parts, strict=True)}
        else:
            many = value if isinstance(value, list) else [] if value is None else [value]
            filled[field] = [one if isinstance(one, bytes) else str(one) for one in many]
    pairs = [(field, value) for field, given in filled.items() for value in given]
    return [(field, value if isinstance(value, bytes) else value.encode()) for field, value in pairs]


def files_of(form: Form) -> frozenset[str]:
    """The names under which a form sends files."""
    return frozenset(one.name for one in form.controls if one.kind == "file")


def as_form(sent: Sent) -> tuple[bytes, str]:
    """A form as a browser sends it, whatever the bytes."""
    return urlencode(sent).encode(), FORM


def as_parts(sent: Sent, files: frozenset[str]) -> tuple[bytes, str]:
    """A form in parts, some of them files."""
    parts = []
    for name, value in sent:
        file = b'; filename="sent.zip"\r\nContent-Type: application/octet-stream' if name in files else b""
        called = name.encode("utf-8", "replace").replace(b'"', b"%22")
        parts.append(
            b'--edge\r\nContent-Disposition: form-data; name="' + called + b'"' + file + b"\r\n\r\n" + value + b"\r\n"
        )
    return b"".join(parts) + b"--edge--\r\n", "multipart/form-data; boundary=edge"


def as_json(sent: Sent) -> tuple[bytes, str]:
    """The same as a program sends it."""
    return json.dumps({name: value.decode("utf-8", "replace") for name, value in sent}).encode(), "application/json"


def as_asked(name: str, form: Form, sent: Sent) -> tuple[bytes, str]:
    """As the route wants it."""
    if name.startswith("api:"):
        return as_json(sent)
    return as_parts(sent, files_of(form)) if files_of(form) else as_form(sent)


class Told(logging.Handler):
    """What the site's loggers would have printed, faults with their whole traceback."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        if record.name == "thinkfamily" or record.name.startswith("thinkfamily.") or record.levelno >= logging.WARNING:
            self.lines.append(self.format(record))


@contextmanager
def logs() -> Iterator[Told]:
    """Hear what is logged."""
    told, loggers = Told(), [logging.getLogger(), logging.getLogger("django")]
    for logger in loggers:
        logger.addHandler(told)
    try:
        yield told
    finally:
        for logger in loggers:
            logger.removeHandler(told)
