"""Files go in rounds that two people sign; each is looked at again under the lock; the proof says what went."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.casework import factories as make
from tests.casework.referrals.asked import asked
from tests.casework.retention.over import GROWN, LONG_AGO, everywhere, left_of, over
from thinkfamily.casework.access.models import Notice
from thinkfamily.casework.access.permissions import NotAllowedError
from thinkfamily.casework.agencies.models import SiteValue
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.audit.record import record
from thinkfamily.casework.cases.models import Case
from thinkfamily.casework.consideration.models import CandidateCorrection, TakenUp
from thinkfamily.casework.daily.actions.due import raise_due
from thinkfamily.casework.families.models import Family, KinTie, Member, Person, Statement
from thinkfamily.casework.referrals.models import Referral
from thinkfamily.casework.retention import actions
from thinkfamily.casework.retention.actions import erase as erasing
from thinkfamily.casework.retention.actions import rounds as carrying
from thinkfamily.casework.retention.models import Hold, Round, RoundFile
from thinkfamily.casework.retention.problems import RetentionError
from thinkfamily.casework.retention.queries.due import due, waiting
from thinkfamily.casework.retention.values import BACKUP_DAYS, HELPED

pytestmark = pytest.mark.django_db(databases=["default", "candidates"])


@pytest.fixture
def one():
    return make.worker("governance")


@pytest.fixture
def two():
    return make.worker("governance")


def today():
    return timezone.localdate()


def ready(family):
    return [row.stops for row in due(today()) if row.family == family.pk]


def hold(family, by, kind="court"):
    return actions.place(by=by, reference=family.reference, kind=kind, because="Claim 12 of this year.")


def test_what_is_open_ended_not_long_ago_or_not_archived_is_not_due():
    make.family()
    over(state="closed")
    over(state="declined")
    over(state="sustaining")
    over(on=today() - timedelta(days=400))
    both = over()
    Case.objects.create(family=both, state="considered", programme="x", why="a test", opened_by=both.pk)
    assert due(today()) == []
    old = over()
    assert [(row.reference, row.kept.last.on) for row in due(today())] == [(old.reference, LONG_AGO)]


def test_a_rule_that_is_set_counts_from_its_day(one):
    family = over(on=today() - timedelta(days=500))
    assert ready(family) == []
    SiteValue.objects.create(code=HELPED, value=12, from_on=today() + timedelta(days=1), because="x", set_by=one.pk)
    assert ready(family) == []
    SiteValue.objects.create(code=HELPED, value=12, from_on=today(), because="x", set_by=one.pk)
    assert ready(family) == [()]


def _restricted(family, by):
    make.restrict(family, by)


def _held(family, by):
    hold(family, by)


def _asked(family, by):
    Referral.objects.filter(pk=asked().pk).update(family=family)


def _read(family, by):
    make.involve(by, family, "governance", until=today() + timedelta(days=9))


def _opened(family, by):
    make.opened(make.worker("triage"), family)


STOPS = [(_restricted, "restricted"), (_held, "held"), (_asked, "asked"), (_read, "read"), (_opened, "opened")]


@pytest.mark.parametrize(("stop", "code"), STOPS)
def test_what_stops_a_file_stops_it_before_and_after_it_was_put_forward(one, two, stop, code):
    family, other = over(), over()
    made = actions.propose(by=one)
    stop(family, two)
    assert ready(family) == [(code,)]
    actions.sign(made, by=two)
    assert Family.objects.filter(pk=family.pk).exists()
    assert not Family.objects.filter(pk=other.pk).exists()
    stayed = made.files.get(reference=family.reference)
    assert (stayed.stayed_because, stayed.purged_at, stayed.family) == (code, None, None)
    with pytest.raises(RetentionError, match="TF-KEEP-005"):
        actions.propose(by=one)


def test_a_case_that_begins_again_meanwhile_keeps_its_file(one, two):
    family = over()
    made = actions.propose(by=one)
    Case.objects.filter(family=family).update(state="considered")
    actions.sign(made, by=two)
    assert made.files.get().stayed_because == "not_due"
    assert Family.objects.filter(pk=family.pk).exists()


def test_a_hold_is_lifted_with_its_reason_and_both_are_recorded(one, two):
    family = over()
    made = hold(family, one)
    with pytest.raises(RetentionError, match="TF-KEEP-003"):
        hold(family, two)
    for kind, because in (("police", ""), ("police", "  ")):
        with pytest.raises(RetentionError, match="TF-KEEP-002"):
            actions.place(by=one, reference=family.reference, kind=kind, because=because)
    with pytest.raises(RetentionError, match="TF-KEEP-002"):
        actions.lift(made, by=two, because=" ")
    actions.lift(made, by=two, because="The claim is settled.")
    with pytest.raises(RetentionError, match="TF-KEEP-004"):
        actions.lift(made, by=two, because="Again.")
    assert ready(family) == [()]
    row = Hold.objects.get()
    assert (row.placed_by, row.lifted_by, row.lifted_because) == (one.pk, two.pk, "The claim is settled.")
    told = AuditEvent.objects.filter(kind="hold").order_by("pk").values_list("action", "family")
    assert list(told) == [("retention.hold", family.pk), ("retention.lift", family.pk)]


def test_nobody_but_information_governance_does_any_of_it(one):
    family = over()
    made = actions.propose(by=one)
    for role in ("manager", "audit", "sysadmin", "adult_lead", "matching_lead"):
        who = make.worker(role)
        for act in (
            lambda by: hold(family, by),
            lambda by: actions.propose(by=by),
            lambda by: actions.sign(made, by=by),
            lambda by: actions.give_back(made, by=by, because="x"),
        ):
            with pytest.raises(NotAllowedError):
                act(who)
    assert Family.objects.filter(pk=family.pk).exists()


def test_two_people_let_files_go(one, two):
    family = over()
    made = actions.propose(by=one, other_copies="A snapshot until May.")
    assert waiting([family.pk]) == {family.pk}
    assert set(Notice.objects.filter(kind="retention_sign").values_list("to", flat=True)) == {two.pk}
    with pytest.raises(RetentionError, match="TF-KEEP-007"):
        actions.sign(made, by=one)
    with pytest.raises(RetentionError, match="TF-KEEP-005"):
        actions.propose(by=two)
    actions.sign(made, by=two)
    with pytest.raises(RetentionError, match="TF-KEEP-006"):
        actions.sign(made, by=two)
    with pytest.raises(RetentionError, match="TF-KEEP-006"):
        actions.give_back(made, by=two, because="Too late.")
    assert not Family.objects.exists()


def test_what_is_given_back_goes_nowhere_and_can_be_put_forward_again(one, two):
    family = over()
    made = actions.propose(by=one)
    with pytest.raises(RetentionError, match="TF-KEEP-002"):
        actions.give_back(made, by=two, because="")
    actions.give_back(made, by=two, because="Wait for the inspection.")
    assert Family.objects.filter(pk=family.pk).exists()
    assert waiting([family.pk]) == set()
    assert actions.propose(by=one).files.get().reference == family.reference


def test_a_file_that_is_kept_from_somebody_is_neither_shown_to_them_nor_signed_by_them(one, two):
    family = over()
    make.conflict(two, family)
    make.conflict(one, over())
    with pytest.raises(RetentionError, match="TF-KEEP-001"):
        hold(family, two)
    made = actions.propose(by=one)
    assert [file.reference for file in made.files.all()] == [family.reference]
    with pytest.raises(RetentionError, match="TF-KEEP-008"):
        actions.sign(made, by=two)
    actions.sign(made, by=make.worker("governance"))
    assert not Family.objects.filter(pk=family.pk).exists()


def test_the_proof_says_what_went_when_who_signed_and_which_backups_hold_it(one, two):
    family = over(profile="family_help")
    make.statement(family, "Something that nobody may read again.")
    # So old that no copy of it is left by the site's value, and one that is.
    record("site.backup", by=None, kind="backup", object="a" * 32)
    AuditEvent.objects.count()
    SiteValue.objects.create(code=BACKUP_DAYS, value=40, from_on=today(), because="x", set_by=one.pk)
    made = actions.propose(by=one, other_copies="A snapshot until May.")
    counted = made.files.get().counted
    row = actions.sign(made, by=two)
    file = row.files.get()
    assert (file.reference, file.programme, file.outcome, file.ended_on) == (
        family.reference, "family_help", "file_helped", LONG_AGO,
    )  # fmt: skip
    assert file.deleted == counted
    assert file.deleted["families.Statement"] == 1
    assert file.deleted["families.Person"] == 2
    assert len(file.digest) == 64
    assert (row.proposed_by, row.signed_by, file.family, file.handles) == (one.pk, two.pk, None, [])
    (backup,) = row.backups
    assert backup["id"] == "a" * 32
    assert timezone.datetime.fromisoformat(backup["until"]) - timezone.datetime.fromisoformat(
        backup["made_at"]
    ) == timedelta(days=40)
    told = AuditEvent.objects.get(action="retention.purge")
    assert (told.family, told.object, told.worker) == (family.pk, str(file.pk), two.pk)
    # What was recorded before stays, under the id of the family.
    assert family.reference in everywhere()
    assert left_of(family.pk) == []


def test_somebody_of_another_file_stays_with_all_that_is_known_of_them(one, two):
    shared, ada = make.person("Shared", "Remains", born=GROWN), make.person("Ada", "Goes", born=GROWN)
    named = make.person("Named", "Elsewhere", born=GROWN)
    family = over(shared, ada, named)
    other = make.family(shared, make.person("Bo", "Other", born=GROWN))
    KinTie.objects.create(family=other, person=shared, other=named, kind="sibling", known_by="a test")
    mine = make.statement(family, "Of the file that goes.", person=shared)
    theirs = make.statement(other, "Of the file that stays.", person=shared)
    actions.sign(actions.propose(by=one), by=two)
    assert left_of(family.pk, ada.pk, mine.pk) == []
    assert Person.objects.filter(pk__in=[shared.pk, named.pk]).count() == 2
    assert Person.objects.get(pk=shared.pk).tokens.exists()
    assert Statement.objects.get() == theirs
    assert Member.objects.get(person=shared).family == other
    assert KinTie.objects.get().other == named


def test_two_files_of_a_round_take_somebody_of_both_with_the_last(one, two):
    shared = make.person("Shared", "Goes", born=GROWN)
    over(shared)
    over(shared)
    row = actions.sign(actions.propose(by=one), by=two)
    assert sorted(file.deleted.get("families.Person", 0) for file in row.files.all()) == [0, 1]
    assert not Person.objects.exists()


def test_the_account_of_a_member_ends_without_a_name_and_a_workers_own_goes_on(one, two):
    family = over()
    ada, kit = (member.person for member in family.members.order_by("role"))
    account = make.worker(None, person_id=ada.pk)
    account.agency = None
    account.save()
    name, email = account.name, account.email
    staff = make.worker("adult_lead", person_id=kit.pk)
    actions.sign(actions.propose(by=one), by=two)
    account.refresh_from_db()
    assert (account.is_active, account.person_id, account.email) == (False, None, f"{account.pk}@gone.invalid")
    staff.refresh_from_db()
    assert (staff.is_active, staff.person_id) == (True, None)
    told = everywhere()
    assert name not in told
    assert email not in told
    assert left_of(ada.pk, kit.pk) == []


def test_the_desks_own_store_forgets_the_handles_even_where_it_was_stopped_between_the_two(one, two, monkeypatch):
    family = over()
    Family.objects.filter(pk=family.pk).update(handle="h" * 64)
    TakenUp.objects.create(handle="h" * 64, series="s", packet_id="p", decided_by=one.pk, signed_by=two.pk)
    TakenUp.objects.create(handle="k" * 64, series="s", packet_id="p", decided_by=one.pk, signed_by=two.pk)
    CandidateCorrection.objects.create(
        series="s", kind="out", family="h" * 64, person="p" * 64, from_on=today(), why="left", made_by=one.pk
    )
    made = actions.propose(by=one)

    def killed(handles):
        raise KeyboardInterrupt

    monkeypatch.setattr(carrying, "forget_handles", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.sign(made, by=two)
    monkeypatch.undo()
    assert not Family.objects.exists()
    assert RoundFile.objects.get().handles == ["h" * 64]
    assert actions.let_go_at_the_desk() == 1
    assert actions.let_go_at_the_desk() == 0
    assert left_of("h" * 64) == []
    assert TakenUp.objects.get().handle == "k" * 64


def test_a_round_that_fails_in_the_middle_leaves_every_file_whole(one, two, monkeypatch):
    first, second = over(), over()
    made = actions.propose(by=one)
    before = everywhere()
    ours = erasing.remove

    def fails(traces):
        ours(dict(list(traces.items())[::2]))
        assert everywhere() != before
        raise RuntimeError

    monkeypatch.setattr(erasing, "remove", fails)
    with pytest.raises(RuntimeError):
        actions.sign(made, by=two)
    assert everywhere() == before
    assert Round.objects.get().waits
    assert {first.pk, second.pk} == set(Family.objects.values_list("pk", flat=True))


def test_governance_is_told_once_a_month_while_nobody_puts_forward_what_could_go(one, two):
    def told():
        return Notice.objects.filter(kind="retention_due").count()

    raise_due()
    assert told() == 0
    family = over()
    held = hold(family, one)
    raise_due()
    assert told() == 0
    actions.lift(held, by=one, because="Settled.")
    raise_due()
    raise_due()
    assert told() == 2
    actions.propose(by=one)
    raise_due()
    assert told() == 0


def test_the_list_takes_as_many_queries_however_many_files_there_are(one, django_assert_num_queries):
    for count in (1, 4):
        for _ in range(count):
            over()
        with django_assert_num_queries(9):
            due(today())
