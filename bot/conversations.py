"""One message in, replies out: who is it, what are we in the middle of, what is it about.

Each entry point is one transaction: the event is marked done, the state is kept and the replies
are in the outbox, or none of it happened.
"""

from typing import assert_never

from bot.answers_talk import AnswersTalk
from bot.article_intents import ArticlesFrom, MoreArticles
from bot.article_talk import ArticleTalk
from bot.cases import Cases
from bot.commands import goods_in
from bot.conversation_state import (
    AskingContact,
    AskingPlace,
    AskingProfile,
    Choosing,
    Describing,
    InGuide,
    ListingGoods,
    Rating,
    SeekingArticle,
)
from bot.goods_talk import GoodsTalk
from bot.guide_replies import GuideReplies
from bot.guide_talk import GuideTalk, HandsOver
from bot.home import HomePage
from bot.intents import (
    AskPerson,
    DescribeNothing,
    Feedback,
    GoodsCancel,
    GoodsDone,
    GoodsMissing,
    GuideBack,
    GuideCancel,
    GuideChoose,
    GuideResume,
    GuideSupplier,
    GuideUnknown,
    NoneOfThese,
    OpenTopic,
    QuestionWasReply,
    ReplyWasQuestion,
    SetMunicipality,
    SetRole,
    ShowContact,
    SkipProfile,
)
from bot.messages import AnsweredShown, Button
from bot.occasion import FileRef, Occasion
from bot.offer_talk import OfferTalk
from bot.outbox import Outbox
from bot.profile_talk import ProfileTalk
from bot.reply_talk import ReplyTalk
from bot.steering import Steering
from bot.turn import Turn
from bot.turns import Turns
from bot.understanding import Understood
from knowledge.answers import Polarity, bare
from knowledge.topics import Municipality, Role

TalkIntent = (
    OpenTopic
    | NoneOfThese
    | Feedback
    | GuideChoose
    | GuideUnknown
    | GuideSupplier
    | GuideBack
    | GuideCancel
    | GuideResume
    | ShowContact
    | AskPerson
    | DescribeNothing
    | GoodsMissing
    | GoodsDone
    | GoodsCancel
    | MoreArticles
    | ArticlesFrom
    | SetMunicipality
    | SetRole
    | SkipProfile
    | ReplyWasQuestion
    | QuestionWasReply
)
"""The buttons that a conversation answers; forms and cases have their own services."""

CLEARLY_ELSEWHERE = 0.95
"""From which confidence a text leaves the search for goods: many a name of goods says something."""

MOST_OF_A_NAME = 2
"""Words: a department may be called as something is that the bot knows of."""

UNKNOWN_WORD = {"sv": "vet inte", "en": "don't know"}


class Conversations:
    """The conversations between people and the bot."""

    def __init__(
        self,
        *,
        turns: Turns,
        outbox: Outbox,
        cases: Cases,
        answers: AnswersTalk,
        guides: GuideTalk,
        articles: ArticleTalk,
        goods: GoodsTalk,
        profile: ProfileTalk,
        offers: OfferTalk,
        replies: ReplyTalk,
        home: HomePage,
        hand_over: HandsOver,
    ) -> None:
        self._turns = turns
        self._outbox = outbox
        self._cases = cases
        self._answers = answers
        self._guides = guides
        self._articles = articles
        self._goods = goods
        self._profile = profile
        self._offers = offers
        self._in_guide = GuideReplies(guides, answers)
        self._steering = Steering(answers, guides, goods, profile)
        self._replies = replies
        self._home = home
        self._hand_over = hand_over

    def receive(self, occasion: Occasion, text: str, files: tuple[FileRef, ...] = ()) -> None:
        """Answer what a person wrote to the bot, in a DM or mentioning it."""
        with self._turns.take(occasion) as turn:
            if turn is not None and not self._are_only_files(turn, text.strip(), files):
                self._hear(turn, text.strip(), files)

    def overhear(self, occasion: Occasion, text: str, files: tuple[FileRef, ...] = ()) -> None:
        """Take a channel's message that does not mention the bot: only a case's thread, or a
        thread in which the bot is in the middle of something with this person, concerns it."""
        with self._turns.take(occasion) as turn:
            if turn is None:
                return
            case = self._outbox.case_of(turn.session, occasion.place)
            if case is not None:
                self._in_case_thread(turn, case, _with_files(text.strip(), files))
            elif turn.state.expects is not None:
                self._hear(turn, text.strip(), files)

    def command(self, occasion: Occasion, text: str) -> None:
        """Answer `/ehjalp TEXT` in the person's DM; with no text, say what the bot can do.

        `/ehjalp vara GOODS` looks for goods, whatever they are called.
        """
        goods = goods_in(text)
        if goods is None:
            self.receive(occasion, text)
            return
        with self._turns.take(occasion) as turn:
            if turn is not None:
                self._look_for(turn, goods)

    def press(self, occasion: Occasion, intent: TalkIntent) -> None:
        """Do what a button says."""
        with self._turns.take(occasion) as turn:
            if turn is not None:
                self._pressed(turn, intent)

    def open_home(self, occasion: Occasion) -> None:
        """Show the person's App Home as it is now."""
        coordinator = self._home.is_coordinator(occasion.person)
        with self._turns.take(occasion) as turn:
            if turn is not None:
                self._home.publish(turn, coordinator=coordinator)

    def describe(
        self,
        occasion: Occasion,
        municipality: Municipality | None,
        department: str | None,
        role: Role | None,
    ) -> None:
        """Keep what the person said of themselves in the form, and show it."""
        coordinator = self._home.is_coordinator(occasion.person)
        with self._turns.take(occasion) as turn:
            if turn is None:
                return
            self._profile.describe(turn, municipality, department, role)
            self._home.publish(turn, coordinator=coordinator)

    def case_from_message(self, occasion: Occasion, text: str, comment: str | None) -> None:
        """Open a case from a message that someone pointed at."""
        with self._turns.take(occasion) as turn:
            if turn is None:
                return
            understood = self._answers.understand(text)
            answers = (AnsweredShown(label="Kommentar", value=comment),) if comment else ()
            self._hand_over(
                turn, topic=understood.id if understood.sure else None, said=text, answers=answers
            )

    def _hear(self, turn: Turn, text: str, files: tuple[FileRef, ...]) -> None:
        text = _with_files(text, files)
        case = self._outbox.case_of(turn.session, turn.occasion.place)
        if case is not None:
            self._in_case_thread(turn, case, text)
            return
        if self._steering.obey(turn, text):
            return
        match turn.state.expects:
            case InGuide() as running:
                self._in_guide.hear(turn, running, text)
            case SeekingArticle():
                self._seek(turn, text)
            case AskingContact() if self._answers.hear_contact(turn, text):
                pass
            case ListingGoods() as listing:
                self._list(turn, listing, text)
            case Describing() as describing:
                self._describe(turn, describing, text)
            case AskingPlace() as waiting:
                if not self._answers.hear_place(turn, waiting, text):
                    turn.expect(None)
                    self._question(turn, text)
            case AskingProfile(field=field):
                if self._is_no_answer(text) or not self._profile.hear(turn, field, text):
                    self._question(turn, text)
            case AskingContact() | Choosing() | Rating() | None:
                self._offered(turn, text)

    def _are_only_files(self, turn: Turn, text: str, files: tuple[FileRef, ...]) -> bool:
        """Say that files are not opened; whether there is nothing beside them to answer.

        In a case's thread, a guide, or what is described to the coordinator they go by name: what
        is in a person's chat with the bot nobody else can open, so they are told.
        """
        if not files:
            return False
        names = ", ".join(file.name for file in files)
        number = ".one" if len(files) == 1 else ""
        case = self._outbox.case_of(turn.session, turn.occasion.place)
        if case is not None or isinstance(turn.state.expects, Describing | InGuide):
            if turn.occasion.place.dm:
                turn.phrase(f"files.by_name{number}", names=names)
            return False
        if text:
            turn.phrase(f"files.unread{number}", names=names)
        else:
            turn.phrase(f"files.alone{number}", Button(intent=AskPerson()), names=names)
        return not text

    def _in_case_thread(self, turn: Turn, case: int, text: str) -> None:
        """Take what is written in a case's thread: the person's own, or the coordinators'."""
        if turn.occasion.place.dm:
            self._cases.person_wrote(turn.session, turn.person, case, text)
            turn.react("white_check_mark")
        else:
            self._cases.coordinator_wrote_in_thread(
                turn.session, turn.person, case, text, place=turn.occasion.place
            )

    def _offered(self, turn: Turn, text: str) -> None:
        """An answer to what was offered, if no case waits for one; else a question."""
        if turn.occasion.place.dm and self._replies.waits(turn):
            self._question(turn, text)
            return
        if self._offers.hear(turn, text):
            return
        understood = self._answers.understand(text)
        if not understood.sure and self._guides.hear_aside(turn, text, understood.slots):
            return
        self._question(turn, text, understood)

    def _describe(self, turn: Turn, describing: Describing, text: str) -> None:
        """What the coordinator shall help with; small talk is not yet that."""
        small_talk = self._answers.understand(text).small_talk
        if small_talk is not None:
            self._answers.ask_description(turn)
            return
        turn.expect(None)
        whole = f"{describing.said}\n{text}" if describing.said else text
        self._hand_over(turn, topic=describing.topic, said=whole, answers=())

    def _list(self, turn: Turn, listing: ListingGoods, text: str) -> None:
        """More goods; who wants a person has none to add."""
        understood = self._answers.understand(text)
        if understood.kind == "handoff" and understood.confidence >= CLEARLY_ELSEWHERE:
            self._goods.done(turn)
        elif understood.small_talk is not None:
            turn.phrase(f"small_talk.{understood.small_talk.value}")
            self._goods.again(turn, listing)
        else:
            self._goods.hear(turn, listing, text)

    def _is_no_answer(self, text: str) -> bool:
        """Whether a text says thanks or tells of a problem, rather than of who the person is."""
        understood = self._answers.understand(text)
        tells = (
            understood.kind in ("guide", "faq", "handoff") and len(text.split()) > MOST_OF_A_NAME
        )
        clear = understood.confidence >= CLEARLY_ELSEWHERE
        return understood.small_talk is not None or (tells and clear)

    def _seek(self, turn: Turn, text: str) -> None:
        if bare(text) is Polarity.NO:
            self._steering.cancel(turn)
            return
        understood = self._answers.understand(text)
        elsewhere = understood.sure and understood.kind != "articles"
        clear = elsewhere and understood.confidence >= CLEARLY_ELSEWHERE
        if clear or understood.small_talk is not None:
            self._question(turn, text, understood)
            return
        self._look_for(turn, text)

    def _look_for(self, turn: Turn, goods: str) -> None:
        found = Understood(kind="articles", id="find-article", confidence=1.0, goods=goods)
        self._answers.answer(turn, goods, found)

    def _question(self, turn: Turn, text: str, understood: Understood | None = None) -> None:
        understood = understood or self._answers.understand(text)
        if turn.occasion.place.dm and self._replies.take(turn, text, understood):
            return
        question = self._answers.answer(turn, text, understood)
        if turn.occasion.place.dm:
            self._replies.offer(turn, question)

    def _pressed_goods(self, turn: Turn, intent: GoodsMissing | GoodsDone | GoodsCancel) -> None:
        match intent:
            case GoodsMissing():
                goods = self._articles.goods_of(turn.session, intent, turn.person.id)
                if goods is None:
                    turn.phrase("answer.too_old")
                else:
                    self._goods.begin(turn, goods)
            case GoodsDone():
                self._goods.done(turn)
            case GoodsCancel():
                self._goods.cancel(turn)

    def _pressed(self, turn: Turn, intent: TalkIntent) -> None:  # noqa: PLR0912 - one case each
        match intent:
            case OpenTopic(topic=topic, question=question):
                self._answers.open(turn, topic, question)
            case NoneOfThese(question=question):
                self._answers.none_of_these(turn, question)
            case Feedback(question=question, helpful=helpful):
                self._answers.feedback(turn, question, helpful)
            case GuideChoose(guide=guide, step=step, choice=choice):
                self._guides.choose(turn, guide, step, choice)
            case GuideUnknown(guide=guide, step=step):
                self._guides.fill(turn, guide, step, UNKNOWN_WORD[turn.person.lang.value])
            case GuideSupplier(guide=guide, step=step, party=party):
                self._guides.fill(turn, guide, step, party)
            case GuideBack():
                self._guides.back(turn)
            case GuideCancel():
                self._guides.cancel(turn)
            case GuideResume():
                self._guides.resume(turn)
            case ShowContact(party=party):
                self._answers.show_contact(turn, party)
            case AskPerson(question=question):
                self._answers.ask_person(turn, question)
            case DescribeNothing():
                self._steering.keep_quiet(turn)
            case GoodsMissing() | GoodsDone() | GoodsCancel():
                self._pressed_goods(turn, intent)
            case MoreArticles() | ArticlesFrom():
                self._articles.press(turn, intent)
            case SetMunicipality(municipality=municipality):
                self._profile.press(turn, municipality, None)
                if isinstance(turn.state.expects, AskingPlace):
                    self._answers.answer_place(turn, turn.state.expects)
            case SetRole(role=role):
                self._profile.press(turn, None, role)
            case SkipProfile() if isinstance(turn.state.expects, AskingPlace):
                self._answers.answer_place(turn, turn.state.expects)
            case SkipProfile():
                self._profile.skip(turn)
            case ReplyWasQuestion(case=case, event=event):
                text = self._replies.take_back(turn, case, event)
                if text is not None:
                    self._answers.answer(turn, text, self._answers.understand(text))
            case QuestionWasReply(case=case, question=question):
                self._replies.send(turn, case, question)
            case _:
                assert_never(intent)


def _with_files(text: str, files: tuple[FileRef, ...]) -> str:
    """The text with the names of what came with it, so that nobody reads past an attachment."""
    if not files:
        return text
    names = ", ".join(file.name for file in files)
    return f"{text}\n📎 {names}".strip()
