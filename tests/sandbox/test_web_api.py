"""The Web API answers as Slack's does, to slack_sdk's client and to bare requests."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import SandboxServer
from bot.sandbox.model import Json
from tests.sandbox.conftest import Caller
from tests.support.people import Person

ORDERING, COORDINATORS, GENERAL = "C0EHAND001", "C0SAMORD01", "C0ALLM0001"
KIM, ALEX = "U0KIM00001", "U0ALEX0001"
SECTION: Json = {"type": "section", "text": {"type": "mrkdwn", "text": "*Hej*"}}


def refused(call: Callable[..., Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
    """The body of the answer with which a call is refused."""
    with pytest.raises(SlackApiError) as caught:
        call(*args, **kwargs)
    answer: dict[str, Any] = dict(caught.value.response.data)
    assert answer["ok"] is False
    return answer


class TestAuthentication:
    def test_who_the_bot_is(self, web: WebClient) -> None:
        answer = web.auth_test()
        assert answer["user_id"] == "U0BOT00001"
        assert answer["team"] == "Simrishamn & Ystad"
        assert answer["bot_id"] == "B0SANDBOX1"
        assert "chat:write" in answer.headers["x-oauth-scopes"]

    @pytest.mark.parametrize(
        ("token", "method", "error"),
        [
            (None, "auth.test", "not_authed"),
            ("xoxb-wrong", "auth.test", "invalid_auth"),
            ("app", "auth.test", "not_allowed_token_type"),
            ("bot", "apps.connections.open", "not_allowed_token_type"),
            ("bot", "chat.shout", "unknown_method"),
        ],
    )
    def test_a_wrong_token_or_method(
        self, call: Caller, token: str | None, method: str, error: str
    ) -> None:
        answer = call(f"/api/{method}", {}, signed_in=token)
        assert (answer.status, answer.json["error"]) == (200, error)

    def test_a_token_in_a_form_counts_and_in_json_does_not(
        self, call: Caller, server: SandboxServer
    ) -> None:
        form = urlencode({"token": server.bot_token}).encode()
        kind = "application/x-www-form-urlencoded"
        assert call("/api/auth.test", form, signed_in=None, headers={"content-type": kind}).json[
            "ok"
        ]
        body = {"token": server.bot_token}
        assert call("/api/auth.test", body, signed_in=None).json["error"] == "not_authed"

    def test_a_scope_that_the_manifest_lacks(self, web: WebClient, server: SandboxServer) -> None:
        answer = refused(web.team_info)
        assert answer["error"] == "missing_scope"
        assert answer["needed"] == "team:read"
        assert "chat:write" in answer["provided"].split(",")
        assert [one.code for one in server.violations] == ["missing_scope"]


class TestEncodings:
    def test_json_and_form_and_multipart_and_address_mean_the_same(self, call: Caller) -> None:
        blocks = json.dumps([SECTION])
        fields = {"channel": ORDERING, "text": "hej & hå", "blocks": blocks}
        boundary = "0a1b2c"
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        multipart = "".join([*parts, f"--{boundary}--\r\n"]).encode()
        answers = [
            call("/api/chat.postMessage", {**fields, "blocks": [SECTION]}),
            call(
                "/api/chat.postMessage",
                urlencode(fields).encode(),
                headers={"content-type": "application/x-www-form-urlencoded"},
            ),
            call(
                "/api/chat.postMessage",
                multipart,
                headers={"content-type": f"multipart/form-data; boundary={boundary}"},
            ),
            call(f"/api/chat.postMessage?{urlencode(fields)}", verb="GET"),
        ]
        for answer in answers:
            message = answer.json["message"]
            assert message["text"] == "hej & hå"
            assert message["blocks"][0]["text"]["text"] == "*Hej*"

    @pytest.mark.parametrize(
        ("body", "kind", "error"),
        [
            (b"{", "application/json", "invalid_json"),
            (b"[]", "application/json", "json_not_object"),
            (b"x", "application/xml", "invalid_post_type"),
            (b"x", "", "missing_post_type"),
        ],
    )
    def test_a_body_that_is_none(self, call: Caller, body: bytes, kind: str, error: str) -> None:
        assert call("/api/auth.test", body, headers={"content-type": kind}).json["error"] == error

    def test_json_without_a_charset_is_warned_of(self, call: Caller) -> None:
        answer = call("/api/api.test", b"{}", headers={"content-type": "application/json"}).json
        assert answer["ok"]
        assert answer["response_metadata"]["warnings"] == ["missing_charset"]


class TestPosting:
    def test_a_message_and_what_slack_adds(self, web: WebClient) -> None:
        button = {"type": "button", "text": {"type": "plain_text", "text": "Ja"}}
        blocks: list[Json] = [SECTION, {"type": "actions", "elements": [button]}]
        metadata = {"event_type": "case", "event_payload": {"number": 1}}
        answer = web.chat_postMessage(
            channel=ORDERING, text="Hej", blocks=blocks, metadata=metadata
        )
        message = answer["message"]
        assert message["ts"] == answer["ts"]
        assert message["user"] == "U0BOT00001"
        assert message["bot_id"] == "B0SANDBOX1"
        assert message["app_id"] == "A0SANDBOX1"
        assert all(block["block_id"] for block in message["blocks"])
        assert message["blocks"][1]["elements"][0]["action_id"]
        assert message["blocks"][1]["elements"][0]["text"]["emoji"] is True
        plain = web.conversations_history(channel=ORDERING)["messages"][0]
        assert "metadata" not in plain
        full = web.conversations_history(channel=ORDERING, include_all_metadata=True)
        assert full["messages"][0]["metadata"] == metadata

    def test_to_a_person_or_a_name(self, web: WebClient, server: SandboxServer) -> None:
        assert web.chat_postMessage(channel=KIM, text="x")["channel"] == server.dm(KIM)
        assert web.chat_postMessage(channel="#e-handel", text="x")["channel"] == ORDERING

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            ({"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
            ({"channel": GENERAL, "text": "x"}, "not_in_channel"),
            ({"channel": ORDERING}, "no_text"),
            ({"channel": ORDERING, "text": "x" * 40_001}, "msg_too_long"),
            ({"channel": ORDERING, "blocks": "{"}, "invalid_blocks_format"),
            ({"channel": ORDERING, "text": "x", "thread_ts": "yes"}, "invalid_thread_ts"),
            ({"channel": ORDERING, "text": "x", "thread_ts": "1.000001"}, "invalid_thread_ts"),
            ({"channel": ORDERING, "text": "x", "metadata": [1]}, "invalid_metadata_format"),
            ({"channel": ORDERING, "text": "x", "metadata": {"a": 1}}, "invalid_metadata_schema"),
            ({"text": "x"}, "invalid_arguments"),
        ],
    )
    def test_refusals(self, call: Caller, arguments: dict[str, Any], error: str) -> None:
        assert call("/api/chat.postMessage", arguments).json["error"] == error

    def test_an_archived_channel(self, web: WebClient, server: SandboxServer) -> None:
        server.archive(ORDERING)
        assert refused(web.chat_postMessage, channel=ORDERING, text="x")["error"] == "is_archived"

    def test_invalid_blocks_say_where_and_are_remembered(
        self, web: WebClient, server: SandboxServer
    ) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}]
        answer = refused(web.chat_postMessage, channel=ORDERING, text="x", blocks=blocks)
        assert answer["error"] == "invalid_blocks"
        assert "[json-pointer:/blocks/0/text/text]" in answer["errors"][0]
        assert answer["response_metadata"]["messages"] == [f"[ERROR] {answer['errors'][0]}"]
        (violation,) = server.violations
        assert (violation.where, violation.code) == ("chat.postMessage", "invalid_blocks")
        assert violation.errors == tuple(answer["errors"])
        server.clear_violations()
        assert server.violations == []

    def test_timestamps_are_unique_and_grow(self, web: WebClient) -> None:
        stamps = [web.chat_postMessage(channel=ORDERING, text="x")["ts"] for _ in range(20)]
        assert stamps == sorted(set(stamps))

    def test_an_ephemeral_message_is_for_one_person(
        self, web: WebClient, server: SandboxServer
    ) -> None:
        web.chat_postEphemeral(channel=ORDERING, user=KIM, text="bara du")
        assert web.conversations_history(channel=ORDERING)["messages"] == []
        (seen,) = Person(server, KIM).messages(channel=ORDERING)
        assert (seen["text"], seen["ephemeral"]) == ("bara du", True)
        assert Person(server, ALEX).messages(channel=ORDERING) == []
        answer = refused(web.chat_postEphemeral, channel=COORDINATORS, user=KIM, text="x")
        assert answer["error"] == "user_not_in_channel"


class TestChanging:
    def test_an_update_keeps_what_it_leaves_out(self, web: WebClient) -> None:
        ts = web.chat_postMessage(channel=ORDERING, text="ett", blocks=[SECTION])["ts"]
        message = web.chat_update(channel=ORDERING, ts=ts, text="två")["message"]
        assert (message["text"], len(message["blocks"])) == ("två", 1)
        assert message["edited"]["user"] == "U0BOT00001"
        message = web.chat_update(channel=ORDERING, ts=ts, text="tre", blocks=[])["message"]
        assert "blocks" not in message

    def test_only_the_bots_own_messages(self, web: WebClient, kim: Person) -> None:
        ts = kim.say("mitt", channel=ORDERING)
        update = refused(web.chat_update, channel=ORDERING, ts=ts, text="ditt")
        delete = refused(web.chat_delete, channel=ORDERING, ts=ts)
        assert update["error"] == "cant_update_message"
        assert delete["error"] == "cant_delete_message"
        assert refused(web.chat_delete, channel=ORDERING, ts="1.000001")["error"] == (
            "message_not_found"
        )

    def test_deleting_leaves_a_tombstone_over_replies(self, web: WebClient) -> None:
        parent = web.chat_postMessage(channel=ORDERING, text="fråga")["ts"]
        reply = web.chat_postMessage(channel=ORDERING, text="svar", thread_ts=parent)["ts"]
        web.chat_delete(channel=ORDERING, ts=parent)
        first, second = web.conversations_replies(channel=ORDERING, ts=parent)["messages"]
        assert (first["subtype"], first["user"]) == ("tombstone", "USLACKBOT")
        web.chat_delete(channel=ORDERING, ts=reply)
        assert second["ts"] == reply
        assert len(web.conversations_history(channel=ORDERING)["messages"]) == 1

    def test_metadata_stays_until_it_is_replaced_or_emptied(self, web: WebClient) -> None:
        metadata = {"event_type": "case", "event_payload": {"number": 1}}
        ts = web.chat_postMessage(channel=ORDERING, text="x", metadata=metadata)["ts"]
        kept = web.chat_update(channel=ORDERING, ts=ts, text="y")["message"]
        gone = web.chat_update(channel=ORDERING, ts=ts, text="y", metadata={})["message"]
        assert kept["metadata"] == metadata
        assert "metadata" not in gone


class TestConversations:
    def test_threads_are_counted(self, web: WebClient, kim: Person) -> None:
        parent = kim.say("hjälp", channel=ORDERING)
        for text in ("ett", "två"):
            web.chat_postMessage(channel=ORDERING, text=text, thread_ts=parent)
        last = kim.say("tack", channel=ORDERING, thread_ts=parent)
        (top,) = web.conversations_history(channel=ORDERING)["messages"]
        assert (top["reply_count"], top["latest_reply"]) == (3, last)
        assert top["reply_users"] == ["U0BOT00001", KIM]
        replies = web.conversations_replies(channel=ORDERING, ts=parent)["messages"]
        assert [one["text"] for one in replies] == ["hjälp", "ett", "två", "tack"]
        assert replies[1]["parent_user_id"] == KIM
        answer = refused(web.conversations_replies, channel=ORDERING, ts="1.000001")
        assert answer["error"] == "thread_not_found"

    def test_a_reply_can_be_shown_in_the_channel_too(self, web: WebClient) -> None:
        parent = web.chat_postMessage(channel=ORDERING, text="a")["ts"]
        web.chat_postMessage(channel=ORDERING, text="b", thread_ts=parent, reply_broadcast=True)
        shown = web.conversations_history(channel=ORDERING)["messages"]
        assert [one.get("subtype") for one in shown] == ["thread_broadcast", None]

    def test_history_by_pages_and_by_time(self, web: WebClient) -> None:
        stamps = [web.chat_postMessage(channel=ORDERING, text=str(n))["ts"] for n in range(5)]
        seen: list[str] = []
        for answer in web.conversations_history(channel=ORDERING, limit=2):
            seen.extend(message["text"] for message in answer["messages"])
        assert seen == ["4", "3", "2", "1", "0"]
        first = web.conversations_history(channel=ORDERING, limit=2)
        web.chat_postMessage(channel=ORDERING, text="ny")
        cursor = first["response_metadata"]["next_cursor"]
        rest = web.conversations_history(channel=ORDERING, cursor=cursor)["messages"]
        assert [message["text"] for message in rest] == ["2", "1", "0"]
        between = web.conversations_history(
            channel=ORDERING, oldest=stamps[1], latest=stamps[3], inclusive=True
        )
        assert [message["text"] for message in between["messages"]] == ["3", "2", "1"]
        for cursor in ("nope", "b2Zmc2V0OjE=", "bmV4dF90czph"):
            answer = refused(web.conversations_history, channel=ORDERING, cursor=cursor)
            assert answer["error"] == "invalid_cursor"

    def test_what_the_bot_may_see(self, web: WebClient, server: SandboxServer) -> None:
        secret = server.add_channel("hemligt", [KIM], kind="private").id
        assert refused(web.conversations_info, channel=secret)["error"] == "channel_not_found"
        assert refused(web.conversations_history, channel=GENERAL)["error"] == "not_in_channel"
        assert web.conversations_info(channel=GENERAL)["channel"]["is_member"] is False
        names = {one["name"] for one in web.conversations_list()["channels"]}
        assert names == {"allmänt", "e-handel", "e-handel-samordnare"}
        ims = web.conversations_list(types="im")["channels"]
        assert {one["user"] for one in ims} >= {KIM, ALEX}

    def test_members_open_and_join(self, web: WebClient) -> None:
        members = web.conversations_members(channel=COORDINATORS)["members"]
        assert members == ["U0ROBIN001", "U0BOT00001"]
        opened = web.conversations_open(users=KIM)["channel"]["id"]
        assert web.conversations_info(channel=opened)["channel"]["user"] == KIM
        assert refused(web.conversations_open, users="U0NOBODY01")["error"] == "user_not_found"
        assert web.conversations_join(channel=GENERAL)["channel"]["is_member"] is True
        assert web.conversations_join(channel=GENERAL)["warning"] == "already_in_channel"


class TestPeople:
    def test_locale_and_email_only_when_asked_for(self, web: WebClient) -> None:
        assert web.users_info(user=ALEX, include_locale=True)["user"]["locale"] == "en-GB"
        plain = web.users_info(user=KIM)["user"]
        assert "locale" not in plain
        assert plain["real_name"] == "Kim Berg"
        assert plain["profile"]["email"] == "kim.berg@example.se"
        assert refused(web.users_info, user="U0NOBODY01")["error"] == "user_not_found"

    def test_all_of_them_by_pages(self, web: WebClient) -> None:
        names = [
            member["real_name"]
            for answer in web.users_list(limit=2)
            for member in answer["members"]
        ]
        assert len(names) == 5
        assert "Robin Ek" in names


class TestReactions:
    def test_added_shown_and_removed(self, web: WebClient) -> None:
        ts = web.chat_postMessage(channel=ORDERING, text="x")["ts"]
        where = {"channel": ORDERING, "timestamp": ts, "name": "eyes"}
        web.reactions_add(**where)
        assert refused(web.reactions_add, **where)["error"] == "already_reacted"
        shown = web.reactions_get(channel=ORDERING, timestamp=ts)["message"]["reactions"]
        assert shown == [{"name": "eyes", "users": ["U0BOT00001"], "count": 1}]
        web.reactions_remove(**where)
        assert refused(web.reactions_remove, **where)["error"] == "no_reaction"
        assert refused(web.reactions_add, **{**where, "name": "Ö"})["error"] == "invalid_name"


class TestFiles:
    def test_uploaded_shared_and_downloaded(
        self, web: WebClient, server: SandboxServer, call: Caller, kim: Person
    ) -> None:
        content = b"artikel;pris\n1;2\n"
        answer = web.files_upload_v2(
            channel=server.dm(KIM), filename="priser.csv", content=content, initial_comment="Här"
        )
        file = answer["file"]
        shared = kim.wait_for_message("Här")
        assert [one["name"] for one in shared["files"]] == ["priser.csv"]
        path = file["url_private"].removeprefix(server.url)
        assert call(path, verb="GET").body == content
        assert call(path, verb="GET", signed_in=None).status == 302
        assert call(shared["files"][0]["url_private"], verb="GET", signed_in=None).body == content
        told = web.files_info(file=file["id"])["file"]
        assert told["size"] == len(content)
        assert told["shares"] == {"private": {server.dm(KIM): [{"ts": shared["ts"]}]}}
        assert (told["ims"], told["channels"]) == ([server.dm(KIM)], [])
        assert refused(web.files_info, file="F0NOTHING1")["error"] == "file_not_found"

    def test_what_a_person_uploads_reaches_the_bot(
        self, web: WebClient, server: SandboxServer, call: Caller, kim: Person
    ) -> None:
        kim.upload("följesedel.txt", b"tre saknas", text="se här")
        (message,) = web.conversations_history(channel=kim.dm)["messages"]
        assert (message["subtype"], message["text"]) == ("file_share", "se här")
        path = message["files"][0]["url_private"].removeprefix(server.url)
        assert call(path, verb="GET").body == b"tre saknas"
