"""What can be chosen when a request is accepted."""

from __future__ import annotations

from django.utils import timezone

from thinkfamily.casework.agencies.models import Team
from thinkfamily.casework.profiles.queries import in_use
from thinkfamily.programmes.framework import load_programme, programme_names
from thinkfamily.programmes.profile import Profile


def frameworks() -> list[tuple[str, str]]:
    """The rules by which a family can be counted, by name and title: those in force first, the newest of them at the head."""
    today = timezone.localdate()
    loaded = [load_programme(name) for name in programme_names()]
    loaded.sort(key=lambda one: (one.has_ended(today), -one.in_force[0].toordinal(), one.name))
    return [(one.name, one.title) for one in loaded]


def teams() -> list[Team]:
    """The area teams in use."""
    return list(Team.objects.filter(is_active=True).order_by("name"))


def profiles() -> list[Profile]:
    """The programmes that can be chosen, each with its intensities."""
    return list(in_use().values())
