"""Each recipient's version of the minutes holds what they may see and nothing else, at the moment it is sent and after."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.casework import factories as make
from tests.casework.days import In, worked_out
from tests.casework.meetings.around import Around, day
from thinkfamily.casework.access.models import Conflict, Grant, Involvement, Notice
from thinkfamily.casework.access.permissions import NotAllowedError, NotPossibleError
from thinkfamily.casework.audit.models import AuditEvent
from thinkfamily.casework.families import safe_address
from thinkfamily.casework.families.actions.statements import Said, record_statement
from thinkfamily.casework.families.actions.visibility import set_visibility
from thinkfamily.casework.meetings.actions import minutes
from thinkfamily.casework.meetings.actions.sending import send_minutes
from thinkfamily.casework.meetings.models import Meeting, MinuteLine, MinutesCopy
from thinkfamily.casework.meetings.problems import MeetingError
from thinkfamily.casework.meetings.queries.meetings import meeting_page
from thinkfamily.casework.meetings.queries.minutes import digest_of, own_copy, sheet_for, versions
from thinkfamily.casework.meetings.queries.reading import reader_of
from thinkfamily.casework.meetings.queries.team import workers_by, workers_now, workers_reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return Around()


@pytest.fixture
def held(at):
    """A meeting to which everybody came, with a paragraph of each kind of visibility."""
    meeting = at.plan()
    opened = make.grant(at.family, at.home, at.police, "other")
    at.invitations = at.invite(meeting, at.lead, at.teacher, at.officer, at.ada, at.bo)
    opened.delete()
    meeting = at.hold(meeting)
    at.write(meeting, "TEAM: supervision of the lead.", audience="team")
    at.write(meeting, "PROFESSIONALS: attendance is at 80 per cent.", category="education")
    at.write(meeting, "FAMILY: as the team writes it.", audience="family", plain="PLAIN: school goes well.")
    at.write(meeting, "ABUSE: what Ada said of Bo.", category="domestic_abuse")
    at.write(
        meeting, "HIDDEN: Ada looks for a flat.", audience="family", plain="HIDDENPLAIN: a flat.", hidden_from=[at.bo]
    )
    return Meeting.objects.get(pk=meeting.pk)


def words(version):
    """The first word of each paragraph of a version, as its recipient reads it."""
    texts = [line.for_family if version.is_for_family else line.text for line in version.lines]
    return {text.split(":")[0] for text in texts}


def test_nobody_is_offered_as_owner_whose_account_or_role_has_ended(at):
    gone = make.worker("adult_lead")
    make.involve(gone, at.family, "adult_lead")

    def offered():
        return {part.worker for part in workers_now(at.family)}

    assert {at.lead, at.teacher, gone} <= offered()
    assert gone in workers_by(at.family, day(7))
    gone.appointments.update(until_on=day(0))
    type(gone).objects.filter(pk=at.teacher.pk).update(account_until=day(0))
    assert not offered() & {gone, at.teacher}
    assert not {gone, at.teacher} & set(workers_by(at.family, day(7)))
    assert at.lead in offered()


def test_nobody_is_offered_as_owner_who_cannot_open_the_file(at):
    assert {at.lead, at.teacher, at.officer} & set(workers_reading(at.family)) == {at.lead, at.teacher}, "no grant"
    Conflict.objects.create(family=at.family, worker=at.teacher, kind="relative", recorded_by=at.lead.pk)
    assert workers_reading(at.family) == [at.lead]


def test_the_family_reads_who_does_what_was_decided(at, held):
    named = {"audience": "family", "due_on": day(7)}
    at.write(held, "d", "decision", worker=at.teacher, plain="We talk about mornings.", **named)
    at.write(held, "d", "decision", owner="The landlord", plain="The door is mended.", **named)
    client = Client()
    client.force_login(at.lead)
    (row,) = [one.invitation for one in versions(held) if one.invitation.person == at.ada]
    page = client.get(reverse("meetings:version", args=[at.family.pk, held.pk, row.pk])).content.decode()
    for who in (f"{at.teacher.name}, {at.school.name}", "The landlord"):
        assert f"Who does it: {who}, by " in page


def test_each_recipient_has_a_version_of_their_own(at, held):
    assert words(at.version(held, at.lead)) == {"TEAM", "PROFESSIONALS", "FAMILY", "ABUSE", "HIDDEN"}
    assert words(at.version(held, at.teacher)) == {"PROFESSIONALS", "FAMILY", "HIDDEN"}
    assert words(at.version(held, at.ada)) == {"PLAIN", "HIDDENPLAIN"}
    assert words(at.version(held, at.bo)) == {"PLAIN"}


def test_the_police_have_none_without_a_sharing_decision_and_with_one_its_categories_alone(at, held):
    assert not at.version(held, at.officer).is_open
    make.grant(at.family, at.home, at.police, "education")
    assert words(at.version(held, at.officer)) == {"PROFESSIONALS"}
    Grant.objects.update(until_on=day(0))
    assert not at.version(held, at.officer).is_open


def test_what_is_kept_apart_reaches_no_partner_whatever_was_decided(at, held):
    make.grant(at.family, at.home, at.school, "domestic_abuse", "education")
    assert "ABUSE" not in words(at.version(held, at.teacher))
    line = MinuteLine.objects.get(category="domestic_abuse")
    minutes.rewrite_line(
        line,
        minutes.Written("worry", "ABUSE: again.", category="domestic_abuse", audience="family", plain="ABUSE: again."),
        by=at.lead,
    )
    assert "ABUSE" not in words(at.version(held, at.ada))
    assert "ABUSE" not in words(at.version(held, at.teacher))


def test_an_agency_that_named_nobody_has_what_a_partner_of_it_would(at):
    from thinkfamily.casework.meetings.actions.team import invite_agency

    clinic = make.agency("NHS", name="Fable Clinic", kind="health")
    for agency in (clinic, at.police):
        invite_agency(at.family, agency=agency, asked="Come once", by=at.lead)
    meeting = at.plan()
    at.invite(meeting, clinic, at.police, at.ada)
    at.write(meeting, "PROFESSIONALS: one.")
    at.write(meeting, "TEAM: two.", audience="team")
    assert words(at.version(meeting, clinic)) == {"PROFESSIONALS"}
    assert not at.version(meeting, at.police).is_open
    make.restrict(at.family, make.worker("governance"), at.lead)
    assert not at.version(meeting, clinic).is_open, "nobody of it is named for a restricted file"


def test_sending_keeps_who_was_sent_which_lines_and_mails_no_word_of_them(at, held):
    sent = at.sent(at.confirmed(held))
    assert sent.minutes.state == "sent"
    copies = {copy.invitation.worker or copy.invitation.person: copy for copy in MinutesCopy.objects.all()}
    assert set(copies) == {at.lead, at.teacher, at.ada, at.bo}, "to the police, to whom nothing is open, none"
    for who, copy in copies.items():
        assert copy.lines == [str(line.pk) for line in at.version(held, who).lines]
    (event,) = AuditEvent.objects.filter(kind="minutes_copy", object=str(copies[at.bo].pk))
    assert set(copies[at.bo].lines) <= set(event.others)
    call_command("send_notices", verbosity=0)
    told = " ".join(str(one.message()) for one in mail.outbox)
    assert {one.to[0] for one in mail.outbox} >= {at.teacher.email, at.ada_account.email}
    assert at.officer.email not in {to.to for to in Notice.objects.filter(kind="minutes_sent")}
    for never in ("Ada", "Kit", at.family.reference, "PLAIN", "school goes well", "Fable Centre", str(at.family.pk)):
        assert never not in told


def test_access_is_asked_again_at_the_moment_of_sending(at, held):
    confirmed = at.confirmed(held)
    seen = digest_of(versions(confirmed))
    make.grant(at.family, at.home, at.police, "education")
    with pytest.raises(MeetingError) as caught:
        send_minutes(confirmed, seen=seen, by=at.lead)
    assert caught.value.code == "TF-MEETING-061"
    assert not MinutesCopy.objects.exists()
    at.sent(confirmed)
    assert MinutesCopy.objects.filter(invitation__worker=at.officer).count() == 1


def test_another_who_does_it_or_another_day_is_another_version(at, held):
    line = at.write(held, "Ring the landlord.", "decision", owner="Ada", due_on=day(7))
    seen = digest_of(versions(held))
    asked = {"part": "decision", "text": line.text, "owner": "Ada", "due_on": day(7)}
    for other in ({"owner": "Bo"}, {"due_on": day(9)}):
        minutes.rewrite_line(line, minutes.Written(**(asked | other)), by=at.lead)
        assert digest_of(versions(held)) != seen, other
        minutes.rewrite_line(line, minutes.Written(**asked), by=at.lead)
        assert digest_of(versions(held)) == seen


def test_whose_part_has_ended_is_sent_nothing(at, held):
    confirmed = at.confirmed(held)
    Involvement.objects.filter(pk=at.part.pk).update(until_on=day(0))
    at.sent(confirmed)
    assert not MinutesCopy.objects.filter(invitation__worker=at.teacher).exists()


def test_who_left_the_family_is_sent_nothing(at, held):
    confirmed = at.confirmed(held)
    at.leave(at.bo)
    at.sent(confirmed)
    assert set(MinutesCopy.objects.values_list("invitation__person", flat=True)) == {None, at.ada.pk}


def test_what_is_hidden_after_it_was_sent_is_read_no_longer_and_the_record_stays(at, held):
    at.sent(at.confirmed(held))
    invitation = at.invitations[at.ada]
    assert words(own_copy(at.ada_account, invitation)) == {"PLAIN", "HIDDENPLAIN"}
    line = MinuteLine.objects.get(plain="PLAIN: school goes well.")
    set_visibility(
        at.family, "paragraph", line.pk, audience="family", hidden_from=[at.ada], why="Asked for it.", by=at.lead
    )
    assert words(own_copy(at.ada_account, invitation)) == {"HIDDENPLAIN"}
    assert len(MinutesCopy.objects.get(invitation=invitation).lines) == 2


def test_no_version_grows_after_it_was_sent(at, held):
    at.sent(at.confirmed(held))
    line = MinuteLine.objects.get(audience="team")
    MinuteLine.objects.filter(pk=line.pk).update(audience="family", plain="NEW: words")
    assert "NEW" not in words(own_copy(at.ada_account, at.invitations[at.ada]))


def test_what_is_said_to_be_wrong_after_it_was_sent_stands_beside_it_for_who_may_see_both(at, held):
    sent = at.sent(at.confirmed(held))
    line = MinuteLine.objects.get(audience="team")
    said = Said("opinion", "other", "It was Friday.", is_disagreement=True, on_item=("paragraph", line.pk))
    record_statement(at.family, said, by=at.lead)
    page = meeting_page(reader_of(at.lead, at.family), sent.pk)
    assert {one.pk: [row.text for row in one.said] for one in page.lines}[line.pk] == ["It was Friday."]
    with pytest.raises(NotPossibleError):
        record_statement(at.family, said, by=at.teacher)


def test_minutes_change_while_they_are_a_draft_and_not_after(at, held):
    line = held.lines.first()
    confirmed = at.confirmed(held)
    for change in (
        lambda: at.write(confirmed, "More."),
        lambda: minutes.rewrite_line(line, minutes.Written("worry", "Other."), by=at.lead),
        lambda: minutes.remove_line(line, by=at.lead),
    ):
        with pytest.raises(MeetingError) as caught:
            change()
        assert caught.value.code == "TF-MEETING-044"
    minutes.reopen_minutes(confirmed, by=at.lead)
    at.write(confirmed, "More.")
    sent = at.sent(at.confirmed(held))
    with pytest.raises(MeetingError):
        minutes.reopen_minutes(sent, by=at.lead)


def test_minutes_are_not_sent_before_they_are_confirmed_or_confirmed_before_it_was_held(at, held):
    with pytest.raises(MeetingError) as caught:
        send_minutes(held, seen=digest_of(versions(held)), by=at.lead)
    assert caught.value.code == "TF-MEETING-060"
    planned = at.plan("first")
    at.write(planned, "Something.")
    with pytest.raises(MeetingError) as caught:
        at.confirmed(planned)
    assert caught.value.code == "TF-MEETING-041"


def test_a_childs_view_is_written_down_or_why_there_is_none(at, held):
    with pytest.raises(MeetingError) as caught:
        minutes.confirm_minutes(held, by=at.lead)
    assert caught.value.code == "TF-MEETING-043"
    with pytest.raises(MeetingError) as caught:
        at.write(held, "I like the mornings.", "child_view", person=at.kit)
    assert caught.value.code == "TF-MEETING-047", "how it was obtained is missing"
    at.write(held, "I like the mornings.", "child_view", person=at.kit, how="Drawn with Kit at school")
    minutes.confirm_minutes(held, by=at.lead)


@pytest.mark.parametrize(
    ("part", "given", "code"),
    [
        ("discussed", {"audience": "family"}, "TF-MEETING-046"),
        ("disagreement", {"whose": "The school"}, "TF-MEETING-048"),
        ("disagreement", {"how": "The figures are older"}, "TF-MEETING-048"),
        ("decision", {"owner": "The landlord"}, "TF-MEETING-049"),
        ("decision", {"due_on": In(7)}, "TF-MEETING-049"),
    ],
)
def test_a_paragraph_has_what_its_part_needs(at, held, part, given, code):
    with pytest.raises(MeetingError) as caught:
        at.write(held, "Something.", part, **worked_out(given))
    assert caught.value.code == code


def test_a_decision_has_one_owner_who_can_see_it(at, held):
    with pytest.raises(MeetingError) as caught:
        at.write(held, "x", "decision", worker=at.teacher, owner="The landlord", due_on=day(7))
    assert caught.value.code == "TF-MEETING-049"
    with pytest.raises(MeetingError) as caught:
        at.write(held, "x", "decision", worker=at.teacher, audience="team", due_on=day(7))
    assert caught.value.code == "TF-MEETING-050"
    made = at.write(held, "Speak with the landlord.", "decision", worker=at.teacher, due_on=day(7))
    minutes.say_what_came_of(made, came_of_it="Paid in part.", done_on=day(0), by=at.lead)
    made.decision.refresh_from_db()
    assert (made.decision.done_on, made.decision.said_by) == (day(0), at.lead.pk)


def test_a_disagreement_stands_with_the_same_weight_and_the_same_filter(at, held):
    at.write(held, "DISAGREES: the plan is too full.", "disagreement", whose="Ada", how="Two goals are enough")
    lines = at.version(held, at.teacher).lines
    assert [(line.whose, line.how) for line in lines if line.part == "disagreement"] == [
        ("Ada", "Two goals are enough")
    ]


def test_the_childs_sheet_holds_what_the_child_may_read(at, held):
    at.write(held, "I want quiet nights.", "child_view", person=at.kit, how="At school", audience="family")
    at.write(
        held, "d", "decision", owner="Ada", due_on=day(7), audience="family", plain="Mum puts a lamp in your room."
    )
    at.write(
        held, "d", "decision", owner="Ada", due_on=day(7), audience="family", plain="A surprise.", hidden_from=[at.kit]
    )
    sheet = sheet_for(held, at.kit)
    assert [line.for_family for line in sheet.said] == ["I want quiet nights."]
    assert [line.for_family for line in sheet.because] == ["Mum puts a lamp in your room."]


def test_a_safe_address_in_a_paragraph_is_refused_and_one_kept_later_is_sent_to_nobody(at, held):
    text, told = "Flat 2, 77 Zephyrquince Mews, ZZ98 7QX", "We met near 77 zephyrquince mews."
    at.write(held, told, "discussed")
    confirmed = at.confirmed(held)
    sent = lambda: " ".join(line.text for each in versions(confirmed) for line in each.lines)  # noqa: E731
    assert "ephyr" in sent()
    safe_address.record_one(by=at.lead, family=at.family, person=at.ada, text=text, named=[at.lead])
    assert "ephyr" not in sent(), "what stood there already was put aside at once"
    # Should it come there in another way, it stops the sending.
    MinuteLine.objects.filter(meeting=held).update(text=told)
    with pytest.raises(MeetingError) as caught:
        at.sent(confirmed)
    assert caught.value.code == "TF-MEETING-062"
    minutes.reopen_minutes(confirmed, by=at.lead)
    for words_ in ("zz987qx is the code", "77 ZEPHYRQUINCE\nMEWS"):
        with pytest.raises(MeetingError) as caught:
            at.write(held, words_)
        assert caught.value.code == "TF-MEETING-002"
        assert "ephyr" not in str(caught.value)
    at.write(held, "We met near the park.")


def test_only_who_keeps_the_meetings_writes_and_sends(at, held):
    for who in (at.teacher, at.officer, at.ada_account, make.worker("adult_lead")):
        with pytest.raises(NotAllowedError):
            at.write(held, "x", by=who)
    confirmed = at.confirmed(held)
    with pytest.raises(NotAllowedError):
        send_minutes(confirmed, seen=digest_of(versions(confirmed)), by=at.teacher)
    at.write(at.plan("urgent", why="Tonight", by=at.manager), "x", by=at.manager)
