"""The fuzzy article index: half a name or a slipped number in, articles with scores out."""

from knowledge.articles.index import GOOD_HIT, ArticleIndex
from knowledge.articles.model import Article, Hit
from knowledge.articles.picks import Picks, pick_key
from knowledge.articles.query import query_of
from knowledge.articles.storage import IndexFileError, read_stamp
from knowledge.articles.synonyms import Synonyms, SynonymsError

__all__ = [
    "GOOD_HIT",
    "Article",
    "ArticleIndex",
    "Hit",
    "IndexFileError",
    "Picks",
    "Synonyms",
    "SynonymsError",
    "pick_key",
    "query_of",
    "read_stamp",
]
