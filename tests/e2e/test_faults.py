"""What goes wrong on the way: nothing is lost, and nothing comes twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.faults import FaultKind
from tests.e2e.steps import latest, said, texts
from tests.support.house import House, house


@pytest.fixture
def hurried(tmp_path: Path) -> Iterator[House]:
    """A workspace that sends events again soon, and waits shortly for acknowledgements."""
    with house(tmp_path, time_scale=0.02, ack_seconds=0.5, ping_seconds=0.2) as one:
        one.start()
        yield one


@pytest.mark.parametrize(
    ("kind", "applied"),
    [
        ("ratelimited", False),
        ("http_500", False),
        ("http_500", True),
    ],
)
def test_slack_fails_while_sending(at: House, kind: FaultKind, applied: bool) -> None:
    at.server.add_fault(kind, method="chat.postMessage", retry_after=1, applied=applied)
    before = latest(at.kim)
    at.kim.say("vad är ett GLN?")
    at.kim.say("jag kan inte skicka min beställning")
    at.kim.wait_for_message("alla flikar", after=before)
    at.settle()
    seen = texts(at.kim)
    assert sum("13 siffror" in text for text in seen) == 1
    assert sum("alla flikar" in text for text in seen) == 1
    gln = next(place for place, text in enumerate(seen) if "13 siffror" in text)
    guide = next(place for place, text in enumerate(seen) if "alla flikar" in text)
    assert gln < guide


def test_the_connection_breaks(hurried: House) -> None:
    said(hurried.kim, "jag kan inte skicka min beställning", "alla flikar")
    hurried.server.drop_sockets()
    hurried.server.wait_for_connection(timeout=20)
    before = latest(hurried.kim)
    hurried.kim.say("ja")
    hurried.kim.wait_for_message("varje orderrad", after=before, timeout=20)


def test_slack_refreshes_the_connection(hurried: House) -> None:
    said(hurried.kim, "jag kan inte skicka min beställning", "alla flikar")
    hurried.server.disconnect()
    before = latest(hurried.kim)
    hurried.kim.say("ja")
    hurried.kim.wait_for_message("varje orderrad", after=before, timeout=20)


def test_a_late_acknowledgement_brings_the_event_again_and_changes_nothing(hurried: House) -> None:
    said(hurried.kim, "jag kan inte skicka min beställning", "alla flikar")
    hurried.settle()
    hurried.server.add_fault("delay_ack", seconds=0.7)
    said(hurried.kim, "ja", "varje orderrad")
    hurried.settle()
    again = [record for record in hurried.server.deliveries if record.attempt]
    assert again
    assert not any("attestbehörighet" in text for text in texts(hurried.kim))


def test_what_was_written_while_the_bot_was_away_is_answered(hurried: House) -> None:
    hurried.stop()
    hurried.kim.say("jag kan inte skicka min beställning")
    hurried.start()
    hurried.kim.wait_for_message("alla flikar", timeout=10)
