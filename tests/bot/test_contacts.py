"""Contact details: unknown until a coordinator fills them in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contacts import Details, Invalid, check
from bot.messages import ContactLine, Say
from bot.outcomes import Done, Refused
from knowledge.text import Lang
from tests.bot.world import ANNA, KARIN, World, phrases

GOOD = Details(name="Eva", phone="+46 (0)414-123 45", email="eva@exempel.se", note="Vardagar 8–12")


def lines(world: World, party: str) -> tuple[ContactLine, ...]:
    """A party's lines now."""
    with world.db.read() as session:
        return world.contacts.card(session, party).lines


def test_nothing_is_known_at_first(world: World) -> None:
    assert [(line.role, line.missing) for line in lines(world, "lyreco")] == [
        ("orders", True),
        ("eprocurement", True),
        ("contract", True),
    ]
    assert [line.role for line in lines(world, "dc")] == ["general"]
    with world.db.read() as session:
        assert world.contacts.missing_count(session) == 8
        card = world.contacts.card(session, "it-simrishamn", lang=Lang.EN)
        some = world.contacts.card(session, "lyreco", roles=("contract",))
    assert card.name == "IT in Simrishamn"
    assert [line.role for line in some.lines] == ["contract"]


def test_saved_changed_and_taken_away_again(world: World) -> None:
    assert world.contacts.save(world.press(KARIN), "lyreco", "orders", GOOD) == Done()
    line = lines(world, "lyreco")[0]
    assert (line.name, line.phone, line.missing) == ("Eva", "+46 (0)414-123 45", False)
    only_note = Details(note="Ring växeln")
    world.contacts.save(world.press(KARIN), "lyreco", "orders", only_note)
    assert lines(world, "lyreco")[0] == ContactLine(role="orders", note="Ring växeln")
    with world.db.read() as session:
        assert world.contacts.missing_count(session) == 8
    world.mail.deliver()
    assert world.mail.only_for(KARIN) == [Say(key="contact.saved", params={"party": "Lyreco"})] * 2


@pytest.mark.parametrize("available", [True, False])
def test_only_coordinators(world: World, available: bool) -> None:
    world.workspace.available = available
    outcome = world.contacts.save(world.press(ANNA), "lyreco", "orders", GOOD)
    key = "case.refused" if available else "case.directory_unavailable"
    assert outcome == Refused(key=key)
    assert lines(world, "lyreco")[0].missing
    world.mail.deliver()
    assert [say.key for say in world.mail.only_for(ANNA)] == [key]


def test_what_is_wrong_is_said_by_field_and_the_form_can_be_sent_again(world: World) -> None:
    occasion = world.press(KARIN)
    wrong = Details(name="x" * 201, phone="fråga Eva", email="eva at exempel.se")
    fields = {
        "name": "contact.too_long",
        "phone": "contact.phone_wrong",
        "email": "contact.email_wrong",
    }
    assert world.contacts.save(occasion, "lyreco", "orders", wrong) == Invalid(fields=fields)
    assert all(key in phrases() for key in fields.values())
    assert lines(world, "lyreco")[0].missing
    assert world.contacts.save(occasion, "lyreco", "orders", GOOD) == Done()
    assert not lines(world, "lyreco")[0].missing


@pytest.mark.parametrize(("party", "role"), [("nobody", "orders"), ("dc", "orders"), ("dc", "")])
def test_parties_and_roles_that_do_not_exist(world: World, party: str, role: str) -> None:
    with pytest.raises(KeyError):
        world.contacts.save(world.press(KARIN), party, role, GOOD)


@pytest.mark.parametrize(
    "phone", ["0414-81 90 00", "112", "+46 70 123 45 67", "0411 / 57 70 00", ""]
)
def test_phones(phone: str) -> None:
    assert check(Details(phone=phone)) is None


@pytest.mark.parametrize("phone", ["12", "0414-ABC", "+", "++46 70", "<!channel>", "(", "070\n123"])
def test_no_phones(phone: str) -> None:
    assert check(Details(phone=phone)) == Invalid(fields={"phone": "contact.phone_wrong"})


@pytest.mark.parametrize("email", ["order@lyreco.se", "a.b+c@d.e.f", "åsa@exempel.se", ""])
def test_emails(email: str) -> None:
    assert check(Details(email=email)) is None


@pytest.mark.parametrize(
    "email",
    ["lyreco.se", "@lyreco.se", "a@b", "a@b.", "a@.se", "a b@c.se", "a@b.se,c@d.se", "a@b@c.se"],
)
def test_no_emails(email: str) -> None:
    assert check(Details(email=email)) == Invalid(fields={"email": "contact.email_wrong"})


@given(st.builds(Details, phone=st.text(max_size=80), email=st.text(max_size=220)))
def test_what_is_let_through_can_be_stored(details: Details) -> None:
    if check(details) is None:
        assert len(details.phone) <= 64
        assert len(details.email) <= 200
        assert not set("<>\n") & set(details.phone + details.email)
