"""Files that the bot sends: where they were meant for, in their order, and once."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from bot.database.models import IncomingListRow, OutboxRow
from bot.documents import Document, RejectedLines
from bot.import_report import ImportReport, dump_report
from bot.messages import FileMessage, Message, Say
from bot.outbox import Envelope, Outbox, Target, ToPerson, ToPlace, UnderMessage
from bot.sandbox.faults import FaultKind
from bot.sandbox.model import Json
from knowledge.pricelists import Rejected
from knowledge.text import Lang
from tests.support.house import KIM, ROBIN, ROOT, House, house
from tests.support.surfaces import text_of

ABOVE = "Här är alla rader i"


def rejected(at: House) -> FileMessage:
    """A list with two bad lines came in: they are to be sent as a file."""
    lines = (Rejected(3, "Priset saknas", "00123"), Rejected(7, "=SUM(1) är inget pris"))
    report = ImportReport("Lyreco", "csv", 1, 0, 0, 0, rejected=lines)
    with at.db.write() as session:
        row = IncomingListRow(
            way="slack",
            key="F1",
            source="F1",
            file_name="lyreco v48.csv",
            state="read",
            received_at=at.clock(),
            due_at=at.clock(),
            report=dump_report(report),
        )
        session.add(row)
        session.flush()
        document = RejectedLines(incoming=row.id)
    return FileMessage(
        document=document, key="list.rejected.file", params={"file": "lyreco v48.csv"}
    )


def put(at: House, target: Target, message: Message, lang: Lang = Lang.SV) -> int:
    """Put a message in the outbox of a bot that runs."""
    with at.db.write() as session:
        envelope = Envelope(target=target, lang=lang, message=message)
        assert at.bot is not None
        return at.bot.core.outbox.put(session, envelope)


def content(at: House, message: Json) -> bytes:
    """What is in the file of a message."""
    [file] = message["files"]
    found = at.server.call(lambda sandbox: sandbox.files.get(file["id"]))
    assert found is not None
    return found


def shown(at: House) -> int:
    return sum("files" in message for message in at.robin.messages(channel=at.channel))


def test_a_workbook_to_a_channel_a_thread_and_a_person(at: House) -> None:
    at.kim.say("hej")
    at.settle()
    message = rejected(at)
    place = ToPlace(channel=at.channel)
    first = put(at, place, message)
    put(at, UnderMessage(message=first), Say(key="ui.gone"))
    put(at, UnderMessage(message=first), message, Lang.EN)
    put(at, ToPerson(person=KIM), message)
    posted = at.robin.wait_for_message(ABOVE, channel=at.channel)
    book = CalamineWorkbook.from_filelike(BytesIO(content(at, posted)))
    assert book.get_sheet_by_index(0).to_python() == [
        ["Rad", "Artikelnummer", "Vad som är fel"],
        [3, "00123", "Priset saknas"],
        [7, "", "=SUM(1) är inget pris"],
    ]
    assert posted["files"][0]["title"] == "Nekade rader – lyreco v48"
    assert posted["files"][0]["name"] == "Nekade rader – lyreco v48.xlsx"
    reply = at.robin.wait_for_message(
        "Here are all lines of lyreco v48.csv", channel=at.channel, thread_ts=posted["ts"]
    )
    assert reply["files"][0]["name"] == "Rejected lines – lyreco v48.xlsx"
    assert at.kim.wait_for_message(ABOVE)["files"]


def test_for_one_persons_eyes_goes_to_their_dm(at: House) -> None:
    at.robin.say("hej")
    at.settle()
    put(at, ToPlace(channel=at.channel, only_for=ROBIN), rejected(at))
    assert at.robin.wait_for_message(ABOVE)["files"]
    assert shown(at) == 0


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize(
    ("kind", "applied"), [("ratelimited", False), ("http_500", False), ("http_500", True)]
)
def test_slack_fails_on_the_way(at: House, method: str, kind: FaultKind, applied: bool) -> None:
    at.server.add_fault(kind, method=method, applied=applied)
    put(at, ToPlace(channel=at.channel), rejected(at))
    put(at, ToPlace(channel=at.channel), Say(key="ui.gone"))
    at.robin.wait_for_message("finns inte längre", channel=at.channel, timeout=10)
    [first, second] = at.robin.messages(channel=at.channel)[-2:]
    assert "files" in first
    assert "files" not in second
    assert shown(at) == 1


def test_a_bot_that_ends_while_slack_shows_the_file(at: House) -> None:
    """The next one finds what Slack showed, and shows it once."""
    at.server.add_fault("timeout", method="files.completeUploadExternal", seconds=1.0, applied=True)
    put(at, ToPlace(channel=at.channel), rejected(at))
    at.robin.wait_for_message(ABOVE, channel=at.channel)
    at.stop()
    at.start()
    at.clock.forward(Outbox.LEASE)
    at.settle()
    assert shown(at) == 1


def test_what_is_gone_holds_nobody_up(at: House) -> None:
    gone = FileMessage(
        document=RejectedLines(incoming=99), key="list.rejected.file", params={"file": "x"}
    )
    put(at, ToPlace(channel=at.channel), gone)
    put(at, ToPlace(channel=at.channel), Say(key="ui.gone"))
    at.robin.wait_for_message("finns inte längre", channel=at.channel)
    assert shown(at) == 0


def gives_up(at: House, message_id: int) -> int:
    """Let the time pass in which a message is tried again, until it is given up; after how many
    attempts."""
    assert at.bot is not None
    gateway = at.bot.gateway

    def given_up() -> bool:
        at.clock.forward(timedelta(seconds=1))
        gateway.sweep()
        with at.db.read() as session:
            return session.get_one(OutboxRow, message_id).state == "failed"

    at.until(given_up, seconds=30)
    with at.db.read() as session:
        return session.get_one(OutboxRow, message_id).attempts


@pytest.mark.parametrize("method", ["upload", "files.getUploadURLExternal"])
def test_a_file_that_cannot_be_sent_holds_nobody_up(at: House, method: str) -> None:
    """It is said where the file was meant for, and tried again when somebody wants that."""
    at.server.add_fault("http_500", method=method, count=99)
    place = ToPlace(channel=at.channel)
    first = put(at, place, Say(key="files.forgotten"))
    file = put(at, UnderMessage(message=first), rejected(at))
    put(at, place, Say(key="ui.gone"))
    gives_up(at, file)
    at.robin.wait_for_message("finns inte längre", channel=at.channel)
    above = at.robin.wait_for_message("har jag inte kvar", channel=at.channel)
    thread = {"channel": at.channel, "thread_ts": above["ts"]}
    notice = at.robin.wait_for_message("raderna som inte kunde läsas in gick inte", **thread)
    at.server.clear_faults()
    at.robin.press(notice, "Försök skicka filen igen")
    assert at.robin.wait_for_message(ABOVE, **thread)["files"]
    at.settle()
    [_, told, _] = at.robin.messages(**thread)
    assert "Jag försöker skicka filen igen" in text_of(told)
    assert "button" not in json.dumps(told["blocks"])


def test_a_file_for_one_persons_eyes_that_cannot_be_sent(at: House) -> None:
    at.robin.say("hej")
    at.settle()
    at.server.add_fault("http_500", method="upload", count=99)
    file = put(at, ToPlace(channel=at.channel, only_for=ROBIN), rejected(at), Lang.EN)
    gives_up(at, file)
    notice = at.robin.wait_for_message("could not be sent")
    at.robin.press(notice, "Try to send the file again")
    at.robin.wait_for_message("I am trying")


def test_a_maker_that_fails_is_not_asked_for_long(at: House) -> None:
    """A report that says something that is none: whatever it is, it stays so."""
    message = rejected(at)
    with at.db.write() as session:
        session.execute(update(IncomingListRow).values(report="{}"))
    file = put(at, ToPlace(channel=at.channel), message)
    put(at, ToPlace(channel=at.channel), Say(key="ui.gone"))
    assert gives_up(at, file) == 2
    at.robin.wait_for_message("finns inte längre", channel=at.channel)
    at.robin.wait_for_message("gick inte att skicka", channel=at.channel)


def test_every_kind_of_file_has_its_words(at: House) -> None:
    [kinds, _] = get_args(Document)
    assert at.bot is not None
    phrases = at.bot.core.knowledge.base.phrases
    for document in get_args(kinds):
        key = f"files.unsent.{document.model_fields['kind'].default}"
        assert all(phrases.text(key, lang) for lang in Lang)


def test_an_app_that_may_not_handle_files(tmp_path: Path) -> None:
    """Installed before they were: a coordinator is told what to do, and nothing is held up."""
    manifest = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    manifest["oauth_config"]["scopes"]["bot"] = [one for one in scopes if "files" not in one]
    older = tmp_path / "manifest.json"
    older.write_text(json.dumps(manifest), encoding="utf-8")
    with house(tmp_path, manifest=older) as one:
        one.start()
        put(one, ToPlace(channel=one.channel), rejected(one))
        put(one, ToPlace(channel=one.channel), Say(key="ui.gone"))
        one.robin.wait_for_message("finns inte längre", channel=one.channel)
        one.robin.upload("lyreco.csv", b"x")
        one.robin.wait_for_message("(files:read)")
        one.server.clear_violations()
