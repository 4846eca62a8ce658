"""What the audit records, in plain words, where its code is that of no power: for whoever reads who did what.

A power says itself what it allows (see `powers`). ``tests/casework/audit/test_words_of_actions.py`` reads the source, and finds
every code that it records here or among the powers.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.powers import POWERS

WORDS: dict[str, str | Promise] = {
    # Accounts, roles and the rules of conduct
    "access.unusual_report": _("Was mailed how many unusual looks there were."),
    "account.address_changed": _("Changed the address of an account."),
    "account.changed": _("Changed what an account says of a worker."),
    "account.end_set": _("Set the day on which an account ends."),
    "account.factor": _("Second step of signing in."),
    "account.factor_added": _("Set up a second step of signing in."),
    "account.factor_forgotten": _("Removed a lost second step of signing in."),
    "account.factor_removed": _("Removed a second step of signing in."),
    "account.forgotten": _("Emptied the account of a family member."),
    "account.identity_joined": _("Joined an account to a sign-in of the council."),
    "account.link_made": _("Made a link to set a password, at the machine that runs the site."),
    "account.link_sent": _("Sent a link to set a password."),
    "account.made": _("Made an account."),
    "account.make": _("Made an account."),
    "account.password_set": _("Set a password."),
    "account.retired": _("Ended an account for good."),
    "account.sessions_ended": _("Signed an account out everywhere, because it had ended."),
    "account.sign_in": _("Sign in."),
    "account.sign_out": _("Sign out."),
    "agency.added": _("Added an agency."),
    "agency.changed": _("Changed an agency."),
    "conduct.accepted": _("Accepted the rules of conduct."),
    "conduct.written": _("Wrote a new version of the rules of conduct."),
    "home_street.declare": _("Named the street one lives in."),
    "home_street.forget": _("Took back the street one lives in."),
    "role.described": _("Described a role, and which of its powers are withdrawn."),
    "role.ended": _("Ended a role of a worker."),
    "role.given": _("Gave a worker a role."),
    "team.added": _("Added a team."),
    "team.changed": _("Changed a team."),
    "training.recorded": _("Recorded a training of a worker."),
    # Being close to somebody, and restrictions
    "closeness.answer": _("Answered whether one is close to the people of a file."),
    "conflict.declare": _("Said that one is close to somebody."),
    "near.find": _("Listed that somebody of a file may be close to a worker."),
    "restriction.change_named": _("Changed who is named for a restriction."),
    "restriction.lift": _("Lifted a restriction."),
    "restriction.pass_on": _("Passed a restriction on to another who keeps it."),
    "restriction.review": _("Looked at a restriction again and kept it."),
    # Emergency openings
    "opening.end": _("Ended one’s own emergency opening of the file."),
    "opening.use": _("Opened the file in an emergency."),
    # Cases: the two leads, the agreement to take part, steps, what comes after
    "case.answer_lead": _("Answered whether to lead the case."),
    "case.ask_to_lead": _("Asked a worker to lead the case."),
    "case.bring_in": _("Brought in a case from another system."),
    "case.child_view": _("Recorded what a child says of taking part."),
    "case.decide_proposal": _("Decided whether somebody proposed takes part in the case."),
    "case.drop_looks": _("Dropped the looks after the end, because the case was reopened."),
    "case.end_ground": _("Ended a ground for working without agreement."),
    "case.end_involvement": _("Ended somebody’s part in the case."),
    "case.ground": _("Recorded a ground for working without agreement."),
    "case.lapse": _("Let an agreement lapse, because the case was reopened."),
    "case.lapse_step": _("Let a step that waited for a signature lapse."),
    "case.look_after": _("Recorded how the family is after the end."),
    "case.open": _("Opened a case."),
    "case.propose_step": _("Proposed a step of the case."),
    "case.review_withdrawal": _("Looked at what is held after an agreement was withdrawn."),
    "case.sign_ground": _("Signed a ground for working without agreement."),
    "case.sign_step": _("Signed a step of the case, or returned it."),
    "case.take_over": _("Took a part in the case over from another worker."),
    "case.withdraw": _("Recorded that an agreement to take part was withdrawn."),
    "handover.accept": _("Accepted to lead the case after another."),
    "handover.confirm": _("Confirmed a change of lead, and how the family was told."),
    "handover.prepare": _("Prepared a change of lead."),
    "handover.raise": _("Said that a lead goes."),
    "handover.receiver": _("Named who leads the case next."),
    "handover.stop": _("Stopped a change of lead."),
    "handover.visit": _("Recorded the visit of both leads at a change."),
    "team.capacity": _("Set how much of a full caseload a worker carries."),
    "team.supervise": _("Recorded that a lead was supervised."),
    "team_around.ask": _("Wrote what is asked of a worker on the team around the family."),
    "team_around.end": _("Ended an agency’s place on the team around the family."),
    "team_around.invite": _("Put an agency on the team around the family."),
    # Meetings and minutes
    "group.answer": _("Recorded what became of family group decision-making."),
    "group.offer": _("Recorded whether family group decision-making was offered."),
    "meeting.came_of": _("Recorded what came of a decision of the meeting."),
    "meeting.cancel": _("Called the meeting off."),
    "meeting.change": _("Changed the kind, day, hour or place of the meeting."),
    "meeting.confirm_minutes": _("Confirmed the minutes."),
    "meeting.fail": _("Recorded that the meeting was not held."),
    "meeting.hold": _("Recorded that the meeting was held."),
    "meeting.invite": _("Invited somebody to the meeting."),
    "meeting.plan": _("Planned a meeting."),
    "meeting.remove": _("Took a paragraph out of the minutes."),
    "meeting.reopen_minutes": _("Made the minutes a draft again."),
    "meeting.report": _("Sent a report to the meeting."),
    "meeting.rewrite": _("Changed a paragraph of the minutes."),
    "meeting.send_minutes": _("Sent the minutes."),
    "meeting.set_anchor": _("Set the day from which the timetable is counted."),
    "meeting.take_back": _("Took an invitation to the meeting back."),
    "meeting.write": _("Wrote in the minutes."),
    # Plans
    "plan.bring_in": _("Brought in a plan from another system."),
    # Families, people and safe addresses
    "family.make": _("Made the family’s file."),
    "family.supply": _("Brought the file up to date from the analysis."),
    "family.take_back": _("Took the file away, because its import was taken back."),
    "family.take_up": _("Took the family up from the consideration desk."),
    "identity.part": _("Parted two people who were said to be one."),
    "safe_address.end": _("Ended a safe address."),
    "safe_address.name": _("Changed who may read a safe address."),
    "safe_address.quarantine": _("Put a text aside, because it may tell a safe address."),
    # Sharing
    "basis.end": _("Ended a lawful basis."),
    "enquiry.sign": _("Signed that urgent child protection enquiries are made."),
    "grant.close": _("Closed to an agency what another had shared."),
    "grant.open": _("Opened to an agency what another shares."),
    "sharing.acknowledge": _("Confirmed having read the conditions of what is shared."),
    "sharing.end": _("Ended what a sharing decision shares."),
    "sharing.export": _("Took the register of sharing away as a file."),
    "sharing.inbound": _("Take in what an agency shares under a standing agreement."),
    "sharing.review": _("Looked at a sharing decision again: it stands."),
    "sharing.take_back": _("Took back a proposal to share."),
    "sharing.tell_family": _("Recorded that the family was told of a sharing decision."),
    "sharing_agreement.add": _("Added a standing agreement between agencies."),
    "sharing_agreement.end": _("Ended a standing agreement between agencies."),
    # Requests for help
    "referral.accept": _("Accepted a request for help."),
    "referral.add": _("Added to a request for help, or took it back."),
    "referral.advise": _("Answered a request for help with information and advice."),
    "referral.close": _("Ended a request for help with nothing to be done."),
    "referral.decline": _("Recorded that the family says no to help."),
    "referral.judge": _("Said which family a request for help means."),
    "referral.pass_on": _("Recorded that whoever asked for help was told what became of it."),
    "referral.propose_close": _("Proposed that nothing is done on a request for help."),
    "referral.purge": _("Let a request for help go, on its day."),
    "referral.redirect": _("Gave a request for help to another service."),
    "referral.return": _("Returned a request for help that was to be ended."),
    "referral.search": _("Looked by name whether the people of a request are known."),
    "safeguarding.act": _("Recorded what was done about a danger."),
    # The consideration desk
    "candidate.take_up": _("Took a family up at the consideration desk."),
    "desk.correct": _("Recorded a correction at the consideration desk."),
    "desk.forget": _("Forgot families at the consideration desk."),
    "desk.purge_reminder": _("Was mailed that something at the consideration desk goes soon."),
    "desk.return": _("Returned a decision of the consideration desk."),
    "desk.scrub": _("Wrote over what was deleted at the consideration desk."),
    # Retention and imports
    "import.ask_back": _("Asked that an import be taken back."),
    "import.check": _("Checked a file for import, as a dry run."),
    "import.leave": _("Left an import that was to be taken back."),
    "import.take_back": _("Took an import back."),
    "retention.give_back": _("Gave back a round of files to let go."),
    "retention.hold": _("Placed a legal hold."),
    "retention.lift": _("Lifted a legal hold."),
    "retention.propose": _("Put files forward to let go."),
    "retention.purge": _("Let files go."),
    # One's own day
    "day.changes_read": _("Read what changed for one’s families."),
    "list.keep": _("Kept a list."),
    "list.remove": _("Removed a list."),
    "notice.choose_mails": _("Chose how often to be mailed."),
    "notice.mail": _("Mailed that notices wait."),
    "notice.seen": _("Saw one’s notices."),
    # Programs
    "program.call": _("Call by a program."),
    "program.changed": _("Changed what a program may call."),
    "program.key": _("Key of a program."),
    "program.key_made": _("Made a key for a program."),
    "program.key_revoked": _("Ended a key of a program."),
    "program.made": _("Made the account of a program."),
    "program.sent_again": _("Sent notices to a program again."),
    "program.webhook_added": _("Added an address at which a program is told."),
    "program.webhook_ended": _("Ended an address at which a program was told."),
    # The site
    "audit.restored": _("Said that the database was restored from a backup."),
    "site.backup": _("Made a backup."),
    "site.drill": _("Rehearsal of a restore."),
    "site.restore": _("Restored the site from a backup."),
    "site.rotate_keys": _("Changed a key of the site."),
    "site.save_keys": _("Saved the keys of the site."),
}

# Buttons that ask for nothing more, by the name of what they do: recorded only where it could not be done.
BUTTONS: dict[str, str | Promise] = {
    "decide": _("Decide on an emergency opening."),
    "end": _("End a part, an opening or a safe address."),
    "end_agency": _("End an agency’s place on the team around the family."),
    "remove_line": _("Take a paragraph out of the minutes."),
    "reopen_minutes": _("Make the minutes a draft again."),
    "take_back": _("Take an invitation back."),
}


def action_words(action: str, kind: str = "") -> str:
    """An action in words: what its power allows, or what was done.

    Args:
        action: as it stands in the audit.
        kind: what the event is about, which tells a button from a power.
    """
    if kind == "attempt":
        return str(BUTTONS.get(action, action))
    power = POWERS.get(action)
    return str(power.says if power else WORDS.get(action, action))


def outcome_words(outcome: str) -> str:
    """An outcome in a word."""
    return {"looked": gettext("Looked"), "refused": gettext("Refused")}.get(outcome, gettext("Done"))
