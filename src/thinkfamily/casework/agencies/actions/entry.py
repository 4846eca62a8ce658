"""What each must have done before entering: the rules of conduct accepted, training recorded."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from thinkfamily.casework.agencies.models import ConductAcceptance, ConductRules, Training, Worker
from thinkfamily.casework.agencies.permissions import require
from thinkfamily.casework.agencies.queries import current_rules
from thinkfamily.casework.audit.record import record

# The longest that one training counts before it is refreshed: our choice.
MOST_TRAINING_DAYS = 2 * 366


@transaction.atomic
def accept_rules(rules: ConductRules, *, by: Worker) -> None:
    """Accept the rules of conduct now in force, for oneself.

    Raises:
        ValidationError: others are in force by now.
    """
    now = current_rules()
    if now is None or now.pk != rules.pk:
        raise ValidationError(_("Newer rules are in force. Read these, then accept them."))
    _acceptance, is_new = ConductAcceptance.objects.get_or_create(worker=by, rules=rules)
    if is_new:
        record("conduct.accepted", by=by, kind="conduct_rules", object=rules.pk, fields=["accepted_at"])


@transaction.atomic
def write_rules(text: str, *, by: Worker, from_on: date) -> ConductRules:
    """Write the next version of the rules of conduct; from its first day everybody accepts it before entering.

    Raises:
        ValidationError: no text, or a day before today.
    """
    require(by, "conduct.write")
    if not text.strip():
        raise ValidationError({"text": _("Write the rules.")})
    if from_on < timezone.localdate():
        raise ValidationError({"from_on": _("The first day cannot be before today.")})
    latest = ConductRules.objects.aggregate(latest=Max("version"))["latest"] or 0
    rules = ConductRules.objects.create(version=latest + 1, text=text.strip(), from_on=from_on, made_by=by.pk)
    record("conduct.written", by=by, kind="conduct_rules", object=rules.pk, fields=["text", "from_on"])
    return rules


@transaction.atomic
def record_training(worker: Worker, *, by: Worker, course: str, completed_on: date, until_on: date) -> Training:
    """Record a training that somebody else has completed, and when it runs out.

    Raises:
        PermissionDenied: it is one's own.
        ValidationError: the dates do not do.
    """
    require(by, "account.keep")
    if by.pk == worker.pk:
        raise PermissionDenied(_("Nobody records their own training."))
    if completed_on > timezone.localdate():
        raise ValidationError({"completed_on": _("The day cannot lie in the future.")})
    if until_on <= completed_on:
        raise ValidationError({"until_on": _("It must run out after it was completed.")})
    if until_on > completed_on + timedelta(days=MOST_TRAINING_DAYS):
        raise ValidationError({"until_on": _("A training counts for two years at most.")})
    training = Training.objects.create(
        worker=worker, course=course.strip(), completed_on=completed_on, until_on=until_on, recorded_by=by.pk
    )
    fields = ["course", "completed_on", "until_on"]
    record("training.recorded", by=by, kind="worker", object=worker.pk, others=[training.pk], fields=fields)
    return training
