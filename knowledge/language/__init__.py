"""Swedish and English text: clean it, cut it into words, stem, split compounds, fold å ä ö."""

from knowledge.language.compounds import CompoundSplitter
from knowledge.language.lexicon import Lexicon, load_lexicon
from knowledge.language.normalise import clean, fold, sentences, words
from knowledge.language.stems import Stemmer

__all__ = [
    "CompoundSplitter",
    "Lexicon",
    "Stemmer",
    "clean",
    "fold",
    "load_lexicon",
    "sentences",
    "words",
]
