"""Fills one site for the benchmark, and prints what a client needs: sessions, families, and the queries of each page."""

from __future__ import annotations

import json
import sys
from functools import partial

from thinkfamily.casework.site.start import prepare, start

start()
prepare()

from benchmarks.site import EVERY, PAGES, ROLES, SEARCH, SEARCHES  # noqa: E402
from benchmarks.site_copies import multiply  # noqa: E402
from benchmarks.site_data import fill  # noqa: E402
from benchmarks.site_work import fill_desk  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection, connections, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from thinkfamily.casework.access.models import Involvement  # noqa: E402
from thinkfamily.casework.agencies.models import Worker  # noqa: E402

# So many families are filled row by row.
AT_ONCE = 600
# Of each role so many sign in, where there are as many.
WORKERS = 50

families = int(sys.argv[1])
# Only PostgreSQL copies what was filled, which is many times as quick.
copies = families // AT_ONCE if connection.vendor == "postgresql" and families > AT_ONCE else 1
emails = fill(families // copies)
fill_desk(families, Worker.objects.get(email=emails["desk"][0]).pk)
if copies > 1:
    multiply(copies)
if connection.vendor == "postgresql":
    connection.cursor().execute("vacuum analyze")
setup_test_environment()
settings.ALLOWED_HOSTS = ["*"]


def signed_in(email: str) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(Worker.objects.get(email=email))
    return client


found = {}
for role, known in emails.items():
    found[role] = [
        {
            "session": signed_in(email).cookies["sessionid"].value,
            "family": str(Involvement.objects.filter(worker__email=email).values_list("family_id", flat=True).first()),
        }
        for email in known[:WORKERS]
    ]
queries = {}
for name in EVERY:
    role = ROLES.get(name, "lead")
    client = signed_in(emails[role][0])
    ask = (
        partial(client.post, SEARCH, SEARCHES[name])
        if name in SEARCHES
        else partial(client.get, PAGES[name].format(family=found[role][0]["family"]))
    )
    ask()
    reset_queries()
    with CaptureQueriesContext(connection) as captured, CaptureQueriesContext(connections["candidates"]) as apart:
        answer = ask()
    if answer.status_code != 200 or (name in SEARCHES and not answer.context["found"].hits):
        sys.exit(f"{name}: {answer.status_code}")
    queries[name] = len(captured) + len(apart)
print(json.dumps({"workers": found, "queries": queries}))
