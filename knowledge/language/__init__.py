"""Swedish and English text: clean it, cut it into words, stem, split compounds, fold å ä ö."""

from knowledge.language.compounds import CompoundSplitter
from knowledge.language.concepts import Concepts
from knowledge.language.lexicon import Lexicon, load_lexicon
from knowledge.language.normalise import clean, fold, folded_words, sentences, words
from knowledge.language.phrasetable import PhraseTable
from knowledge.language.spelling import Spelling
from knowledge.language.stems import Stemmer

__all__ = [
    "CompoundSplitter",
    "Concepts",
    "Lexicon",
    "PhraseTable",
    "Spelling",
    "Stemmer",
    "clean",
    "fold",
    "folded_words",
    "load_lexicon",
    "sentences",
    "words",
]
