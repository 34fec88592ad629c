"""Articles in a conversation: looked for by name or number, narrowed, shown by fives."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.article_cards import ArticleCards
from bot.article_intents import ArticlesFrom, MoreArticles
from bot.article_shown import ArticleHits, ArticleLine, ArticleRef
from bot.catalogue import Catalogue
from bot.conversation_state import Rating, SeekingArticle
from bot.goods_talk import goods_asked
from bot.intents import AskPerson, GoodsMissing
from bot.messages import Button
from bot.questions import Questions
from bot.topic_understanding import goods_named
from bot.turn import Turn
from knowledge.articles import GOOD_HIT, Article, Hit
from knowledge.articles.asked import number_asked
from knowledge.articles.numbers import key_of

AT_A_TIME = 5
MOST_SHOWN = 25
"""Whoever has not found it among so many is asked to narrow the search down."""

NEAR_HIT = 0.4
"""From this score on a hit is worth showing as the nearest there is."""

EXACT = 1.0
MOST_SIMILAR = 3
MOST_ALIKE = 3
"""Articles like one that is no longer sold."""

SHORTEST_GTIN = 8


class ArticleTalk:
    """Looks articles up for a person. Nothing is shown that is not in a price list."""

    def __init__(self, catalogue: Catalogue, cards: ArticleCards, questions: Questions) -> None:
        self._catalogue = catalogue
        self._cards = cards
        self._questions = questions

    def search(self, turn: Turn, text: str, question: int) -> None:
        """Look articles up, by what the text names; what is found is shown with its name."""
        query = goods_named(text)
        if not query:
            turn.phrase("articles.which", Button(intent=AskPerson(), label="button.person"))
            turn.expect(SeekingArticle())
            return
        found = self._find(turn.session, query, question)
        turn.say(found)
        any_shown = found.hits or found.gone
        turn.expect(Rating(question=question, goods=goods_asked(text)) if any_shown else None)

    def press(self, turn: Turn, intent: MoreArticles | ArticlesFrom) -> None:
        """Show more hits under those that are shown, or one supplier's, in the same message."""
        query = self.query_of(turn.session, intent.question, turn.person.id)
        if not query:
            turn.phrase("answer.too_old")
            return
        shown = intent.shown if isinstance(intent, MoreArticles) else 0
        count = min(shown + AT_A_TIME, MOST_SHOWN)
        turn.redraw(self._find(turn.session, query, intent.question, count, intent.supplier))

    def query_of(self, session: Session, question: int, person: str) -> str | None:
        """What somebody looked for; None if that is another's question, or none."""
        asked = self._questions.get(session, question, person)
        return goods_named(asked.text) if asked else None

    def goods_of(self, session: Session, intent: GoodsMissing, person: str) -> str | None:
        """The goods, one a line, for the list that a button starts; None as for `query_of`."""
        asked = self._questions.get(session, intent.question, person)
        return goods_asked(asked.text, intent.found) if asked else None

    def _find(
        self,
        session: Session,
        query: str,
        question: int,
        count: int = AT_A_TIME,
        supplier: str | None = None,
    ) -> ArticleHits:
        """What is found for a query: its first `count` hits, of one `supplier` if that is given."""
        if "\n" in query:
            return self._several(session, query, question)
        everywhere = self._near(query)
        found = everywhere if supplier is None else self._near(query, supplier)
        message = ArticleHits(
            query=query,
            hits=(),
            question=question,
            supplier=supplier,
            suppliers=tuple(dict.fromkeys(hit.article.supplier for hit in everywhere)),
        )
        number = number_asked(query)
        if number is not None:
            return self._by_number(session, message, number, found)
        good = sum(hit.score >= GOOD_HIT for hit in found)
        if not good:
            lines = self._lines(session, found[:AT_A_TIME])
            return message.model_copy(update={"hits": lines, "how": "nearest"})
        shown = found[: min(good, count) if count == AT_A_TIME else count]
        lines = self._lines(session, shown)
        return message.model_copy(update={"hits": lines, "more": len(found) - len(shown)})

    def _several(self, session: Session, query: str, question: int) -> ArticleHits:
        """The best hit for each of several goods, and those that nothing is found for."""
        goods = tuple(dict.fromkeys(query.splitlines()))
        found: dict[int, Hit] = {}
        places: list[int] = []
        for place, one in enumerate(goods[:MOST_SHOWN]):
            best = self._catalogue.search(one, 1)
            if best and best[0].score >= GOOD_HIT:
                found[best[0].article.id] = best[0]
                places.append(place)
        return ArticleHits(
            query=query,
            hits=self._lines(session, tuple(found.values())),
            question=question,
            how="several",
            missing=tuple(one for place, one in enumerate(goods) if place not in places),
            found=tuple(places),
        )

    def _by_number(
        self, session: Session, message: ArticleHits, number: str, found: Sequence[Hit]
    ) -> ArticleHits:
        """What is found for a number: always with its name, for a slip is often another's."""
        gtin = sum(map(str.isdigit, number)) >= SHORTEST_GTIN
        exact = [hit for hit in found if hit.score >= EXACT]
        if exact:
            lines = self._lines(session, exact[:AT_A_TIME], gtin=gtin)
            similar = self._similar(number, exact)
            return message.model_copy(
                update={"hits": lines, "how": "number", "suppliers": (), "similar": similar}
            )
        gone = self._cards.gone(session, number)
        if gone:
            alike = [
                hit
                for hit in self._catalogue.search(gone[0].name, MOST_ALIKE)
                if hit.score >= GOOD_HIT
            ]
            lines = self._lines(session, alike)
            return message.model_copy(
                update={"hits": lines, "how": "gone", "gone": gone, "suppliers": ()}
            )
        lines = self._lines(session, found[:AT_A_TIME], gtin=gtin)
        return message.model_copy(update={"hits": lines, "how": "near_number"})

    def _near(self, query: str, supplier: str | None = None) -> tuple[Hit, ...]:
        hits = self._catalogue.search(query, MOST_SHOWN, supplier)
        return tuple(hit for hit in hits if hit.score >= NEAR_HIT)

    def _lines(
        self, session: Session, hits: Sequence[Hit], *, gtin: bool = False
    ) -> tuple[ArticleLine, ...]:
        """The hits as lines; one that has been removed since the search was made fresh is none."""
        lines = self._cards.lines(session, [hit.article for hit in hits], gtin=gtin)
        return tuple(line for line in lines if line.gone_on is None)

    def _similar(self, number: str, exact: Sequence[Hit]) -> tuple[ArticleRef, ...]:
        """Other articles whose number is one slip away, if it was an article number."""
        if not any(key_of(hit.article.article_number) == key_of(number) for hit in exact):
            return ()
        near = self._catalogue.near_numbers(number, MOST_SIMILAR)
        return tuple(map(_ref, near))


def _ref(article: Article) -> ArticleRef:
    return ArticleRef(article_number=article.article_number, name=article.name)
