"""What buttons and menus about articles mean; see `bot.intents`."""

from typing import Literal

from pydantic import Field

from knowledge.text import Frozen


class MoreArticles(Frozen):
    """More hits of a search, of which `shown` are shown; `supplier` is the one they are kept to."""

    kind: Literal["articles.more"] = "articles.more"
    question: int
    shown: int = Field(ge=0)
    supplier: str | None = None


class ArticlesFrom(Frozen):
    """The hits of one supplier, or of all for None; sent by a menu."""

    kind: Literal["articles.from"] = "articles.from"
    question: int
    supplier: str | None = None


class ShowArticle(Frozen):
    """Open an article's card. `question`: it was picked among the hits of that question."""

    kind: Literal["article.show"] = "article.show"
    article: int
    question: int | None = None


class FindArticle(Frozen):
    """Open the form that finds articles while one types."""

    kind: Literal["article.find"] = "article.find"


class ArticleChosen(Frozen):
    """An article chosen while typing: show its card; sent by a menu."""

    kind: Literal["article.chosen"] = "article.chosen"
    article: int


class GoodsAdd(Frozen):
    """Open the form for one more line of the list of goods not found."""

    kind: Literal["goods.add"] = "goods.add"
