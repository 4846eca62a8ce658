"""Everything that was put before a worker can be read, whatever came after it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.casework import factories as make
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.access.queries.notices import A_PAGE

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


def test_what_is_older_than_a_page_stands_on_the_next(client):
    worker = make.worker("manager")
    Notice.objects.create(to=worker, kind="sign_in_tried", about=worker.pk)
    Notice.objects.bulk_create(Notice(to=worker, kind="archive_due", about=uuid4()) for _ in range(A_PAGE))
    client.force_login(worker)
    first, second = (client.get("/notices/", {"page": number}).content.decode() for number in (1, 2))
    assert "wrong passwords" not in first
    assert first.count(">New<") == A_PAGE
    assert "Page 1 of 2" in first
    assert 'href="?page=2"' in first
    assert "wrong passwords" in second
    assert second.count(">New<") == 1
    assert client.get("/notices/", {"page": "x"}).status_code == 200
