"""Accounts in Slack while articles and suggestions change under the coordinator's eyes."""

from tests.e2e.test_accounts import crowded, first, opened, stocked, tie_first, untied
from tests.support.house import House
from tests.support.surfaces import text_of


def test_a_group_that_a_colleague_has_changed_is_shown_again(at: House) -> None:
    stocked(at)
    at.server.join(at.channel, at.kim.user)
    at.settle()
    mine, theirs = opened(at.robin), opened(at.kim)
    assert tie_first(mine) == tie_first(theirs)
    at.robin.press(mine, tie_first(mine))
    at.robin.wait_for_modal("är kopplade till")
    left = untied(at)

    at.kim.press(theirs, tie_first(theirs))

    at.kim.wait_for_modal("Förslagen har ändrats sedan du såg dem")
    assert untied(at) == left


def test_a_form_for_a_group_is_answered_even_after_a_restart(at: House) -> None:
    crowded(at)
    view = opened(at.robin)
    at.robin.press(view, first(view, "Annat konto"))
    form = at.robin.wait_for_modal("account_form")
    before = untied(at)
    at.stop()
    at.start()

    assert at.robin.submit(form, {"account_menu": "EX-07 Exempelkonto: vård och skydd"}) == {}

    at.robin.wait_for_modal("kopplade till EX-07", timeout=30)
    assert untied(at) < before


def test_after_a_restart_a_group_is_tied_from_the_view_that_was_open(at: House) -> None:
    crowded(at)
    view = opened(at.robin)
    before = untied(at)
    at.stop()
    at.start()

    at.robin.press(view, tie_first(view))

    shown = at.robin.wait_for_modal("kopplad", timeout=30)
    assert untied(at) < before
    assert "Något har ändrats sedan jag räknade ut förslagen" in text_of(shown)
    at.robin.press(shown, "Räkna om förslagen")
    at.robin.wait_for_modal(
        lambda view: "saknar konto" in text_of(view) and "Räkna om" not in text_of(view),
        timeout=30,
    )


def test_a_known_code_with_another_name_is_told_at_its_field(at: House) -> None:
    stocked(at)
    view = opened(at.robin)
    at.robin.press(view, first(view, "Annat konto"))
    form = at.robin.wait_for_modal("account_form")

    errors = at.robin.submit(form, {"account_code": "ex-07", "account_name": "Fika"})

    assert errors == {
        "account_name": "Koden finns redan och heter Exempelkonto: vård och skydd. "
        "Lämna namnet tomt, eller välj en annan kod."
    }
    errors = at.robin.submit(form, {"account_code": "", "account_name": ""})
    assert errors == {"account_code": "Välj ett konto, eller skriv koden för ett nytt."}
