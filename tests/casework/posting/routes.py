"""Every route that takes a form: who sends it, about what, what is right, and which tables it may change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.casework.posting.world import World

Words = Callable[[World], dict[str, Any]]


def _nothing(world: World) -> dict[str, Any]:
    return {}


def _nobody_s_birthday(world: World) -> dict[str, Any]:
    return {f"person_{number}_born": "" for number in range(1, 7)}


@dataclass(frozen=True)
class Route:
    """One route that takes a form.

    Attributes:
        who: the worker who sends it; empty for somebody not signed in.
        changes: the tables in which a success may change or add a row, the audit's aside.
        right: what is right where the first choice and a few words are not.
        instead: parameters of the path that mean another thing of the world.
        page: where the form stands, if not at its own address.
        unkept: names of what is not kept as it was typed: looked for, hashed, or turned into something else.
        unsaid: names of what never comes back to the page.
        anew: names of what is to be given anew.
        shows: whether it answers with a page when all is well.
    """

    who: str
    changes: str = ""
    right: Words = _nothing
    instead: dict[str, str] = field(default_factory=dict)
    page: str = ""
    unkept: str = ""
    unsaid: str = ""
    anew: str = ""
    shows: bool = False


def day(days: int) -> date:
    """A day so many days from today."""
    return timezone.localdate() + timedelta(days=days)


ACCOUNT = "agencies.Worker agencies.HistoricalWorker"
PROGRAM = "agencies.ProgramAccount agencies.HistoricalProgramAccount"
PART = "access.Involvement access.Notice"
RESTRICTION = (
    "access.Restriction access.HistoricalRestriction access.Restriction_named access.HistoricalRestriction_named "
    "access.Notice"
)
STATEMENT = "families.Statement families.Statement_hidden_from"
DECISION = "sharing.SharingDecision sharing.HistoricalSharingDecision access.Grant"
CASE = "cases.Case cases.HistoricalCase cases.Step cases.AgreementToTakePart cases.HistoricalAgreementToTakePart"
MEETING = "meetings.Meeting meetings.HistoricalMeeting"
LINE = "meetings.MinuteLine meetings.MinuteLine_hidden_from meetings.MeetingDecision"
REQUEST = "referrals.Referral referrals.ReferralMove access.Notice"
ADDITION = "referrals.ReferralAddition access.Notice"
LOOKED_AT = {"referral_id": "screening_id"}
GOAL = "plans.Goal plans.HistoricalGoal plans.Goal_hidden_from plans.Plan plans.HistoricalPlan"
ACTION = "plans.Action plans.HistoricalAction plans.Action_hidden_from access.Notice"
CONTACT = "plans.Contact plans.Contact_hidden_from plans.Seen plans.PlannedVisit"
NEWCOMER = {"worker_id": "newcomer_id"}
RESTRICTED = {"family_id": "restricted_id"}

ROUTES: dict[str, Route] = {
    "referrals:sample": Route(
        "audit",
        "referrals.ReferralSample referrals.ReferralSample_drawn",
        lambda w: {"how_many": 2, "days": 9, "from_on": day(-9), "to_on": day(0)},
    ),
    # the organisation
    "organisation_agency_add": Route(
        "sysadmin",
        "agencies.Agency agencies.HistoricalAgency",
        lambda w: {"name": "Invented Trust", "code": "invented_trust", "is_home": None},
    ),
    "organisation_agency": Route(
        "sysadmin", "agencies.Agency agencies.HistoricalAgency", lambda w: {"name": "Renamed", "is_home": None}
    ),
    "organisation_agency_retire": Route("sysadmin", "agencies.Agency agencies.HistoricalAgency"),
    "organisation_team_add": Route(
        "sysadmin", "agencies.Team agencies.HistoricalTeam", lambda w: {"name": "Eastside", "capacity": "40"}
    ),
    "organisation_team": Route(
        "sysadmin", "agencies.Team agencies.HistoricalTeam", lambda w: {"name": "Westside", "capacity": "40"}
    ),
    "organisation_team_retire": Route("sysadmin", "agencies.Team agencies.HistoricalTeam"),
    "organisation_accounts": Route("sysadmin", shows=True, unkept="text"),
    "organisation_account_make": Route(
        "sysadmin",
        ACCOUNT,
        lambda w: {
            "name": "Newest Invented",
            "email": "newest@example.org",
            "agency": w.words["home"],
            "account_until": "",
        },
    ),
    "organisation_account_change": Route(
        "sysadmin", ACCOUNT, lambda w: {"name": "Renamed Invented", "email": "renamed@example.org"}, NEWCOMER
    ),
    "organisation_account_end": Route("sysadmin", ACCOUNT, lambda w: {"on": day(20)}, NEWCOMER),
    "organisation_account_retire": Route("sysadmin", ACCOUNT, instead=NEWCOMER),
    "organisation_account_factor": Route("sysadmin", "mfa.Authenticator", unkept="because"),
    "organisation_account_link": Route("sysadmin", "", instead=NEWCOMER),
    "organisation_training": Route(
        "sysadmin", "agencies.Training", lambda w: {"completed_on": day(-2), "until_on": day(300)}
    ),
    "organisation_role_give": Route(
        "governance",
        "agencies.Appointment",
        lambda w: {"role": "audit", "team": "", "from_on": day(0), "until_on": ""},
        NEWCOMER,
    ),
    "organisation_role_end": Route(
        "governance", "agencies.Appointment", lambda w: {"appointment": w.words["appointment"], "on": day(9)}
    ),
    "organisation_conduct_write": Route("governance", "agencies.ConductRules", lambda w: {"from_on": day(1)}),
    "organisation_value_set": Route(
        "governance", "agencies.SiteValue", lambda w: {"value": "180", "from_on": day(1)}, {"code": "value_code"}
    ),
    "organisation_role_describe": Route("governance", "access.RoleSetting access.HistoricalRoleSetting"),
    "family_account_make": Route(
        "manager",
        f"{ACCOUNT} agencies.Appointment {PART}",
        lambda w: {"person_id": w.words["ada"], "email": "ada@example.org", "account_until": day(90)},
    ),
    "entry_rules": Route("unaccepted", "agencies.ConductAcceptance"),
    "invitation": Route(
        "",
        "agencies.Worker agencies.HistoricalWorker",
        lambda w: {"password": "quite-invented-9-words", "again": "quite-invented-9-words"},
        unkept="password again",
        unsaid="password again",
    ),
    "language": Route("lead", "", lambda w: {"language": "cy", "next": "/"}, page="home", unkept="next"),
    "figures": Route("governance", "reports.Release"),
    # the interface for programs
    "program_make": Route(
        "sysadmin",
        f"{ACCOUNT} {PROGRAM}",
        lambda w: {
            "name": "Invented Register",
            "responsible": w.who["governance"].email,
            "networks": "192.0.2.0/24",
            "agency": w.words["home"],
            "account_until": day(90),
        },
        unkept="responsible",
    ),
    "program_change": Route(
        "sysadmin",
        f"{PROGRAM} agencies.ProgramKey",
        lambda w: {"responsible": w.who["governance"].email, "networks": "192.0.2.0/24"},
        unkept="responsible",
    ),
    "program_key": Route("manager", "agencies.ProgramKey", lambda w: {"ends_on": day(30)}, shows=True),
    "program_key_revoke": Route("manager", "agencies.ProgramKey"),
    "program_webhook": Route(
        "sysadmin", "site.Webhook", lambda w: {"url": "https://register.example.org/think-family"}, shows=True
    ),
    "program_webhook_end": Route("sysadmin", "site.Webhook site.WebhookNotice"),
    "program_webhook_again": Route("sysadmin", "site.WebhookNotice"),
    "api:record_on": Route(
        "lead",
        STATEMENT,
        lambda w: {"kind": "fact", "category": "other", "text": "Said by a program.", "source": "A test"},
    ),
    # the desk
    "desk:bring": Route(
        "matching",
        "consideration.CandidatePacket consideration.Candidate consideration.Print consideration.Tally",
        lambda w: {"packet": w.words["packet"]},
    ),
    "desk:case_update": Route(
        "matching",
        "families.Supply families.Coverage agencies.Agency agencies.HistoricalAgency families.Family "
        "families.HistoricalFamily families.Person "
        "families.HistoricalPerson families.Member families.HistoricalMember families.KinTie families.HistoricalKinTie "
        "families.NameToken "
        "families.IdentifierFingerprint families.Need families.Service families.CostBand families.Event families.Address",
        lambda w: {"packet": w.words["update"]},
    ),
    "desk:purge": Route("matching", "consideration.Purge"),
    "desk:feedback": Route(
        "matching", "consideration.CandidateCorrection families.Correction cases.WorkerEvidence", shows=True
    ),
    "desk:candidate": Route("analyst", "consideration.Decision consideration.Batch"),
    "desk:correct": Route(
        "analyst",
        "consideration.CandidateCorrection",
        lambda w: {"kind": "same", "person": w.words["handles"][0], "other": w.words["handles"][1], "from_on": day(-3)},
    ),
    "desk:batch": Route(
        "governance",
        "consideration.Batch consideration.Decision consideration.TakenUp consideration.Tally consideration.Purge "
        "consideration.Candidate consideration.Print families.Family "
        "families.HistoricalFamily families.Person families.HistoricalPerson families.Member families.HistoricalMember "
        "families.KinTie families.HistoricalKinTie "
        "families.Address families.Need families.Service families.CostBand families.Event families.Supply "
        "families.Coverage families.NameToken families.IdentifierFingerprint cases.Case cases.HistoricalCase "
        "families.Statement access.Conflict access.Notice",
        # Who meets other decisions than were shown reads them before ticking that again.
        anew="seen has_read",
    ),
    "desk:give_back": Route(
        "governance", "consideration.Decision consideration.Batch", instead={"decision_id": "desk_decision_id"}
    ),
    # access
    "access:open": Route("stranger", "access.Opening access.Notice", lambda w: {"minutes": "30"}),
    "access:open_end": Route("triage", "access.Opening", instead={"family_id": "opener_family_id"}),
    "access:opening_decide": Route(
        "manager", "access.Opening access.Notice", lambda w: {"is_allowed": "yes"}, page="access:openings_to_decide"
    ),
    "access:opening_review": Route("governance", "access.Opening", instead={"opening_id": "used_opening_id"}),
    "access:allocate": Route(
        "manager",
        PART,
        lambda w: {"worker": str(w.who["mentor"].pk), "until_on": day(90)},
        {"role": "part_role"},
    ),
    "access:propose": Route(
        "lead", "access.InvolvementProposal access.Notice", lambda w: {"worker": str(w.who["spare"].pk), "until_on": ""}
    ),
    "families:team": Route(
        "manager",
        "families.Family families.HistoricalFamily access.Notice",
        lambda w: {"team": str(w.ids["team_id"])},
    ),
    "access:involvement_end": Route("manager", PART),
    "access:proposal_decide": Route(
        "manager", f"access.InvolvementProposal {PART}", lambda w: {"is_accepted": "yes"}, page="access:involved"
    ),
    "access:request": Route("governance", PART, lambda w: {"days": "3"}, {"family_id": "other_family_id"}),
    "access:draw_sample": Route("audit", PART, lambda w: {"how_many": "2", "days": "3"}),
    "access:restrict": Route(
        "manager",
        RESTRICTION,
        lambda w: {"custodian": str(w.who["governance"].pk), "named": w.who["lead"].email, "review_by_on": day(30)},
        unkept="named",
    ),
    "access:restriction_review": Route(
        "governance",
        RESTRICTION,
        lambda w: {"review-because": "It holds.", "review-review_by_on": day(30)},
        RESTRICTED,
        page="access:keep",
    ),
    "access:restriction_named": Route(
        "governance",
        RESTRICTION,
        lambda w: {"named-custodian": str(w.who["governance"].pk), "named-named": w.who["spare"].email},
        RESTRICTED,
        page="access:keep",
        unkept="named-named",
    ),
    "access:restriction_lift": Route(
        "governance", RESTRICTION, lambda w: {"lift-because": "It is over."}, RESTRICTED, page="access:keep"
    ),
    "access:closeness": Route(
        "lead",
        "access.RelativeDeclared access.DeclaredMark access.Conflict agencies.ClosenessAnswer",
        lambda w: {"born": date(1985, 4, 5), "postcodes": "ZZ1 1ZZ", "answer": "none"},
        unkept="first_name last_name other_names born postcodes answer",
    ),
    "access:closeness_named": Route("unasked", "agencies.ClosenessAnswer", page="access:relatives"),
    "access:relatives": Route(
        "lead",
        "access.RelativeDeclared access.DeclaredMark access.Conflict",
        lambda w: {"born": date(1950, 4, 5), "postcodes": "ZZ1 1ZZ"},
        unkept="first_name last_name other_names born postcodes",
    ),
    "access:near": Route(
        "governance", "access.NearMatch access.Conflict access.Notice", lambda w: {"is_close": "yes"}, unkept="is_close"
    ),
    "access:conflict": Route(
        "manager", "access.Conflict access.Notice", lambda w: {"email": w.who["stranger"].email}, unkept="email"
    ),
    "access:conflict_end": Route("governance", "access.Conflict access.ConflictEnded access.Notice"),
    "access:relative_end": Route(
        "governance", "access.RelativeDeclared access.ConflictEnded access.Notice access.NearMatch"
    ),
    "access:notices": Route("manager", "access.Notice"),
    "access:mails": Route("manager", "access.MailChoice"),
    "access:who_sees": Route("governance", unkept="text", shows=True),
    "access:home_street": Route(
        "lead", "access.HomeStreet", lambda w: {"postcode": "ZZ1 1ZZ"}, unkept="street postcode"
    ),
    # a family's file
    "families:summary": Route("lead", "families.Family families.HistoricalFamily", unkept="opened_at"),
    "families:record": Route("lead", STATEMENT, lambda w: {"outcome": "", "from_on": day(-1), "holds_until_on": ""}),
    "families:statement_correct": Route(
        "lead", STATEMENT, lambda w: {"outcome": "", "from_on": day(-1), "holds_until_on": ""}
    ),
    "families:record_on": Route(
        "lead",
        STATEMENT,
        lambda w: {"outcome": "", "from_on": day(-1), "holds_until_on": "", "is_disagreement": None},
    ),
    "families:visibility": Route(
        "lead", f"{STATEMENT} families.VisibilityChange", lambda w: {"hidden_from": w.words["bo"]}
    ),
    "families:put_in": Route(
        "lead",
        "families.Member families.HistoricalMember families.Correction",
        lambda w: {"person_id": w.words["gone"], "from_on": day(-1)},
    ),
    "families:same": Route(
        "lead",
        "families.Correction",
        lambda w: {"person": w.words["ada"], "other": w.words["bo"], "from_on": day(-1)},
    ),
    "families:identity_decide": Route(
        "governance", "families.IdentityJoin families.Correction", lambda w: {"is_allowed": "no"}, unkept="is_allowed"
    ),
    "families:understanding": Route(
        "lead",
        "families.Understanding",
        lambda w: {"is_enough": "yes", "judged_on": day(-1)},
        unkept="is_enough",
    ),
    "families:put_in_person": Route(
        "lead",
        "families.Member families.HistoricalMember families.Correction",
        lambda w: {"person_id": w.words["gone"], "from_on": day(-1)},
        {"person_id": "gone_id"},
    ),
    "families:new_person": Route(
        "lead",
        "families.Person families.HistoricalPerson families.Member families.HistoricalMember families.NameToken "
        "families.IdentifierFingerprint",
        lambda w: {
            "first_name": "Quillon",
            "last_name": "Farthingale",
            "date_of_birth": date(1991, 2, 3),
            "born_precision": "day",
            "role": "adult",
            "from_on": day(-1),
            "looked": "",
            "is_none_of_them": None,
        },
        shows=True,
        unkept="looked first_name last_name known_as",
    ),
    "families:new_tie": Route(
        "lead",
        "families.KinTie families.HistoricalKinTie",
        lambda w: {"person": w.words["ada"], "other": w.words["bo"], "kind": "partner", "from_on": day(-90)},
    ),
    "families:change_tie": Route(
        "lead",
        "families.KinTie families.HistoricalKinTie",
        lambda w: {"tie_id": w.words["tie"], "stands": "holds", "until_on": ""},
    ),
    # The near match of Kit, of which nobody was told yet, is put before information governance with what is changed of Kit.
    "families:take_out": Route(
        "lead",
        "families.Member families.HistoricalMember families.Correction access.Notice",
        lambda w: {"from_on": day(-1)},
    ),
    "families:change_person": Route(
        "lead",
        "families.Person families.HistoricalPerson families.Member families.HistoricalMember families.PersonChange "
        "families.NameToken families.IdentifierFingerprint access.Notice access.NearMatch",
        lambda w: {
            "first_name": "Quillon",
            "last_name": "Farthingale",
            "date_of_birth": date(2014, 5, 1),
            "died_on": "",
            "born_precision": "day",
            "residence": "away",
            "from_on": day(-1),
        },
    ),
    "families:record_identifier": Route(
        "lead",
        "families.Person families.HistoricalPerson families.PersonChange families.NameToken families.IdentifierFingerprint",
        lambda w: {"kind": "nhs_number", "number": "9990000018"},
        unkept="number",
        unsaid="number",
    ),
    "families:record_address": Route(
        "lead",
        "families.Address families.NameToken families.IdentifierFingerprint",
        lambda w: {"people": w.words["ada"], "postcode": "ZZ2 2ZZ", "from_on": day(-1)},
    ),
    "families:end_address": Route(
        "lead",
        "families.Address families.NameToken families.IdentifierFingerprint",
        lambda w: {"addresses": w.words["open_address"], "until_on": day(-1)},
    ),
    "families:comment": Route("member", STATEMENT),
    "families:comment_on": Route("member", STATEMENT),
    "families:search": Route(
        "lead",
        "",
        lambda w: {"name": "Ada", "born": "", "address": "", "reference": "", "identifier": "", "page": "1"},
        unkept="name address reference identifier page",
        shows=True,
    ),
    "families:suggest": Route("lead", "", lambda w: {"begun": "FT-"}, unkept="begun", shows=True),
    "families:safe_address_record": Route(
        "lead",
        "families.SafeAddress families.SafeAddress_named",
        lambda w: {"person": w.words["ada"], "named": str(w.who["lead"].pk)},
        unsaid="safe_address",
    ),
    "families:safe_address_readers": Route(
        "lead", "families.SafeAddress families.SafeAddress_named", lambda w: {"named": str(w.who["lead"].pk)}
    ),
    "families:safe_address_end": Route("lead", "families.SafeAddress families.SafeAddress_named"),
    "families:safe_address_reveal": Route("lead", shows=True),
    "families:quarantined_reveal": Route("lead", shows=True),
    # sharing and the case
    "sharing:agreement_add": Route(
        "governance",
        "sharing.SharingAgreement sharing.HistoricalSharingAgreement",
        lambda w: {
            "from_agency": w.words["police"],
            "to_agency": w.words["home"],
            "categories": "education",
            "power": "Children Act 2004, section 10",
            "from_on": day(0),
            "expires_on": day(90),
        },
    ),
    "sharing:agreement_end": Route(
        "governance", "sharing.SharingAgreement sharing.HistoricalSharingAgreement access.Grant"
    ),
    "sharing:propose": Route(
        "lead",
        DECISION,
        lambda w: {
            "from_agency": w.words["police"],
            "to_agency": w.words["home"],
            "categories": "education",
            "power_code": "ca2004_s10",
            "power": "",
            "lawful_basis": "public_task",
            "enquiry": "",
            "until_on": day(90),
            "agreement": "",
            "people": None,
            "items": None,
            "condition": "",
            "confidentiality": "",
            "why_not_told": "",
        },
    ),
    "sharing:enquiry": Route("manager", "sharing.UrgentEnquiry"),
    "sharing:decide": Route("governance", f"{DECISION} access.Notice", lambda w: {"review_on": day(60)}),
    "sharing:end": Route("governance", DECISION, instead={"decision_id": "approved_id"}),
    "sharing:take_back": Route("lead", DECISION),
    "sharing:review": Route(
        "governance", DECISION, lambda w: {"review_on": day(90)}, instead={"decision_id": "approved_id"}
    ),
    "sharing:tell": Route("lead", f"{DECISION} access.Notice"),
    "sharing:acknowledge": Route(
        "lead", "sharing.Acknowledgement", instead={"decision_id": "received_id"}, page="sharing:received"
    ),
    "sharing:basis": Route("lead", "sharing.LawfulBasis sharing.HistoricalLawfulBasis", lambda w: {"from_on": day(-1)}),
    "sharing:basis_end": Route("lead", "sharing.LawfulBasis sharing.HistoricalLawfulBasis"),
    "cases:agree": Route("lead", CASE, lambda w: {"person": w.words["bo"], "agreed_on": day(-1), "review_on": day(90)}),
    "cases:confirm": Route("lead", CASE, instead={"family_id": "waiting_family_id"}),
    "cases:withdraw": Route(
        "lead",
        f"{CASE} access.Notice",
        lambda w: {"withdrawn_on": day(0), "data_review_on": day(20)},
        {"agreement_id": "agreement_to_take_part"},
    ),
    "cases:review_withdrawal": Route(
        "manager", f"{CASE} access.Notice", instead={"agreement_id": "withdrawn_agreement"}
    ),
    "cases:give_evidence": Route(
        "lead",
        f"{STATEMENT} cases.WorkerEvidence",
        lambda w: {
            "criterion": "low_aspirations",
            "person": "family",
            "from_on": day(-9),
            "until_on": "",
            "kind": "fact",
        },
        {"family_id": "agreed_family_id"},
    ),
    "cases:take_back_evidence": Route("lead", "cases.WorkerEvidence", instead={"family_id": "agreed_family_id"}),
    # the front door
    "referrals:ask": Route(
        "lead", "referrals.Referral referrals.ReferralPerson referrals.ReferralMark", _nobody_s_birthday
    ),
    "referrals:ask_in_public": Route(
        "", "referrals.Referral referrals.ReferralPerson referrals.ReferralMark", _nobody_s_birthday
    ),
    "referrals:add": Route("lead", ADDITION),
    "referrals:take_back": Route("lead", ADDITION),
    "referrals:urgent": Route("lead", REQUEST),
    "referrals:urgent_about": Route("lead", REQUEST),
    "referrals:screen": Route("triage", REQUEST, page="referrals:referral"),
    "referrals:search": Route(
        "triage", f"{REQUEST} referrals.ReferralSearch", instead=LOOKED_AT, page="referrals:referral", unkept="also"
    ),
    "referrals:judge": Route("triage", REQUEST, lambda w: {"about": "new"}, LOOKED_AT, page="referrals:referral"),
    "referrals:raise_on": Route("triage", REQUEST, page="referrals:referral"),
    "referrals:act": Route("triage", REQUEST, instead={"referral_id": "alert_id"}, page="referrals:referral"),
    "referrals:go_on": Route("triage", REQUEST, instead={"referral_id": "acted_id"}, page="referrals:referral"),
    "referrals:pass_on": Route(
        "triage", REQUEST, lambda w: {"told_on": day(0)}, {"referral_id": "untold_id"}, page="referrals:referral"
    ),
    "referrals:accept": Route(
        "triage",
        f"{REQUEST} families.Family families.HistoricalFamily families.Person families.HistoricalPerson families.Member "
        "families.HistoricalMember families.NameToken families.IdentifierFingerprint cases.Case cases.HistoricalCase cases.Step",
        lambda w: {"chosen": "family_help", "tier": "usual"},
        instead=LOOKED_AT,
    ),
    "referrals:advise": Route("triage", REQUEST, instead=LOOKED_AT),
    "referrals:redirect": Route("triage", REQUEST, instead=LOOKED_AT),
    "referrals:decline": Route("triage", REQUEST, instead=LOOKED_AT),
    "referrals:close": Route("triage", REQUEST, instead=LOOKED_AT),
    "referrals:sign": Route("second", REQUEST, instead={"referral_id": "waiting_id"}, unkept="returned_because"),
    "cases:child_view": Route("lead", "cases.ChildView", lambda w: {"person": w.words["kit"], "said_on": day(-1)}),
    # the team around the family and its meetings
    "meetings:ask": Route("lead", "meetings.PartAsked meetings.HistoricalPartAsked"),
    "meetings:invite_agency": Route(
        "lead", "meetings.AgencyInvited", lambda w: {"agency": w.words["school"], "until_on": day(30)}
    ),
    "meetings:end_agency": Route("lead", "meetings.AgencyInvited"),
    "meetings:plan": Route(
        "lead",
        f"{MEETING} meetings.Minutes",
        lambda w: {"kind": "first", "planned_on": day(9), "begins_at": "14:30"},
    ),
    "meetings:change": Route(
        "lead",
        f"{MEETING} access.Notice",
        lambda w: {"kind": "family_review", "planned_on": day(9), "begins_at": "14:30"},
        unkept="begins_at",
    ),
    "meetings:held": Route(
        "lead",
        f"{MEETING} meetings.Invitation meetings.MinuteLine",
        lambda w: {"held_on": day(0), "next_on": day(21)} | {f"attendance_{one}": "came" for one in w.words["asked"]},
    ),
    "meetings:failed": Route("lead", MEETING, lambda w: {"held_on": day(0), "next_on": ""}),
    "meetings:cancel": Route("lead", f"{MEETING} access.Notice"),
    "meetings:anchor": Route(
        "lead",
        "meetings.TimetableAnchor meetings.HistoricalTimetableAnchor",
        lambda w: {"anchor_on": day(-9)},
        {"family_id": "agreed_family_id"},
    ),
    "meetings:invite": Route("lead", "meetings.Invitation access.Notice", lambda w: {"people": w.words["kit"]}),
    "meetings:take_back": Route("lead", "meetings.Invitation"),
    "meetings:reply": Route(
        "member", f"meetings.Invitation {STATEMENT}", instead={"invitation_id": "member_invitation_id"}
    ),
    "meetings:report": Route(
        "lead",
        "meetings.MeetingReport meetings.MeetingReport_hidden_from",
        lambda w: {"category": "other", "audience": "professionals", "hidden_from": None},
    ),
    "meetings:add_line": Route(
        "lead", LINE, lambda w: {"hidden_from": None, "worker": "", "due_on": day(9)}, {"meeting_id": "held_meeting_id"}
    ),
    "meetings:change_line": Route("lead", LINE, lambda w: {"hidden_from": None}, {"meeting_id": "held_meeting_id"}),
    "meetings:remove_line": Route("lead", LINE, instead={"meeting_id": "held_meeting_id"}),
    "meetings:came_of": Route(
        "lead",
        "meetings.MeetingDecision",
        lambda w: {"done_on": day(0)},
        {"meeting_id": "held_meeting_id", "line_id": "decision_line_id"},
    ),
    "meetings:confirm": Route("lead", "meetings.Minutes", instead={"meeting_id": "held_meeting_id"}),
    "meetings:reopen": Route("lead", "meetings.Minutes", instead={"meeting_id": "confirmed_meeting_id"}),
    "meetings:versions": Route(
        "lead",
        "meetings.Minutes meetings.MinutesCopy access.Notice",
        instead={"meeting_id": "confirmed_meeting_id"},
        anew="seen",
    ),
    "meetings:offer": Route(
        "lead",
        "meetings.GroupOffer meetings.HistoricalGroupOffer meetings.GroupOffer_offered_to "
        "meetings.HistoricalGroupOffer_offered_to",
        lambda w: {"before": "care", "offered_on": day(-1), "offered_to": w.words["ada"], "not_offered_because": ""},
    ),
    "meetings:answer": Route(
        "lead",
        "meetings.GroupOffer meetings.HistoricalGroupOffer meetings.HistoricalGroupOffer_offered_to",
        lambda w: {"answer": "accepted", "answered_on": day(-1), "held_on": day(0)},
        unkept="why",
    ),
    # the plan, contacts and the chronology
    "plans:propose": Route("lead", GOAL, lambda w: {"person": "family", "owner": "", "target_on": day(60)}),
    "plans:change": Route("lead", GOAL, lambda w: {"person": w.words["kit"], "owner": "", "target_on": day(60)}),
    "plans:move": Route("lead", GOAL),
    "plans:rate": Route("lead", "plans.GoalRating"),
    "plans:dates": Route("lead", GOAL, lambda w: {"until_on": day(300)}),
    "plans:ask": Route(
        "lead", ACTION, lambda w: {"owner": f"worker:{w.who['lead'].pk}", "kind": "support", "due_on": day(9)}
    ),
    "plans:ask_for": Route(
        "lead", ACTION, lambda w: {"owner": f"worker:{w.who['lead'].pk}", "kind": "support", "due_on": day(9)}
    ),
    "plans:answer": Route("lead", ACTION),
    "plans:take_back": Route("lead", ACTION),
    "plans:contact": Route("lead", CONTACT, lambda w: {"minutes": "45"}, unkept="happened_time"),
    "plans:correct": Route("lead", CONTACT, lambda w: {"minutes": "45"}, unkept="happened_time"),
    "plans:missed": Route("lead", CONTACT, page="plans:contact"),
    "plans:contact_of_visit": Route("lead", CONTACT, lambda w: {"minutes": "45"}, unkept="happened_time"),
    "plans:missed_visit": Route("lead", CONTACT, page="plans:contact_of_visit"),
    "plans:plan_visit": Route(
        "lead",
        CONTACT,
        lambda w: {"starts_on": day(1), "starts_time": "10:30", "minutes": "45", "buddy": ""},
        unkept="starts_time",
    ),
    "plans:set_out": Route("lead", CONTACT, page="plans:contacts"),
    "plans:say_safe": Route("lead", CONTACT, instead={"visit_id": "out_visit_id"}, page="plans:out"),
    "plans:call_off": Route("lead", CONTACT, page="plans:contacts"),
    "plans:promote": Route(
        "lead", "plans.ChronologyEntry plans.ChronologyEntry_hidden_from", lambda w: {"on": day(-1)}
    ),
    "plans:take_out": Route("lead", "plans.ChronologyEntry", page="plans:chronology"),
    "plans:comment": Route("member", STATEMENT, instead={"item_id": "goal_id"}),
}
