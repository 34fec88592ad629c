"""A message in, sentences of tokens out: what each word is to the matching."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.entities import Entities, EntityKind, EntityRecogniser
from knowledge.language import CompoundSplitter, Lexicon, Stemmer, clean, fold, sentences, words
from knowledge.smalltalk import Etiquette

_ANALYSED_CHARACTERS = 8_000
_SENTENCES = 12
_WORDS_IN_SENTENCE = 60
_FUZZY_FROM = 5
_TWO_EDITS_FROM = 9
_CACHE_LIMIT = 20_000
_LONGEST_WORD = 40
_STEMMED_FROM = 5
_STEM_TELLS_FROM = 4
_ELSEWHERE = "elsewhere"  # the concept of the lexicon for words about anything else
_FIRST_LETTER_FREE_FROM = 8

# Parties whose name says whom the message is about, not what; the coordinator's says what.
_MASKED = frozenset(EntityKind) - {EntityKind.COORDINATOR, EntityKind.ECONOMIST}
_SILENT = frozenset({EntityKind.MUNICIPALITY, EntityKind.NUMBER})


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or one name that was recognised.

    `word` is folded, as written or as corrected; `stems` and `parts` are empty for a name.
    `concepts` are what it means by the lexicon, `@supplier` and the like for a name.
    `listed` tells whether the word lists hold it.
    """

    word: str
    stems: tuple[str, ...] = ()
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
        return self.stems[0] if self.stems else self.word


@dataclass(frozen=True, slots=True)
class Analysis:
    """A message as sentences of tokens, with the entities found and the text that was analysed."""

    sentences: tuple[tuple[Token, ...], ...]
    entities: Entities
    text: str


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
        self._stop = frozenset(fold(word) for word in lexicon.stopwords)
        self._spoken = {_key(spoken): _key(written) for spoken, written in lexicon.spoken.items()}
        self._contrasts = frozenset(_key(word) for word in lexicon.contrasts)
        self._splits = sorted({_key(split) for split in lexicon.splits}, key=len, reverse=True)
        self._exact: dict[str, tuple[str, ...]] = {}
        self._prefixes: dict[str, tuple[str, ...]] = {}
        self._phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
        for concept, patterns in sorted(lexicon.concepts.items()):
            for pattern in patterns:
                self._learn(concept, pattern)
        self._stemmed: dict[str, tuple[str, ...]] = {}
        for word, concepts in sorted(self._exact.items()):
            self._stemmed.setdefault(self._stemmer.swedish(word), concepts)
        self._longest = max(map(len, (*self._phrases, *self._spoken)), default=1)
        listed = {*self._exact, *self._prefixes}
        listed.update(word for phrase in self._phrases for word in phrase)
        listed.update(word for phrase in self._spoken.values() for word in phrase)
        listed.update(fold(word) for word in lexicon.goods)
        self._listed = frozenset(listed)
        self._common = frozenset(fold(word) for word in lexicon.common)
        known = listed.union(word for word, count in vocabulary.items() if count > 1)
        self._by_length = _by_length(known)
        known.update(
            word for word in vocabulary if word not in known and self._nearest(word) is None
        )
        self._known = frozenset(known | self._stop)
        stems = (self._stemmer.swedish(word) for word in self._known)
        self._known_stems = frozenset(stem for stem in stems if len(stem) >= _STEM_TELLS_FROM)
        self._splitter = CompoundSplitter(known)
        self._by_length = _by_length(known)
        self._cache: dict[str, Token] = {}

    def analyse(self, text: str) -> Analysis:
        """The sentences of `text` (any length) without surrounding small talk, as tokens.

        Of a long text the first sentences and those with the most known words are kept.
        """
        said = clean(text[:_ANALYSED_CHARACTERS])
        written = [_folded(words(sentence)) for sentence in sentences(said)]
        message = self._etiquette.trim([sentence for sentence in written if sentence])
        message = self._most_telling(message)
        found = tuple(self._sentence(sentence[:_WORDS_IN_SENTENCE]) for sentence in message)
        every = tuple(entity for _, entities in found for entity in entities.found)
        return Analysis(tuple(tokens for tokens, _ in found if tokens), Entities(every), said)

    def clauses(self, sentence: Sequence[Token]) -> tuple[tuple[Token, ...], ...]:
        """`sentence` cut at words such as "och" and "samt", in order; itself if there are none."""
        cut: list[list[Token]] = [[]]
        at = 0
        while at < len(sentence):
            for split in self._splits:
                if tuple(token.word for token in sentence[at : at + len(split)]) == split:
                    cut.append([])
                    at += len(split)
                    break
            else:
                cut[-1].append(sentence[at])
                at += 1
        return tuple(tuple(clause) for clause in cut if clause)

    def _learn(self, concept: str, pattern: str) -> None:
        key = _key(pattern.rstrip("*"))
        if not key:
            return
        if len(key) > 1:
            self._phrases[key] = (*self._phrases.get(key, ()), concept)
        elif pattern.endswith("*"):
            self._prefixes[key[0]] = (*self._prefixes.get(key[0], ()), concept)
        else:
            self._exact[key[0]] = (*self._exact.get(key[0], ()), concept)

    def _most_telling(self, message: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        if len(message) <= _SENTENCES:
            return message
        ranked = sorted(
            range(len(message)),
            key=lambda at: (at > 1, -sum(1 for w in set(message[at]) if w in self._exact), at),
        )
        return tuple(message[at] for at in sorted(ranked[:_SENTENCES]))

    def _sentence(self, said: tuple[str, ...]) -> tuple[tuple[Token, ...], Entities]:
        written = self._written(said)
        entities = self._recogniser.find_in(written)
        starts = {entity.start: entity for entity in entities.found if entity.kind in _MASKED}
        tokens: list[Token] = []
        at = 0
        while at < len(written):
            entity = starts.get(at)
            if entity is not None:
                if entity.kind not in _SILENT:
                    tokens.append(self._named(entity.kind, entity.text))
                at = entity.end
                continue
            length, concepts = self._phrase(written, at)
            if length:
                tokens.extend(
                    self._in_phrase(word, concepts if place == length - 1 else ())
                    for place, word in enumerate(written[at : at + length])
                )
                at += length
                continue
            tokens.append(self._token(written[at]))
            at += 1
        return tuple(tokens), entities

    def _written(self, said: tuple[str, ...]) -> tuple[str, ...]:
        """`said` with spoken forms written out and compounds that were cut apart joined."""
        written: list[str] = []
        at = 0
        while at < len(said):
            for length in range(min(self._longest, len(said) - at), 0, -1):
                replaced = self._spoken.get(said[at : at + length])
                if replaced is not None:
                    written.extend(replaced)
                    at += length
                    break
            else:
                joined = (
                    self._splitter.joined(said[at], said[at + 1]) if at + 1 < len(said) else None
                )
                written.append(joined or said[at])
                at += 2 if joined else 1
        return tuple(written)

    def _phrase(self, written: tuple[str, ...], at: int) -> tuple[int, tuple[str, ...]]:
        for length in range(min(self._longest, len(written) - at), 1, -1):
            concepts = self._phrases.get(written[at : at + length])
            if concepts is not None:
                return length, concepts
        return 0, ()

    def _named(self, kind: EntityKind, text: str) -> Token:
        marker = f"@{kind.value}"
        if kind is EntityKind.GOODS:
            return Token(marker, (), (), ("goods", marker))
        if kind is EntityKind.SUPPLIER:
            return Token(marker, (), (), (marker, "supplier"))
        return Token(marker, (), (), (marker,))

    def _in_phrase(self, word: str, concepts: tuple[str, ...]) -> Token:
        own = self._token(word)
        meant = tuple(dict.fromkeys((*concepts, *own.concepts)))
        return Token(word, own.stems, own.parts, meant)

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
        stem = self._stemmer.swedish(word)
        known = word in self._known or stem in self._known_stems
        concepts = self._concepts(word, stem)
        parts = () if stop else self._splitter.split(word)
        if not known and not concepts and not parts:
            near = self._nearest(word)
            if near is not None:
                word, stem = near, self._stemmer.swedish(near)
                concepts, parts = self._concepts(word, stem), self._splitter.split(word)
        if not concepts:
            inner = (self._concepts(part, self._stemmer.swedish(part)) for part in reversed(parts))
            concepts = tuple(dict.fromkeys(concept for found in inner for concept in found))
        stems = () if stop else self._stemmer.stems(word)
        part_stems = tuple(self._stemmer.swedish(part) for part in parts)
        listed = (bool(concepts) or word in self._listed) and _ELSEWHERE not in concepts
        contrast = (word,) in self._contrasts
        return Token(
            word, stems, part_stems, concepts, listed, stop, contrast, word in self._common
        )

    def _concepts(self, word: str, stem: str) -> tuple[str, ...]:
        exact = self._exact.get(word)
        if exact is not None:
            return exact
        for length in range(len(word), 2, -1):
            found = self._prefixes.get(word[:length])
            if found is not None:
                return found
        return self._stemmed.get(stem, ()) if len(word) >= _STEMMED_FROM else ()

    def _nearest(self, word: str) -> str | None:
        """The known word that `word` misspells, or None: first letter kept, one edit or two."""
        if len(word) < _FUZZY_FROM or not word.isalpha() or word in self._common:
            return None
        allowed = 2 if len(word) >= _TWO_EDITS_FROM else 1
        nearest: tuple[int, bool, str] | None = None
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for near, distance, _ in process.extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance,
                score_cutoff=allowed, limit=3,
            ):  # fmt: skip
                moved = near[0] != word[0]
                found = (int(distance), moved, near)
                if moved and len(word) < _FIRST_LETTER_FREE_FROM:
                    continue
                if nearest is None or found < nearest:
                    nearest = found
        return None if nearest is None else nearest[2]


def vocabulary_of(texts: Iterable[str]) -> Counter[str]:
    """In how many of `texts` each folded word is."""
    return Counter(word for text in texts for word in set(_folded(words(clean(text)))))


def _by_length(known: Iterable[str]) -> dict[int, list[str]]:
    by_length: dict[int, list[str]] = {}
    for word in sorted(known):
        if len(word) >= _FUZZY_FROM and word.isalpha():
            by_length.setdefault(len(word), []).append(word)
    return by_length


def _folded(sentence: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(word) for word in sentence)


def _key(text: str) -> tuple[str, ...]:
    return _folded(words(clean(text)))
