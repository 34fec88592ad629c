"""The workspace's records as the JSON objects that Slack shows of them.

https://docs.slack.dev/reference/objects
"""

from collections.abc import Sequence
from urllib.parse import quote

from bot.sandbox.model import Channel, Json, Message, Person, SlackFile, State, View
from bot.sandbox.richtext import rich_text

_COLORS = {
    "c0": "4bbe2e", "c1": "9f69e7", "c2": "e7392d", "c3": "3c989f",
    "c4": "674b1b", "c5": "e96699", "c6": "2b6836", "c7": "5b89d5",
}  # fmt: skip

_HOME_TITLE = {"type": "plain_text", "text": "View Title", "emoji": True}


def user(person: Person, state: State, *, locale: bool = False, email: bool = False) -> Json:
    """Slack's user object."""
    first, _, last = person.real_name.partition(" ")
    title = ", ".join(part for part in (person.title, person.municipality) if part)
    profile: Json = {
        "title": title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.real_name,
        "display_name_normalized": person.real_name,
        "first_name": first,
        "last_name": last,
        "status_text": "",
        "status_emoji": "",
        "team": state.team.id,
    }
    if email and not person.is_bot:
        profile["email"] = f"{person.name}@example.se"
    if person.is_bot:
        profile |= {"api_app_id": state.app.id, "bot_id": state.app.bot_id, "always_active": True}
    shown: Json = {
        "id": person.id,
        "team_id": state.team.id,
        "name": person.name,
        "deleted": person.deleted,
        "color": _COLORS[person.color],
        "real_name": person.real_name,
        "tz": "Europe/Stockholm",
        "tz_label": "Central European Time",
        "tz_offset": 3600,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.guest,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
        "is_email_confirmed": not person.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }
    if locale:
        shown["locale"] = person.locale
    return shown


def channel(shown: Channel, state: State, *, member_count: bool = False) -> Json:
    """Slack's conversation object, as the bot sees it."""
    common: Json = {
        "id": shown.id,
        "created": shown.created,
        "is_archived": shown.is_archived,
        "is_im": shown.kind == "im",
        "is_org_shared": False,
        "context_team_id": state.team.id,
        "updated": shown.created * 1000,
    }
    if shown.kind == "im":
        return common | {"user": shown.person, "is_user_deleted": False, "priority": 0}
    common |= {
        "name": shown.name,
        "name_normalized": shown.name,
        "is_channel": True,
        "is_group": False,
        "is_mpim": False,
        "is_private": shown.kind == "private",
        "is_general": False,
        "is_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": [state.team.id],
        "parent_conversation": None,
        "creator": shown.creator,
        "unlinked": 0,
        "is_member": state.app.bot_user_id in shown.members,
        "topic": {"value": shown.topic, "creator": shown.creator, "last_set": shown.created},
        "purpose": {"value": shown.purpose, "creator": "", "last_set": 0},
        "previous_names": [],
    }
    if member_count:
        common["num_members"] = len(shown.members)
    return common


def message(
    shown: Message,
    state: State,
    *,
    replies: Sequence[Message] = (),
    parent_user: str | None = None,
    metadata: bool = False,
) -> Json:
    """Slack's message object.

    `replies` are the replies to it, `parent_user` the author of the message it replies to.
    """
    result: Json = {"type": "message", "user": shown.user, "ts": shown.ts}
    if shown.subtype:
        result["subtype"] = shown.subtype
    if shown.client_msg_id:
        result["client_msg_id"] = shown.client_msg_id
    result["text"] = shown.text
    if shown.subtype != "tombstone":
        result["team"] = state.team.id
    else:
        result["hidden"] = True
    if shown.by_app:
        result |= _app_author(state)
    if shown.blocks:
        result["blocks"] = shown.blocks
    elif shown.client_msg_id and shown.text:
        result["blocks"] = [rich_text(shown.text, shown.client_msg_id[:5])]
    if shown.attachments:
        result["attachments"] = shown.attachments
    if shown.files:
        files = [state.files[file] for file in shown.files if file in state.files]
        result["files"] = [file_object(file, state) for file in files]
        result |= {"upload": False, "display_as_bot": False}
    if shown.edited:
        result["edited"] = shown.edited
    if shown.reactions:
        result["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in shown.reactions.items()
        ]
    if metadata and shown.metadata:
        result["metadata"] = shown.metadata
    return result | _thread(shown, replies, parent_user)


def _app_author(state: State) -> Json:
    bot = state.people[state.app.bot_user_id]
    return {
        "bot_id": state.app.bot_id,
        "app_id": state.app.id,
        "bot_profile": {
            "id": state.app.bot_id,
            "deleted": False,
            "name": bot.real_name,
            "updated": bot.updated,
            "app_id": state.app.id,
            "team_id": state.team.id,
        },
    }


def _thread(shown: Message, replies: Sequence[Message], parent_user: str | None) -> Json:
    if shown.thread_ts and shown.thread_ts != shown.ts:
        return {"thread_ts": shown.thread_ts} | (
            {"parent_user_id": parent_user} if parent_user else {}
        )
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": shown.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "reply_users": users[:5],
        "is_locked": False,
        "subscribed": False,
    }


def file_object(shown: SlackFile, state: State) -> Json:
    """Slack's file object. Its `url_private` is for the bot's token only."""
    kind = shown.name.rpartition(".")[2].lower() if "." in shown.name else "text"
    address = f"{state.base_url}/files-pri/{state.team.id}-{shown.id}"
    in_url = quote(shown.name)
    return {
        "id": shown.id,
        "created": shown.created,
        "timestamp": shown.created,
        "name": shown.name,
        "title": shown.title,
        "mimetype": shown.mimetype,
        "filetype": kind,
        "pretty_type": kind.upper(),
        "user": shown.user,
        "editable": False,
        "size": shown.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": bool(shown.channels),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{address}/{in_url}",
        "url_private_download": f"{address}/download/{in_url}",
        "permalink": f"{state.base_url}/files/{shown.user}/{shown.id}/{in_url}",
        "has_rich_preview": False,
        "file_access": "visible",
    }


def view(shown: View, state: State) -> Json:
    """Slack's view object, with what the person has entered.

    https://docs.slack.dev/reference/views
    """
    definition = shown.definition
    result: Json = {
        "id": shown.id,
        "team_id": state.team.id,
        "type": definition["type"],
        "blocks": definition["blocks"],
        "private_metadata": definition.get("private_metadata") or "",
        "callback_id": definition.get("callback_id") or "",
        "state": {"values": shown.state},
        "hash": shown.hash,
        "title": definition.get("title") or _HOME_TITLE,
        "clear_on_close": bool(definition.get("clear_on_close")),
        "notify_on_close": bool(definition.get("notify_on_close")),
        "close": definition.get("close"),
        "submit": definition.get("submit"),
        "previous_view_id": shown.previous_id,
        "root_view_id": shown.root_id or shown.id,
        "app_id": state.app.id,
        "external_id": definition.get("external_id") or "",
        "app_installed_team_id": state.team.id,
        "bot_id": state.app.bot_id,
    }
    if "submit_disabled" in definition:
        result["submit_disabled"] = definition["submit_disabled"]
    return result
