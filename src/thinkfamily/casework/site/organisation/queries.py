"""What the organisation screens read beside agencies and accounts."""

from __future__ import annotations

from typing import Any

from thinkfamily.casework.agencies.models import Worker


def members_without_account(family: Any) -> list[tuple[str, str]]:
    """One row per present member of a family who has no account: the person's id and name."""
    people = [member.person for member in family.members.filter(until_on__isnull=True).select_related("person")]
    taken = set(Worker.objects.filter(person_id__in=[one.pk for one in people]).values_list("person_id", flat=True))
    return [(str(one.pk), str(one)) for one in people if one.pk not in taken]
