"""A text reduced to what must agree when two texts are compared word by word."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^a-z0-9&+]+")


def fold(text: str) -> str:
    """`text` in lower case, without accents (å, ä → a; ö → o) and punctuation, single spaces.

    An apostrophe joins (“don't” → “dont”), so that it may be left out.
    """
    lowered = text.casefold().replace("'", "").replace("’", "")
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c)
    )
    return _NOT_WORD.sub(" ", plain).strip()
