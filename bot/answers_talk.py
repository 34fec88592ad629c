"""Questions in a conversation: understand, answer, offer choices, say plainly what is unknown."""

from typing import Protocol

from sqlalchemy.orm import Session

from bot.article_talk import ArticleTalk
from bot.contact_words import asks_who, means_it
from bot.conversation_state import (
    AskingContact,
    AskingPlace,
    Choosing,
    Describing,
    Rating,
    SeekingArticle,
)
from bot.guide_talk import ContactCards, GuideTalk, HandsOver
from bot.intents import AskPerson, DescribeNothing, OpenTopic
from bot.live_knowledge import LiveKnowledge
from bot.messages import (
    Button,
    ContactCard,
    Contacts,
    FaqAnswer,
    Message,
    NotUnderstoodReply,
    ProfileQuestion,
    Suggestions,
)
from bot.people import Person
from bot.profile_talk import declines, municipality_in
from bot.questions import Question, Questions
from bot.turn import Turn
from bot.understanding import AnswerKind, Understanding, Understood, ordered_for
from knowledge.library import Library
from knowledge.parties import PartyKind
from knowledge.smalltalk import SmallTalk
from knowledge.topics import Kind, Municipality, Role

MOST_CHOICES = 3
MOST_RELATED = 2
MOST_WORDS_OF_PLACE = 4


class Describes(Protocol):
    """Keeps what a person says of themselves; given by the conversation."""

    def __call__(
        self,
        turn: Turn,
        municipality: Municipality | None,
        department: str | None,
        role: Role | None,
    ) -> None:
        """What is None stays as it was."""


class AnswersTalk:
    """Answers questions. Nothing is answered that is not in the knowledge or the database."""

    def __init__(
        self,
        *,
        knowledge: LiveKnowledge,
        understanding: Understanding,
        questions: Questions,
        articles: ArticleTalk,
        contacts: ContactCards,
        guides: GuideTalk,
        hand_over: HandsOver,
        describe: Describes,
    ) -> None:
        self._knowledge = knowledge
        self._understanding = understanding
        self._questions = questions
        self._articles = articles
        self._contacts = contacts
        self._guides = guides
        self._hand_over = hand_over
        self._describe = describe

    @property
    def _library(self) -> Library:
        return self._knowledge.library

    def understand(self, text: str) -> Understood:
        """What a text is about."""
        return self._understanding.understand(text)

    def answer(self, turn: Turn, text: str, understood: Understood) -> int:
        """Answer a question as it was understood; returns the logged question's id."""
        question = self._questions.log(turn.session, turn.person, text, understood)
        turn.state = turn.state.pause()
        if understood.small_talk is not None and not understood.sure:
            self.small_talk(turn, understood.small_talk)
            turn.state = turn.state.now(None)
        elif understood.kind == "fallback" or understood.id is None:
            turn.say(NotUnderstoodReply(question=question, again=turn.state.confused > 0))
            turn.state = turn.state.model_copy(update={"confused": turn.state.confused + 1})
        elif understood.kind == "suggestions":
            self._suggest(turn, self._offered(turn.person.role, understood), question)
        else:
            beside = self._beside(turn, understood, text, question)
            is_faq = understood.id in self._library.faqs
            first = is_faq and not self._asks_place(turn, understood.id)
            if beside is not None and not first:
                turn.say(beside)
            self._topic(turn, understood.id, text, question, understood)
            if beside is not None and first:
                turn.say(beside)
            elif beside is None and understood.also is not None:
                more = Button(intent=OpenTopic(topic=understood.also, question=question))
                turn.phrase("answer.also", more)
        self._offer_resume(turn)
        return question

    def small_talk(self, turn: Turn, kind: SmallTalk) -> None:
        """Be kind; who thanks or leaves is not asked what they want."""
        parting = kind in (SmallTalk.THANKS, SmallTalk.CLOSING)
        turn.phrase(f"small_talk.{kind.value}", *(() if parting else self.common_needs()))

    def open(self, turn: Turn, topic: str, question_id: int | None) -> None:
        """Answer with a topic that was picked; with what was written if it was one of several."""
        if topic not in self._library.topics:
            turn.phrase("ui.gone", *self.common_needs())
            return
        asked = self._question(turn, question_id)
        text = asked.text if asked else ""
        understood = Understood(kind=self.kind(topic), id=topic, confidence=1.0)
        if asked is None:
            question = self._questions.log(turn.session, turn.person, text, understood)
        else:
            question = asked.id
            self._questions.chose(turn.session, question, topic)
            said = self.understand(text)
            understood = understood.model_copy(
                update={"slots": said.slots, "parties": said.parties, "goods": said.goods}
            )
        self._topic(turn, topic, text, question, understood)

    def hear_place(self, turn: Turn, waiting: AskingPlace, text: str) -> bool:
        """Take a text as the municipality that an answer depends on; False if it is none."""
        if declines(text):
            self.answer_place(turn, waiting)
            return True
        municipality = municipality_in(text)
        if municipality is None or len(text.split()) > MOST_WORDS_OF_PLACE:
            return False
        self._describe(turn, municipality, None, None)
        self.answer_place(turn, waiting)
        return True

    def answer_place(self, turn: Turn, waiting: AskingPlace) -> None:
        """Answer what waited for the municipality, by what is known of the person now."""
        turn.say(self.static(waiting.topic, turn.person, waiting.question))
        turn.expect(Rating(question=waiting.question))
        self._offer_resume(turn)

    def none_of_these(self, turn: Turn, question_id: int | None) -> None:
        """None of the offered topics: ask to rephrase, and the next time offer a person plainly."""
        asked = self._question(turn, question_id)
        if asked is not None:
            self._questions.chose(turn.session, asked.id, None)
        again = turn.state.confused > 0
        turn.say(NotUnderstoodReply(question=asked.id if asked else None, again=again))
        self._without_offer(turn)
        turn.state = turn.state.model_copy(update={"confused": turn.state.confused + 1})

    def feedback(self, turn: Turn, question_id: int, helpful: bool) -> None:
        """Keep whether the answer helped; "nej" leads to choices and to a person."""
        asked = self._question(turn, question_id)
        if asked is None:
            turn.phrase("answer.too_old", *self.common_needs())
            return
        self._questions.helped(turn.session, asked.id, helpful)
        self._without_offer(turn)
        if helpful:
            turn.phrase("answer.glad")
            return
        offered = self._instead(asked)
        turn.say(Suggestions(topics=offered, question=asked.id, after_no=True))
        if offered and turn.state.expects is None:
            # What did not help was a first try: “none of these” is the second, and offers a person.
            choosing = Choosing(topics=offered, question=asked.id)
            turn.state = turn.state.model_copy(update={"expects": choosing, "confused": 1})

    def ask_person(self, turn: Turn, question_id: int | None) -> None:
        """Reach the coordinator: with the question already written, else ask for it."""
        asked = self._question(turn, question_id)
        seeking = isinstance(turn.state.expects, SeekingArticle)
        if asked is None and not seeking and self._guides.to_person(turn):
            return
        turn.state = turn.state.pause()
        if asked is not None and asked.text:
            self._hand_over(turn, topic=asked.about, said=asked.text, answers=())
            self._offer_resume(turn)
            return
        self.ask_description(turn)
        turn.expect(Describing(topic=asked.about if asked else None))

    def ask_description(self, turn: Turn) -> None:
        """Ask what the coordinator shall help with."""
        turn.phrase("case.describe", Button(intent=DescribeNothing()))

    def show_contact(self, turn: Turn, party: str) -> None:
        """Show a party's contact details."""
        understood = Understood(kind="contact", id="contacts", confidence=1.0, parties=(party,))
        name = self._library.parties.get(party).label(turn.person.lang)
        question = self._questions.log(turn.session, turn.person, name, understood)
        turn.state = turn.state.pause()
        turn.say(self.contacts(turn.session, turn.person, understood, question, name))
        turn.expect(Rating(question=question))
        self._offer_resume(turn)

    def hear_contact(self, turn: Turn, text: str) -> bool:
        """Take a text as whom the person wants to reach; False if it names nobody."""
        party = self._library.parties.find(text)
        if party is None and not means_it(text):
            return False
        parties = () if party is None else (party.id,)
        understood = Understood(kind="contact", id="contacts", confidence=1.0, parties=parties)
        self.answer(turn, text, understood)
        return True

    def contacts(
        self, session: Session, person: Person, understood: Understood, question: int, text: str
    ) -> Contacts:
        """The contacts that a question names; with none named, those there are to choose from.

        "IT" is that of the person's municipality; both, when it is not known.
        """
        named = understood.parties
        if not named and means_it(text):
            named = self._of_place(PartyKind.IT, person)
        cards: tuple[ContactCard, ...] = tuple(
            self._contacts.card(session, party, lang=person.lang) for party in named
        )
        parties: tuple[str, ...] = ()
        if not cards:
            parties = tuple(
                party.id
                for party in self._library.parties.all()
                if party.municipality in (None, person.municipality) or not person.municipality
            )
        return Contacts(cards=cards, question=question, parties=parties)

    def kind(self, topic: str) -> AnswerKind:
        """The kind of answer that a topic leads to."""
        return self._library.topics[topic].kind.value

    def common_needs(self) -> tuple[Button, ...]:
        """What is asked for most, and a person."""
        return (
            *(
                Button(intent=OpenTopic(topic=topic.id))
                for topic in self._library.common_needs
                if topic.kind is not Kind.HANDOFF
            ),
            Button(intent=AskPerson(), label="button.person"),
        )

    def static(self, topic: str, person: Person, question: int) -> Message:
        """The answer of a faq topic."""
        return FaqAnswer(
            topic=topic, question=question, municipality=person.municipality, role=person.role
        )

    def _topic(
        self, turn: Turn, topic: str, text: str, question: int, understood: Understood
    ) -> None:
        library = self._library
        if topic not in library.topics:  # retired since it was understood
            turn.phrase("ui.gone", *self.common_needs())
            return
        match library.topics[topic].kind:
            case Kind.FAQ:
                turn.state = turn.state.pause()
                if self._asks_place(turn, topic):
                    turn.expect(AskingPlace(topic=topic, question=question))
                    turn.say(ProfileQuestion(field="municipality"))
                else:
                    turn.say(self.static(topic, turn.person, question))
                    turn.expect(Rating(question=question))
            case Kind.GUIDE:
                title = library.topics[topic].title.sv
                self._guides.begin(turn, topic, text or title, question, understood.slots)
            case Kind.ARTICLES:
                turn.state = turn.state.pause()
                self._articles.search(turn, understood.goods or text, question)
            case Kind.CONTACT:
                turn.state = turn.state.pause()
                contacts = self.contacts(turn.session, turn.person, understood, question, text)
                turn.say(contacts)
                turn.expect(Rating(question=question) if contacts.cards else AskingContact())
            case Kind.HANDOFF if asks_who(self._library.parties, understood, text):
                turn.state = turn.state.pause()
                turn.say(self.contacts(turn.session, turn.person, understood, question, text))
                turn.phrase("contact.hand_over", Button(intent=OpenTopic(topic=topic)))
                turn.expect(Rating(question=question))
            case Kind.HANDOFF:
                turn.state = turn.state.pause()
                self.ask_description(turn)
                turn.expect(Describing(said=text))

    def _beside(
        self, turn: Turn, understood: Understood, text: str, question: int
    ) -> Message | None:
        """The answer of what was asked beside the topic, if it can be given with no more ado.

        What is near a guide is offered instead: it may be what was tried, and not a question.
        """
        also, library = understood.also, self._library
        if also is None or also not in library.topics:
            return None
        if library.topics[also].kind is Kind.CONTACT:
            contacts = self.contacts(turn.session, turn.person, understood, question, text)
            return contacts if contacts.cards else None
        guide = library.guides.get(understood.id or "")
        near = guide is not None and also in guide.related
        if near or also not in library.faqs or self._asks_place(turn, also):
            return None
        return self.static(also, turn.person, question)

    def _asks_place(self, turn: Turn, topic: str) -> bool:
        """Whether one has to know the person's municipality to answer a faq topic, and does not."""
        depends = self._library.faqs[topic].depends_on_municipality
        return depends and turn.person.municipality is None

    def _of_place(self, kind: PartyKind, person: Person) -> tuple[str, ...]:
        return tuple(
            party.id
            for party in self._library.parties.all()
            if party.kind is kind
            and (person.municipality is None or party.municipality in (None, person.municipality))
        )

    def _offer_resume(self, turn: Turn) -> None:
        if turn.state.paused is not None and isinstance(
            turn.state.expects, AskingContact | Choosing | Rating | None
        ):
            self._guides.offer_resume(turn)

    def _suggest(self, turn: Turn, topics: tuple[str, ...], question: int) -> None:
        turn.say(Suggestions(topics=topics, question=question))
        choosing = Choosing(topics=topics, question=question)
        turn.state = turn.state.model_copy(update={"expects": choosing})

    def _offered(self, role: Role | None, understood: Understood) -> tuple[str, ...]:
        """The topics that may have been meant, the likeliest for somebody of this role first."""
        weighed = {other.id: other.confidence for other in understood.alternatives}
        weighed |= {understood.id: understood.confidence} if understood.id else {}
        topics = self._library.topics
        audiences = {topic: topics[topic].audience for topic in weighed}
        return ordered_for(role, weighed, audiences)[:MOST_CHOICES]

    @staticmethod
    def _without_offer(turn: Turn) -> None:
        """What was offered has been answered; anything else that is expected still is."""
        if isinstance(turn.state.expects, Choosing | Rating):
            turn.state = turn.state.model_copy(update={"expects": None})

    def _instead(self, asked: Question) -> tuple[str, ...]:
        related: tuple[str, ...] = ()
        if asked.topic is not None and asked.topic in self._library.topics:
            related = self._library.topics[asked.topic].related
        # What was written beside a sure answer is likelier near it than what else was weighed.
        offered = dict.fromkeys((*related[:MOST_RELATED], *asked.alternatives, *related))
        return tuple(
            topic for topic in offered if topic != asked.topic and topic in self._library.topics
        )[:MOST_CHOICES]

    def _question(self, turn: Turn, question_id: int | None) -> Question | None:
        if question_id is None:
            return None
        return self._questions.get(turn.session, question_id, turn.person.id)
