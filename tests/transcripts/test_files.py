"""Files that a person sends in the DM: nobody but they and the bot can open them."""

from bot.occasion import FileRef
from tests.transcripts.model import CAST
from tests.transcripts.stage import Build, Shown, Stage

PICTURE = FileRef(id="F1", name="skärmbild.png", mimetype="image/png")


def _sent(stage: Stage, text: str) -> str:
    return _texts(stage.say(text, files=(PICTURE,)))


def _texts(shown: list[Shown]) -> str:
    return "\n".join(one.text for one in shown)


def test_what_is_sent_with_the_description_of_a_case(build: Build) -> None:
    stage = build(CAST["kim"])
    stage.say("prata med samordnaren")
    assert "bara du och jag" in _sent(stage, "skrivaren strular, se bilden")
    [case] = stage.cases()
    assert "skärmbild.png" in case.summary


def test_what_is_sent_in_a_guide(build: Build) -> None:
    stage = build(CAST["sam"])
    stage.say("varor har inte kommit från lyreco")
    told = _sent(stage, "order 4711")
    assert "skärmbild.png" in told
    assert "bara du och jag" in told
    assert "Vilken dag" in told


def test_what_is_sent_with_a_question_or_alone(build: Build) -> None:
    stage = build(CAST["kim"])
    for text in ("vad är gln?", ""):
        told = _sent(stage, text)
        assert "skärmbild.png" in told
        assert "bara du och jag" not in told
