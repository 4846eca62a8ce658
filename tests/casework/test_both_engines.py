"""Every page of the site is the same bytes from the compiled templates as from Django's own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.casework.both_engines import compared
from tests.casework.posting.world import World, build
from tests.casework.walk import NOBODY, WORDS, routes

ROLES = ("lead", "governance", "sysadmin")


@pytest.fixture
def world(tmp_path) -> World:
    """One borough with something on every page."""
    return build(tmp_path)


@pytest.mark.django_db(databases=["default", "candidates"])
def test_every_page_is_what_django_makes_of_it(world):
    with compared() as met:
        for who in ROLES:
            client = Client(raise_request_exception=False)
            client.force_login(world.who[who])
            for route in routes():
                if route.name != "account_logout" and not route.path.startswith("api/"):
                    address = _address(route.path, world)
                    client.get(address)
                    if route.door and "POST" in route.door.verbs:
                        # A form that is not in order is shown again with its errors.
                        client.post(address, {"name": "x"})
    assert {name for name, *told in met if told[0]} == set(), next(told for told in met if told[1])
    assert len({name for name, *_ in met}) > 60, sorted({name for name, *_ in met})


def _address(path: str, world: World) -> str:
    def filled(part: re.Match[str]) -> str:
        return str(world.ids.get(part[2]) or WORDS.get(part[2]) or (NOBODY if part[1] else "1"))

    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", path).replace("^", "").replace("$", "")
    return "/" + re.sub(r"<(uuid:)?(?:\w+:)?(\w+)>", filled, path)


def test_a_difference_is_seen(monkeypatch):
    from django.template import engines

    from thinkfamily.casework.pages.compiled.writer import Writer

    text = Writer.text
    monkeypatch.setattr(Writer, "text", lambda self, told: text(self, told.upper()))
    loader: Any = engines["django"].engine.template_loaders[0]
    loader.reset()
    try:
        with compared() as met:
            engines["django"].get_template("families/mark.html").render({"mark": "a"})
    finally:
        loader.reset()
    assert [name for name, ours, _ in met if ours] == ["families/mark.html"]
