"""Powers over a family's file: reading, recording, sharing, restricting, opening in an emergency."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.powers.power import READERS, Power, power

POWERS: tuple[Power, ...] = (
    # The family's file
    power(
        "family.find",
        _("Learn by search that a family is known, and whom to ask."),
        adult_lead="any",
        child_lead="any",
        partner="any",
        triage="any",
        desk_analyst="any",
        manager="any",
        governance="any",
    ),
    power("family.locate", _("See that a family is one's own to help, and who leads."), volunteer="own", mentor="own"),
    power("family.read", _("Read a family's file, item by item as shared."), **(READERS | {"partner": "own"})),
    power(
        "family.shared_view",
        _("Read what is shared with the family."),
        adult_lead="own",
        child_lead="own",
        manager="team",
        family_member="own",
    ),
    power("family.comment", _("Comment on what is shared, in one's own words."), family_member="own"),
    power(
        "family.cost",
        _("See what agencies spend on a family, in bands."),
        adult_lead="own",
        child_lead="own",
        desk_analyst="own",
        manager="team",
        audit="own",
        governance="own",
    ),
    power(
        "family.domestic_abuse",
        _("See items kept in the domestic abuse compartment."),
        adult_lead="own",
        child_lead="own",
        desk_analyst="own",
        manager="team",
        governance="own custodian",
    ),
    power(
        "family.record",
        _("Record an item on a family's file."),
        adult_lead="own",
        child_lead="own",
        partner="own",
        desk_analyst="own",
        manager="team",
    ),
    power(
        "family.born",
        _("See the day on which somebody of a family was born, and not their age alone."),
        adult_lead="own opened",
        child_lead="own opened",
        triage="untaken opened",
        desk_analyst="own",
        manager="team",
        governance="own custodian",
    ),
    power(
        "family.confide",
        _("Record that a young person understands enough to speak in confidence."),
        adult_lead="own",
        child_lead="own",
        manager="team",
    ),
    power(
        "family.summarise",
        _("Write the one-page summary of a family's file."),
        adult_lead="own",
        child_lead="own",
        manager="team",
    ),
    power(
        "family.correct",
        _("Correct who is in a family, which records are one person and what is known of them."),
        adult_lead="own",
        child_lead="own",
        desk_analyst="own",
        manager="team",
    ),
    power(
        "family.hide",
        _("Decide who of those who may see a file does not see one item of it."),
        adult_lead="own",
        child_lead="own",
        desk_analyst="own",
        manager="team",
        governance="own custodian",
    ),
    # A named list decides further: see families.safe_address
    power(
        "safe_address.read",
        _("Read a safe address, if named for it."),
        adult_lead="own",
        child_lead="own",
        manager="team",
        governance="own custodian",
    ),
    power(
        "safe_address.record",
        _("Record where somebody lives, in the open or as a safe address, and name who may read the latter."),
        adult_lead="own",
        child_lead="own",
        manager="team",
    ),
    power(
        "family.history",
        _("See who has looked at a file and what was changed."),
        adult_lead="own",
        child_lead="own",
        manager="team",
        audit="own",
        governance="own custodian",
    ),
    # Sharing
    power(
        "sharing.read",
        _("See what was shared about a family, and what was not."),
        adult_lead="own",
        child_lead="own",
        partner="own",
        triage="untaken",
        desk_analyst="own",
        manager="team",
        audit="any",
        governance="any",
    ),
    power(
        "sharing.register",
        _("Read the register of what was shared and what was not, print it and take a copy."),
        about="site",
        audit="any",
        governance="any",
    ),
    power(
        "sharing.propose",
        _("Propose to share, or not to share."),
        adult_lead="own",
        child_lead="own",
        partner="own",
        triage="untaken",
        desk_analyst="own",
    ),
    power(
        "sharing.decide",
        _("Decide a proposal to share, another's and not one's own."),
        manager="team",
        governance="any",
    ),
    power("agreement.keep", _("Keep the sharing agreements between agencies."), about="site", governance="any"),
    # Restriction, conflict, emergency
    power("restriction.set", _("Restrict a file, and name who may see it."), manager="team", governance="any"),
    power(
        "restriction.keep",
        _("Review a restriction one keeps, and see who looked for the file."),
        manager="custodian",
        governance="custodian",
    ),
    power(
        "conflict.record", _("Record that a worker is of a family, or close to it."), manager="team", governance="any"
    ),
    power(
        "conflict.decide",
        _("Decide whether somebody known here is the one to whom a worker said they are close."),
        about="site",
        governance="any",
    ),
    power(
        "identity.decide",
        _("Decide whether identities are joined of which one may be an adopted child's."),
        about="site",
        governance="any",
    ),
    power(
        "conflict.end", _("End what was recorded or declared of a worker by mistake."), about="site", governance="any"
    ),
    power("opening.request", _("Open a file in an emergency."), adult_lead="any", child_lead="any", triage="any"),
    power("opening.decide", _("Allow a lead to open a file in an emergency."), manager="any", about="site"),
    power(
        "opening.review",
        _("Review how files were opened in emergencies."),
        about="site",
        audit="any",
        governance="any",
    ),
)
