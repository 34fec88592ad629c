"""What a person wrote, made even: Slack's markup and pictures gone, one case, å ä ö folded, words.

Everything here is a pure function of its argument, and accepts any string.
"""

import re
import unicodedata

# Slack's markup of links, people, channels: docs.slack.dev/messaging/formatting-message-text
_LINK_WITH_LABEL = re.compile(r"<(?:https?|mailto|tel):[^|>\s]{0,2000}\|([^>]{0,500})>")
_MENTION_OR_LINK = re.compile(r"<(?:[@#!]|https?:|mailto:|tel:)[^>]{0,2000}>")
_BARE_LINK = re.compile(r"https?://\S+")
# The head of a forwarded mail: whom it was from and to says nothing, what it was about does.
_MAIL_HEAD = re.compile(
    r"^[ \t>]*(?:från|till|kopia|skickat|datum|from|to|cc|sent|date)[ \t]*:[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_MAIL_SUBJECT = re.compile(
    r"^[ \t>]*(?:ämne|subject)[ \t]*:(?:[ \t]*(?:sv|re|vb|fw|fwd)[ \t]*:){0,9}",
    re.MULTILINE | re.IGNORECASE,
)
_SHORTCODE = re.compile(r":[a-z0-9_+\-]{2,40}:")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’´`](?=[^\W\d_])")
# Emoji, arrows, currency signs, control characters: whatever is no letter, digit or punctuation.
_PICTURE = re.compile(r"[^\w\s!-/:-@\[-`{-~…•–—’‘”“´«»§]+")
_SPACE = re.compile(r"[ \t\f\v]+")

_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|[\n\r;•|]+")
_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)?")
_FOLDS = str.maketrans({"æ": "a", "ø": "o", "ß": "ss", "đ": "d", "ł": "l"})
_SWEDISH = str.maketrans("åäöé", "aaoe")


def clean(text: str) -> str:
    """`text` in lower case without Slack markup, links, emoji, mail heads and control characters.

    Line breaks stay, since they end sentences in pasted mails and tables.
    """
    if "<" in text:
        text = _LINK_WITH_LABEL.sub(r" \1 ", text)
        text = _MENTION_OR_LINK.sub(" ", text)
    text = _BARE_LINK.sub(" ", text)
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    text = unicodedata.normalize("NFKC", text).lower()
    if ":" in text:
        text = _MAIL_SUBJECT.sub(" ", _MAIL_HEAD.sub(" ", text))
        text = _SHORTCODE.sub(" ", text)
    text = _PICTURE.sub(" ", text)
    text = _APOSTROPHE.sub("", text)  # "can't" is one word
    return _SPACE.sub(" ", text).strip()


def fold(text: str) -> str:
    """`text` with diacritics folded: å and ä become a, ö becomes o, é becomes e."""
    text = text.translate(_SWEDISH)
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_FOLDS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def sentences(text: str) -> tuple[str, ...]:
    """The non-empty sentences and lines of cleaned `text`, in order."""
    return tuple(part.strip() for part in _SENTENCE_END.split(text) if part and part.strip())


def words(text: str) -> tuple[str, ...]:
    """The words of cleaned `text`: letters and digits, `m&s` kept whole, in order."""
    return tuple(_WORD.findall(text))


def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of `text` as a person wrote it."""
    return tuple(fold(word) for word in words(clean(text)))
