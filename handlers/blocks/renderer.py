"""Every message as Block Kit, with a text that says the same."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.article_shown import ArticleFound, ArticleHits
from bot.messages import (
    CaseCard,
    CaseNews,
    CaseReceipt,
    CaseReminder,
    ChecklistShown,
    Contacts,
    FaqAnswer,
    FileMessage,
    GoodsList,
    GuideSolved,
    GuideStepAnswered,
    GuideStepShown,
    GuideTurn,
    Home,
    ListShown,
    Message,
    NotUnderstoodReply,
    ProfileQuestion,
    Say,
    Suggestions,
)
from bot.week.shown import WeekReport
from handlers.blocks import (
    answers,
    articles,
    cases,
    checklists,
    contacts,
    guide,
    home,
    lists,
    profile,
    week,
)
from handlers.blocks.common import Block, fallback, fitted, numbered
from handlers.blocks.text import plain
from handlers.blocks.wording import Wording
from knowledge.library import Library
from knowledge.text import Lang


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message for Slack: `blocks`, and `text` (`mrkdwn`, at most 4,000) that says the same."""

    text: str
    blocks: list[Block]

    @property
    def plain(self) -> str:
        """The text as a terminal shows it: no marks, no entities."""
        return plain(self.text)


class Renderer:
    """Draws messages with the texts of the library as it is when they are drawn.

    Times are shown in the zone called `timezone`.
    """

    def __init__(self, library: Callable[[], Library], timezone: str) -> None:
        self._library = library
        self._zone = ZoneInfo(timezone)

    def words(self, lang: Lang) -> Wording:
        """The library's words in one language."""
        return Wording(self._library(), lang, self._zone)

    def render(self, message: Message, lang: Lang) -> Rendered:
        """The message in `lang`, within Slack's limits; PhraseError for an unknown phrase."""
        words = self.words(lang)
        blocks = numbered(fitted(_draw(words, message)))
        return Rendered(text=fallback(blocks, words.template("ui.choices")), blocks=blocks)

    def render_home(self, message: Home, lang: Lang) -> Block:
        """The App Home as a view for views.publish."""
        return home.home(self.words(lang), message)


_Work = CaseCard | CaseReceipt | CaseNews | CaseReminder | ChecklistShown | Home
_Find = Contacts | ArticleHits | ArticleFound | GoodsList | ProfileQuestion


def _draw(words: Wording, message: Message) -> list[Block]:  # noqa: PLR0911 - one a kind
    match message:
        case Say():
            return answers.say(words, message)
        case FileMessage():
            return answers.with_file(words, message)
        case FaqAnswer():
            return answers.faq(words, message)
        case Suggestions():
            return answers.suggestions(words, message)
        case NotUnderstoodReply():
            return answers.not_understood(words, message)
        case GuideStepShown():
            return guide.step(words, message)
        case GuideStepAnswered():
            return guide.answered(words, message)
        case GuideTurn():
            return guide.turn(words, message)
        case GuideSolved():
            return guide.solved(words, message)
        case ListShown() | WeekReport():
            return _draw_lists(words, message)
        case Contacts() | ArticleHits() | ArticleFound() | GoodsList() | ProfileQuestion():
            return _draw_find(words, message)
        case _:
            return _draw_work(words, message)


def _draw_lists(words: Wording, message: ListShown | WeekReport) -> list[Block]:
    if isinstance(message, ListShown):
        return lists.price_list(words, message)
    return week.report(words, message)


def _draw_find(words: Wording, message: _Find) -> list[Block]:
    match message:
        case Contacts():
            return contacts.contacts(words, message)
        case ArticleHits():
            return articles.hits(words, message)
        case ArticleFound():
            return articles.found(words, message)
        case GoodsList():
            return articles.goods(words, message)
        case ProfileQuestion():
            return profile.question(words, message)
        case _:
            assert_never(message)


def _draw_work(words: Wording, message: _Work) -> list[Block]:
    match message:
        case CaseCard():
            return cases.card(words, message)
        case CaseReceipt():
            return cases.receipt(words, message)
        case CaseNews():
            return cases.news(words, message)
        case CaseReminder():
            return cases.reminder(words, message)
        case ChecklistShown():
            return checklists.checklist(words, message)
        case Home():
            return home.blocks(words, message)
        case _:
            assert_never(message)
