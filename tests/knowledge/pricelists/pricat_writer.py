"""PRICAT interchanges as suppliers' systems write them, made here so that no real one is copied."""

from collections.abc import Sequence

DEFAULT_UNA = ":+.? '"
Segment = Sequence[str | Sequence[str]]


def segment(una: str, *elements: str | Sequence[str]) -> str:
    """A segment under a UNA's six characters, with whatever must be released released."""
    component, element, release, terminator = una[0], una[1], una[3], una[5]
    special = {component, element, terminator} | ({release} if release.strip() else set())

    def escaped(text: str) -> str:
        return "".join(f"{release}{char}" if char in special else char for char in text)

    def joined(parts: str | Sequence[str]) -> str:
        listed = [parts] if isinstance(parts, str) else list(parts)
        while len(listed) > 1 and not listed[-1]:
            listed.pop()
        return component.join(map(escaped, listed))

    written = [joined(one) for one in elements]
    while not written[-1]:
        written.pop()
    return element.join(written) + terminator


def article(
    number: int,
    supplied: str | None = "0007",
    name: str | None = "Hallonsylt",
    *,
    gtin: str | None = None,
    action: str = "1",
    price: str | None = "149.00",
    kind: str = "AAA",
    unit: str = "",
    more: Sequence[Segment] = (),
    after: Sequence[Segment] = (),
) -> list[Segment]:
    """The segments of one article. `more` stands before its price, `after` behind."""
    segments: list[Segment] = [("LIN", str(number), action, (gtin, "EN") if gtin else "")]
    if supplied is not None:
        segments.append(("PIA", "1", (supplied, "SA", "", "91")))
    if name is not None:
        segments.append(("IMD", "F", "", ("", "", "", name)))
    segments.extend(more)
    if price is not None:
        segments.append(("PRI", (kind, price, "CT", "", "", unit)))
    segments.extend(after)
    return segments


def message(
    *articles: Sequence[Segment],
    function: str = "9",
    number: str = "4711",
    issued: str = "20260302",
    gln: str = "7300009000012",
    name: str = "",
    reference: str = "1",
    kind: Sequence[str] = ("PRICAT", "D", "96A", "UN", "EAN008"),
    head: Sequence[Segment] = (),
    counts: Sequence[Segment] = (),
    segments: int | None = None,
    una: str = DEFAULT_UNA,
) -> str:
    """A message. `segments` is what UNT says, if it is not to be right."""
    body: list[Segment] = [
        ("UNH", reference, kind),
        ("BGM", "9", number, function),
        ("DTM", ("137", issued, "102")),
        *head,
        ("NAD", "SU", (gln, "", "9"), "", name),
        ("NAD", "BY", ("7300009000029", "", "9")),
        ("CUX", ("2", "SEK", "8")),
        *(one for segments_of_article in articles for one in segments_of_article),
        *counts,
    ]
    written = [segment(una, *one) for one in body]
    count = str(len(written) + 1 if segments is None else segments)
    return "".join((*written, segment(una, "UNT", count, reference)))


def interchange(
    *messages: str,
    una: str = DEFAULT_UNA,
    says_una: bool = True,
    level: str = "UNOC",
    encoding: str = "latin-1",
    reference: str = "1",
    count: int | None = None,
    closing: str | None = None,
) -> bytes:
    """An interchange. `count` and `closing` are what UNZ says, if it is not to be right."""
    begin = segment(
        una,
        "UNB",
        (level, "3"),
        ("7300009000012", "14"),
        ("7300009000029", "14"),
        ("260302", "0800"),
        reference,
    )
    said = str(len(messages) if count is None else count)
    end = segment(una, "UNZ", said, closing or reference)
    service = f"UNA{una}" if says_una else ""
    return "".join((service, begin, *messages, end)).encode(encoding)


def pricat(*articles: Sequence[Segment], function: str = "9", number: str = "4711") -> bytes:
    """An interchange with one message."""
    return interchange(message(*articles, function=function, number=number))
