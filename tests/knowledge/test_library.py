"""A broken content file is refused with file, line, entry and what to do; all of it at once."""

import shutil
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import ContentError, Problem, default_content_dir, load_library
from knowledge.phrases import PhraseError, fill
from knowledge.text import Lang
from knowledge.yamlfile import Document, read


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the product's content, to break."""
    keep = shutil.ignore_patterns("articles", "language")
    shutil.copytree(default_content_dir(), tmp_path / "content", ignore=keep)
    return tmp_path / "content"


def problems_of(root: Path) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        load_library(root)
    return caught.value.problems


def replace(path: Path, old: str, new: str) -> int:
    """Replace the first `old`; the line where it was."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_products_own_content_is_whole(content: Path) -> None:
    library = load_library(content)
    assert set(library.guides) | set(library.faqs) < set(library.topics)
    assert list(library.topics)[:3] == list(library.guides)
    assert library.common_needs[0].id == "cannot-send-order"
    with pytest.raises(FrozenInstanceError):
        library.out_of_scope = ()  # type: ignore[misc]  # what is tried is the point


@pytest.mark.parametrize(
    ("file", "old", "new", "entry", "message"),
    [
        ("faq/gln.yaml", "answer:", "anwser:", "anwser", "did you mean `answer`?"),
        ("faq/gln.yaml", "answer:", "anwser:", "answer", "add `answer: …`"),
        (
            "faq/gln.yaml",
            "en: The department’s GLN",
            "se: x",
            "title.en",
            "English text is missing",
        ),
        ("faq/gln.yaml", "en: The department’s GLN", "en: ''", "title.en", "the text is empty"),
        ("faq/gln.yaml", "id: gln", "id: gnl", "id", "must be the file's name, `gln`"),
        ("faq/gln.yaml", "id: gln", "id: gln\nkind: guide", "kind", "files in faq/ have `faq`"),
        ("faq/gln.yaml", "id: gln", "id: gln\nid: gln", "", "`id` is given twice"),
        ("faq/gln.yaml", "keywords: [gln", "keywords: [gln: {", "", "not valid YAML"),
        ("faq/gln.yaml", "keywords: [", "keywords: gln #[", "keywords", "this is a list"),
        ("faq/gln.yaml", "[new-department,", "[new-departement,", "related.1", "is no topic"),
        ("faq/gln.yaml", "[new-department,", "[gln,", "related.1", "is the topic itself"),
        ("faq/gln.yaml", "receiver]", "reciever]", "audience.2", "must be one of"),
        (
            *("faq/gln.yaml", "sv: GLN för avdelningen", f"sv: {'x' * 71}"),
            *("title.sv", "71 characters are too many here: at most 70"),
        ),
        (
            *("faq/short-code.yaml", "- vad är en kortkod", "- Vad ar GLN?!"),
            *("phrasings.sv.1", "is in faq/gln.yaml too"),
        ),
        (
            *("faq/gln.yaml", "- vad är GLN", "- hur söker jag semester"),
            *("phrasings.sv.1", "is in out_of_scope.yaml too"),
        ),
        ("faq/gln.yaml", "- vad är GLN", "- '?'", "phrasings.sv.1", "has no words"),
        ("faq/gln.yaml", "answer:\n  sv: |", "answer:\n  sv: |\n    {dag}", "answer", "{dag}"),
        (
            *("guides/missing-delivery.yaml", "sv: Varan är slut hos dem", f"sv: {'y' * 76}"),
            *("steps.reply.choices.sold-out.label.sv", "76 characters are too many"),
        ),
        (
            *("guides/missing-delivery.yaml", "next: sold-out", "next: soldout"),
            *("steps.reply.choices.sold-out.next", "no step `soldout`"),
        ),
        (
            *("guides/missing-delivery.yaml", "next: expected-day", "next: expectedday"),
            *("steps.order.next", "no step `expectedday`"),
        ),
        (
            *("guides/missing-delivery.yaml", "continue_in: no-order", "continue_in: no-oder"),
            *("steps.ask-response.continue_in", "no guide `no-oder-response`"),
        ),
        (
            *("guides/missing-delivery.yaml", "{party: dc}", "{party: cd}"),
            *("steps.call-dc.contact.party", "no party in parties.yaml"),
        ),
        (
            *("guides/missing-delivery.yaml", "slot: order\n", "slot: oder\n"),
            *("steps.order.slot", "must be one of"),
        ),
        ("checklists/price-lists.yaml", "topic: price", "topic: prise", "topic", "no topic"),
        ("checklists/price-lists.yaml", "items:", "item: []\nitemz:", "items", "is missing"),
        ("common_needs.yaml", "- contacts", "- contact", "topics.5", "no topic `contact`"),
        ("parties.yaml", "kind: vendor", "kind: seller", "parties.visma.kind", "must be one of"),
        ("phrases/steps.yaml", "{who} can fill", "{whom} can fill", "contact-missing", "{who}"),
        ("out_of_scope.yaml", "en:", "eng:", "en", "English text is missing"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_cure(
    content: Path, file: str, old: str, new: str, entry: str, message: str
) -> None:
    line = replace(content / file, old, new)
    found = [p for p in problems_of(content) if p.file == file and p.entry == entry]
    assert any(message in problem.message for problem in found), problems_of(content)
    if new.strip() and entry not in ("answer", "items", "en"):
        assert any(p.line is not None and abs(p.line - line) <= 2 for p in found), found


def few_phrasings(text: str) -> str:
    head, _, tail = text.partition("phrasings:\n  sv:\n")
    return head + "phrasings:\n  sv:\n    - a\n    - b\n  en:" + tail.partition("\n  en:")[2]


def not_utf8(_: str) -> bytes:
    return "sv: för".encode("latin-1")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (few_phrasings, "2 Swedish phrasings are too few: write at least 5"),
        (lambda _: "", "the file is empty"),
        (lambda _: "- one\n- two\n", "fields of its own"),
        (lambda _: "just a word", "fields of its own"),
        (lambda _: "a: &x [*x]", "nested too deeply"),
        (lambda _: "? [a, b]\n: c", "a field's name must be plain text"),
        (lambda _: "a: *nobody", "not valid YAML"),
        (lambda _: "a: \x00", "not valid YAML"),
        (lambda _: "%YAML 9\n", "not valid YAML"),
        (not_utf8, "cannot be read as UTF-8 text"),
    ],
)
def test_a_file_that_is_something_else_is_told(
    content: Path, change: Callable[[str], str | bytes], message: str
) -> None:
    path = content / "faq/gln.yaml"
    changed = change(path.read_text(encoding="utf-8"))
    path.write_bytes(changed if isinstance(changed, bytes) else changed.encode())
    assert any(p.file == "faq/gln.yaml" and message in p.message for p in problems_of(content)), (
        problems_of(content)
    )


def test_the_problems_of_all_files_are_told_together(content: Path) -> None:
    replace(content / "faq/gln.yaml", "answer:", "anwser:")
    replace(content / "faq/templates.yaml", "title:", "titel:")
    replace(content / "guides/missing-delivery.yaml", "slot: order\n", "slot: oder\n")
    (content / "phrases/more.yaml").write_text("contact-missing: {sv: a, en: b}\n")
    shutil.move(content / "faq/delivery-days.yaml", content / "faq/delivery-days.yml")
    shutil.rmtree(content / "checklists")
    told = {problem.file for problem in problems_of(content)}
    assert told >= {
        "faq/gln.yaml",
        "faq/templates.yaml",
        "guides/missing-delivery.yaml",
        "phrases/steps.yaml",
        "faq/delivery-days.yml",
        "checklists",
    }


def test_an_id_may_be_in_one_folder_only(content: Path) -> None:
    text = (content / "topics/contacts.yaml").read_text(encoding="utf-8")
    text = text.replace("kind: contact", "answer: {sv: a, en: b}\nnext_steps: [{sv: a, en: b}]")
    (content / "faq/contacts.yaml").write_text(text, encoding="utf-8")
    assert Problem("faq/contacts.yaml", "id", "topics/contacts.yaml has the id `contacts` too: "
                   "rename one", 1) in problems_of(content)  # fmt: skip


def test_a_problem_is_one_line_with_the_place_first() -> None:
    problem = Problem("faq/gln.yaml", "title.en", "write it", 3)
    assert str(problem) == "faq/gln.yaml:3: title.en: write it"
    assert str(Problem("faq", "", "no folder")) == "faq: no folder"
    assert str(ContentError([problem, problem])).count("\n") == 1


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    document = read("words: [no, yes, on, 1, 2024-01-01, ~, 1e3]\nempty:\n", "x.yaml")
    assert isinstance(document, Document)
    assert document.data == {
        "words": ["no", "yes", "on", "1", "2024-01-01", "~", "1e3"],
        "empty": "",
    }


@given(text=st.text(max_size=200) | st.text(alphabet="ab:-[]{}*&!|>#'\"?, \n", max_size=60))
def test_any_text_is_a_document_or_a_problem(text: str) -> None:
    result = read(text, "x.yaml")
    assert isinstance(result, (Document, Problem))
    if isinstance(result, Document):
        assert result.line("") >= 1
        assert result.line("no.such.entry.99") >= 1


def test_a_phrase_is_filled_in_its_language(content: Path) -> None:
    (content / "phrases/x.yaml").write_text(
        "hello: {sv: 'Hej {name}, {n} nya', en: 'Hi {name}, {n} new'}\n"
    )
    phrases = load_library(content).phrases
    assert phrases.text("hello", Lang.SV, name="Åsa {n}", n=3) == "Hej Åsa {n}, 3 nya"
    assert phrases.text("hello", Lang.EN, name="&lt;!here&gt;", n=0) == "Hi &lt;!here&gt;, 0 new"
    assert "hello" in phrases
    assert "hello" in list(phrases)
    with pytest.raises(PhraseError, match=r"phrase `hello`: missing value for n in"):
        phrases.text("hello", Lang.SV, name="x")
    with pytest.raises(PhraseError, match="no phrase is called `hallo`"):
        phrases.text("hallo", Lang.SV)


@given(values=st.dictionaries(st.sampled_from(["a", "b_1"]), st.text(), min_size=2))
def test_values_are_inserted_as_they_are(values: dict[str, str]) -> None:
    assert fill("{a}|{b_1}", values) == f"{values['a']}|{values['b_1']}"
