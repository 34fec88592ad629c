"""Articles outside a conversation's own buttons: cards, menus while one types, the goods' form."""

from bot.article_cards import ArticleCards
from bot.article_shown import ArticleCard, ArticleFound, ArticleLine
from bot.article_talk import NEAR_HIT, ArticleTalk
from bot.catalogue import Catalogue
from bot.conversation_state import ListingGoods
from bot.database.session import Database
from bot.goods_talk import GoodsTalk
from bot.occasion import Occasion
from bot.turns import Turns

MOST_OFFERED = 20


class ArticleDesk:
    """Shows articles by their ids, and takes what was looked up in forms."""

    def __init__(
        self,
        *,
        db: Database,
        turns: Turns,
        catalogue: Catalogue,
        cards: ArticleCards,
        talk: ArticleTalk,
        goods: GoodsTalk,
    ) -> None:
        self._db = db
        self._turns = turns
        self._catalogue = catalogue
        self._cards = cards
        self._talk = talk
        self._goods = goods

    def card(self, article_id: int) -> ArticleCard | None:
        """Everything that is known of an article; None if there is none."""
        with self._db.read() as session:
            return self._cards.card(session, article_id)

    def lines(self, article_ids: tuple[int, ...]) -> tuple[ArticleLine, ...]:
        """Articles as lines, in the given order, without those that there are not."""
        with self._db.read() as session:
            found = (self._cards.line(session, one) for one in article_ids)
            return tuple(line for line in found if line is not None)

    def offered(self, typed: str) -> tuple[ArticleLine, ...]:
        """What `typed` may mean, the best first, as the index is now.

        Nothing while it is built for the first time: whoever types is not kept waiting for that.
        """
        found = self._catalogue.offered(typed, MOST_OFFERED)
        hits = [hit for hit in found if hit.score >= NEAR_HIT]
        with self._db.read() as session:
            lines = self._cards.lines(session, [hit.article for hit in hits])
        return tuple(line for line in lines if line.id is not None and line.gone_on is None)

    def picked(self, person_id: str, question: int, article_id: int) -> None:
        """Learn which hit a person looked at among those of their question.

        Beside the inbox, after the card is shown: a pick more or less is no matter.
        """
        with self._db.write() as session:
            query = self._talk.query_of(session, question, person_id)
            if query:
                self._catalogue.picked(session, query, article_id, person_id)

    def add_goods(self, occasion: Occasion, text: str, article_id: int | None) -> None:
        """Put goods on the list of those not found; an article that was found instead is shown.

        One that is no longer sold by then goes on the list too, by its name.
        """
        with self._turns.take(occasion) as turn:
            if turn is None:
                return
            found = None if article_id is None else self._cards.line(turn.session, article_id)
            if found is not None:
                turn.say(ArticleFound(article=found))
                if found.gone_on is not None:
                    text = "\n".join(filter(None, (text, found.name)))
            if text or isinstance(turn.state.expects, ListingGoods):
                self._goods.begin(turn, text)
