"""What people do with the app, and what its answers bring about."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox import elements, payloads
from bot.sandbox.changes import Toast
from bot.sandbox.delivery import AppSilentError, Delivery
from bot.sandbox.errors import SlackError
from bot.sandbox.manifest import AppManifest
from bot.sandbox.modals import Views
from bot.sandbox.model import Channel, Json, Message, Person, ResponseUrl, View
from bot.sandbox.responses import respond
from bot.sandbox.tokens import Tokens
from bot.sandbox.violations import Violations
from bot.sandbox.workspace import Workspace

_MOST_OPTIONS = 100


@dataclass(frozen=True, slots=True)
class MessageSource:
    """An element in a message."""

    message: Message


@dataclass(frozen=True, slots=True)
class ViewSource:
    """An element in a view."""

    view: View


Source = MessageSource | ViewSource


class Interactions:
    """Sends interactions to the app, waits for the acknowledgement, and does what it says.

    Every method raises SlackError for what the person cannot do (`interactivity_disabled`,
    `action_not_found`, `channel_not_found` ...), and AppSilentError when the app does not answer,
    which the person is told on the page as well.
    """

    def __init__(
        self,
        workspace: Workspace,
        manifest: AppManifest,
        views: Views,
        tokens: Tokens,
        delivery: Delivery,
        violations: Violations,
    ) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self._views = views
        self._tokens = tokens
        self._delivery = delivery
        self._violations = violations

    def source(self, user: str, container: Json) -> Source:
        """What `container` (`{type: message, channel, ts}` or `{type: view, view_id}`) names."""
        if container.get("type") == "view":
            view = self._views.get(str(container.get("view_id")))
            if view.user != user:
                raise SlackError("not_found")
            return ViewSource(view)
        channel = self._channel_of(user, str(container.get("channel")))
        message = self._workspace.message(channel.id, str(container.get("ts")))
        if not self._workspace.visible_to(message, user):
            raise SlackError("message_not_found")
        return MessageSource(message)

    async def act(
        self, user: str, source: Source, block_id: str, action_id: str, given: Json, entered: Json
    ) -> None:
        """Press a button or make a choice.

        `given` is the new state of the element itself, `entered` that of all elements around it
        (`state.values`).
        """
        person = self._person(user)
        blocks = _blocks(source)
        element = elements.find_element(blocks, block_id, action_id)
        if element["type"] in elements.STATE_MEMBERS:
            around = entered.get(block_id, {}) | {action_id: {"type": element["type"], **given}}
            entered = {**entered, block_id: around}
        action = elements.action(element, block_id, given, self._workspace.tick())
        told = self._told(source, entered)
        told["trigger_id"] = self._tokens.new_trigger(user)
        if isinstance(source, MessageSource):
            told["state"] = {"values": elements.complete_state(blocks, entered)}
            told["response_url"] = self._response_url("actions", user, source.message)
        payload = payloads.block_actions(person, self._workspace.state, told, [action])
        await self._send(user, payload)

    async def options(
        self, user: str, source: Source, block_id: str, action_id: str, value: str
    ) -> Json:
        """Ask for the options of an external select.

        Returns `{options: [...]}` or `{option_groups: [...]}`.
        """
        person = self._person(user)
        elements.find_element(_blocks(source), block_id, action_id)
        told = self._told(source, source.view.state if isinstance(source, ViewSource) else {})
        payload = payloads.block_suggestion(
            person, self._workspace.state, told, block_id, action_id, value
        )
        answer = await self._send(user, payload, wants_answer=True)
        groups = answer.get("option_groups")
        options = answer.get("options", [])
        if groups:
            options = [option for group in groups for option in group.get("options", [])]
        if not isinstance(options, list) or len(options) > _MOST_OPTIONS:
            raise SlackError("invalid_options", message=f"at most {_MOST_OPTIONS} options")
        return {"option_groups": groups} if groups else {"options": options}

    async def submit(self, user: str, view_id: str, entered: Json) -> dict[str, str]:
        """Submit a modal; returns the errors to show, block id -> text, empty when it went well."""
        person, view = self._person(user), self._own(user, view_id)
        self._views.enter(view, entered)
        errors = elements.input_errors(view.definition["blocks"], view.state)
        if errors:
            self._views.show_errors(view, errors)
            return errors
        trigger = self._tokens.new_trigger(user)
        payload = payloads.view_submission(
            person, self._workspace.state, view, trigger, self._response_urls(view)
        )
        answer = await self._send(user, payload, wants_answer=True)
        with self._violations.watch("view_submission"):
            return self._after_submission(view, answer)

    async def close(self, user: str, view_id: str) -> None:
        """Close a modal without submitting it."""
        person = self._person(user)
        closed = self._views.close(self._own(user, view_id))
        is_cleared = len(closed) > 1
        for view in closed:
            if view.definition.get("notify_on_close"):
                payload = payloads.view_closed(
                    person, self._workspace.state, view, is_cleared=is_cleared
                )
                await self._send(user, payload)

    async def command(self, user: str, channel: str, command: str, text: str) -> None:
        """Write a slash command; raises SlackError `unknown_command` for one that is not there."""
        person, target = self._person(user), self._channel_of(user, channel)
        if command not in {known.command for known in self._manifest.commands}:
            raise SlackError("unknown_command", message=f"there is no command {command}")
        url = self._tokens.new_response_url("commands", target.id, user)
        tokens = {"response_url": url, "trigger_id": self._tokens.new_trigger(user)}
        payload = payloads.slash_command(
            person, self._workspace.state, target, command, text, tokens
        )
        try:
            answer = await self._delivery.send_interaction(
                "slash_commands", payload, wants_answer=True
            )
        except AppSilentError as error:
            self._tell(user, error)
            raise
        if answer.get("text") or answer.get("blocks") or answer.get("attachments"):
            with self._violations.watch("slash_command"):
                respond(self._workspace, self._immediate(target.id, user), answer)

    async def global_shortcut(self, user: str, callback_id: str) -> None:
        """Choose a global shortcut."""
        person = self._person(user)
        self._check_shortcut(callback_id, "global")
        trigger, now = self._tokens.new_trigger(user), self._workspace.tick()
        payload = payloads.shortcut(person, self._workspace.state, callback_id, trigger, now)
        await self._send(user, payload)

    async def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> None:
        """Choose a shortcut from a message's menu."""
        person, target = self._person(user), self._channel_of(user, channel)
        self._check_shortcut(callback_id, "message")
        message = self._workspace.message(channel, ts)
        tokens = {
            "action_ts": self._workspace.tick(),
            "trigger_id": self._tokens.new_trigger(user),
            "response_url": self._response_url("app", user, message),
        }
        shown = self._workspace.as_json(message)
        payload = payloads.message_action(
            person, self._workspace.state, callback_id, tokens, shown, target
        )
        await self._send(user, payload)

    def _after_submission(self, view: View, answer: Json) -> dict[str, str]:
        match answer.get("response_action"):
            case None:
                self._views.close_one(view)
            case "clear":
                self._views.clear(view.user)
            case "update":
                self._views.update(view, _object(answer, "view"))
            case "push":
                self._views.push(view.user, _object(answer, "view"))
            case "errors":
                errors: dict[str, str] = _object(answer, "errors")
                self._check_errors(view, errors)
                self._views.show_errors(view, errors)
                return errors
            case other:
                raise SlackError("invalid_arguments", message=f"no response_action {other!r}")
        return {}

    def _check_errors(self, view: View, errors: Json) -> None:
        inputs = {
            block["block_id"] for block in view.definition["blocks"] if block["type"] == "input"
        }
        if not errors or not set(errors) <= inputs:
            raise SlackError(
                "invalid_arguments",
                message=f"errors are for input blocks {sorted(inputs)}, not {sorted(errors)}",
            )

    async def _send(self, user: str, payload: Json, *, wants_answer: bool = False) -> Json:
        if not self._manifest.interactivity:
            raise SlackError("interactivity_disabled", message="the manifest has it turned off")
        try:
            return await self._delivery.send_interaction(
                "interactive", payload, wants_answer=wants_answer
            )
        except AppSilentError as error:
            self._tell(user, error)
            raise

    def _tell(self, user: str, error: AppSilentError) -> None:
        name = self._manifest.bot_name
        self._workspace.announce(
            Toast(user, f"{name} svarade inte. ({name} did not answer: {error}.)")
        )

    def _told(self, source: Source, entered: Json) -> Json:
        if isinstance(source, ViewSource):
            self._views.enter(source.view, entered)
            return payloads.of_view(source.view, self._workspace.state)
        message = source.message
        channel = self._workspace.channel(message.channel)
        return payloads.of_message(message, self._workspace.as_json(message), channel)

    def _response_url(self, kind: str, user: str, message: Message) -> str:
        return self._tokens.new_response_url(
            kind, message.channel, user, message_ts=message.ts, thread_ts=message.thread_ts
        )

    def _response_urls(self, view: View) -> list[Json]:
        """One for each select of conversations that has `response_url_enabled` and a choice."""
        urls: list[Json] = []
        for block in view.definition["blocks"]:
            element = block.get("element", {})
            if not element.get("response_url_enabled"):
                continue
            member, _ = elements.STATE_MEMBERS[element["type"]]
            chosen = view.state[block["block_id"]][element["action_id"]][member]
            if chosen:
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": chosen,
                        "response_url": self._tokens.new_response_url("app", chosen, view.user),
                    }
                )
        return urls

    def _immediate(self, channel: str, user: str) -> ResponseUrl:
        return ResponseUrl("", channel, user, expires=0, uses_left=1)

    def _check_shortcut(self, callback_id: str, kind: str) -> None:
        for known in self._manifest.shortcuts:
            if (known.callback_id, known.type) == (callback_id, kind):
                return
        raise SlackError("unknown_shortcut", message=f"there is no {kind} shortcut {callback_id}")

    def _person(self, user: str) -> Person:
        return self._workspace.person(user)

    def _own(self, user: str, view_id: str) -> View:
        view = self._views.get(view_id)
        if view.user != user:
            raise SlackError("not_found")
        return view

    def _channel_of(self, user: str, channel: str) -> Channel:
        found = self._workspace.channel(channel)
        if user not in found.members:
            raise SlackError("channel_not_found")
        return found


def _blocks(source: Source) -> list[Json]:
    if isinstance(source, ViewSource):
        blocks: list[Json] = source.view.definition["blocks"]
        return blocks
    attached = [
        block
        for attachment in source.message.attachments or []
        for block in attachment.get("blocks", [])
    ]
    return [*(source.message.blocks or []), *attached]


def _object(answer: Json, name: str) -> Any:
    value = answer.get(name)
    if not isinstance(value, dict):
        raise SlackError("invalid_arguments", message=f"the answer has no {name}")
    return value
