"""Guides that would trap or mislead a person are found out, with the step named."""

import pytest

from knowledge.checks import check_guides
from knowledge.guides import Guide, Guides, Step
from knowledge.library import default_content_dir, load_library
from knowledge.topics import Kind


class Some:
    """Some guides, as the checks want them."""

    def __init__(self, *guides: Guide) -> None:
        self._guides = {guide.id: guide for guide in guides}

    @property
    def guides(self) -> Guides:
        return self._guides


def both(text: str) -> dict[str, str]:
    return {"sv": text, "en": text}


def choices(**targets: str) -> list[dict[str, object]]:
    return [{"id": name, "label": both(name), "next": target} for name, target in targets.items()]


def step(step_id: str, **fields: object) -> Step:
    return Step.model_validate(
        {"id": step_id, "title": both(step_id), "text": both(step_id), **fields}
    )


def guide(guide_id: str, *steps: Step) -> Guide:
    return Guide.model_validate(
        {
            "id": guide_id,
            "kind": Kind.GUIDE,
            "title": both(guide_id),
            "intro": both(guide_id),
            "phrasings": {"sv": list("abcde"), "en": list("fg")},
            "steps": steps,
        }
    )


END = step("end", outcome="solved")


def found(*guides: Guide) -> list[tuple[str, str, str]]:
    return [(p.file, p.entry, p.message) for p in check_guides(Some(*guides))]


def test_the_products_own_guides_hold() -> None:
    assert check_guides(load_library(default_content_dir())) == ()


def test_a_guide_that_holds_has_no_problems() -> None:
    assert found(guide("one", step("a", choices=choices(yes="a", no="end")), END)) == []


@pytest.mark.parametrize(
    ("steps", "entry", "message"),
    [
        (
            [step("a", choices=choices(x="end")), END, step("b", outcome="solved")],
            "steps.b",
            "no way leads to this",
        ),
        (
            [step("a", choices=choices(x="end", y="b")), END, step("b", choices=choices(x="b"))],
            "steps.b",
            "no way leads from here",
        ),
        (
            [step("a", slot="order", next="b"), step("b", slot="goods", next="a")],
            "steps.a",
            "no way leads from here",
        ),
        (
            [step("a", choices=choices(x="nowhere")), END],
            "steps.a.choices.x.next",
            "no step `nowhere`",
        ),
        ([step("a", slot="order", next="nowhere"), END], "steps.a.next", "no step `nowhere`"),
        (
            [step("a", outcome="continue", continue_in="two"), END],
            "steps.a.continue_in",
            "no guide `two`",
        ),
        ([step("a"), END], "steps.a", "this one has 0"),
        ([step("a", choices=choices(x="end"), outcome="solved"), END], "steps.a", "this one has 2"),
        ([step("a", slot="order"), END], "steps.a", "`slot` and `next` go together"),
        (
            [step("a", choices=choices(x="end"), next="end"), END],
            "steps.a",
            "`slot` and `next` go together",
        ),
        (
            [step("a", outcome="continue"), END],
            "steps.a",
            "`continue_in` (the other guide's id) go together",
        ),
        ([step("a", choices=choices(x="end")), END, END], "steps.end", "two steps have this id"),
        (
            [step("a", choices=choices(x="end") * 2), END],
            "steps.a.choices.x",
            "two choices of the step",
        ),
        (
            [step("a", choices=choices(**{f"c{n}": "end" for n in range(21)})), END],
            "steps.a",
            "21 choices are too many",
        ),
        (
            [step("a", choices=choices(x="end", X="end")), END],
            "steps.a.choices.X.words.sv",
            "means the choice `x` too",
        ),
    ],
)
def test_a_broken_guide_is_found_out(steps: list[Step], entry: str, message: str) -> None:
    problems = found(guide("one", *steps))
    assert any(
        file == "guides/one.yaml" and where == entry and message in what
        for file, where, what in problems
    ), problems


def test_an_exit_through_another_guide_counts() -> None:
    first = guide(
        "one", step("a", choices=choices(x="b")), step("b", outcome="continue", continue_in="two")
    )
    assert found(first, guide("two", step("a", choices=choices(x="end")), END)) == []


def test_a_circle_of_guides_without_exit_is_found_out() -> None:
    circle = [
        guide(a, step("a", choices=choices(x="b")), step("b", outcome="continue", continue_in=b))
        for a, b in (("one", "two"), ("two", "one"))
    ]
    assert {file for file, _, _ in found(*circle)} == {"guides/one.yaml", "guides/two.yaml"}
