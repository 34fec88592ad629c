"""What people do reaches the app as Slack sends it, and the app's answers do what they say."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.sandbox import SandboxServer
from bot.sandbox.model import Json
from tests.sandbox.conftest import Caller, StartApp
from tests.sandbox.sockets import opened, received
from tests.support.people import PageError, Person
from tests.support.surfaces import text_of

KIM, ORDERING = "U0KIM00001", "C0EHAND001"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> Json:
    return {"text": plain(text), "value": value}


def button(action_id: str, text: str = "Tryck", value: str = "1") -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": value}


def actions(*elements: Json, block_id: str = "a") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def text_input(block_id: str, label: str = "Text", **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "text", **more.pop("element", {})}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        **more,
    }


def modal(*blocks: Json, title: str = "Ruta", **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Skicka"),
        "blocks": list(blocks),
        **more,
    }


class Heard:
    """What an app has been told, in order."""

    def __init__(self, server: SandboxServer) -> None:
        self._server = server
        self._condition = threading.Condition()
        self._bodies: list[Json] = []

    def __call__(self, body: Json) -> None:
        with self._condition:
            self._bodies.append(json.loads(json.dumps(body)))
            self._condition.notify_all()

    def get(self, number: int = 1) -> Json:
        """The `number`th body, as soon as it is there."""
        with self._condition:
            assert self._condition.wait_for(lambda: len(self._bodies) >= number, 5)
            return self._bodies[number - 1]


def hearing(heard: Heard) -> Callable[..., None]:
    """A listener that acknowledges and remembers."""

    def handle(ack: Any, body: Json) -> None:
        ack()
        heard(body)

    return handle


def hearing_events(heard: Heard) -> Callable[..., None]:
    """A listener that remembers the event."""

    def handle(event: Json) -> None:
        heard(event)

    return handle


@pytest.fixture
def heard(server: SandboxServer) -> Heard:
    return Heard(server)


@pytest.fixture
def opening(app: App, start: StartApp, kim: Person) -> Callable[[Json], Json]:
    """Opens a modal for Kim by the global shortcut, and returns it."""

    def open_modal(view: Json) -> Json:
        @app.shortcut("new_question")
        def handle(ack: Any, client: WebClient, shortcut: Json) -> None:
            ack()
            client.views_open(trigger_id=shortcut["trigger_id"], view=view)

        start(app)
        kim.shortcut("new_question")
        return kim.wait_for_modal(view["title"]["text"])

    return open_modal


class TestMessages:
    def test_a_button_in_a_message(
        self, app: App, start: StartApp, web: WebClient, kim: Person, heard: Heard
    ) -> None:
        @app.action("go")
        def handle(ack: Any, body: Json, respond: Any) -> None:
            ack()
            heard(body)
            respond(text="klart", replace_original=True)

        start(app)
        web.chat_postMessage(channel=kim.dm, text="x", blocks=[actions(button("go", value="7"))])
        message = kim.wait_for_message()
        kim.press(message, "Tryck")
        body = heard.get()
        assert body["type"] == "block_actions"
        assert body["user"] == {
            "id": KIM, "username": "kim.berg", "name": "kim.berg", "team_id": "T0SANDBOX1",
        }  # fmt: skip
        assert body["container"] == {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": kim.dm,
            "is_ephemeral": False,
        }
        assert body["channel"] == {"id": kim.dm, "name": "directmessage"}
        assert body["message"]["ts"] == message["ts"]
        assert body["state"] == {"values": {}}
        (action,) = body["actions"]
        assert (action["action_id"], action["value"], action["type"]) == ("go", "7", "button")
        assert action["block_id"] == "a"
        assert float(action["action_ts"]) > float(message["ts"])
        shown = kim.wait_until(message, "klart")
        assert "blocks" not in shown

    def test_every_element_tells_its_state(
        self, app: App, start: StartApp, web: WebClient, kim: Person, heard: Heard
    ) -> None:
        app.action({"block_id": "a"})(hearing(heard))
        start(app)
        two = [option("Ett", "1"), option("Två", "2")]
        elements: list[Json] = [
            {"type": "static_select", "action_id": "select", "placeholder": plain("Välj"),
             "options": two},
            {"type": "multi_static_select", "action_id": "multi", "placeholder": plain("Välj"),
             "options": two},
            {"type": "overflow", "action_id": "more", "options": two},
            {"type": "datepicker", "action_id": "date", "initial_date": "2026-01-01"},
            {"type": "radio_buttons", "action_id": "radio", "options": two},
            {"type": "checkboxes", "action_id": "check", "options": two,
             "initial_options": two[:1]},
            {"type": "users_select", "action_id": "user", "placeholder": plain("Vem")},
        ]  # fmt: skip
        section = {"type": "section", "block_id": "s", "text": plain("x")}
        multi = {**section, "block_id": "a", "accessory": elements.pop(1)}
        web.chat_postMessage(
            channel=kim.dm, text="x", blocks=[actions(*elements, block_id="others")]
        )
        app.action({"block_id": "others"})(hearing(heard))
        message = kim.wait_for_message()
        kim.choose(message, "select", "Två")
        kim.choose(message, "more", "1")
        kim.choose(message, "date", "2026-11-24")
        kim.choose(message, "radio", "Ett")
        kim.choose(message, "check", ["1", "2"])
        kim.choose(message, "user", "U0ALEX0001")
        found = [heard.get(number)["actions"][0] for number in range(1, 7)]
        filled = [{**one, "text": {**one["text"], "emoji": True}} for one in two]
        assert found[0]["selected_option"] == filled[1]
        assert found[0]["placeholder"]["text"] == "Välj"
        assert found[1]["selected_option"] == filled[0]
        assert (found[2]["selected_date"], found[2]["initial_date"]) == ("2026-11-24", "2026-01-01")
        assert found[3]["selected_option"]["value"] == "1"
        assert found[4]["selected_options"] == filled
        assert found[5]["selected_user"] == "U0ALEX0001"
        # The state has the element that was changed, and the first values of the others.
        state = heard.get(1)["state"]["values"]["others"]
        assert state["select"] == {"type": "static_select", "selected_option": filled[1]}
        assert state["check"]["selected_options"] == filled[:1]
        assert state["radio"] == {"type": "radio_buttons", "selected_option": None}
        assert "more" not in state
        web.chat_postMessage(channel=kim.dm, text="y", blocks=[multi])
        kim.choose(kim.wait_for_message("y"), "multi", ["2"])
        assert heard.get(7)["actions"][0]["selected_options"] == filled[1:]

    def test_feedback_buttons(
        self, app: App, start: StartApp, web: WebClient, kim: Person, heard: Heard
    ) -> None:
        app.action("rating")(hearing(heard))
        start(app)
        element = {
            "type": "feedback_buttons",
            "action_id": "rating",
            "positive_button": {"text": plain("Ja"), "value": "yes"},
            "negative_button": {"text": plain("Nej"), "value": "no"},
        }
        block = {"type": "context_actions", "elements": [element]}
        web.chat_postMessage(channel=kim.dm, text="Hjälpte det?", blocks=[block])
        kim.rate(kim.wait_for_message(), good=False)
        (action,) = heard.get()["actions"]
        assert action["type"] == "feedback_buttons"
        assert (action["value"], action["text"]["text"]) == ("no", "Nej")

    def test_an_ephemeral_message_is_answered_by_its_address(
        self, app: App, start: StartApp, web: WebClient, kim: Person, heard: Heard
    ) -> None:
        @app.action("go")
        def handle(ack: Any, body: Json, respond: Any) -> None:
            ack()
            heard(body)
            respond(delete_original=True)

        start(app)
        web.chat_postEphemeral(channel=ORDERING, user=KIM, text="x", blocks=[actions(button("go"))])
        kim.press(kim.wait_for_message("x", channel=ORDERING), "go")
        assert heard.get()["container"]["is_ephemeral"] is True
        assert "message" not in heard.get()
        kim.server.wait_for(lambda: not kim.messages(channel=ORDERING))

    def test_what_is_not_there_cannot_be_pressed(
        self, web: WebClient, kim: Person, robin: Person
    ) -> None:
        blocks = [actions(button("go"))]
        web.chat_postMessage(channel="C0SAMORD01", text="x", blocks=blocks)
        message = robin.wait_for_message(channel="C0SAMORD01")
        with pytest.raises(PageError) as caught:
            kim.press(message, "go")
        assert caught.value.code == "channel_not_found"
        container = {"type": "message", "channel": message["channel"], "ts": message["ts"]}
        with pytest.raises(PageError) as caught:
            robin.post(
                "action", container=container, block_id="a", action_id="no", element={}, state={}
            )
        assert caught.value.code == "action_not_found"

    def test_a_message_drawn_anew_is_pressed_as_it_is_now(
        self, app: App, start: StartApp, web: WebClient, kim: Person, heard: Heard
    ) -> None:
        @app.action("go")
        def handle(ack: Any, body: Json) -> None:
            ack()
            heard(body)

        def draw(**block: Any) -> None:
            web.chat_update(channel=kim.dm, ts=before["ts"], text="y", blocks=[block])

        start(app)
        web.chat_postMessage(channel=kim.dm, text="x", blocks=[actions(button("go"))])
        before = kim.wait_for_message()
        draw(**{**actions(button("go")), "block_id": "anew"})
        kim.press(before, "go")
        assert heard.get()["actions"][0]["block_id"] == "anew"
        draw(type="divider")
        with pytest.raises(AssertionError):
            kim.press(before, "go")

    def test_a_silent_app_is_told_on_the_page(
        self, start_server: Callable[..., SandboxServer]
    ) -> None:
        server = start_server(ack_seconds=0.1)
        kim = Person(server, KIM)
        web = WebClient(token=server.bot_token, base_url=server.api_url)
        web.chat_postMessage(channel=kim.dm, text="x", blocks=[actions(button("go"))])
        message = kim.wait_for_message()
        with opened(server) as connection:
            page = server.call(lambda sandbox: sandbox.page.connect(KIM))
            with pytest.raises(PageError) as caught:
                kim.press(message, "go")
            envelope = received(connection)
        assert caught.value.code == "timeout"
        assert envelope["type"] == "interactive"
        told = server.call(lambda _: [page.queue.get_nowait() for _ in range(page.queue.qsize())])
        assert "toast" in [one["type"] for one in told if one]


class TestResponseUrls:
    def url(self, app: App, start: StartApp, kim: Person) -> WebhookClient:
        """An address from a slash command."""
        urls: list[str] = []

        @app.command("/ehjalp")
        def handle(ack: Any, command: Json) -> None:
            ack()
            urls.append(command["response_url"])

        start(app)
        kim.command("x", channel=ORDERING)
        kim.server.wait_for(lambda: urls)
        return WebhookClient(urls[0])

    def test_five_answers_and_no_more(self, app: App, start: StartApp, kim: Person) -> None:
        client = self.url(app, start, kim)
        answers = [client.send(text=str(number)) for number in range(6)]
        assert [one.status_code for one in answers] == [200] * 5 + [404]
        assert json.loads(answers[-1].body)["error"] == "used_url"
        assert [one["ephemeral"] for one in kim.messages(channel=ORDERING)] == [True] * 5

    def test_for_everyone(self, app: App, start: StartApp, kim: Person, robin: Person) -> None:
        client = self.url(app, start, kim)
        assert client.send(text="alla", response_type="in_channel").status_code == 200
        assert robin.wait_for_message("alla", channel=ORDERING)["ephemeral"] is False

    def test_invalid_blocks(self, app: App, start: StartApp, kim: Person) -> None:
        answer = self.url(app, start, kim).send(blocks=[{"type": "section"}])
        assert answer.status_code == 400
        assert json.loads(answer.body)["error"] == "invalid_blocks"
        assert [one.where for one in kim.server.violations] == ["response_url"]

    def test_after_half_an_hour(self, start_server: Callable[..., SandboxServer]) -> None:
        now = [1_800_000_000.0]
        server = start_server(clock=lambda: now[0])
        url = server.call(lambda s: s.tokens.new_response_url("app", ORDERING, KIM))
        assert WebhookClient(url).send(text="x").status_code == 200
        now[0] += 30 * 60 + 1
        answer = WebhookClient(url).send(text="x")
        assert (answer.status_code, json.loads(answer.body)["error"]) == (404, "expired_url")


class TestCommandsAndShortcuts:
    def test_a_command(self, app: App, start: StartApp, kim: Person, heard: Heard) -> None:
        @app.command("/ehjalp")
        def handle(ack: Any, command: Json) -> None:
            heard(command)
            ack(text="svar", response_type="in_channel")

        start(app)
        kim.command("hjälp & stöd", channel=ORDERING)
        fields = heard.get()
        assert fields["text"] == "hjälp & stöd"
        assert (fields["channel_id"], fields["channel_name"]) == (ORDERING, "e-handel")
        assert fields["user_name"] == "kim.berg"
        assert kim.wait_for_message("svar", channel=ORDERING)["ephemeral"] is False
        with pytest.raises(PageError) as caught:
            kim.command("x", command="/nope")
        assert caught.value.code == "unknown_command"

    def test_a_message_shortcut(
        self, app: App, start: StartApp, kim: Person, robin: Person, heard: Heard
    ) -> None:
        app.shortcut("create_case")(hearing(heard))
        start(app)
        ts = kim.say("det saknas varor", channel=ORDERING)
        message = robin.wait_for_message("saknas", channel=ORDERING, by_bot=False)
        robin.shortcut("create_case", message)
        body = heard.get()
        assert body["type"] == "message_action"
        assert (body["message_ts"], body["message"]["text"]) == (ts, "det saknas varor")
        assert body["message"]["user"] == KIM
        assert body["user"]["id"] == robin.user
        assert body["response_url"].startswith(kim.server.url)
        with pytest.raises(PageError) as caught:
            robin.shortcut("new_question", message)
        assert caught.value.code == "unknown_shortcut"


class TestModals:
    def test_opened_filled_in_and_submitted(
        self, app: App, opening: Callable[[Json], Json], kim: Person, heard: Heard
    ) -> None:
        @app.view("form")
        def handle(ack: Any, body: Json) -> None:
            heard(body)
            ack()

        two = [option("Ett", "1"), option("Två", "2")]
        radio = {"type": "radio_buttons", "action_id": "r", "options": two}
        view = modal(
            text_input("name", "Namn"),
            text_input("note", "Anteckning", optional=True),
            {"type": "input", "block_id": "pick", "label": plain("Val"), "element": radio},
            private_metadata="m",
        )
        shown = opening(view)
        assert kim.submit(shown, {"Namn": "Kim", "Val": "Två"}) == {}
        body = heard.get()
        assert body["type"] == "view_submission"
        assert body["response_urls"] == []
        assert body["view"]["private_metadata"] == "m"
        assert body["view"]["root_view_id"] == body["view"]["id"] == shown["id"]
        values = body["view"]["state"]["values"]
        assert values["name"] == {"text": {"type": "plain_text_input", "value": "Kim"}}
        assert values["note"] == {"text": {"type": "plain_text_input", "value": None}}
        assert values["pick"]["r"]["selected_option"]["value"] == "2"
        kim.wait_for_no_modal()

    def test_what_the_client_refuses_never_reaches_the_app(
        self, opening: Callable[[Json], Json], kim: Person
    ) -> None:
        view = modal(
            text_input("must", "Måste"),
            text_input("long", "Långt", element={"min_length": 3, "max_length": 5}, optional=True),
        )
        shown = opening(view)
        assert set(kim.submit(shown, {"Långt": "ab"})) == {"must", "long"}
        assert set(kim.submit(shown, {"Måste": "x", "Långt": "abcdef"})) == {"long"}

    def test_errors_from_the_app(
        self, app: App, opening: Callable[[Json], Json], kim: Person
    ) -> None:
        app.view("form")(lambda ack: ack(response_action="errors", errors={"name": "Finns inte"}))
        shown = opening(modal(text_input("name")))
        assert kim.submit(shown, {"name": "x"}) == {"name": "Finns inte"}
        assert len(kim.modals()) == 1
        assert kim.server.violations == []

    def test_errors_for_a_block_that_is_none(
        self, app: App, opening: Callable[[Json], Json], kim: Person
    ) -> None:
        app.view("form")(lambda ack: ack(response_action="errors", errors={"other": "x"}))
        with pytest.raises(PageError):
            kim.submit(opening(modal(text_input("name"))), {"name": "x"})
        assert [one.where for one in kim.server.violations] == ["view_submission"]

    def test_update_push_and_clear(
        self, app: App, opening: Callable[[Json], Json], kim: Person
    ) -> None:
        answers: list[Json] = [
            {"response_action": "update", "view": modal(text_input("b"), title="Två")},
            {"response_action": "push", "view": modal(text_input("c"), title="Tre")},
            {"response_action": "push", "view": modal(text_input("d"), title="Fyra")},
            {"response_action": "clear"},
        ]

        app.view("form")(lambda ack: ack(**answers.pop(0)))
        kim.submit(opening(modal(text_input("a"), title="Ett")), {"a": "1"})
        kim.submit(kim.wait_for_modal("Två"), {"b": "1"})
        second = kim.wait_for_modal("Tre")
        first = kim.modals()[0]
        assert (second["previous_view_id"], second["root_view_id"]) == (first["id"], first["id"])
        kim.submit(second, {"c": "1"})
        kim.submit(kim.wait_for_modal("Fyra"), {"d": "1"})
        kim.wait_for_no_modal()

    def test_closing_is_told_when_asked_for(
        self, app: App, opening: Callable[[Json], Json], kim: Person, heard: Heard
    ) -> None:
        app.view_closed("form")(hearing(heard))
        kim.close(opening(modal(text_input("a"), notify_on_close=True)))
        body = heard.get()
        assert (body["type"], body["is_cleared"]) == ("view_closed", False)
        kim.wait_for_no_modal()

    def test_a_button_in_a_modal_updates_it_and_keeps_what_was_entered(
        self, app: App, opening: Callable[[Json], Json], kim: Person, heard: Heard
    ) -> None:
        first = modal(text_input("a"), actions(button("more", "Mer"), block_id="x"))

        @app.action("more")
        def handle(ack: Any, body: Json, client: WebClient) -> None:
            ack()
            heard(body)
            view = body["view"]
            client.views_update(
                view_id=view["id"],
                hash=view["hash"],
                view=modal(text_input("a"), text_input("b", optional=True), title="Mer"),
            )

        shown = opening(first)
        kim.fill(shown, {"a": "kvar"})
        kim.press(shown, "Mer")
        body = heard.get()
        assert body["container"] == {"type": "view", "view_id": shown["id"]}
        assert "response_url" not in body
        assert body["view"]["state"]["values"]["a"]["text"]["value"] == "kvar"
        updated = kim.wait_for_modal("Mer")
        kim.server.wait_for(lambda: "b" in str(kim.modals()[0]["blocks"]))
        assert kim.modals()[0]["state"]["values"]["a"]["text"]["value"] == "kvar"
        assert updated["id"] == shown["id"]

    def test_options_from_the_app(
        self, app: App, opening: Callable[[Json], Json], kim: Person, heard: Heard
    ) -> None:
        @app.options("article")
        def offer(ack: Any, body: Json) -> None:
            heard(body)
            ack(options=[option(f"{body['value']} {n}", str(n)) for n in (1, 2)])

        @app.view("form")
        def handle(ack: Any, body: Json) -> None:
            heard(body)
            ack()

        select = {"type": "external_select", "action_id": "article", "min_query_length": 2}
        block = {"type": "input", "block_id": "a", "label": plain("Artikel"), "element": select}
        shown = opening(modal(block))
        offered = kim.options(shown, "Artikel", "sylt")
        assert [one["text"]["text"] for one in offered] == ["sylt 1", "sylt 2"]
        body = heard.get()
        assert (body["type"], body["value"], body["block_id"]) == ("block_suggestion", "sylt", "a")
        assert body["view"]["id"] == shown["id"]
        kim.submit(shown, {"Artikel": "2"})
        chosen = heard.get(3)["view"]["state"]["values"]["a"]["article"]["selected_option"]
        assert chosen["value"] == "2"


class TestTriggers:
    def trigger(self, server: SandboxServer) -> str:
        return server.call(lambda sandbox: sandbox.tokens.new_trigger(KIM))

    def refused(self, call: Callable[..., Any], **arguments: Any) -> str:
        with pytest.raises(SlackApiError) as caught:
            call(**arguments)
        return str(caught.value.response["error"])

    def test_good_once(self, web: WebClient, server: SandboxServer) -> None:
        trigger = self.trigger(server)
        web.views_open(trigger_id=trigger, view=modal(text_input("a")))
        again = self.refused(web.views_open, trigger_id=trigger, view=modal(text_input("a")))
        assert again == "exchanged_trigger_id"
        assert self.refused(web.views_open, trigger_id="1.2.a", view=modal(text_input("a"))) == (
            "invalid_trigger_id"
        )

    def test_good_for_three_seconds(self, start_server: Callable[..., SandboxServer]) -> None:
        now = [1_800_000_000.0]
        server = start_server(clock=lambda: now[0])
        web = WebClient(token=server.bot_token, base_url=server.api_url)
        trigger = self.trigger(server)
        now[0] += 3.1
        view = modal(text_input("a"))
        assert self.refused(web.views_open, trigger_id=trigger, view=view) == "expired_trigger_id"

    def test_three_modals_and_no_more(self, web: WebClient, server: SandboxServer) -> None:
        view = modal(text_input("a"))
        assert self.refused(web.views_push, trigger_id=self.trigger(server), view=view) == (
            "not_found"
        )
        web.views_open(trigger_id=self.trigger(server), view=view)
        for _ in range(2):
            web.views_push(trigger_id=self.trigger(server), view=view)
        assert self.refused(web.views_push, trigger_id=self.trigger(server), view=view) == (
            "push_limit_reached"
        )

    def test_views_that_slack_refuses(
        self, web: WebClient, server: SandboxServer, call: Caller
    ) -> None:
        answer = call(
            "/api/views.open",
            {"trigger_id": self.trigger(server), "view": modal(text_input("a"), title="T" * 25)},
        ).json
        assert answer["error"] == "invalid_arguments"
        assert "[json-pointer:/view/title/text]" in answer["response_metadata"]["messages"][0]
        assert [one.code for one in server.violations] == ["invalid_arguments"]
        home = {"type": "home", "blocks": [{"type": "divider"}]}
        assert self.refused(web.views_open, trigger_id=self.trigger(server), view=home) == (
            "invalid_arguments"
        )
        external = modal(text_input("a"), external_id="x")
        web.views_open(trigger_id=self.trigger(server), view=external)
        assert self.refused(web.views_push, trigger_id=self.trigger(server), view=external) == (
            "duplicate_external_id"
        )
        updated = web.views_update(external_id="x", view=modal(text_input("b")))
        assert updated["view"]["blocks"][0]["block_id"] == "b"


class TestHome:
    def test_published_opened_and_raced(
        self, app: App, start: StartApp, web: WebClient, kim: Person, heard: Heard
    ) -> None:
        app.event("app_home_opened")(hearing_events(heard))
        app.action("go")(hearing(heard))
        start(app)
        kim.open_home()
        assert "view" not in heard.get()
        view = {"type": "home", "blocks": [actions(button("go"))]}
        first = web.views_publish(user_id=KIM, view=view)["view"]
        kim.open_home()
        event = heard.get(2)
        assert (event["tab"], event["view"]["id"]) == ("home", first["id"])
        kim.open_dm()
        assert heard.get(3)["tab"] == "messages"
        second = web.views_publish(user_id=KIM, view=view, hash=first["hash"])["view"]
        assert second["id"] == first["id"]
        with pytest.raises(SlackApiError) as caught:
            web.views_publish(user_id=KIM, view=view, hash=first["hash"])
        assert caught.value.response["error"] == "hash_conflict"
        kim.press(kim.wait_for_home(), "go")
        body = heard.get(4)
        assert body["container"]["type"] == "view"
        assert body["view"]["type"] == "home"


class TestEvents:
    def test_edits_deletions_reactions_and_members(
        self, app: App, start: StartApp, server: SandboxServer, kim: Person, heard: Heard
    ) -> None:
        for name in (
            "message", "reaction_added", "reaction_removed", "member_joined_channel",
            "member_left_channel", "user_change", "team_join",
        ):  # fmt: skip
            app.event(name)(hearing_events(heard))
        start(app)

        def next_event(number: int, doing: Callable[[], object]) -> Json:
            doing()
            return heard.get(number)

        ts = kim.say("hej", channel=ORDERING)
        assert heard.get(1)["channel_type"] == "channel"
        changed = next_event(2, lambda: kim.edit(ts, "hej då", channel=ORDERING))
        assert changed["subtype"] == "message_changed"
        assert changed["message"]["text"] == "hej då"
        assert changed["message"]["edited"]["user"] == KIM
        assert changed["previous_message"]["text"] == "hej"
        message = kim.wait_for_message("hej", channel=ORDERING, by_bot=False)
        added = next_event(3, lambda: kim.react(message, "eyes"))
        assert (added["type"], added["item"]["ts"]) == ("reaction_added", ts)
        removed = next_event(4, lambda: kim.react(message, "eyes", add=False))
        assert removed["type"] == "reaction_removed"
        deleted = next_event(5, lambda: kim.delete(ts, channel=ORDERING))
        assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
        left = next_event(6, lambda: server.leave(ORDERING, KIM))
        assert (left["type"], left["channel_type"]) == ("member_left_channel", "C")
        server.join(ORDERING, KIM, inviter="U0ROBIN001")
        joined = {heard.get(number)["type"]: heard.get(number) for number in (7, 8)}
        assert joined["member_joined_channel"]["inviter"] == "U0ROBIN001"
        assert joined["message"]["subtype"] == "channel_join"
        user = next_event(9, lambda: server.set_locale(KIM, "en-GB"))
        assert (user["type"], user["user"]["locale"]) == ("user_change", "en-GB")
        new = next_event(10, lambda: server.add_person("U0NEW00001", "Noa Ny"))
        assert (new["type"], new["user"]["real_name"]) == ("team_join", "Noa Ny")
        assert text_of(message) == "hej då"
