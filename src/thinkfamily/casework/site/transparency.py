"""The transparency record: what this program does with data about families, in the fields of the national standard.

The fields are those of the Algorithmic Transparency Recording Standard, version 4. What the program answers is made from the
definitions that it works by, so that it changes with them; what only a council can answer stays open until it does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from thinkfamily.casework.site.transparency_fields import Field, Part
from thinkfamily.core.source import Source
from thinkfamily.programmes.agencies import agency_title, feed_title
from thinkfamily.programmes.framework import Programme, load_programme, programme_names
from thinkfamily.programmes.profile import shipped
from thinkfamily.programmes.profile_settings import SECOND_PERSON
from thinkfamily.programmes.vocabulary import load_vocabulary

STANDARD = Source(
    "Algorithmic Transparency Recording Standard, version 4",
    "names of the fields",
    "https://github.com/co-cddo/algorithmic-transparency-recording-standard",
)
# Below so many bits two records are not linked: the engine's own number, as the days are; a test holds both.
LINK_AT_BITS = 2
# So many days a run on real data can be opened.
RUN_DAYS = 90
# What only somebody named decides, and what a second person signs: powers of the site.
DECIDING = ("desk.decide", "case.sign", "sharing.decide")
SIGNING = ("desk.sign", "referral.sign", "import.sign", "retention.sign", "profile.adopt")


def record(answers: Mapping[str, str] | None = None) -> tuple[Part, ...]:
    """The whole record, in the language of the page.

    Args:
        answers: what one council says, by the names that fields ask for; nothing on the page that is made for everybody.
    """
    given = answers or {}
    return tuple(
        Part(part.title, tuple(_answered(each, given) for each in part.fields))
        for part in (_overview(), _owner(), _rationale(), _deployment(), _tool(), _data(), _risks())
    )


def digest() -> str:
    """What the record says now, in eight characters: CHANGELOG.md names it, so that no release changes it unsaid."""
    text = "\n".join(
        f"{part.title}\t{each.title}\t{line}" for part in record() for each in part.fields for line in each.told
    )
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _answered(each: Field, given: Mapping[str, str]) -> Field:
    said = given.get(each.asks, "")
    return Field(each.title, (said,), each.asks) if said else each


def _overview() -> Part:
    return Part(
        _("What it is"),
        (
            Field(
                _("Description"),
                (
                    _(
                        "It links what agencies hold about people, forms families, says which criteria of a programme each "
                        "family meets and proposes families for help. It selects nobody: a named person decides."
                    ),
                    _("With families that take part, one team then works on one plan, on this site."),
                ),
            ),
            Field(_("Purpose here"), asks="purpose"),
            Field(_("Whom to ask"), asks="contact"),
            Field(_("Record in the national repository"), asks="published"),
        ),
    )


def _owner() -> Part:
    return Part(
        _("Owner and responsibility"),
        (
            Field(_("Organisation"), asks="organisation"),
            Field(_("Senior responsible owner, as a post"), asks="owner"),
            Field(_("Suppliers, and what they can reach"), asks="supplier"),
        ),
    )


def _rationale() -> Part:
    return Part(
        _("Description and rationale"),
        (
            Field(
                _("How a proposal comes about"),
                (
                    _(
                        "The entry rule of a programme first: only families that meet it are looked at. Cost "
                        "alone proposes nobody."
                    ),
                    _(
                        "Then, where the programme sets a number of families, those on whom services spent "
                        "most in twelve months, "
                        "benefits and other transfers left out."
                    ),
                    _("A family is proposed or not. Nobody is given a score, and what is proposed has no order."),
                ),
            ),
            Field(
                _("What is never used"),
                (
                    _(
                        "Ethnic group and religion: no rule reads them. Ethnic group is counted to see whom the rules miss."
                    ),
                    _(
                        "A restricted address: its comparable form is never made. An adopted child’s "
                        "identities are never linked."
                    ),
                    _("A record whose person’s objection was upheld."),
                    _("Anything bought, or gathered from the internet; pictures, faces or voices."),
                    _(
                        "A model that predicts what somebody will do. The only model that learns says "
                        "whether two records are one person."
                    ),
                ),
            ),
            Field(_("What was done before, and what else was considered"), asks="before"),
        ),
    )


def _deployment() -> Part:
    seconds = [code for code in SECOND_PERSON if all(code in one["second_person"] for one in shipped().values())]
    return Part(
        _("How it is used"),
        (
            Field(_("Who decides"), tuple(_held(DECIDING))),
            Field(
                _("Who signs as a second person"),
                (
                    *_held(SIGNING),
                    _("In every programme that comes with the software, a second person signs: %(steps)s.")
                    % {"steps": "; ".join(_steps(seconds))},
                ),
            ),
            Field(
                _("Training"),
                (_("Nobody enters without training in date, the rules of conduct accepted and a second factor."),),
            ),
            Field(
                _("How somebody can object or ask again"),
                (
                    _(
                        "A family can say no, or stop. What it sees otherwise stands in the minutes with the "
                        "same weight as what was decided."
                    ),
                    _("A record whose person’s objection was upheld is set aside and used by nothing."),
                ),
            ),
            Field(_("Where to complain"), asks="complaints"),
            Field(_("How often it runs, and on how many people"), asks="scale"),
        ),
    )


def _tool() -> Part:
    return Part(
        _("The tool"),
        (
            Field(
                _("Linking model"),
                (
                    _(
                        "Three passes: an agreed identifier with an agreeing name or birth date; the same "
                        "names, birth date and "
                        "home; then a probabilistic model (Fellegi and Sunter’s, by Splink). A person’s word "
                        "outlives each of them."
                    ),
                    _(
                        "Two records are linked from %(link)d bits of evidence, unless facts conflict; a "
                        "person judges doubtful ones."
                    )
                    % {"link": LINK_AT_BITS},
                    _("Every link keeps its pass, its weight and its reasons."),
                ),
            ),
            Field(
                _("Criteria, and whether their sources were read"),
                tuple(_programme(name) for name in programme_names()),
            ),
            Field(
                _("What is not known"),
                (
                    _(
                        "A criterion is answered yes, no or unknown. Where a feed is missing, late or silent "
                        "it is unknown, never no."
                    ),
                ),
            ),
            Field(
                _("What comes out"),
                (
                    _(
                        "Families proposed, with why, down to agency, event and date; what is unknown; whom the rules miss."
                    ),
                    _("Counts of families from 1 to 4 are not shown."),
                ),
            ),
        ),
    )


def _data() -> Part:
    types = load_vocabulary().event_types
    feeds = sorted({(row["feed"], row["agency"]) for row in types.iter_rows(named=True)})
    by_feed: dict[str, list[str]] = {}
    for feed, agency in feeds:
        by_feed.setdefault(feed, []).append(agency_title(agency))
    return Part(
        _("Data"),
        (
            Field(
                _("Which agencies can supply what"),
                tuple(
                    f"{feed_title(feed)}: {', '.join(sorted(set(agencies)))}"
                    for feed, agencies in sorted(by_feed.items())
                ),
            ),
            Field(_("Which of them do here"), asks="feeds"),
            Field(
                _("What of it is special"),
                (
                    _(
                        "Health, ethnic group and what tells of crime are among it. Each column of each "
                        "table is marked as ordinary, "
                        "personal, special category or criminal."
                    ),
                ),
            ),
            Field(
                _("By which power"),
                (
                    _(
                        "Each feed names its purpose, legal power, sharing agreement, impact assessment and "
                        "last day. Without all of "
                        "them in date, none of its rows is read."
                    ),
                ),
            ),
            Field(_("How long it is kept"), tuple(_kept())),
        ),
    )


def _kept() -> Iterator[str]:
    from thinkfamily.casework.retention.values import DECLARED

    yield _("A run on real data cannot be opened after %(days)d days; its removal leaves proof.") % {"days": RUN_DAYS}
    yield _(
        "A family that was not taken up from the desk is deleted once the last day of its packet is over, with proof."
    )
    for one in DECLARED:
        if one.default:
            yield _("%(what)s: %(number)d %(unit)s, where the council sets nothing else.") % {
                "what": one.title,
                "number": one.default,
                "unit": one.unit,
            }


def _risks() -> Part:
    return Part(
        _("Risks"),
        (
            Field(_("Impact assessment"), asks="impact_assessment"),
            Field(
                _("What can go wrong, and what is done about it"),
                (
                    _(
                        "Two people are taken for one, or one for two. Facts that conflict outweigh a model, "
                        "and people judge doubtful pairs."
                    ),
                    _(
                        "Agencies record unevenly, so that families known to more of them are proposed more. "
                        "What is unknown is shown."
                    ),
                    _(
                        "Health and disability cost more. Each run says who would be proposed if these costs were left out."
                    ),
                    _(
                        "The rules miss families. Each run compares whom they miss, by area, age of the "
                        "youngest child and ethnic group."
                    ),
                    _(
                        "A draft is taken for the law. Criteria whose source was not read are called drafts "
                        "wherever they are shown."
                    ),
                    _(
                        "Groups are decided on differently. The desk marks a group that is considered far "
                        "more or less than all."
                    ),
                    _(
                        "A place of safety becomes known. It is read by those named for it alone, and texts "
                        "that would tell it are put aside."
                    ),
                    _(
                        "Somebody reads what they need not. Every look at a file is recorded, and unusual "
                        "ones are asked about."
                    ),
                ),
            ),
            Field(
                _("What is not done yet"),
                (
                    _(
                        "No one outside has audited the software, and how well it works on real families has "
                        "not been measured."
                    ),
                ),
            ),
        ),
    )


def _programme(name: str) -> str:
    one: Programme = load_programme(name)
    drafts = sum(each.is_draft for each in one.criteria)
    rule = (
        _("no entry rule of its own")
        if one.entry.rule is None
        else _("entry rule not read in full")
        if one.entry.is_draft
        else _("entry rule read in its source, its numbers ours")
        if one.entry.values == "ours"
        else _("entry rule read in its source")
    )
    return _(
        "%(title)s: %(read)d of %(all)d criteria read in their source, %(drafts)d only recalled (drafts); %(rule)s"
    ) % {
        "title": one.title,
        "read": len(one.criteria) - drafts,
        "all": len(one.criteria),
        "drafts": drafts,
        "rule": rule,
    }


def _held(codes: tuple[str, ...]) -> Iterator[str]:
    """Each power in words, with the roles that can hold it."""
    from thinkfamily.casework.access.powers import POWERS
    from thinkfamily.casework.agencies.roles import ROLES

    for code in codes:
        power = POWERS[code]
        roles: list[Any] = [str(role.title) for key, role in ROLES.items() if key in power.grants]
        yield f"{power.says} {', '.join(roles)}."


def _steps(codes: list[str]) -> Iterator[str]:
    from thinkfamily.casework.profiles.words import word

    for code in codes:
        yield word(code).lower()
