"""A message in, sentences of tokens out: what each word is to the matching."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from knowledge.entities import Entities, Entity, EntityKind, EntityRecogniser
from knowledge.language import (
    CompoundSplitter,
    Concepts,
    Lexicon,
    PhraseTable,
    Spelling,
    Stemmer,
    clean,
    fold,
    folded_words,
    sentences,
    words,
)
from knowledge.language.concepts import ELSEWHERE
from knowledge.smalltalk import Etiquette

_ANALYSED_CHARACTERS = 8_000
_LAST_CHARACTERS = 2_000  # of those: a question often ends a long text
_LINES_OF_LIST = 3
_SENTENCES = 12
_FIRST_SENTENCES = 2
_WORDS_IN_SENTENCE = 60
_LONGEST_WORD = 40
_CACHE_LIMIT = 20_000
_LONGEST_ENDING = 5  # letters: "-heten", "-arna"
_STEM_TELLS_FROM = 4  # letters: "hitar" is no form of English "hit"

# Parties whose name says whom a message is about, not what; the coordinator's says what.
_MASKED = frozenset(EntityKind) - {EntityKind.COORDINATOR, EntityKind.ECONOMIST}
_SILENT = frozenset({EntityKind.MUNICIPALITY, EntityKind.NUMBER})
_NUMBERS = frozenset({EntityKind.NUMBER, EntityKind.GLN, EntityKind.ARTICLE_NUMBER})
_GOODS_AND_MAKERS = _NUMBERS | {EntityKind.GOODS, EntityKind.SUPPLIER}
_MEANS_NUMBER = frozenset({"goods", "article-number", "@gln", "@article-number"})
_IN_LISTS = frozenset({"goods", "article-number", "amount", "price", "packaging"})
_DIGITS_OF_ARTICLE = range(5, 15)  # suppliers' own numbers from five digits, GTIN up to fourteen
_MEANS = {EntityKind.GOODS: ("goods",), EntityKind.SUPPLIER: ("supplier",)}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or one name that was recognised.

    `word` is folded, as written or as corrected; a name is `@supplier` and the like. `stem` and
    `parts` (of a compound) are empty for a name, and for a word that says nothing. `concepts` are
    what it means by the lexicon. `listed`: the word lists hold it, not only a part
    of it, as something of this matter.
    `stop`: it says nothing; `common`: it says little; `contrast`: it turns the sentence, as "men".
    """

    word: str
    stem: str = ""
    parts: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    listed: bool = True
    stop: bool = False
    contrast: bool = False
    common: bool = False

    @property
    def symbol(self) -> str:
        """What stands for the token in pairs: its concept, else its stem."""
        if self.concepts:
            return self.concepts[0]
        return self.stem or self.word


@dataclass(frozen=True, slots=True)
class Analysis:
    """A message as sentences of tokens, with the entities found.

    `text` is the cleaned message; `asked` the sentences that were kept, folded, one a line.
    `only_goods`: it is nothing but goods, with sizes and kinds, or one number of an article.
    """

    sentences: tuple[tuple[Token, ...], ...]
    entities: Entities
    text: str
    asked: str
    only_goods: bool = False


class Analyser:
    """Turns text into tokens by a lexicon, a vocabulary and a recogniser of names."""

    def __init__(
        self,
        lexicon: Lexicon,
        recogniser: EntityRecogniser,
        vocabulary: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        """`vocabulary`: in how many of the texts that are matched against each folded word is.

        A word of one text that looks like a misspelling of a better known one is taken for that.
        """
        self._recogniser = recogniser
        self._etiquette = Etiquette(lexicon)
        self._stemmer = Stemmer()
        self._concepts = Concepts(lexicon.concepts, self._stemmer)
        self._stop = frozenset(fold(word) for word in lexicon.stopwords)
        self._common = frozenset(fold(word) for word in lexicon.common)
        self._contrasts = frozenset(fold(word) for word in lexicon.contrasts)
        spoken = {folded_words(form): folded_words(text) for form, text in lexicon.spoken.items()}
        self._spoken = PhraseTable(spoken)
        self._splits = PhraseTable({folded_words(split): True for split in lexicon.splits})
        self._beside_goods = frozenset(fold(word) for word in lexicon.beside_goods)
        goods = (fold(word) for word in lexicon.goods)
        written = (word for phrase in spoken.values() for word in phrase)
        self._listed = self._concepts.words.union(goods, written)
        often = self._listed.union(word for word, count in vocabulary.items() if count > 1)
        spelling = Spelling(often, self._common)
        once = (word for word in vocabulary if word not in often)
        known = often.union(word for word in once if spelling.nearest(word) is None)
        self._spelling = Spelling(known - self._concepts.elsewhere, self._common)
        self._splitter = CompoundSplitter(known)
        self._known = known | self._stop
        stems = (self._stemmer.stem(word) for word in self._known)
        self._known_stems = frozenset(stem for stem in stems if len(stem) >= _STEM_TELLS_FROM)
        self._cache: dict[str, Token] = {}

    def analyse(self, text: str) -> Analysis:
        """The sentences of `text` (any length) without surrounding small talk, as tokens.

        Of a long text the first sentences and those with the most known words are kept.
        """
        if len(text) > _ANALYSED_CHARACTERS:
            first = _ANALYSED_CHARACTERS - _LAST_CHARACTERS
            text = f"{text[:first]}\n{text[-_LAST_CHARACTERS:]}"
        said = clean(text)
        written = [_folded(words(sentence)) for sentence in sentences(said)]
        message = self._etiquette.trim([sentence for sentence in written if sentence])
        telling = self._most_telling(message)
        found = tuple(self._sentence(sentence[:_WORDS_IN_SENTENCE]) for sentence in telling)
        every = tuple(entity for _, entities in found for entity in entities.found)
        kept = self._beside_lists(tuple(tokens for tokens, _ in found if tokens))
        asked = "\n".join(map(" ".join, telling))
        return Analysis(kept, Entities(every), said, asked, self._only_goods(kept, every))

    def clauses(self, sentence: Sequence[Token]) -> tuple[tuple[Token, ...], ...]:
        """`sentence` cut at words such as "och" and "samt", in order; itself if there are none."""
        written = [token.word for token in sentence]
        cut: list[list[Token]] = [[]]
        at = 0
        while at < len(sentence):
            split = self._splits.at(written, at)
            if split is None:
                cut[-1].append(sentence[at])
                at += 1
            else:
                cut.append([])
                at += split[0]
        return tuple(tuple(clause) for clause in cut if clause)

    def _beside_lists(self, said: tuple[tuple[Token, ...], ...]) -> tuple[tuple[Token, ...], ...]:
        """`said` without the lines of a list of goods, where something else is said too."""
        others = tuple(sentence for sentence in said if not all(map(self._in_list, sentence)))
        return others if others and len(said) - len(others) >= _LINES_OF_LIST else said

    def _in_list(self, token: Token) -> bool:
        return (
            token.word[0].isdigit()
            or token.stop
            or token.word in self._beside_goods
            or (bool(token.concepts) and token.concepts[0] in _IN_LISTS)
        )

    def _only_goods(self, said: Sequence[Sequence[Token]], every: Sequence[Entity]) -> bool:
        spoken = [token for sentence in said for token in sentence]
        kinds = {entity.kind for entity in every}
        if EntityKind.GOODS not in kinds:
            number = len(every) == 1 and bool(kinds & _NUMBERS)
            alone = all(_MEANS_NUMBER.issuperset(token.concepts[:1]) for token in spoken)
            named = EntityKind.ARTICLE_NUMBER in kinds or all(t.word[0] == "@" for t in spoken)
            return number and alone and named and len(every[0].value) in _DIGITS_OF_ARTICLE
        return kinds <= _GOODS_AND_MAKERS and all(
            token.word.startswith("@")
            or token.word[0].isdigit()
            or (token.stop and not token.concepts)
            or token.word in self._beside_goods
            for token in spoken
        )

    def _most_telling(self, message: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        if len(message) <= _SENTENCES:
            return message
        places = sorted(
            range(len(message)),
            key=lambda at: (
                at >= _FIRST_SENTENCES,
                -len(self._concepts.words.intersection(message[at])),
                at,
            ),
        )
        return tuple(message[at] for at in sorted(places[:_SENTENCES]))

    def _sentence(self, said: tuple[str, ...]) -> tuple[tuple[Token, ...], Entities]:
        written = self._written(said)
        entities = self._recogniser.find_in(written)
        names = {entity.start: entity for entity in entities.found if entity.kind in _MASKED}
        tokens: list[Token] = []
        at = 0
        while at < len(written):
            entity = names.get(at)
            phrase = self._concepts.phrases.at(written, at) if entity is None else None
            if entity is not None:
                if entity.kind not in _SILENT:
                    tokens.append(_named(entity.kind))
                at = entity.end
            elif phrase is not None:
                length, concepts = phrase
                tokens += map(self._token, written[at : at + length - 1])
                at += length
                tokens.append(self._last_of_phrase(written[at - 1], concepts))
            else:
                tokens.append(self._token(written[at]))
                at += 1
        return tuple(tokens), entities

    def _written(self, said: tuple[str, ...]) -> tuple[str, ...]:
        """`said` with spoken forms written out and compounds that were cut apart joined."""
        written: list[str] = []
        at = 0
        while at < len(said):
            spoken = self._spoken.at(said, at)
            if spoken is not None:
                written += spoken[1]
                at += spoken[0]
                continue
            joined = self._splitter.joined(said[at], said[at + 1]) if at + 1 < len(said) else None
            written.append(joined or said[at])
            at += 2 if joined else 1
        return tuple(written)

    def _last_of_phrase(self, word: str, concepts: tuple[str, ...]) -> Token:
        own = self._token(word)
        return Token(word, own.stem, own.parts, tuple(dict.fromkeys((*concepts, *own.concepts))))

    def _token(self, word: str) -> Token:
        token = self._cache.get(word)
        if token is None:
            token = self._new_token(word[:_LONGEST_WORD])
            if len(self._cache) >= _CACHE_LIMIT:
                self._cache.clear()
            self._cache[word] = token
        return token

    def _new_token(self, word: str) -> Token:
        stop = word in self._stop
        stem = self._stemmer.stem(word)
        concepts = self._concepts.of(word, stem)
        parts = () if stop else self._splitter.split(word)
        if not (word in self._known or stem in self._known_stems or concepts or parts):
            word = self._spelling.nearest(word) or word
            concepts = self._concepts.of(word, self._stemmer.stem(word))
            parts = self._splitter.split(word)
        # "avtalsrörelsen" begins as a contract, but that does not tell what it is.
        rest = len(word) - self._concepts.known_letters(word)
        whole = bool(concepts) and (bool(parts) or rest <= _LONGEST_ENDING)
        if not concepts:
            inner = (self._concepts.of(part, self._stemmer.stem(part)) for part in parts[::-1])
            concepts = tuple(dict.fromkeys(concept for found in inner for concept in found))
        elif len(parts) > 1 and self._concepts.known_letters(word) <= len(parts[0]):
            # "livsmedel*" is goods, but "livsmedelsavtal" is a contract first.
            head = self._concepts.of(parts[-1], self._stemmer.stem(parts[-1]))
            concepts = tuple(dict.fromkeys((*head, *concepts)))
        return Token(
            word,
            stem="" if stop else self._stemmer.stem(word),
            parts=tuple(self._stemmer.stem(part) for part in parts),
            concepts=concepts,
            listed=(whole or word in self._listed) and ELSEWHERE not in concepts,
            stop=stop,
            contrast=word in self._contrasts,
            common=word in self._common,
        )


def vocabulary_of(texts: Iterable[str]) -> Counter[str]:
    """In how many of `texts` each folded word is."""
    return Counter(word for text in texts for word in set(folded_words(text)))


def _named(kind: EntityKind) -> Token:
    marker = f"@{kind.value}"
    return Token(marker, concepts=(*_MEANS.get(kind, ()), marker))


def _folded(sentence: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(word) for word in sentence)
