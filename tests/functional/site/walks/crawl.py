"""Following every link from the start page, as each role: which pages of the URL map somebody can come to, and how."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import Resolver404, resolve

# One page may link to others only where there is something to link to: so many of each are looked into.
MOST_OF_ONE = 2
LINK = re.compile(r'href="(/[^"#]*)')


def pages(worker: Any, *starts: str) -> Iterator[tuple[str, str]]:
    """One pair per page that a worker comes to by links: the route's name and its address; files are left out.

    Args:
        worker: who follows the links.
        starts: where from, besides the start page: addresses to which only a form or a letter leads.
    """
    client = Client()
    client.force_login(worker)
    waiting, seen, met = deque(["/", *starts]), {"/", *starts}, Counter[str]()
    while waiting:
        path = waiting.popleft()
        try:
            name = resolve(path.split("?")[0]).view_name
        except Resolver404:
            continue
        if met[name] == MOST_OF_ONE:
            continue
        answer = client.get(path)
        if answer.status_code in (301, 302):
            found = [answer["Location"]]
        elif answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            met[name] += 1
            yield name, path
            found = [link.replace("&amp;", "&") for link in LINK.findall(answer.content.decode())]
        else:
            continue
        for link in found:
            if link not in seen:
                seen.add(link)
                waiting.append(link)
