"""Whatever is said and pressed, in whatever order: the bot answers, and loses its place nowhere."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation_state import InGuide, State
from bot.database.session import Database
from bot.settings import Settings
from bot.topic_understanding import Trained
from knowledge.articles import ArticleIndex
from tests.transcripts.model import CAST, transcripts
from tests.transcripts.stage import Shown, Stage

SAID = sorted(
    {
        turn.say
        for transcript in transcripts().values()
        for turn in transcript.turns
        if turn.say is not None and turn.times == 1
    }
)
OPENS_A_FORM = {
    *("Svara", "Reply", "Skriv till samordnaren", "Write to the coordinator"),
    *("Lägg till vara", "Add an item"),
}


@given(data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_bot_answers_whatever_is_done(
    settings: Settings,
    database: Database,
    trained: Trained,
    articles: ArticleIndex,
    data: st.DataObject,
) -> None:
    who = data.draw(st.sampled_from(sorted(CAST)), "who")
    with database.rehearsal() as rehearsal:
        stage = Stage.build(settings, rehearsal, trained, articles, CAST[who])
        for _ in range(data.draw(st.integers(3, 15), "turns")):
            new = _do_something(stage, data)
            texts = [shown.text for shown in new]
            assert texts, "the bot says nothing"
            assert len(set(texts)) == len(texts), "the same is said twice"
            guides = _guides(stage.state())
            assert len(set(guides)) == len(guides), "a guide is in two places"


def _do_something(stage: Stage, data: st.DataObject) -> list[Shown]:
    now = sorted({name for shown in stage.standing() for name in shown.buttons} - OPENS_A_FORM)
    ever = sorted({name for shown in stage.drawn for name in shown.buttons} - OPENS_A_FORM)
    acts = ["say", *(["press"] * 2 if now else []), *(["press what was"] if ever else [])]
    match data.draw(st.sampled_from(acts), "act"):
        case "press":
            return stage.press(data.draw(st.sampled_from(now), "button"))
        case "press what was":
            return stage.press(data.draw(st.sampled_from(ever), "old button"), old=True)
        case _:
            return stage.say(data.draw(st.sampled_from(SAID) | st.text(max_size=30), "text"))


def _guides(state: State) -> list[str]:
    running = [state.expects] if isinstance(state.expects, InGuide) else []
    paused = [state.paused] if state.paused else []
    return [one.walk.guide for one in (*running, *paused, *state.earlier)]
