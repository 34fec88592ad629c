"""A conversation that is taken up when its messages have been forgotten."""

from sqlalchemy import delete

from bot.database.models import OutboxRow
from tests.transcripts.model import CAST
from tests.transcripts.stage import Build


def test_a_guide_goes_on_though_its_step_is_forgotten(build: Build) -> None:
    stage = build(CAST["kim"])
    stage.say("ordern går inte iväg")
    with stage.core.db.write() as session:
        session.execute(delete(OutboxRow))

    [shown] = stage.say("ja")
    assert "varje orderrad" in shown.text
