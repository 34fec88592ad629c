"""Where one can write: a channel, a command, a shortcut; and what may stand in a message."""

from bot.sandbox.seed import ORDERING
from tests.e2e.steps import card, form, pressed, said, skip_profile, texts
from tests.support.house import House
from tests.support.surfaces import text_of

HOSTILE = "Trasig <!channel> <b>fet</b> & <@U0ROBIN001> *stjärna*"


class TestInAChannel:
    def test_a_mention_is_answered_in_its_thread_and_a_guide_goes_on_there(self, at: House) -> None:
        ts = at.kim.mention("jag kan inte skicka min beställning", channel=ORDERING)
        step = at.kim.wait_for_message("alla flikar", channel=ORDERING, thread_ts=ts)
        at.kim.press(step, "Ja, alla")
        at.kim.wait_for_message("varje orderrad", channel=ORDERING, thread_ts=ts)
        at.kim.say("nej", channel=ORDERING, thread_ts=ts)
        at.kim.wait_for_message("rätta konteringen", channel=ORDERING, thread_ts=ts)
        assert texts(at.kim) == []

    def test_what_does_not_concern_the_bot_is_left_alone(self, at: House) -> None:
        ts = at.kim.say("jag kan inte skicka min beställning", channel=ORDERING)
        at.sam.say("inte jag heller", channel=ORDERING, thread_ts=ts)
        asked = at.sam.mention("vad är ett GLN?", channel=ORDERING)
        at.sam.wait_for_message("13 siffror", channel=ORDERING, thread_ts=asked)
        at.settle()
        seen = at.kim.messages(channel=ORDERING, thread_ts=ts)
        assert not any("bot_id" in message for message in seen)

    def test_a_colleague_in_the_thread_does_not_answer_for_the_person(self, at: House) -> None:
        ts = at.kim.mention("jag kan inte skicka min beställning", channel=ORDERING)
        at.kim.wait_for_message("alla flikar", channel=ORDERING, thread_ts=ts)
        at.sam.say("ja", channel=ORDERING, thread_ts=ts)
        at.settle()
        seen = at.kim.messages(channel=ORDERING, thread_ts=ts)
        assert not any("varje orderrad" in text_of(message) for message in seen)


class TestElsewhere:
    def test_a_command_is_answered_in_the_dm(self, at: House) -> None:
        at.kim.command("vad är ett GLN?", channel=ORDERING)
        at.kim.wait_for_message("13 siffror")

    def test_a_command_with_nothing_says_what_the_bot_can_do(self, at: House) -> None:
        at.kim.command("")
        at.kim.wait_for_message("Jag hjälper dig med e-handeln")

    def test_a_case_from_somebodys_message(self, at: House) -> None:
        ts = at.sam.say(f"{HOSTILE}: ingen mjölk", channel=ORDERING)
        message = next(m for m in at.kim.messages(channel=ORDERING) if m["ts"] == ts)
        at.kim.shortcut("create_case", message)
        view = at.kim.wait_for_modal("case_from_message")
        assert at.kim.submit(view, {"comment": "Sam behöver hjälp"}) == {}
        skip_profile(at.kim)
        shown = text_of(card(at))
        assert "ingen mjölk" in shown
        assert "*Kommentar:* Sam behöver hjälp" in shown
        assert "<!channel>" not in shown
        at.kim.wait_for_message("Ditt ärende E-1001 kom in")


class TestWhatIsWritten:
    def test_markup_and_pings_are_shown_as_written_everywhere(self, at: House) -> None:
        said(at.kim, "jag kan inte skicka min beställning", "alla flikar")
        again = said(at.kim, HOSTILE, "förstod jag inte som ett svar")
        pressed(at.kim, again, "Prata med en person", "Vilken kommun")
        said(at.kim, "hoppa över", "frågar jag inte mer")
        form(at.robin, card(at), "Fråga", text=f"Vad menar du med {HOSTILE}?")
        question = at.kim.wait_for_message("Vad menar du med")
        at.kim.say(HOSTILE, thread_ts=question["ts"])
        at.settle()
        said(at.kim, "jag hittar inte varan", "Vilken vara letar du efter?")
        search = said(at.kim, HOSTILE, "Jag hittar ingen vara")
        everything = [
            *at.kim.messages(),
            *at.robin.messages(channel=at.channel),
            *at.robin.messages(channel=at.channel, thread_ts=card(at)["ts"]),
            search,
        ]
        shown = "\n".join(text_of(one) for one in everything if "bot_id" in one)
        assert shown.count("&lt;!channel&gt;") >= 4
        for ping in ("<!channel>", "<b>"):
            assert ping not in shown

    def test_forty_thousand_characters(self, at: House) -> None:
        said(at.kim, "blåbärspaj " * 3636, "Det förstod jag inte")
        offer = said(at.kim, "hjälp", "Jag hjälper dig")
        pressed(at.kim, offer, "Prata med en person", "i ett enda meddelande")
        at.kim.say("lång klagan " * 3333)
        skip_profile(at.kim)
        assert "lång klagan" in text_of(card(at))

    def test_a_file_comes_along_by_name(self, at: House) -> None:
        offer = said(at.kim, "hjälp", "Jag hjälper dig")
        pressed(at.kim, offer, "Prata med en person", "i ett enda meddelande")
        at.kim.upload("felmeddelande.png", b"\x89PNG", text="Så här ser det ut")
        skip_profile(at.kim)
        assert "felmeddelande.png" in text_of(card(at))
