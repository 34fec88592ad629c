"""A person in the sandbox, as a test drives them: through the same addresses as the page.

    kim = Person(server, "U0KIM00001")
    kim.say("jag kan inte skicka min beställning")
    answer = kim.wait_for_message("flera flikar")
    kim.press(answer, "Ja")

Whoever acts waits for the app's acknowledgement where Slack's client does (at most 3 s). What the
app then does is waited for with the `wait_for_...` methods; nothing here sleeps.
"""

import http.client
import json
import secrets
from collections.abc import Callable
from typing import Any, TypeAlias
from urllib.parse import urlencode

from bot.sandbox.model import Json
from bot.sandbox.server import PATIENCE, SandboxServer
from tests.support.surfaces import (
    elements_of,
    find_element,
    options_of,
    seen_text,
    state_for,
    text_of,
)

Match: TypeAlias = str | Callable[[Json], bool]
_HTTP_SECONDS = 30
_FAILURES = 400


class PageError(AssertionError):
    """The sandbox refused what a person did; `code` is its error, `answer` the whole answer."""

    def __init__(self, answer: Json) -> None:
        super().__init__(f"{answer.get('error')}: {answer.get('message')}")
        self.code = str(answer.get("error"))
        self.answer = answer


class Person:
    """One of the people in the workspace."""

    def __init__(self, server: SandboxServer, user: str) -> None:
        self.server = server
        self.user = user
        self.dm = server.dm(user)
        self._entered: dict[str, Json] = {}

    # writing

    def say(self, text: str, *, channel: str | None = None, thread_ts: str | None = None) -> str:
        """Write a message (in the DM with the bot unless `channel` is given); returns its ts.

        `@E-handelshjälpen` mentions the bot, as it does in Slack.
        """
        return str(
            self.post("message", channel=channel or self.dm, text=text, thread_ts=thread_ts)["ts"]
        )

    def mention(self, text: str, *, channel: str, thread_ts: str | None = None) -> str:
        """Write to the bot in a channel, with a mention first; returns the ts."""
        name = self.server.manifest.bot_name
        return self.say(f"@{name} {text}", channel=channel, thread_ts=thread_ts)

    def edit(self, ts: str, text: str, *, channel: str | None = None) -> None:
        """Change one's own message."""
        self.post("edit", channel=channel or self.dm, ts=ts, text=text)

    def delete(self, ts: str, *, channel: str | None = None) -> None:
        """Delete one's own message."""
        self.post("delete", channel=channel or self.dm, ts=ts)

    def react(self, message: Json, name: str, *, add: bool = True) -> None:
        """Add a reaction to a message, or remove it."""
        where = {"channel": message["channel"], "ts": message["ts"]}
        self.post("reaction", **where, name=name, add=add)

    def upload(
        self, name: str, content: bytes, *, channel: str | None = None, text: str = "",
        thread_ts: str | None = None,
    ) -> str:  # fmt: skip
        """Share a file; returns the ts of the message that shows it."""
        fields = {"user": self.user, "channel": channel or self.dm, "text": text}
        if thread_ts:
            fields["thread_ts"] = thread_ts
        boundary = secrets.token_hex(16)
        body = _multipart(boundary, fields, name, content)
        kind = f"multipart/form-data; boundary={boundary}"
        return str(self._exchange("POST", "/_page/api/file", body, kind)["ts"])

    def command(self, text: str, *, command: str = "/ehjalp", channel: str | None = None) -> None:
        """Write a slash command."""
        self.post("command", channel=channel or self.dm, command=command, text=text)

    def shortcut(self, callback_id: str, message: Json | None = None) -> None:
        """Choose a global shortcut, or one from the menu of `message`."""
        where = {"channel": message["channel"], "ts": message["ts"]} if message else None
        self.post("shortcut", callback_id=callback_id, message=where)

    def open_home(self) -> None:
        """Open the app's home tab."""
        self.post("home")

    def open_dm(self) -> None:
        """Open the app's messages tab."""
        self.post("dm_opened", channel=self.dm)

    # seeing

    def messages(self, *, channel: str | None = None, thread_ts: str | None = None) -> list[Json]:
        """What the person sees in a channel or a thread, oldest first.

        Slack's message objects, with `channel` and `ephemeral` added.
        """
        where = channel or self.dm
        query = {"user": self.user, "channel": where, "limit": "1000"}
        if thread_ts:
            query["thread_ts"] = thread_ts
        answer = self._exchange("GET", f"/_page/api/history?{urlencode(query)}")
        return [{**message, "channel": where} for message in answer["messages"]]

    def wait_for_message(
        self,
        match: Match = "",
        *,
        channel: str | None = None,
        thread_ts: str | None = None,
        after: str = "",
        by_bot: bool = True,
        timeout: float = PATIENCE,
    ) -> Json:
        """The newest message that matches, as soon as there is one.

        `match` is a part of the text that it shows, with its signs for bold and the like or
        without, or a function of the message. `after` is the ts of a message that it must be newer
        than; `by_bot` leaves out what people wrote.
        """

        def look() -> Json | None:
            for message in reversed(self.messages(channel=channel, thread_ts=thread_ts)):
                newer = message["ts"] > after and (not by_bot or "bot_id" in message)
                if newer and _matches(match, message):
                    return message
            return None

        try:
            return self.server.wait_for(look, timeout, f"a message with {match!r}")
        except TimeoutError as error:
            seen = self.messages(channel=channel, thread_ts=thread_ts)
            shown = "\n---\n".join(text_of(message) for message in seen)
            raise AssertionError(f"{error}; the person sees:\n{shown}") from error

    def wait_until(self, message: Json, match: Match, *, timeout: float = PATIENCE) -> Json:
        """The same message as soon as it matches, for one that the app changes."""
        thread = message.get("thread_ts")

        def look() -> Json | None:
            for seen in self.messages(channel=message["channel"], thread_ts=thread):
                if seen["ts"] == message["ts"] and _matches(match, seen):
                    return seen
            return None

        return self.server.wait_for(look, timeout, f"the message to show {match!r}")

    def modals(self) -> list[Json]:
        """The stack of modals, the one on top last."""
        return list(self.server.snapshot(self.user)["modals"])

    def home(self) -> Json | None:
        """The view on the home tab."""
        view: Json | None = self.server.snapshot(self.user)["home"]
        return view

    def wait_for_modal(self, match: Match = "", *, timeout: float = PATIENCE) -> Json:
        """The modal on top, as soon as it matches (text, or callback_id, or a function)."""

        def look() -> Json | None:
            stack = self.modals()
            return stack[-1] if stack and _matches(match, stack[-1]) else None

        return self.server.wait_for(look, timeout, f"a modal with {match!r}")

    def wait_for_no_modal(self, *, timeout: float = PATIENCE) -> None:
        """Wait until all modals are closed."""
        self.server.wait_for(lambda: not self.modals(), timeout, "the modals to close")

    def wait_for_home(self, match: Match = "", *, timeout: float = PATIENCE) -> Json:
        """The home tab's view, as soon as it matches."""

        def look() -> Json | None:
            view = self.home()
            return view if view and _matches(match, view) else None

        return self.server.wait_for(look, timeout, f"a home tab with {match!r}")

    # pressing and choosing

    def press(self, surface: Json, name: str) -> None:
        """Press a button of a message or a view: by its text or its action_id.

        A message that the app draws anew in that moment is looked at again, and its button of the
        same name pressed: blocks get new ids with each version of a message.
        """
        block, element = find_element(surface, name)
        try:
            self._act(surface, block, element, {})
        except PageError as error:
            redrawn = self._redrawn(surface) if error.code == "action_not_found" else None
            if redrawn is None:
                raise
            self.press(redrawn, name)

    def rate(self, message: Json, *, good: bool) -> None:
        """Press one of the feedback buttons of a message."""
        for block, element in elements_of(message):
            if element["type"] == "feedback_buttons":
                button = element["positive_button" if good else "negative_button"]
                self._act(message, block, element, {"value": button["value"]})
                return
        raise AssertionError(f"no feedback buttons in:\n{text_of(message)}")

    def choose(
        self, surface: Json, name: str, value: str | list[str], *, typed: str | None = None
    ) -> None:
        """Choose in a select, menu, group of checkboxes or radio buttons, or date picker.

        `name` is an action_id, block_id or label, `value` an option's value or text (a list of
        them where several can be chosen), a date, or an id. External selects are asked for
        options with the value typed, or with `typed`.
        """
        block, element = find_element(surface, name)
        offered = self._offered(surface, element, value if typed is None else typed)
        state = state_for(element, value, offered)
        self._enter(surface, block, element, state)
        if block["type"] != "input" or block.get("dispatch_action"):
            self._act(surface, block, element, state)

    def options(self, surface: Json, name: str, typed: str) -> list[Json]:
        """What an external select offers for what has been typed."""
        block, element = find_element(surface, name)
        answer = self.post(
            "options",
            container=_container(surface),
            block_id=block["block_id"],
            action_id=element["action_id"],
            value=typed,
        )
        return options_of(answer)

    def fill(self, view: Json, values: dict[str, Any]) -> None:
        """Enter values in a modal: action_id, block_id or label -> text, option(s), date, id."""
        for name, value in values.items():
            block, element = find_element(view, name)
            offered = self._offered(view, element, value)
            self._enter(view, block, element, state_for(element, value, offered))

    def submit(self, view: Json, values: dict[str, Any] | None = None) -> dict[str, str]:
        """Fill in a modal and submit it; returns the errors it shows (block_id -> text)."""
        self.fill(view, values or {})
        state = {"values": self._entered.get(view["id"], {})}
        answer = self.post("submit", view_id=view["id"], state=state)
        return dict(answer.get("errors") or {})

    def close(self, view: Json) -> None:
        """Close a modal without submitting it."""
        self.post("close", view_id=view["id"])

    # how

    def post(self, what: str, /, **body: Any) -> Json:
        """Ask the sandbox as the page does; raises PageError when it refuses."""
        content = json.dumps({"user": self.user, **body}).encode()
        return self._exchange("POST", f"/_page/api/{what}", content, "application/json")

    def _act(self, surface: Json, block: Json, element: Json, state: Json) -> None:
        entered = self._entered.get(surface.get("id", ""), {})
        self.post(
            "action",
            container=_container(surface),
            block_id=block["block_id"],
            action_id=element["action_id"],
            element=state,
            state=entered,
        )

    def _redrawn(self, message: Json) -> Json | None:
        """The version of a message that the person sees, if it is another than `message`."""
        if "ts" not in message:
            return None
        thread = message.get("thread_ts")
        for seen in self.messages(channel=message["channel"], thread_ts=thread):
            if seen["ts"] == message["ts"] and seen["blocks"] != message["blocks"]:
                return seen
        return None

    def _enter(self, surface: Json, block: Json, element: Json, state: Json) -> None:
        if "id" in surface:
            values = self._entered.setdefault(surface["id"], {})
            values.setdefault(block["block_id"], {})[element["action_id"]] = state

    def _offered(self, surface: Json, element: Json, value: Any) -> list[Json]:
        if not element["type"].endswith("external_select"):
            return options_of(element)
        typed = [value] if isinstance(value, str) else value
        name = element["action_id"]
        return [option for one in typed for option in self.options(surface, name, one)]

    def _exchange(
        self, verb: str, path: str, body: bytes | None = None, kind: str | None = None
    ) -> Json:
        connection = http.client.HTTPConnection(
            self.server.config.host, self.server.port, timeout=_HTTP_SECONDS
        )
        try:
            connection.request(verb, path, body, {"Content-Type": kind} if kind else {})
            response = connection.getresponse()
            answer: Json = json.loads(response.read())
            if response.status >= _FAILURES:
                raise PageError(answer)
            return answer
        finally:
            connection.close()


def _container(surface: Json) -> Json:
    if "channel" in surface:
        return {"type": "message", "channel": surface["channel"], "ts": surface["ts"]}
    return {"type": "view", "view_id": surface["id"]}


def _matches(match: Match, surface: Json) -> bool:
    if callable(match):
        return match(surface)
    found = match in text_of(surface) or match in seen_text(surface)
    return found or match == surface.get("callback_id")


def _multipart(boundary: str, fields: dict[str, str], name: str, content: bytes) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return "".join([*parts, head]).encode() + content + f"\r\n--{boundary}--\r\n".encode()
