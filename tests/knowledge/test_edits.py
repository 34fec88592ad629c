"""Changes laid over the content files: who owns a phrasing, what a form becomes, files again."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.authoring import (
    Faults,
    Written,
    WrittenVariant,
    entry_of,
    marked,
    phrasing_of,
    plain,
    written_of,
)
from knowledge.collisions import collisions
from knowledge.edits import TopicEdit, differing, free_id, merged, with_phrasings
from knowledge.export import export
from knowledge.language import load_lexicon
from knowledge.library import Library, default_content_dir, load_library
from knowledge.likeness import groups
from knowledge.matching import Matcher, Thresholds, entries_of
from knowledge.text import Lang, Text
from knowledge.topics import Faq, Municipality, Role

STEP = Text(sv="Skriv *prata med samordnaren*.", en="Write *talk to the coordinator*.")
BASE: Library = load_library(default_content_dir())
PARKING = Written(
    title_sv="Parkering",
    answer_sv="Parkera på baksidan.",
    phrasings_sv="var parkerar man\nvar ställer jag bilen",
)


def entry(written: Written = PARKING, topic_id: str = "parkering") -> Faq:
    """An entry as written."""
    made = entry_of(written, topic_id, step=STEP)
    assert isinstance(made, Faq), made
    return made


class TestMerging:
    def test_nothing_changed_is_the_very_same(self) -> None:
        assert merged(BASE, []) is BASE

    def test_a_new_entry_an_edited_one_and_a_retired_one(self) -> None:
        gln = BASE.faqs["gln"].model_copy(update={"title": Text(sv="Om GLN", en="About GLN")})
        now = merged(
            BASE,
            [
                ("parkering", TopicEdit(faq=entry())),
                ("gln", TopicEdit(faq=gln)),
                ("short-code", TopicEdit(retired=True)),
            ],
        )
        assert now.faqs["parkering"].answer.sv == "Parkera på baksidan."
        assert now.topics["gln"].title.sv == "Om GLN"
        assert "short-code" not in now.topics
        assert all("short-code" not in topic.related for topic in now.topics.values())
        assert set(BASE.topics) - set(now.topics) == {"short-code"}

    def test_a_phrasing_belongs_to_the_topic_that_got_it_last(self) -> None:
        taken = BASE.faqs["gln"].phrasings.sv[0]
        first = entry(PARKING.model_copy(update={"phrasings_sv": taken}))
        now = merged(BASE, [("parkering", TopicEdit(faq=first))])
        assert taken in now.faqs["parkering"].phrasings.sv
        assert taken not in now.faqs["gln"].phrasings.sv
        later = merged(
            BASE, [("parkering", TopicEdit(faq=first)), ("short-code", TopicEdit(sv=(taken,)))]
        )
        assert later.faqs["parkering"].phrasings.sv == ()
        assert taken in later.faqs["short-code"].phrasings.sv

    def test_one_that_moved_away_does_not_come_back_with_the_next_phrasing(self) -> None:
        taken = BASE.faqs["gln"].phrasings.sv[0]
        moved = ("short-code", TopicEdit(sv=(taken,)))
        now = merged(BASE, [moved])
        gln = with_phrasings(now, "gln", None, sv=["vad står gln för då"])
        after = merged(BASE, [moved, ("gln", gln)])
        assert "vad står gln för då" in after.faqs["gln"].phrasings.sv
        assert taken in after.faqs["short-code"].phrasings.sv
        assert taken not in after.faqs["gln"].phrasings.sv

    def test_what_was_out_of_scope_is_no_more_once_it_is_answered(self) -> None:
        outside = BASE.out_of_scope[0]
        now = merged(BASE, [("gln", TopicEdit(sv=(outside,)))])
        assert outside not in now.out_of_scope
        assert len(now.out_of_scope) == len(BASE.out_of_scope) - 1

    def test_a_guide_gets_phrasings_and_is_never_replaced(self) -> None:
        guide = with_phrasings(BASE, "missing-delivery", None, sv=["bilen kom aldrig hit"])
        wrong = TopicEdit(faq=entry(topic_id="cannot-send-order"))
        now = merged(BASE, [("missing-delivery", guide), ("cannot-send-order", wrong)])
        assert "bilen kom aldrig hit" in now.guides["missing-delivery"].phrasings.sv
        assert now.guides["cannot-send-order"].steps == BASE.guides["cannot-send-order"].steps

    def test_phrasings_added_one_after_another_all_stay(self) -> None:
        edit: TopicEdit | None = None
        for text in ("bilen kom aldrig hit", "ingen bil idag", "Bilen kom aldrig hit!"):
            now = merged(BASE, [("gln", edit)] if edit else [])
            edit = with_phrasings(now, "gln", edit, sv=[text])
        assert edit is not None
        assert edit.sv == ("bilen kom aldrig hit", "ingen bil idag")

    def test_what_differs(self) -> None:
        gln = BASE.faqs["gln"]
        other = gln.model_copy(update={"answer": Text(sv="a", en="b"), "keywords": ("x",)})
        assert differing(gln, other) == ("keywords", "answer")
        assert differing(gln, gln) == ()
        assert differing(None, gln) == ()

    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            ("Parkering på skolan", "parkering-pa-skolan"),
            ("GLN", "gln-2"),
            ("3 frågor", "svar-3-fragor"),
            ("???", "svar"),
            ("M&S", "m-s"),
        ],
    )
    def test_a_free_id(self, title: str, expected: str) -> None:
        assert free_id(title, BASE.topics) == expected


class TestForms:
    @pytest.mark.parametrize("faq", BASE.faqs.values(), ids=lambda faq: faq.id)
    def test_every_entry_comes_back_as_it_was(self, faq: Faq) -> None:
        assert entry_of(written_of(faq), faq.id, step=STEP, before=faq) == faq

    def test_english_that_is_left_out_is_as_the_swedish(self) -> None:
        made = entry()
        assert made.title.en == "Parkering"
        assert made.answer.get(Lang.EN) == "Parkera på baksidan."
        assert made.next_steps == (STEP,)
        assert made.grown

    def test_variants_for_a_municipality_and_a_role(self) -> None:
        variants = (
            WrittenVariant(municipality="ystad", sv="I Ystad: torget."),
            WrittenVariant(role="receiver", sv="Vid lastkajen.", en="At the dock."),
            WrittenVariant(),
        )
        made = entry(PARKING.model_copy(update={"variants": variants}))
        assert made.depends_on_municipality
        assert made.answer_for(Lang.EN, Municipality.YSTAD) == "I Ystad: torget."
        assert made.answer_for(Lang.EN, Municipality.SIMRISHAMN, Role.RECEIVER) == "At the dock."
        assert made.answer_for(Lang.SV, Municipality.SIMRISHAMN) == "Parkera på baksidan."

    @pytest.mark.parametrize(
        ("change", "field", "key"),
        [
            ({"title_sv": ""}, "title_sv", "ui.error.empty"),
            ({"title_sv": "å" * 71}, "title_sv", "knowledge.error.long"),
            ({"answer_sv": ""}, "answer_sv", "ui.error.empty"),
            ({"answer_en": "x" * 2901}, "answer_en", "knowledge.error.long"),
            ({"answer_sv": "&" * 600}, "answer_sv", "knowledge.error.long"),
            ({"answer_en": "See {thing}"}, "answer_en", "knowledge.error.braces"),
            ({"steps_sv": "a\nb", "steps_en": "a"}, "steps_en", "knowledge.error.steps_differ"),
            ({"steps_sv": "\n".join("abcdefghi")}, "steps_sv", "knowledge.error.steps_many"),
            ({"phrasings_sv": "?\n…"}, "phrasings_sv", "knowledge.error.phrasings_none"),
            ({"phrasings_en": "x" * 301}, "phrasings_en", "knowledge.error.phrasing_long"),
            (
                {"variants": (WrittenVariant(sv="x"),)},
                "variant_0_municipality",
                "knowledge.error.variant_for_whom",
            ),
            (
                {"variants": (WrittenVariant(role="orderer", en="x"),)},
                "variant_0_sv",
                "ui.error.empty",
            ),
            (
                {"variants": (WrittenVariant(role="orderer", sv="x"),) * 2},
                "variant_1_municipality",
                "knowledge.error.variant_twice",
            ),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(
        self, change: dict[str, object], field: str, key: str
    ) -> None:
        made = entry_of(PARKING.model_copy(update=change), "parkering", step=STEP)
        assert isinstance(made, Faults)
        assert made.fields == {field: key}
        assert key in BASE.phrases

    def test_what_is_written_obeys_nothing_but_bold_and_addresses(self) -> None:
        text = "*Fet* <!channel> & https://example.org/a?b=1, se där"
        expected = "*Fet* &lt;!channel&gt; &amp; <https://example.org/a?b=1>, se där"
        assert marked(text) == expected

    @given(st.text(alphabet="ab <>&|:/.!*\n", max_size=60).map(lambda text: f"x {text} y"))
    @settings(max_examples=200)
    def test_text_comes_back_as_it_was_written(self, text: str) -> None:
        assert plain(marked(text)) == text

    def test_a_letter_becomes_its_beginning(self) -> None:
        assert phrasing_of("  hur\n gör  jag ") == "hur gör jag"
        assert phrasing_of("ord " * 500).endswith("ord")
        assert len(phrasing_of("ord " * 500)) <= 300


class TestCollisions:
    def test_the_same_words_and_words_that_another_topic_answers(self) -> None:
        matcher = Matcher.build(entries_of(BASE.topics.values()))
        same = BASE.faqs["gln"].phrasings.sv[0].upper()
        own = BASE.faqs["short-code"].phrasings.sv[0]
        answered = "hej vad är ett GLN-nummer egentligen"
        found = collisions(
            [same, own, answered, "regnbågsenhörning"], "short-code", BASE, matcher, Thresholds()
        )
        assert [(one.text, one.topic, one.same) for one in found] == [
            (same, "gln", True),
            (answered, "gln", False),
        ]


class TestLikeness:
    LEXICON = load_lexicon(default_content_dir() / "language")

    def test_the_same_question_in_other_words(self) -> None:
        asked = [
            "hur byter jag lösenord",
            "skrivaren funkar inte",
            "byta lösenord?",
            "Hej! hur byter man lösenord, tack",
            "var är kaffet",
            "min skrivare fungerar ej",
        ]
        assert groups(asked, self.LEXICON) == ((0, 2, 3), (1, 5), (4,))

    @given(st.lists(st.sampled_from(["byta lösenord", "kaffe", "", "?!", "hej", "åäö 12"])))
    def test_every_question_is_in_one_group(self, asked: list[str]) -> None:
        found = groups(asked, self.LEXICON)
        assert sorted(place for group in found for place in group) == list(range(len(asked)))
        assert [len(group) for group in found] == sorted(map(len, found), reverse=True)


class TestExport:
    def edits(self) -> list[tuple[str, TopicEdit]]:
        """Changes of each kind."""
        taken = BASE.faqs["gln"].phrasings
        variants = (WrittenVariant(municipality="ystad", sv="Torget: nej", en="The square"),)
        written = PARKING.model_copy(
            update={
                "phrasings_sv": f"var parkerar man\n{BASE.out_of_scope[0]}\n{taken.sv[0]}",
                "variants": variants,
                "keywords": "parkering, p-plats",
            }
        )
        return [
            ("parkering", TopicEdit(faq=entry(written))),
            ("short-code", TopicEdit(retired=True)),
            ("missing-delivery", TopicEdit(sv=("bilen kom aldrig hit",))),
            ("contacts", TopicEdit(en=("whom do I ring",))),
        ]

    def test_a_new_folder_holds_it_all(self, tmp_path: Path) -> None:
        now = merged(BASE, self.edits())
        done = export(default_content_dir(), BASE, now, tmp_path / "ut")
        read = load_library(tmp_path / "ut")
        assert dict(read.topics) == dict(now.topics)
        assert read.out_of_scope == now.out_of_scope
        assert read.common_needs == now.common_needs
        assert set(done.written) >= {
            *("faq/parkering.yaml", "faq/gln.yaml", "guides/missing-delivery.yaml"),
            *("topics/contacts.yaml", "out_of_scope.yaml"),
        }
        assert done.removed == ("faq/short-code.yaml",)
        untouched = "checklists/new-orderer.yaml"
        original = (default_content_dir() / untouched).read_bytes()
        assert (tmp_path / "ut" / untouched).read_bytes() == original

    def test_back_into_the_content_and_over_it_again_changes_nothing(self, tmp_path: Path) -> None:
        root = tmp_path / "content"
        export(default_content_dir(), BASE, BASE, root)
        now = merged(BASE, self.edits())
        export(root, BASE, now, root)
        again = load_library(root)
        assert not (root / "faq" / "short-code.yaml").exists()
        assert dict(merged(again, self.edits()).topics) == dict(again.topics)

    def test_a_folder_with_something_else_in_it_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "brev.txt").write_text("hej", encoding="utf-8")
        with pytest.raises(FileExistsError):
            export(default_content_dir(), BASE, BASE, tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["brev.txt"]
