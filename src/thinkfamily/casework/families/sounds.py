"""How a British name sounds, as a short code: names that are spelt differently and said alike have the same one.

It is a Soundex of our own, wider at the places where British spelling wanders: the first letter is coded like every other
(Catherine, Katherine), silent letters at the front fall away (Knight, Wright), *ph* is *f*, *ck* and *q* are *k*, *c* and
*g* are soft before *e*, *i* and *y* (Geoffrey, Jeffrey), *gh* is not said, *Mac* and *Mc* are one. Vowels are dropped, so
Clare and Claire, Stephen and Steven meet. A code is a way to find candidates for a human eye and proves nothing.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 6
_SPELLINGS = [
    (re.compile(pattern), said)
    for pattern, said in (
        (r"^ma?c(?=[bcdfgjklmnpqrstvwz])", "mk"),
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^ps", "s"),
        (r"^x", "s"),
        (r"^rh", "r"),
        (r"ph", "f"),
        (r"tch", "j"),
        (r"sch(?=[lmnw])", "s"),
        (r"dg(?=[eiy])", "j"),
        (r"ch(?=r)", "k"),
        (r"ch", "j"),
        (r"gh", ""),
        (r"ck", "k"),
        (r"qu?", "k"),
        (r"sc(?=[eiy])", "s"),
        (r"c(?=[eiy])", "s"),
        (r"ge(?=o)", "j"),
        (r"g(?=[eiy])", "j"),
        (r"th", "t"),
    )
]
_GROUPS = {
    letter: code
    for code, letters in {"B": "bp", "F": "fv", "K": "ckg", "J": "j", "S": "sxz", "T": "dt", "L": "l", "M": "mn", "R": "r"}.items()
    for letter in letters
}  # fmt: skip


def plain(text: str) -> list[str]:
    """The words of a name or address in the form in which they are kept for search: unaccented, lower case, letters and figures."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    # A sign that is not seen, such as a soft hyphen, is none.
    kept = "".join(
        letter for letter in folded if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"
    )
    # An apostrophe joins (O'Neill), everything else parts (Smith-Jones).
    return re.findall(r"[^\W_]+", re.sub(r"['’‘`ʼʹ′]", "", kept))


def sound(word: str) -> str:
    """The code of one plain word; empty when it has no letter that is said."""
    if not word.isalpha():
        return ""
    for pattern, said in _SPELLINGS:
        word = pattern.sub(said, word)
    code, last = "", ""
    for place, letter in enumerate(word):
        said = _GROUPS.get(letter, "")
        if not said:
            # A vowel at the front is said, and tells Ann from Dan; which vowel it is does not.
            if place == 0 and letter in "aeiouy":
                code = "A"
            if letter in "aeiouy":
                last = ""
            continue
        if said != last:
            code += said
        last = said
    return code[:LONGEST]
