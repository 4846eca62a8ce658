"""Fills one site for the benchmark, and prints what a client needs: sessions, families, and the queries of each page."""

from __future__ import annotations

import json
import sys
from functools import partial

from thinkfamily.casework.site.start import prepare, start

start()
prepare()

from benchmarks.site import EVERY, PAGES, SEARCH, SEARCHES  # noqa: E402
from benchmarks.site_data import fill  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from thinkfamily.casework.access.models import Involvement  # noqa: E402
from thinkfamily.casework.agencies.models import Worker  # noqa: E402

WORKERS = 50

emails = fill(int(sys.argv[1]))
if connection.vendor == "postgresql":
    connection.cursor().execute("analyze")
setup_test_environment()
settings.ALLOWED_HOSTS = ["*"]
found = []
for email in emails[:WORKERS]:
    worker = Worker.objects.get(email=email)
    client = Client()
    client.force_login(worker)
    family = Involvement.objects.filter(worker=worker).values_list("family_id", flat=True).first()
    found.append({"session": client.cookies["sessionid"].value, "family": str(family)})
queries = {}
for name in EVERY:
    client = Client()
    client.force_login(Worker.objects.get(email=emails[0]))
    ask = (
        partial(client.post, SEARCH, SEARCHES[name])
        if name in SEARCHES
        else partial(client.get, PAGES[name].format(family=found[0]["family"]))
    )
    ask()
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    if answer.status_code != 200 or (name in SEARCHES and not answer.context["found"].hits):
        sys.exit(f"{name}: {answer.status_code}")
    queries[name] = len(captured)
print(json.dumps([one | {"queries": queries} for one in found]))
