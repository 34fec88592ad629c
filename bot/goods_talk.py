"""The list of goods not found: collected from the person, handed to the coordinator whole."""

import re
from collections.abc import Container

from bot.conversation_state import ListingGoods
from bot.guide_talk import HandsOver
from bot.messages import AnsweredShown, GoodsList
from bot.turn import Turn
from knowledge.articles import query_of
from knowledge.articles.query import MAX_QUERY
from knowledge.folding import fold

TOPIC = "find-article"
_DONE = frozenset(
    {"klar", "klart", "det var allt", "inget mer", "nej", "done", "that is all", "no"}
)
_WITHOUT_THANKS = re.compile(r"\b(tack|thanks|thank you)\b")
_SEPARATORS = re.compile(r"[\n;,•]+")


class GoodsTalk:
    """Collects the goods that a person cannot find, as the routine's first step asks."""

    def __init__(self, hand_over: HandsOver) -> None:
        self._hand_over = hand_over

    def begin(self, turn: Turn, query: str) -> None:
        """Start the list with what was searched for; one that is running grows."""
        turn.state = turn.state.pause()
        before = turn.state.expects.goods if isinstance(turn.state.expects, ListingGoods) else ()
        self._show(turn, (*before, *goods_in(query)))

    def hear(self, turn: Turn, listing: ListingGoods, text: str) -> None:
        """Take more goods, one a line or separated by commas; "klar" hands the list over."""
        if _WITHOUT_THANKS.sub("", fold(text)).strip() in _DONE:
            self.done(turn)
        else:
            self._show(turn, (*listing.goods, *goods_in(text)))

    def again(self, turn: Turn, listing: ListingGoods) -> None:
        """Show the list as it is."""
        self._show(turn, listing.goods)

    def done(self, turn: Turn) -> None:
        """Hand the list over."""
        listing = turn.state.expects
        if not isinstance(listing, ListingGoods):
            turn.phrase("goods.none_running")
            return
        if not listing.goods:
            turn.phrase("goods.empty")
            return
        turn.expect(None)
        answers = tuple(
            AnsweredShown(label=f"Vara {number}", value=goods)
            for number, goods in enumerate(listing.goods, start=1)
        )
        said = "Hittar inte: " + ", ".join(listing.goods)
        self._hand_over(turn, topic=TOPIC, said=said, answers=answers)

    def cancel(self, turn: Turn) -> None:
        """Throw the list away."""
        turn.expect(None)
        turn.phrase("goods.cancelled")

    @staticmethod
    def _show(turn: Turn, goods: tuple[str, ...]) -> None:
        unique = tuple(dict.fromkeys(goods))
        turn.expect(ListingGoods(goods=unique))
        turn.say(GoodsList(goods=unique))


def goods_asked(text: str, found: Container[int] = ()) -> str:
    """The goods that a question names, one a line, without those at the places that were `found`.

    They are counted as a search counts them: each once. Of a line that no search reads whole
    nothing is left out.
    """
    lines: dict[str, dict[str, None]] = {}
    for line in text.splitlines():
        name = query_of(line)
        if name:
            lines.setdefault(name, {})[name if len(line) <= MAX_QUERY else line.strip()] = None
    missing = (one for place, one in enumerate(lines.values()) if place not in found)
    return "\n".join(line for same in missing for line in same)


def goods_in(text: str) -> tuple[str, ...]:
    """The goods that a text lists, one a line or separated by commas; a decimal comma is none."""
    kept = re.sub(r"(?<=\d),(?=\d)", "\0", text)
    parts = (part.replace("\0", ",").strip(" -*\t") for part in _SEPARATORS.split(kept))
    return tuple(part for part in parts if part)
