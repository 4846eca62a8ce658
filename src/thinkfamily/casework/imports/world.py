"""What a file is held against: the site's teams, programmes, rules and workers, and the families that are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from thinkfamily.casework.access.scope import not_kept_from
from thinkfamily.casework.access.standing import Standing
from thinkfamily.casework.agencies.models import Appointment, Team, Worker, within
from thinkfamily.casework.agencies.roles import LEADS
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.imports.models import BroughtFamily
from thinkfamily.casework.imports.sheets import FRAMEWORKS, PROFILES, TEAMS
from thinkfamily.casework.profiles.queries import in_use
from thinkfamily.casework.secrets.cipher import fingerprint
from thinkfamily.programmes.framework import load_programme, programme_names

BATCH = 500


@dataclass
class World:
    """The site as one file meets it.

    Attributes:
        standing: whoever brings the file.
        choices: for each list of the site's own, what is understood by each word, in small letters.
        words: for each list, its words as the template shows them.
        workers: workers in date, by email.
        leads: which worker leads in which role today.
        brought: families that an import has made, by the fingerprint of their key.
        council_keys: keys of open cases in the council's system, as far as whoever brings the file may know of them.
    """

    standing: Standing
    choices: dict[str, dict[str, Any]]
    words: dict[str, list[str]]
    workers: dict[str, Worker]
    leads: set[tuple[Any, str]]
    brought: set[str]
    council_keys: set[str]


def choices_of_site() -> tuple[dict[str, dict[str, Any]], dict[str, list[str]]]:
    """The site's own lists: what each word means, and the words to choose from."""
    teams = list(Team.objects.filter(is_active=True).order_by("name"))
    profiles = list(in_use().values())
    loaded = [load_programme(name) for name in programme_names()]
    rules = sorted((one for one in loaded if not one.has_ended(timezone.localdate())), key=lambda one: one.title)
    choices: dict[str, dict[str, Any]] = {
        TEAMS: {_said(team.name): team for team in teams},
        PROFILES: {_said(word): one for one in profiles for word in (one.title, one.code)},
        FRAMEWORKS: {_said(word): one.name for one in rules for word in (one.title, one.name)},
    }
    words = {
        TEAMS: [team.name for team in teams],
        PROFILES: [one.title for one in profiles],
        FRAMEWORKS: [one.title for one in rules],
    }
    return choices, words


def world_for(standing: Standing, *, keys: Iterable[str], council_keys: Iterable[str], emails: Iterable[str]) -> World:
    """What a file with these keys and email addresses is held against: in as many queries as there are batches."""
    choices, words = choices_of_site()
    workers: dict[str, Worker] = {}
    for some in _batches({one.casefold() for one in emails}):
        workers |= {one.email: one for one in Worker.objects.filter(email__in=some) if one.is_in_date}
    leads = set()
    for some in _batches({one.pk for one in workers.values()}):
        held = Appointment.objects.filter(within(timezone.localdate()), worker__in=some, role__in=LEADS)
        leads |= set(held.values_list("worker_id", "role"))
    brought: set[str] = set()
    for some in _batches({key_of(key) for key in keys}):
        brought |= set(BroughtFamily.objects.filter(key__in=some).values_list("key", flat=True))
    theirs: set[str] = set()
    for some in _batches({key for key in council_keys if key}):
        open_cases = Case.open.filter(council_key__in=some, family__in=not_kept_from(standing))
        theirs |= set(open_cases.values_list("council_key", flat=True))
    return World(standing, choices, words, workers, leads, brought, theirs)


def key_of(key: str) -> str:
    """By what a family of a file is known again: a keyed fingerprint, because the key may be somebody's name."""
    return str(fingerprint(settings.INSTANCE.folder, _said(key), "import key, version 1"))


def _said(words: str) -> str:
    return " ".join(words.split()).casefold()


def _batches(values: Iterable[Any]) -> Iterable[list[Any]]:
    every = sorted(values, key=str)
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]
