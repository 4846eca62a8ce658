"""The roles a worker can hold. Codes are stored and never change; titles and descriptions are what screens show.

A role says what somebody is for. It opens nothing by itself: see `thinkfamily.casework.access.powers`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """One role of the permission matrix.

    Attributes:
        code: what is stored.
        marked_title: what screens call it, marked for translation.
        marked_says: what it is for and where it ends, in words a lawyer can read, marked for translation; information
            governance may rewrite it.
        is_lead: whether its holder leads a family's case.
        is_family: whether its holder is a member of a family, not a worker.
    """

    code: str
    marked_title: str | Promise
    marked_says: str | Promise
    is_lead: bool = False
    is_family: bool = False

    @property
    def title(self) -> str:
        """What screens call it, in the language of the page."""
        return str(self.marked_title)

    @property
    def says(self) -> str:
        """What it is for and where it ends, in the language of the page."""
        return str(self.marked_says)


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "adult_lead",
            _("Lead for the adults"),
            _(
                "Leads the work with the adults of the families allocated to them. Reads and records on those families' files "
                "and no others. May ask to open another file in an emergency, with a reason, and is reviewed when they do."
            ),
            is_lead=True,
        ),
        Role(
            "child_lead",
            _("Lead for the children"),
            _(
                "Leads the work with the children of the families allocated to them, beside the lead for the adults, with the "
                "same reach: those families' files and no others."
            ),
            is_lead=True,
        ),
        Role(
            "partner",
            _("Partner professional"),
            _(
                "Works for another agency and is on the team around a family. While on that team, sees of its file only what "
                "their own agency supplied and what a sharing decision opens to it. Access ends with their part in the work."
            ),
        ),
        Role(
            "triage",
            _("Triage officer"),
            _(
                "Receives requests for help, finds out whether a family is known, and allocates. Reads a file until the family "
                "has a lead, and not after."
            ),
        ),
        Role(
            "desk_analyst",
            _("Information desk analyst"),
            _(
                "Builds the overview that a team starts from. Reads a file while assigned to its report. Considers candidate "
                "families at the consideration desk."
            ),
        ),
        Role(
            "manager",
            _("Team manager"),
            _(
                "Answers for the files of their own team: reads them, allocates leads, decides what is shared, signs what "
                "another has decided. Never decides alone where two people are needed."
            ),
        ),
        Role(
            "matching_lead",
            _("Data matching lead"),
            _(
                "Runs the analysis and brings its packets to the consideration desk. Sees candidates, never a family's file."
            ),
        ),
        Role(
            "evaluator",
            _("Evaluator"),
            _(
                "Judges what the programme changed, from released figures and those of the front door, small numbers hidden. Sees no "
                "family's file, no candidate and no name; data on single families is not handed over by this site."
            ),
        ),
        Role(
            "claims",
            _("Claims and finance officer"),
            _(
                "Answers for what is claimed and spent, from released figures, small numbers hidden. Sees no family's file and no "
                "evidence on one: results claims and the ledger of costs are kept outside this site."
            ),
        ),
        Role(
            "audit",
            _("Internal auditor"),
            _(
                "Checks that the rules were kept. Reads the files and requests for help drawn by lot while the sample lasts, and "
                "reviews how files were opened."
            ),
        ),
        Role(
            "governance",
            _("Information governance"),
            _(
                "Data protection officer or Caldicott guardian. Approves what is shared, keeps restrictions, reviews openings, "
                "and reads a file on a recorded request only."
            ),
        ),
        Role(
            "service_keeper",
            _("Keeper of an agency’s services"),
            _(
                "Keeps up to date what the directory says of the services of their own agency. Sees no family’s file, and not who "
                "was referred to a service."
            ),
        ),
        Role(
            "councillor",
            _("Councillor"),
            _(
                "Holds the programme to account from released figures in which small numbers are hidden. Sees no family."
            ),
        ),
        Role(
            "family_member",
            _("Family member"),
            _(
                "Belongs to a family that agreed to take part. Reads what is shared with them of their own family's file, "
                "and comments."
            ),
            is_family=True,
        ),
        Role(
            "volunteer",
            _("Volunteer"),
            _(
                "Helps a family with tasks agreed with its lead. Sees that the family is theirs to help and who leads; no file."
            ),
        ),
        Role(
            "sysadmin",
            _("System administrator"),
            _(
                "Keeps the site running: accounts, settings, keys, backups. Cannot read a file, give a role or open a file in "
                "an emergency."
            ),
        ),
        Role(
            "mentor",
            _("Family mentor"),
            _(
                "A parent who has been through the programme and walks beside another family. Sees that the family is theirs "
                "to help and who leads; no file."
            ),
        ),
    )
}

LEADS = frozenset(code for code, role in ROLES.items() if role.is_lead)
CHOICES = [(code, role.marked_title) for code, role in ROLES.items()]
