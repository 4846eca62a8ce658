"""What a worker can be told of by a notice, each in words that name nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = [
    ("opening_asked", _("Somebody asks to open a file in an emergency")),
    ("opening_used", _("A file was opened in an emergency")),
    ("opening_due", _("The review of an opening is overdue")),
    ("conflict_found", _("A worker is close to a family")),
    ("conflict_ended", _("Something that kept you from a file as somebody close to it was ended")),
    ("relative_ended", _("Somebody whom you declared as close to you is noted no longer")),
    ("file_requested", _("Information governance asked to read a file")),
    ("sighting", _("Somebody looked for a file you keep restricted")),
    ("restriction_due", _("A restriction you keep is due for review")),
    ("kept_alone", _("A worker restricted a file and keeps it themselves")),
    ("custody_passed", _("Who keeps a restricted file, or may see it, has changed")),
    ("lead_asked", _("You are asked to lead a case")),
    ("lead_declined", _("Somebody cannot lead a case")),
    ("to_sign", _("A step of a case waits for your signature")),
    ("step_up", _("A case is stepped up: decide now")),
    ("step_decided", _("It was decided on a step of a case that you lead, or that you proposed")),
    ("step_up_decided", _("It was decided on a case that you lead or stepped up")),
    ("handover", _("A case is handed over")),
    ("meeting_asked", _("You are invited to a meeting")),
    ("meeting_changed", _("A meeting you are invited to has changed")),
    ("minutes_sent", _("Minutes of a meeting are there for you to read")),
    ("action_asked", _("Something is asked of you in a family's plan")),
    ("request_changed", _("Somebody added to a request for help, or took it back")),
    ("urgent_raised", _("Somebody raised an urgent safeguarding alert")),
    ("request_to_sign", _("A request for help waits for a second person's signature")),
    ("request_outcome", _("There is an answer to a request for help that you made")),
    ("request_joined", _("Somebody asked for help for a family that you lead")),
    ("archive_due", _("A case that has ended is overdue to be archived")),
    ("desk_purged", _("The program has purged what was not taken up by its day")),
    ("team_given", _("A family was given to a team of yours")),
    ("near_found", _("Somebody known here may be close to a worker: decide")),
    ("identity_asked", _("Identities are to be joined of which one may have to be kept apart: decide")),
    ("identity_decided", _("Information governance has decided whether people are joined on a file")),
    (
        "identity_kept",
        _("Something of identities waits on a restricted file that nobody of information governance can decide on"),
    ),
    ("sharing_decided", _("What you proposed to share was decided")),
    ("sharing_override", _("Something is shared that a family was not told of, or objects to")),
    ("place_told", _("Something that was written would tell where somebody must not be found")),
    ("withdrawn", _("Somebody of a family no longer agrees to take part")),
    (
        "kept_decided",
        _("It was decided what is kept of a family that no longer agrees, and whether statutory help is needed"),
    ),
    ("request_back", _("That nothing is done on a request for help was not signed: look at it again")),
    ("request_longer", _("A request for help that you made is looked at again, and takes longer")),
    ("losing_touch", _("A family draws back, or every way to reach it was tried: decide what happens now")),
    ("review_due", _("A meeting of the team around a family is overdue")),
    ("assessment_late", _("The assessment of a family is late")),
    ("pause_over", _("The pause of a case is over")),
    ("ground_ends", _("The ground on which a family is worked with without its agreement runs out")),
    ("look_due", _("A look after the end of a case is due")),
    ("agreement_due", _("An agreement to take part is due to be asked again")),
    ("data_due", _("It is to be decided what is kept after a family withdrew")),
    ("sharing_ends", _("What is shared about a family runs out")),
    ("agreement_ends", _("A standing agreement to share runs out")),
    ("supervision_due", _("Supervision is due")),
    ("handover_late", _("The last day of a lead has come and their families are not handed over")),
    ("service_late", _("A service to which a family was referred has not answered in time")),
    ("service_asked", _("A family was referred to a service of your agency")),
    ("service_back", _("A service of your agency is asked no longer")),
    ("request_late", _("A request for help was not answered in time")),
    ("programme_moved", _("The programme or the intensity of a family that you lead was changed")),
    ("request_untold", _("Somebody who asked for help and has no account was not told what became of it")),
    ("sign_in_tried", _("Somebody gave wrong passwords for your account, five times or more within a day")),
    ("link_made", _("A link that sets your password was made at the machine that runs this site")),
    ("key_tried", _("Somebody sent wrong keys of a program that you answer for")),
    ("retention_due", _("Files have come to the end of their time")),
    ("retention_sign", _("Files that are to go wait for a second person’s signature")),
]
# Of somebody's own account, and of nobody else: said whole where they begin, until it is seen.
OF_ACCOUNT = ("sign_in_tried", "key_tried", "link_made")
# What to do about something, by its kind, where no page that it leads to says so.
TO_DO = {
    "link_made": _(
        "Whoever had it could sign in as you. If you did not ask for it, tell whoever keeps accounts here, and change your password."
    ),
}
# What came due by itself, and by nobody's doing: mailed together, once a day at most.
DUE = (
    "review_due", "assessment_late", "pause_over", "ground_ends", "look_due", "agreement_due", "data_due",
    "sharing_ends", "agreement_ends", "supervision_due", "handover_late", "service_late", "request_late", "request_untold",
    "retention_due",
)  # fmt: skip
