"""Views: every person's home tab, and stack of at most three modals.

https://docs.slack.dev/surfaces/modals
"""

import json
import secrets

from bot.sandbox import render
from bot.sandbox.blockkit import BlockKitError, check_view
from bot.sandbox.changes import HomeChanged, ModalsChanged
from bot.sandbox.elements import complete_state, keep_state, with_ids
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Json, View
from bot.sandbox.workspace import Workspace

_STACK_LIMIT = 3
_BYTES_LIMIT = 250_000


class Views:
    """Opens, changes and closes views."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._state = workspace.state

    def get(self, view_id: str) -> View:
        """The view that is shown under this id; raises SlackError `not_found`."""
        view = self._state.views.get(view_id)
        if view is None:
            raise SlackError("not_found")
        return view

    def by_external_id(self, external_id: str) -> View:
        """The view with the app's own id; raises SlackError `not_found`."""
        for view in self._state.views.values():
            if view.definition.get("external_id") == external_id:
                return view
        raise SlackError("not_found")

    def stack(self, user: str) -> list[View]:
        """A person's modals, the one on top last."""
        return [self._state.views[view] for view in self._state.modals.get(user, [])]

    def home(self, user: str) -> View | None:
        """What a person's home tab shows, if the app has published anything."""
        view_id = self._state.homes.get(user)
        return self._state.views[view_id] if view_id else None

    def as_json(self, view: View) -> Json:
        """Slack's view object."""
        return render.view(view, self._state)

    def open(self, user: str, definition: Json) -> View:
        """Show a modal as the first of a new stack."""
        self._check(definition, "modal")
        view = self._new(user, definition)
        self._forget(user)
        self._state.views[view.id] = view
        self._state.modals[user] = [view.id]
        self._workspace.announce(ModalsChanged(user))
        return view

    def push(self, user: str, definition: Json) -> View:
        """Show a modal on top of the person's stack.

        Raises SlackError `not_found` when no modal is open, `push_limit_reached` past three.
        """
        stack = self._state.modals.get(user, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= _STACK_LIMIT:
            raise SlackError("push_limit_reached")
        self._check(definition, "modal")
        view = self._new(user, definition)
        view.root_id, view.previous_id = stack[0], stack[-1]
        self._state.views[view.id] = view
        stack.append(view.id)
        self._workspace.announce(ModalsChanged(user))
        return view

    def update(self, view: View, definition: Json, view_hash: str | None = None) -> View:
        """Replace a view; raises SlackError `hash_conflict` if `view_hash` is not its hash now."""
        self._check(definition, view.definition["type"], view)
        self._check_hash(view, view_hash)
        view.definition = _filled(definition)
        view.state = keep_state(view.definition["blocks"], view.state)
        view.hash = self._new_hash()
        self._announce(view)
        return view

    def publish(self, user: str, definition: Json, view_hash: str | None = None) -> View:
        """Show a view on a person's home tab, in place of what was there."""
        self._workspace.person(user)
        current = self.home(user)
        if current is not None:
            return self.update(current, definition, view_hash)
        self._check(definition, "home")
        view = self._new(user, definition)
        self._state.views[view.id] = view
        self._state.homes[user] = view.id
        self._workspace.announce(HomeChanged(user))
        return view

    def enter(self, view: View, entered: Json) -> None:
        """Keep what the person has entered in the view so far (`state.values`)."""
        view.state = complete_state(view.definition["blocks"], entered)

    def close(self, view: View) -> list[View]:
        """Close a modal and those above it (all of them if it has `clear_on_close`).

        Returns the closed ones, the top one first.
        """
        stack = self._state.modals.get(view.user, [])
        if view.id not in stack:
            raise SlackError("not_found")
        keep = 0 if view.definition.get("clear_on_close") else stack.index(view.id)
        return self._drop(view.user, keep)

    def close_one(self, view: View) -> None:
        """Close a modal that was submitted, and show the one below it."""
        stack = self._state.modals.get(view.user, [])
        if view.id in stack:
            self._drop(view.user, stack.index(view.id))

    def clear(self, user: str) -> list[View]:
        """Close all modals of a person; returns them, the top one first."""
        return self._drop(user, 0)

    def show_errors(self, view: View, errors: dict[str, str]) -> None:
        """Show errors under the inputs of a modal: block id -> text."""
        self._workspace.announce(ModalsChanged(view.user, {view.id: errors}))

    def _drop(self, user: str, keep: int) -> list[View]:
        stack = self._state.modals.get(user, [])
        closed = [self._state.views.pop(view) for view in reversed(stack[keep:])]
        del stack[keep:]
        self._workspace.announce(ModalsChanged(user))
        return closed

    def _forget(self, user: str) -> None:
        for view in self._state.modals.pop(user, []):
            self._state.views.pop(view, None)

    def _new(self, user: str, definition: Json) -> View:
        view_id = self._workspace.new_id("V")
        return View(view_id, user, _filled(definition), self._new_hash(), root_id=view_id)

    def _new_hash(self) -> str:
        return f"{self._workspace.tick().partition('.')[0]}.{secrets.token_urlsafe(6)}"

    def _check_hash(self, view: View, view_hash: str | None) -> None:
        if view_hash and view_hash != view.hash:
            raise SlackError("hash_conflict")

    def _check(self, definition: Json, kind: str, replaced: View | None = None) -> None:
        if len(json.dumps(definition, ensure_ascii=False).encode()) > _BYTES_LIMIT:
            raise SlackError("view_too_large")
        check_view(definition)
        if definition.get("type") != kind:
            line = f"must be of type {kind} [json-pointer:/view/type]"
            raise BlockKitError((line,), "invalid_arguments")
        external_id = definition.get("external_id")
        if external_id and any(
            other.definition.get("external_id") == external_id
            for other in self._state.views.values()
            if other is not replaced
        ):
            raise SlackError("duplicate_external_id")

    def _announce(self, view: View) -> None:
        is_home = view.definition["type"] == "home"
        self._workspace.announce(HomeChanged(view.user) if is_home else ModalsChanged(view.user))


def _filled(definition: Json) -> Json:
    return {**definition, "blocks": with_ids(definition["blocks"])}
