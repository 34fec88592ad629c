import json
from pathlib import Path

import pytest

from knowledge.entities import Entities
from knowledge.evaluation import (
    Judged,
    Utterance,
    UtteranceError,
    calibration,
    calibration_error,
    cross_validate,
    figures,
    judge,
    read_utterances,
)
from knowledge.matching import Candidate, Entry, Match, Matcher, Thresholds
from tests.benchmarks import faq
from tests.knowledge.understanding import shared


def _judged(topic: str, *ranked: tuple[str, float]) -> Judged:
    candidates = tuple(Candidate(name, confidence) for name, confidence in ranked)
    return Judged(Utterance(topic, f"om {topic}"), Match(candidates, Entities(), ""), 2.0)


def test_reading_a_list(tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    path.write_text("# en lista\n\ngln\tvad är GLN\nfallback\tvad äter\ten älg\n", encoding="utf-8")
    assert read_utterances(path) == (
        Utterance("gln", "vad är GLN"),
        Utterance("fallback", "vad äter\ten älg"),
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"gln\tvad\ngln vad\n", r"list\.tsv:2: write the topic, a tab and the text"),
        (b"gln\t \n", r"list\.tsv:1: write"),
        (b"", r"list\.tsv: holds no utterance"),
        (b"gln\t\xff\n", r"list\.tsv: is not UTF-8"),
    ],
)
def test_a_list_that_cannot_be_read(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "list.tsv"
    path.write_bytes(content)
    with pytest.raises(UtteranceError, match=message):
        read_utterances(path)


def test_figures() -> None:
    judged = (
        _judged("a", ("a", 0.9), ("b", 0.05)),
        _judged("a", ("b", 0.5), ("c", 0.2), ("a", 0.1)),
        _judged("b", ("a", 0.7), ("c", 0.1), ("d", 0.1), ("b", 0.05)),
        _judged("b"),
        _judged("fallback", ("a", 0.65)),
        _judged("fallback", ("a", 0.3)),
        _judged("fallback"),
        _judged("fallback", ("b", 0.1)),
    )
    found = figures(judged, Thresholds(answer_at=0.6, choices_at=0.2))
    assert (found.utterances, found.fallbacks) == (8, 4)
    assert (found.accuracy_at_1, found.accuracy_at_3) == (0.25, 0.5)
    assert (found.false_answers, found.false_choices) == (0.25, 0.5)
    assert (found.answered, found.answered_right) == (0.5, 0.5)
    assert found.ms == 2.0
    assert (found.topics["a"].utterances, found.topics["a"].accuracy_at_1) == (2, 0.5)
    assert found.topics["b"].accuracy_at_3 == 0.0
    assert [wrong.topic for wrong in found.wrong] == ["a", "b", "b", "fallback"]
    assert found.wrong[0].got == (("b", 0.5), ("c", 0.2), ("a", 0.1))


def test_figures_of_nothing_but_outside() -> None:
    found = figures((_judged("fallback"),), Thresholds())
    assert (found.accuracy_at_1, found.false_answers, found.answered_right) == (0.0, 0.0, 0.0)


def test_calibration() -> None:
    bins = calibration(
        (
            _judged("a", ("a", 0.82)),
            _judged("a", ("a", 0.84)),
            _judged("a", ("b", 0.86)),
            _judged("fallback", ("a", 0.08)),
            _judged("a", ("a", 1.0)),
        )
    )
    assert [(one.low, one.count) for one in bins] == [(0.0, 1), (0.8, 3), (0.9, 1)]
    assert bins[1].mean_confidence == pytest.approx(0.84)
    assert bins[1].right == pytest.approx(2 / 3)
    assert calibration_error(bins) == pytest.approx((0.08 + 3 * (0.84 - 2 / 3) + 0) / 5)
    assert calibration_error(()) == 0


def test_cross_validation_never_asks_what_was_seen() -> None:
    texts = tuple(f"fras nummer {n}" for n in range(20))
    outside = tuple(f"annat nummer {n}" for n in range(10))
    seen: list[set[str]] = []

    def build(entries: object, background: object) -> Matcher:
        assert isinstance(entries, list)
        assert isinstance(background, list)
        seen.append({*(text for entry in entries for text in entry.texts), *background})
        return Matcher.build(entries, background=background)

    judged = cross_validate([Entry("a", texts), Entry("b", ("en enda",))], outside, build, folds=3)
    asked = [one.utterance.text for one in judged]
    assert sorted(asked) == sorted((*texts, *outside))
    for text in asked:
        assert sum(text not in each for each in seen) == 1
    assert all("en enda" in each for each in seen)


def test_judging_times_each_message() -> None:
    matcher = Matcher.build([Entry("gln", ("vad är gln", "gln nummer", "vårt gln"))])
    (judged,) = judge(matcher, [Utterance("gln", "vad är gln")])
    assert judged.right_within(1)
    assert judged.ms > 0


def _faq_file(path: Path) -> Path:
    answers = ["GLN är tretton siffror.", "Leverans sker på tisdagar.", "Priset står i listan."]
    questions = ["Vad är GLN?", "När sker leverans?", "Var står priset?"]
    lines = [
        json.dumps({"category_id": 1, "question": q, "candidate_answers": answers, "label": label})
        for label, q in enumerate(questions)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_faq_benchmark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faq.main([str(_faq_file(tmp_path / "faq.jsonl")), "--json"])
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(found) == {"ours", "token_set_ratio", "bm25"}
    for method in found.values():
        assert set(method) == {"A", "B1", "B3", "mrr", "ndcg", "ms", "mb"}
    ours = found["ours"]
    assert (ours["A"], ours["B1"], ours["mrr"], ours["ndcg"]) == (1, 1, 1, 1)


def test_a_benchmark_file_that_is_wrong_is_named(tmp_path: Path) -> None:
    path = tmp_path / "faq.jsonl"
    path.write_text('{"question": "x"}\n', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"faq\.jsonl:1: "):
        faq.main([str(path)])
    with pytest.raises(SystemExit, match=r"none\.jsonl: No such file"):
        faq.main([str(tmp_path / "none.jsonl")])


def test_answers_of_authorities() -> None:
    questions = faq.read(shared("swefaq_dev.jsonl"))
    methods = {"ours": faq.ours(faq.lexicon()), "bm25": faq.bm25}
    found = {name: faq.measure(method, questions) for name, method in methods.items()}
    assert found["ours"]["A"] >= 0.66
    assert found["ours"]["B1"] >= 0.60
    assert found["ours"]["A"] > found["bm25"]["A"]
    assert found["ours"]["mrr"] > found["bm25"]["mrr"]
