"""Listeners in the running bot, over a real Socket Mode connection to the sandbox."""

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from sqlalchemy import select, update

from bot.database.models import ContactRow, ConversationRow, InboxRow, OutboxRow, PersonRow
from bot.errors import DirectoryUnavailable
from bot.inbox import MAX_ATTEMPTS
from bot.intents import CaseClaim
from bot.messages import Say
from bot.outbox import Envelope, ToPerson, ToPlace
from bot.sandbox.model import Json
from bot.sandbox.seed import COORDINATORS, ORDERING
from bot.slack.directory import PAUSE
from bot.slack.gateway import WORKERS
from handlers.redispatch import redispatch
from knowledge.text import Lang
from tests.support.house import ALEX, KIM, ROBIN, SAM, House
from tests.support.surfaces import find_element, text_of


def bolt(at: House) -> App:
    assert at.bot is not None
    return at.bot.bolt


def undone(at: House) -> list[str]:
    """The keys of what is in the inbox and not done."""
    with at.db.read() as session:
        return list(session.scalars(select(InboxRow.key).where(InboxRow.done_at.is_(None))))


def kept(at: House) -> int:
    with at.db.read() as session:
        return len(session.scalars(select(InboxRow.key)).all())


def eventually(look: Callable[[], bool], seconds: float = 5) -> None:
    """Wait until `look` is true: of the database nobody tells when it changes."""
    deadline = time.monotonic() + seconds
    between = threading.Event()
    while not look():
        assert time.monotonic() < deadline, "it did not come about in time"
        between.wait(0.02)


def open_case(at: House, text: str = "skrivaren brinner") -> Json:
    """Kim opens a case with the shortcut; returns its card as Robin sees it."""
    ts = at.kim.say(text, channel=ORDERING)
    at.kim.shortcut("create_case", {"channel": ORDERING, "ts": ts})
    modal = at.kim.wait_for_modal("case_from_message")
    assert find_element(modal, "text")[1]["initial_value"] == text
    assert at.kim.submit(modal, {"comment": "bråttom"}) == {}
    return at.robin.wait_for_message(text, channel=COORDINATORS)


def test_a_message_is_answered_and_done(at: House) -> None:
    ts = at.kim.say("hej")
    at.kim.wait_for_message(after=ts)

    eventually(lambda: undone(at) == [])


def test_what_is_said_in_a_channel_to_others_is_not_kept(at: House) -> None:
    before = kept(at)
    at.kim.say("har någon sett min penna?", channel=ORDERING)
    ts = at.kim.mention("hej", channel=ORDERING)
    at.kim.wait_for_message(channel=ORDERING, thread_ts=ts)

    assert kept(at) == before + 1  # the mention, which comes as a message too


def test_what_others_say_in_their_threads_leaves_no_conversation(at: House) -> None:
    ts = at.kim.say("vem kan ta emot imorgon?", channel=ORDERING)
    at.sam.say("jag", channel=ORDERING, thread_ts=ts)
    at.settle()
    with at.db.read() as session:
        kept_of_it = select(ConversationRow).where(ConversationRow.thread_ts == ts)
        assert session.scalars(kept_of_it).all() == []


def test_profiles_of_the_workspace_are_not_kept(at: House) -> None:
    before = kept(at)
    user = {"id": "U0STRANGER", "profile": {"email": "someone@example.com"}}
    body = {"type": "event_callback", "event_id": "Ev-changed", "team_id": "T1"}
    event = {"type": "user_change", "user": user}

    bolt(at).dispatch(BoltRequest(body=body | {"event": event}, mode="socket_mode"))
    at.settle()
    assert kept(at) == before


def test_no_more_is_taken_out_than_can_be_sent_now(at: House) -> None:
    """What waited for a worker would wait longer than its lease when Slack is slow."""
    at.settle()
    at.server.add_fault("timeout", method="chat.postMessage", seconds=1.5, count=WORKERS)
    people = [ToPerson(person=person) for person in (KIM, ALEX, SAM, ROBIN)]
    targets = [*people, ToPlace(channel=ORDERING), ToPlace(channel=COORDINATORS)]
    assert at.bot is not None
    with at.db.write() as session:
        for target in targets:
            envelope = Envelope(target=target, lang=Lang.SV, message=Say(key="profile.thanks"))
            at.bot.core.outbox.put(session, envelope)
    at.bot.gateway.sweep()

    def taken() -> int:
        with at.db.read() as session:
            sending = select(OutboxRow.id).where(OutboxRow.state == "sending")
            return len(session.scalars(sending).all())

    eventually(lambda: taken() >= WORKERS)
    deadline = time.monotonic() + 0.5
    while time.monotonic() < deadline:
        assert taken() == WORKERS
        at.bot.gateway.sweep()
    at.settle()


def test_slack_that_does_not_say_who_coordinates_is_not_asked_by_everyone_in_line(
    at: House,
) -> None:
    assert at.bot is not None
    directory = at.bot.services.directory
    directory.forget_members(COORDINATORS)
    at.server.add_fault("http_500", method="conversations.members")
    for _ in range(2):  # the second fails without a call: the fault was for one
        with pytest.raises(DirectoryUnavailable):
            directory.is_coordinator(ROBIN)
    at.clock.forward(PAUSE)
    assert directory.is_coordinator(ROBIN)


def test_a_command_is_answered_in_the_dm(at: House) -> None:
    latest = at.alex.messages()[-1]["ts"] if at.alex.messages() else ""
    at.alex.command("where is my order", channel=ORDERING)

    at.alex.wait_for_message("I will answer in your chat with me", channel=ORDERING)
    at.alex.wait_for_message(after=latest)


def test_the_home_opens(at: House) -> None:
    at.kim.open_home()
    home = at.kim.wait_for_home("Mina ärenden")

    at.kim.press(home, "Ändra mina uppgifter")
    form = at.kim.wait_for_modal("profile")
    at.kim.submit(form, {"municipality": "ystad", "department": "Köket & <matsalen>"})
    home = at.kim.wait_for_home("Köket &amp; &lt;matsalen&gt;")
    assert "Ystad" in text_of(home)


def test_a_case_from_a_message_is_answered_in_a_form(at: House) -> None:
    card = open_case(at)

    at.robin.press(card, "Svara")
    form = at.robin.wait_for_modal("case_reply")
    assert at.robin.submit(form, {"text": "   "}) == {"text": "Skriv något här."}
    assert at.robin.submit(form, {"text": "Ring <112> & spring"}) == {}
    at.kim.wait_for_message("Ring &lt;112&gt; &amp; spring")
    eventually(lambda: undone(at) == [])


def test_a_case_is_handed_over_to_whom_the_form_offers(at: House) -> None:
    card = open_case(at, "datorn är trasig")

    at.robin.press(card, "Lämna över")
    form = at.robin.wait_for_modal("case_handover")
    at.robin.submit(form, {"party": "IT i Ystad", "text": "De ringer dig."})
    at.robin.wait_until(card, "IT i Ystad")


def test_the_person_writes_to_their_case(at: House) -> None:
    open_case(at, "lampan blinkar")
    receipt = at.kim.wait_for_message("lampan blinkar")

    at.kim.press(receipt, "Skriv till samordnaren")
    at.kim.submit(at.kim.wait_for_modal("case_add"), {"text": "nu är den trasig"})
    card = at.robin.wait_for_message("lampan blinkar", channel=COORDINATORS)
    at.robin.wait_for_message("nu är den trasig", channel=COORDINATORS, thread_ts=card["ts"])


def test_a_refused_form_keeps_what_was_written(at: House) -> None:
    card = open_case(at, "dörren är låst")
    at.robin.press(card, "Svara")
    form = at.robin.wait_for_modal("case_reply")
    at.kim.press(at.kim.wait_for_message("dörren är låst"), "Ta tillbaka ärendet")
    at.robin.wait_until(card, "Avslutat")

    at.robin.submit(form, {"text": "Koden är 1234."})
    shown = at.robin.wait_for_modal("Koden är 1234.")
    assert shown["title"]["text"] == "Det gick inte"
    at.robin.close(shown)


def test_a_form_that_slack_gave_up_waiting_for_is_done_all_the_same(at: House) -> None:
    """Bolt goes on to the next listener when one has not acknowledged in three seconds."""
    card = open_case(at, "kranen droppar")
    at.robin.press(card, "Svara")
    form = at.robin.wait_for_modal("case_reply")
    with at.db.write() as session:
        long_ago = at.clock() - timedelta(days=1)
        session.execute(
            update(PersonRow).where(PersonRow.id == ROBIN).values(looked_up_at=long_ago)
        )
    at.server.add_fault("timeout", method="users.info", seconds=3.5)
    body = _submission(form, "Ring rörmokaren.", "t-slow")

    bolt(at).dispatch(BoltRequest(body=body, mode="socket_mode"))
    at.kim.wait_for_message("Ring rörmokaren.")
    at.settle()
    assert not any("äldre version" in text_of(message) for message in at.robin.messages())
    at.robin.close(form)


def test_a_form_submitted_again_is_done_once_and_answered_each_time(at: House) -> None:
    """Who is told that it took too long presses again, with a trigger of its own."""
    card = open_case(at, "taket läcker")
    at.robin.press(card, "Svara")
    form = at.robin.wait_for_modal("case_reply")
    sent = [_submission(form, "Takläggaren kommer.", f"t-again-{n}") for n in range(3)]

    with ThreadPoolExecutor(3) as threads:
        answered = [threads.submit(_dispatch, at, body) for body in sent]
    assert [(one.result().status, one.result().body) for one in answered] == [(200, "")] * 3
    at.kim.wait_for_message("Takläggaren kommer.")
    at.settle()
    told = [m for m in at.kim.messages() if "Takläggaren kommer." in text_of(m)]
    assert len(told) == 1
    at.robin.close(form)


def test_a_form_that_was_not_accepted_says_why_each_time(at: House) -> None:
    card = open_case(at, "tapeten lossnar")
    at.robin.press(card, "Svara")
    form = at.robin.wait_for_modal("case_reply")

    for n in range(2):
        answered = _dispatch(at, _submission(form, " ", f"t-empty-{n}"))
        assert json.loads(answered.body)["errors"] == {"text": "Skriv något här."}
    eventually(lambda: undone(at) == [])
    at.robin.close(form)


def test_a_form_that_was_refused_may_be_submitted_again_as_it_is(at: House) -> None:
    card = open_case(at, "hyllan lutar")
    at.robin.press(card, "Svara")
    form = at.robin.wait_for_modal("case_reply")
    assert at.bot is not None
    at.bot.services.directory.forget_members(COORDINATORS)
    at.server.add_fault("http_500", method="conversations.members")

    refused = _dispatch(at, _submission(form, "Den skruvas fast.", "t-refused-1"))
    assert json.loads(refused.body)["response_action"] == "update"
    at.clock.forward(PAUSE)
    assert _dispatch(at, _submission(form, "Den skruvas fast.", "t-refused-2")).body == ""
    at.kim.wait_for_message("Den skruvas fast.")
    at.robin.close(form)


def test_contact_details_are_filled_in_from_the_home(at: House) -> None:
    robin = at.robin
    robin.open_home()
    home = robin.wait_for_home("Kontaktuppgifter")
    menu = next(e["action_id"] for e in _elements(home) if e["type"] == "external_select")
    offered = robin.options(home, menu, "lyr")
    assert [option["text"]["text"].endswith("saknas") for option in offered] == [True] * 3

    robin.choose(home, menu, "Order, leverans och avvikelser – saknas")
    form = robin.wait_for_modal("contact")
    assert set(robin.submit(form, {"email": "ingen adress", "phone": "0414-12 34 56"})) == {"email"}
    assert robin.submit(form, {"email": "order@example.com"}) == {}
    with at.db.read() as session:
        row = session.scalars(select(ContactRow).where(ContactRow.party_id == "procurator")).one()
    assert (row.email, row.phone, row.role) == ("order@example.com", "0414-12 34 56", "orders")
    eventually(lambda: undone(at) == [])


def test_a_checklist_is_ticked(at: House) -> None:
    assert at.bot is not None
    with at.db.write() as session:
        at.bot.core.checklists.start(session, "new-department")
    run = at.robin.wait_for_message("Lägga upp en ny avdelning", channel=COORDINATORS)
    boxes = next(e for e in _elements(run) if e["type"] == "checkboxes")

    at.robin.choose(run, boxes["action_id"], [boxes["options"][1]["value"]])
    run = at.robin.wait_until(run, "Ikryssat av")
    boxes = next(e for e in _elements(run) if e["type"] == "checkboxes")
    assert boxes["initial_options"] == [boxes["options"][1]]


def test_a_new_member_of_the_channel_may_act_at_once(at: House) -> None:
    card = open_case(at, "vem får svara")
    at.server.call(lambda sandbox: sandbox.workspace.join(COORDINATORS, KIM))
    try:
        eventually(lambda: not undone(at))
        at.kim.press(card, "Ta ärendet")
        at.robin.wait_until(card, "Tas om hand av")
    finally:
        at.server.call(lambda sandbox: sandbox.workspace.leave(COORDINATORS, KIM))


def test_a_guest_in_the_channel_may_not_act(at: House) -> None:
    card = open_case(at, "gästen får inte svara")
    at.server.call(lambda sandbox: sandbox.workspace.change_person(SAM, guest=True))
    at.server.call(lambda sandbox: sandbox.workspace.join(COORDINATORS, SAM))
    try:
        eventually(lambda: not undone(at))
        at.sam.press(card, "Ta ärendet")
        at.sam.wait_for_message("inte gäster", channel=COORDINATORS)
        at.server.call(lambda sandbox: sandbox.workspace.change_person(SAM, guest=False))
        eventually(lambda: at.bot is not None and at.bot.services.directory.is_coordinator(SAM))
    finally:
        at.server.call(lambda sandbox: sandbox.workspace.leave(COORDINATORS, SAM))


def test_an_old_button_is_answered_kindly(at: House) -> None:
    body = _press(at, {"action_id": "forgotten.thing:1", "value": "{}", "type": "button"}, "t1")

    assert bolt(at).dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
    at.kim.wait_for_message("äldre version")


def test_a_form_that_comes_too_late_asks_to_press_again(at: House) -> None:
    action = {
        "action_id": "profile.edit:1",
        "value": '{"kind": "profile.edit"}',
        "type": "button",
    }

    bolt(at).dispatch(BoltRequest(body=_press(at, action, "1.2.late"), mode="socket_mode"))
    at.kim.wait_for_message("hann inte öppnas")


def test_the_same_event_twice_changes_nothing(at: House) -> None:
    body = _message(at, "Ev-twice", "hej igen")
    latest = at.kim.messages()[-1]["ts"]

    for _ in range(2):
        assert bolt(at).dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
    first = at.kim.wait_for_message(after=latest)
    last = at.kim.wait_for_message(after=at.kim.say("hej"))
    between = [m for m in at.kim.messages() if first["ts"] < m["ts"] < last["ts"]]
    assert [m for m in between if "bot_id" in m] == []


def test_an_event_whose_process_died_is_taken_up(at: House) -> None:
    assert at.bot is not None
    body = _message(at, "Ev-died", "hej hallå")
    latest = at.kim.messages()[-1]["ts"]
    assert at.bot.core.inbox.record("event:Ev-died", body, KIM)

    # Slack's own retry goes no further: what is in the inbox is the sweep's.
    bolt(at).dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert undone(at) == ["event:Ev-died"]

    redispatch(bolt(at), body)
    at.kim.wait_for_message(after=latest)
    eventually(lambda: undone(at) == [])


@pytest.mark.parametrize("mark", [True, "object", {"hjalpen.redispatched": True}])
def test_no_body_says_that_it_was_taken_up(at: House, mark: object) -> None:
    assert at.bot is not None
    key = f"Ev-forged-{mark!r:.10}"
    body = _message(at, key, "hej där") | {"hjalpen.redispatched": mark, "context": mark}
    assert at.bot.core.inbox.record(f"event:{key}", body, KIM)

    bolt(at).dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert undone(at) == [f"event:{key}"]

    at.bot.core.inbox.finish(f"event:{key}")


def test_nothing_secret_of_slacks_is_kept(at: House) -> None:
    at.kim.say("hej")
    at.settle()
    with at.db.read() as session:
        bodies = session.scalars(select(InboxRow.body)).all()

    assert bodies
    assert not any('"token"' in body for body in bodies)


def test_an_unknown_error_of_a_press_is_told_with_a_reference(at: House) -> None:
    """A number that no database takes makes the service fail."""
    intent = CaseClaim(case=10**30)
    action = {"action_id": "case.claim:1", "value": intent.model_dump_json(), "type": "button"}

    bolt(at).dispatch(BoltRequest(body=_press(at, action, "t-broken"), mode="socket_mode"))
    at.kim.wait_for_message("uppge referensen")
    eventually(lambda: undone(at) == [])


def test_an_unknown_error_of_a_message_is_told_when_nothing_more_is_tried(at: House) -> None:
    """A conversation whose kept state cannot be read makes the service fail each time."""
    assert at.bot is not None
    at.sam.wait_for_message(after=at.sam.say("hej"))
    with at.db.write() as session:
        session.execute(
            update(ConversationRow).where(ConversationRow.person_id == SAM).values(state="{")
        )
    at.sam.say("hej igen")
    for attempts in range(1, MAX_ATTEMPTS):
        eventually(partial(_has_failed, at, attempts))
        assert not any("referensen" in text_of(message) for message in at.sam.messages())
        with at.db.write() as session:
            session.execute(update(InboxRow).values(next_try_at=at.clock()))
        at.bot.sweep_inbox()
    at.sam.wait_for_message("uppge referensen")
    eventually(lambda: undone(at) == [])


def _has_failed(at: House, times: int) -> bool:
    """Whether the event that is not done has failed so often."""
    with at.db.read() as session:
        waiting = select(InboxRow).where(InboxRow.done_at.is_(None), InboxRow.error.is_not(None))
        row = session.scalars(waiting).first()
        return row is not None and row.attempts == times


def _elements(surface: Json) -> list[Json]:
    found = []
    for block in surface["blocks"]:
        found += [e for e in block.get("elements", []) if "action_id" in e]
        found += [block["accessory"]] if "action_id" in block.get("accessory", {}) else []
    return found


def _message(at: House, event_id: str, text: str) -> dict[str, Any]:
    event = {
        "type": "message",
        "channel_type": "im",
        "channel": at.kim.dm,
        "user": KIM,
        "text": text,
        "ts": "1700000000.000100",
    }
    return {"type": "event_callback", "event_id": event_id, "event": event, "team_id": "T1"}


def _press(at: House, action: dict[str, Any], trigger: str) -> dict[str, Any]:
    container = {"type": "message", "channel_id": at.kim.dm, "message_ts": "1700000000.000100"}
    return {
        "type": "block_actions",
        "user": {"id": KIM},
        "team": {"id": "T1"},
        "trigger_id": trigger,
        "container": container,
        "actions": [{"block_id": "b", "action_ts": "1.1", **action}],
    }


def _submission(form: Json, text: str, trigger: str) -> Json:
    written = {"text": {"value": {"type": "plain_text_input", "value": text}}}
    return {
        "type": "view_submission",
        "user": {"id": ROBIN},
        "team": {"id": "T1"},
        "trigger_id": trigger,
        "view": {**form, "state": {"values": written}},
    }


def _dispatch(at: House, body: Json) -> BoltResponse:
    return bolt(at).dispatch(BoltRequest(body=body, mode="socket_mode"))
