"""How one council's site looks and what it is called: ``theme.toml`` in the site's folder, looked at when it starts."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from thinkfamily.casework.site.instance import SiteError

WORDS = ("name", "organisation", "logo_text", "ask", "safeguarding")
# What a council writes itself, each a text file beside the theme.
NOTICES = ("privacy", "accessibility")
# What a council says of itself in its transparency record: see `transparency`.
ASKED = ("purpose", "contact", "published", "owner", "supplier", "before", "scale", "feeds", "impact_assessment")
# Each colour a theme may set: the custom property it becomes, and what it must be told apart from.
COLOURS = {
    "header": ("--house-header-background", "header_text"),
    "header_text": ("--house-header-text", "header"),
    "brand": ("--govuk-brand-colour", ""),
    "link": ("--govuk-link-colour", "#ffffff"),
    "link_hover": ("--govuk-link-hover-colour", "#ffffff"),
}
DEFAULTS = {"header": "#1d3c34", "header_text": "#ffffff"}
_FORM = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/?#=&%+-]{0,180})?")
# WCAG 2.2, 1.4.3: text against what is behind it.
LEAST_CONTRAST = 4.5


@dataclass(frozen=True)
class Theme:
    """What a council sets.

    Attributes:
        name: what the service is called here.
        organisation: who runs it, in the footer.
        logo_text: what stands where a logo would, in the header.
        ask: whom to ask for access or help: a service desk, never a person's own number.
        safeguarding: whom to ring at the council when a child or an adult is at risk now: a name and a number.
        complaints: the address of the council's own form for complaints about what is done with somebody's data; empty where
            none is named.
        case_system: the address of one family in the council's case-management system, with ``{key}`` where its key goes;
            empty where none is linked.
        colours: by their names in COLOURS, as #rrggbb.
        privacy: the council's own privacy notice, as (is a heading, text); empty where none is written.
        accessibility: the council's own statement of how accessible its site is, likewise.
        transparency: what the council says of itself in its transparency record, by the names in ASKED.
    """

    name: str = "Think Family"
    organisation: str = ""
    logo_text: str = "Think Family"
    ask: str = ""
    safeguarding: str = ""
    complaints: str = ""
    case_system: str = ""
    colours: dict[str, str] = field(default_factory=dict)
    privacy: tuple[tuple[bool, str], ...] = ()
    accessibility: tuple[tuple[bool, str], ...] = ()
    transparency: dict[str, str] = field(default_factory=dict)

    @property
    def css(self) -> str:
        """The custom properties, for every page; empty where no colour is set."""
        rules = "".join(f"{COLOURS[name][0]}:{value};" for name, value in sorted(self.colours.items()))
        return f":root{{{rules}}}\n" if rules else ""

    @property
    def version(self) -> str:
        """A name for the colours as they are now, so that a browser asks again only when they change."""
        return hashlib.sha256(self.css.encode()).hexdigest()[:12] if self.css else ""


def read_theme(folder: Path) -> Theme:
    """The theme of a site; the usual one where there is no ``theme.toml``.

    Raises:
        SiteError: the file cannot be read, sets what is unknown, or has a colour that people could not read.
    """
    file = folder / "theme.toml"
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong("Found a file that cannot be read.", "Save it as TOML, in UTF-8.") from error
    known = {each.name for each in fields(Theme)} - set(NOTICES)
    if unknown := sorted(set(said) - known):
        raise _wrong(f"Found a setting that is none of {', '.join(sorted(known))}.", f"Remove line `{unknown[0]}`.")
    for name in WORDS:
        if name in said and not (isinstance(said[name], str) and 0 < len(said[name].strip()) <= 80):
            raise _wrong(f"Found no text of 1 to 80 characters at `{name}`.", "Write it in quotes, or leave it out.")
    if "case_system" in said and not _is_pattern(said["case_system"]):
        raise _wrong(
            "Found no https address with {key} in it at `case_system`.",
            "Write it as https://HOST/…/{key}, with {key} once and after the name of the host, or leave it out.",
        )
    if "complaints" in said and not (isinstance(said["complaints"], str) and _FORM.fullmatch(said["complaints"])):
        raise _wrong("Found no https address at `complaints`.", "Write it as https://HOST/…, or leave it out.")
    _look_at_answers(said.get("transparency", {}))
    colours = said.get("colours", {})
    if not isinstance(colours, dict) or not set(colours) <= set(COLOURS):
        raise _wrong(f"Found a colour that is none of {', '.join(COLOURS)}.", "Remove it.")
    for name, value in colours.items():
        if not re.fullmatch(r"#[0-9a-f]{6}", str(value).lower()):
            raise _wrong(f"Found no colour at `{name}`.", "Write it as six hexadecimal digits, such as #1d3c34.")
    _look_at_contrast(DEFAULTS | colours)
    said.setdefault("logo_text", said.get("organisation", said.get("name", Theme.logo_text)))
    notices = {name: _paragraphs(folder / f"{name}.txt") for name in NOTICES}
    return Theme(**{**said, "colours": colours, **notices})


def _look_at_answers(said: object) -> None:
    """Whether what a council says in its transparency record can be shown."""
    if not isinstance(said, dict) or not set(said) <= set(ASKED):
        raise _wrong(f"Found an answer that is none of {', '.join(ASKED)}.", "Remove it from `[transparency]`.")
    for name, text in said.items():
        if not (isinstance(text, str) and 0 < len(text.strip()) <= 600):
            raise _wrong(
                f"Found no text of 1 to 600 characters at `{name}`.",
                "Write it in quotes, or leave it out of `[transparency]`.",
            )


def _is_pattern(said: object) -> bool:
    """Whether a setting is an address to which a key leads safely: https, a named host, and the key after it, once."""
    if not isinstance(said, str) or not re.fullmatch(
        r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9._~/?#=&%+{}-]*", said
    ):
        return False
    around = said.split("{key}")
    return len(said) <= 200 and len(around) == 2 and "{" not in "".join(around) and bool(urlsplit(said).hostname)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _look_at_contrast(colours: dict[str, str]) -> None:
    for name, value in colours.items():
        behind = COLOURS[name][1]
        if behind and (found := contrast(value, colours.get(behind, behind))) < LEAST_CONTRAST:
            raise _wrong(
                f"Found a contrast of {found:.1f} to 1 at `{name}`; text needs {LEAST_CONTRAST} to 1.",
                "Choose a darker or a lighter colour.",
            )


def _paragraphs(file: Path) -> tuple[tuple[bool, str], ...]:
    """What a council wrote into one of its notices, as (is a heading, text); nothing where there is none."""
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong("Found a file that cannot be read.", "Save it as text, in UTF-8.", file.name) from error
    blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", text.strip()))
    return tuple((block.startswith("# "), block.removeprefix("# ")) for block in blocks if block)


def _wrong(found: str, do: str, where: str = "theme.toml") -> SiteError:
    return SiteError("TF-SITE-022", where, found=found, means="The site did not start.", do=do)
