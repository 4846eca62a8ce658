"""Which team has a file: its managers sign, allocate and archive, so no file that is worked on is without one for long."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from thinkfamily.casework.access.actions.notices import tell
from thinkfamily.casework.access.permissions import must_hold
from thinkfamily.casework.access.queries.recipients import managers_of
from thinkfamily.casework.agencies.models import Team
from thinkfamily.casework.audit.history import save
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.families.models import Family
from thinkfamily.casework.families.problems import no_such_team, not_fitting
from thinkfamily.casework.families.queries.teams import GIVEN_BECAUSE, is_managed


@transaction.atomic
def give_to_team(family: Family, team: Team, *, because: str, by: Any) -> Family:
    """Give a file to a team from today; its managers are told. Leads, plan and everybody's part stay as they are.

    Args:
        family: whose file.
        team: the team that has it from now on.
        because: why, one of `GIVEN_BECAUSE`; kept in the history of the file.
        by: triage where the file is of no team, or a manager of the team that has it or of the whole area.

    Raises:
        NotAllowedError: the file is not theirs to give.
        FamilyError: the team has it already, is retired or has no manager, or it is not said why.
    """
    # Held before it is asked whose file it is: of two at once the second finds the team that the first gave it to.
    kept = Family.objects.select_for_update(of=("self",)).get(pk=family.pk)
    must_hold(by, "family.team", kept)
    to = Team.objects.select_for_update().get(pk=team.pk)
    if because not in GIVEN_BECAUSE:
        raise not_fitting("because", _("No reason that there is."), _("Choose why."))
    if kept.team_id == to.pk:
        raise no_such_team(_("This team has the file already."), _("Choose another team."))
    if not to.is_active:
        raise no_such_team(_("This team is retired."), _("Choose a team that is in use."))
    if not is_managed(to):
        raise no_such_team(
            _("Nobody manages this team today, so nobody could sign or archive there."),
            _("Choose another team, or have its manager named first."),
        )
    kept.team = to
    kept._change_reason = because  # type: ignore[attr-defined]
    save(kept, by, update_fields=["team"])
    record("family.team", by=by, kind="family", object=kept.pk, family=kept.pk, others=[to.pk], fields=["team"])
    tell("team_given", kept.pk, managers_of(kept).exclude(pk=by.pk), again=True)
    return kept
