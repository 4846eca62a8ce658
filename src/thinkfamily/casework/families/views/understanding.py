"""Whether a young person understands enough to speak in confidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from thinkfamily.casework.access.door import door
from thinkfamily.casework.access.forms.attempt import attempt
from thinkfamily.casework.families.actions.understanding import judge
from thinkfamily.casework.families.forms import UnderstandingForm
from thinkfamily.casework.families.queries.understanding import PRESUMED_FROM, judged, young_person
from thinkfamily.casework.pages.forms import sent


@sensitive_post_parameters()
@door(GET="family.confide", POST="family.confide")
def understanding(request: HttpRequest, family: Any, person_id: UUID) -> HttpResponse:
    """What was found of one young person, and what is found now."""
    person = young_person(family, person_id)
    if person is None:
        raise Http404
    form = UnderstandingForm(sent(request))
    if form.is_valid() and attempt(form, judge, family=family, person=person, by=request.user):
        messages.success(request, _("It is recorded. The latest that was found holds."))
        return redirect("families:people", family.pk)
    about = {
        "form": form,
        "family": family,
        "person": person,
        "rows": judged(family, person),
        "presumed": PRESUMED_FROM,
    }
    response = render(request, "families/understanding.html", about)
    response["Cache-Control"] = "no-store, private"
    return response
