"""What somebody wrote in a form that was not taken: shown to them once more, to be copied, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, UnreadablePostError

from thinkfamily.casework.pages.forms import long_texts

# So many characters are shown, of all texts together: a form of ours takes fewer, and a page has an end.
MOST = 200_000
# A line of so many characters fills an area; it shows so many lines at once.
LINE, FEWEST, TALLEST = 80, 3, 20


@dataclass(frozen=True)
class Written:
    """One text, as it was typed.

    Attributes:
        label: what its form calls it; empty where forms call texts of that name differently.
        words: the text.
    """

    label: str
    words: str

    @property
    def rows(self) -> int:
        """How many lines its area shows."""
        lines = sum(1 + len(line) // LINE for line in self.words.splitlines())
        return min(max(lines, FEWEST), TALLEST)


def written(request: HttpRequest) -> list[Written]:
    """The long texts of a form that a page of ours sent to a view of ours; none of anything else that is sent.

    It is worked out from the request alone. So it says nothing of what the form was about: what is there, what is not there
    and what is somebody else's are answered alike. Only texts that forms take in an area of their own are shown, by name:
    no password, code, key or file can be among them, nor a safe address.
    """
    match = request.resolver_match
    # Only our own views have a door; the sign-in library and programs are answered as ever.
    if request.method != "POST" or match is None or not hasattr(match.func, "door") or not _is_of_our_page(request):
        return []
    try:
        sent = request.POST.lists()
    except UnreadablePostError:
        return []
    labels, left, found = long_texts(), MOST, []
    for name, values in sent:
        label = labels.get(name.rpartition("-")[2])
        for words in values if label is not None else ():
            if words.strip() and left > 0:
                found.append(Written(label or "", words[:left]))
                left -= len(words)
    return found


def _is_of_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form.

    A page of another site can make a browser send us a form, and could so have us show words of its own as if somebody here
    had written them. It can lie in neither header: the browser writes them itself. Newer browsers send the first to a site
    that is encrypted or on the same machine, all of them send the second with a form; a request with neither is shown nothing.
    """
    comes_from = request.headers.get("Sec-Fetch-Site")
    if comes_from is not None:
        return comes_from == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def page_of(request: HttpRequest) -> str:
    """The path to the page of the form that was sent; empty where that stands on another page, as a button may."""
    door: Any = getattr(request.resolver_match and request.resolver_match.func, "door", None)
    return request.get_full_path() if door is not None and "GET" in door.verbs else ""
