"""Powers that are about no one family, or about a family that is not taken up yet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from thinkfamily.casework.access.powers.power import HELPERS, Power, by_any, power

POWERS: tuple[Power, ...] = (
    # The front door
    power(
        "referral.make",
        _("Ask for help for a family, and see what became of what one asked."),
        "site",
        **by_any(*HELPERS, "family_member"),
    ),
    power(
        "referral.read",
        _("Read requests for help, but not what they say of domestic abuse; as audit, those drawn by lot."),
        "site",
        **by_any("triage", "manager", "desk_analyst", "governance", "audit"),
    ),
    power("referral.screen", _("Look at requests for help, and decide on them."), "site", triage="any", manager="any"),
    power("referral.sign", _("Sign, as a second person, that nothing is done on a request."), "site", manager="any"),
    power(
        "referral.figures",
        _("See how requests for help went, small numbers hidden."),
        "site",
        **by_any("manager", "governance", "audit", "evaluator"),
    ),
    power("safeguarding.raise", _("Raise an urgent safeguarding alert."), "site", **by_any(*HELPERS)),
    # The consideration desk
    power(
        "desk.read",
        _("See candidate families."),
        "candidate",
        desk_analyst="any",
        manager="any",
        matching_lead="any",
        audit="any",
        governance="any",
    ),
    power("desk.bring", _("Bring a packet to the desk or to agreed families."), "candidate", matching_lead="any"),
    power(
        "desk.decide", _("Decide on a candidate family, with reasons."), "candidate", desk_analyst="any", manager="any"
    ),
    power("desk.sign", _("Sign a batch of decisions that others made."), "candidate", manager="any", governance="any"),
    power(
        "desk.purge",
        _("Purge what was not taken up, with proof."),
        "candidate",
        matching_lead="any",
        governance="any",
    ),
    power(
        "feedback.send",
        _("Send corrections and states back to the analysis."),
        "site",
        matching_lead="any",
        desk_analyst="any",
    ),
    # Daily screens
    power(
        "day.read",
        _("See what one's day begins with: visits, meetings, what is overdue, what changed."),
        "site",
        adult_lead="any",
        child_lead="any",
        desk_analyst="any",
        manager="any",
    ),
    power("shared.read", _("See the cases in which one has a part as a partner."), "site", partner="any"),
    power(
        "list.build",
        _("Build lists and indicators of one's own families and one's team's."),
        "site",
        adult_lead="any",
        child_lead="any",
        manager="any",
    ),
    # The directory of services
    power(
        "service.read",
        _("Read the directory of services: what is offered, for whom, and whether there is room."),
        "site",
        **by_any(*HELPERS, "service_keeper", "governance", "audit"),
    ),
    power(
        "service.keep",
        _(
            "Keep what the directory says of the services of one’s own agency; of the agency that runs the programme, of all."
        ),
        "site",
        **by_any("service_keeper", "manager"),
    ),
    # Programme profiles
    power(
        "profile.read",
        _("Read how each programme is practised here, and what the forms ask of our own."),
        "site",
        adult_lead="any",
        child_lead="any",
        partner="any",
        triage="any",
        desk_analyst="any",
        manager="any",
        evaluator="any",
        claims="any",
        audit="any",
        governance="any",
        councillor="any",
    ),
    power(
        "profile.propose",
        _("Propose a change of how a programme is practised, or of what the forms ask of our own."),
        "site",
        manager="any",
    ),
    power(
        "profile.adopt",
        _(
            "Adopt a change of how a programme is practised or of what the forms ask of our own, another's and not one's own."
        ),
        "site",
        manager="any",
        governance="any",
    ),
    power("figures.release", _("Release figures, small numbers hidden."), "site", governance="any"),
    power(
        "figures.read",
        _("Read released figures, small numbers hidden."),
        "site",
        councillor="any",
        evaluator="any",
        claims="any",
        audit="any",
        governance="any",
        manager="any",
    ),
    # Bringing cases in
    power(
        "import.read",
        _("See which cases were brought in from elsewhere: counts and what is to be put right, and no family."),
        "site",
        **by_any("desk_analyst", "matching_lead", "manager", "governance", "audit"),
    ),
    power(
        "import.bring",
        _(
            "Bring in the cases that the council works on today, learn which of their people are known, and ask to take it back."
        ),
        "site",
        **by_any("desk_analyst", "matching_lead"),
    ),
    power(
        "import.sign",
        _("Sign, as a second person, that cases are brought in or taken back."),
        "site",
        **by_any("manager", "governance"),
    ),
    # How long files are kept
    power(
        "retention.read",
        _("See which files are due to go, which are held, and what went: reference numbers and counts."),
        "site",
        **by_any("governance", "audit"),
    ),
    power("retention.keep", _("Place and lift legal holds, and put files forward to go."), "site", governance="any"),
    power(
        "retention.sign",
        _("Sign, as a second person, that files go for good, or give them back."),
        "site",
        governance="any",
    ),
    # Running the site
    power("account.keep", _("Make and end accounts, and record training."), "site", sysadmin="any", manager="any"),
    power(
        "account.read",
        _("See accounts, the roles they hold and their training."),
        "site",
        sysadmin="any",
        manager="any",
        governance="any",
        audit="any",
    ),
    power("appointment.give", _("Give a role to a worker, and end it."), "site", manager="any", governance="any"),
    power("role.describe", _("Describe roles and withdraw powers."), "site", governance="any"),
    power("organisation.keep", _("Keep agencies, teams and settings."), "site", sysadmin="any"),
    power("value.set", _("Set the values of this site, within the program's bounds."), "site", governance="any"),
    power("conduct.write", _("Write the rules of conduct."), "site", governance="any"),
    power(
        "who_sees.read",
        _("See who can see what, and why."),
        "site",
        governance="any",
        audit="any",
    ),
    power("audit.read", _("Search the audit by opaque id, and verify it."), "site", audit="any", governance="any"),
    power("access.unusual", _("See unusual access."), "site", audit="any", governance="any", manager="any"),
    power("site.keep", _("See that the site is well: health, backups, keys."), "site", sysadmin="any"),
)
