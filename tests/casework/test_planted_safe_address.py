"""A safe address is planted and looked for wherever the site speaks: only the page that reveals it to the named shows it."""

from __future__ import annotations

import logging
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.test import Client

from tests.casework import factories as make
from tests.casework.walk import routes
from thinkfamily.casework.access.powers import POWERS
from thinkfamily.casework.access.standing import standing_of
from thinkfamily.casework.agencies.roles import ROLES
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families import safe_address as kept
from thinkfamily.casework.families.models import Address

PLANTED = "77 Zephyrquince Mews, Nowhereshire, ZZ98 7QX"
# Any of these gives the place away, however it is cut or written.
TELLING = ("zephyrquince", "nowhereshire", "zz98", "zz987qx")
# Keys of forms and sessions are letters and digits by chance: one in some thousand pages has a part of a place among them.
KEYS = re.compile(rb'((?:csrfmiddlewaretoken" value="|csrftoken=|sessionid=))[A-Za-z0-9]{32,64}')
GARBAGE = {
    "name": "zephyrquinc",
    "address": "nowhereshir",
    "text": "x",
    "because": "",
    "page": "9",
    "is_accepted": "perhaps",
    "worker": "nobody",
    "named": "nobody",
}

BOTH = ["default", "candidates"]
pytestmark = pytest.mark.django_db(databases=BOTH)


def tells(what: Any) -> bool:
    """Whether a text or bytes hold any part of the planted address."""
    text = (what if isinstance(what, bytes) else str(what).encode()).lower()
    return any(part.encode() in text for part in TELLING)


def said(response: Any) -> bytes:
    """All that an answer says: its body, its headers, its cookies and its messages, without keys drawn by chance."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    notes = " ".join(str(note) for note in get_messages(response.wsgi_request))
    return KEYS.sub(rb"\1", body + headers.encode() + str(response.cookies).encode() + notes.encode())


def walked_by(worker: Any) -> list[Any]:
    """Every page about a family, for everybody; of the others those that the worker's roles open."""
    standing = standing_of(worker)
    return [
        route
        for route in routes()
        if route.door
        and (route.has_family or any(needs in POWERS and standing.ways(needs) for needs in route.door.verbs.values()))
    ]


def plant() -> tuple[dict[str, Any], dict[str, Any], Any]:
    """Workers of every role, some named; files in every relationship; and the address on each of the files."""
    team = make.team("Northside")
    person = make.person("Quillon", "Farthingale")
    file = make.family(make.person("Ada", born=None), person, of=team)
    Address.objects.create(person=person, text="1 Old Fable Street", postcode="ZZ1 1ZZ")
    workers = {role: make.worker(role, of=team) for role in ROLES}
    for role, worker in workers.items():
        make.involve(worker, file, role)
    workers["unnamed lead"] = make.worker("child_lead")
    make.involve(workers["unnamed lead"], file, "child_lead")
    workers["opener"] = make.worker("adult_lead")
    make.opened(workers["opener"], file)
    workers["relative"] = make.worker("adult_lead")
    make.conflict(workers["relative"], file)
    lead = workers["adult_lead"]
    pk = kept.record_one(by=lead, family=file, person=person, text=PLANTED, named=[lead])
    return workers, {"family_id": file.pk, "address_id": pk}, file


def test_nobody_meets_it_anywhere_but_on_the_page_that_reveals_it(caplog, tmp_path, settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    caplog.set_level(logging.DEBUG)
    workers, ids, file = plant()
    reveal = f"/families/{file.pk}/safe-address/{ids['address_id']}/reveal/"
    shown, walked = [], 0
    for who, worker in workers.items():
        client = Client(raise_request_exception=False)
        client.force_login(worker)
        for route in walked_by(worker):
            url = route.url(file.pk)
            if "address_id" in route.path:
                url = url.replace("00000000-0000-4000-8000-000000000000", str(ids["address_id"]))
                if url.endswith("/end/"):
                    continue
            for verb in sorted(route.door.verbs):
                response = getattr(client, verb.lower())(url, GARBAGE if verb == "POST" else None)
                walked += 1
                if tells(said(response)):
                    shown.append((who, verb, url))
    assert walked > 1500
    assert set(shown) == {("adult_lead", "POST", reveal)}, "only to the named, and only when asked"
    for search in ({"address": "zephyrquince"}, {"name": "zephyrquince"}, {"address": "ZZ98 7QX"}):
        client.force_login(workers["adult_lead"])
        assert file.reference not in client.post("/search/", search).content.decode()
    call_command("send_notices", verbosity=0)
    assert not any(tells(message.message().as_bytes()) for message in mail.outbox)
    assert not any(tells(vars(event)) for event in AuditEvent.objects.all())
    # What was typed into a search above is no leak of the store; the log repeats not even that.
    assert not tells(caplog.text)


def test_what_was_typed_comes_back_with_no_error_and_no_fault(monkeypatch, caplog):
    workers, _ids, file = plant()
    client = Client(raise_request_exception=False)
    client.force_login(workers["adult_lead"])
    page = f"/families/{file.pk}/safe-address/record/"
    for sent in (
        {"safe_address": PLANTED},
        {"safe_address": PLANTED, "person": "x", "named": ["y"]},
        {"safe_address": PLANTED * 40},
    ):
        assert not tells(said(client.post(page, sent)))

    def breaks(**_: Any) -> None:
        raise RuntimeError(PLANTED)

    monkeypatch.setattr(kept, "record_one", breaks)
    person = str(file.members.last().person_id)
    good = {"safe_address": PLANTED, "person": person, "named": [str(workers["adult_lead"].pk)]}
    response = client.post(page, good)
    assert response.status_code == 500
    assert not tells(said(response))
    ours = [record for record in caplog.records if not record.name.startswith("django.request")]
    assert not any(tells(record.getMessage()) for record in ours)


@pytest.mark.django_db(databases=BOTH, transaction=True)
def test_neither_databases_bytes_hold_it(tmp_path):
    plant()
    for alias in connections:
        connection = connections[alias]
        rows = []
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"select * from {connection.ops.quote_name(table)}")
                rows.append(repr(cursor.fetchall()))
        assert not tells("".join(rows))
        if connection.vendor == "sqlite":
            copy = tmp_path / f"{alias}-{uuid.uuid4().hex}.sqlite3"
            with connection.cursor() as cursor:
                cursor.execute(f"vacuum into '{copy}'")
            assert copy.stat().st_size > 0
            assert not tells(Path(copy).read_bytes())
