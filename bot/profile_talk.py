"""Municipality, role and department: asked once, when a case first needs them."""

from bot.cases import Cases
from bot.conversation_state import AskingPlace, AskingProfile, ProfileField
from bot.messages import ProfileQuestion
from bot.people import People, Person
from bot.turn import Turn
from knowledge.folding import fold
from knowledge.topics import Municipality, Role

_SKIP = frozenset({"hoppa över", "vet inte", "vill inte", "skip", "don't know", "dont know"})
_ROLES = {
    Role.ORDERER: ("beställare", "beställer", "orderer", "i order"),
    Role.RECEIVER: ("varumottagare", "mottagare", "tar emot", "receiver", "goods receiver"),
}
MAX_DEPARTMENT = 100


class ProfileTalk:
    """Asks a person about themselves, one question at a time, and fills it into their cases."""

    def __init__(self, people: People, cases: Cases) -> None:
        self._people = people
        self._cases = cases

    def ask_what_is_missing(self, turn: Turn, *, first: bool = True) -> bool:
        """Ask the first thing that is not known; False if all is."""
        field = missing(turn.person)
        if field is None:
            turn.expect(None)
            return False
        shown = turn.say(ProfileQuestion(field=field, first=first))
        turn.expect(AskingProfile(field=field, shown=shown))
        return True

    def hear(self, turn: Turn, field: ProfileField, text: str) -> bool:
        """Take a text as the answer; False if it is none (a new question, then)."""
        if declines(text):
            self.skip(turn)
            return True
        match field:
            case "municipality":
                found = municipality_in(text)
                if found is None:
                    return False
                self.describe(turn, found, None, None)
            case "role":
                roles = [
                    role
                    for role, words in _ROLES.items()
                    if any(fold(word) in fold(text) for word in words)
                ]
                if len(roles) != 1:
                    return False
                self.describe(turn, None, None, roles[0])
            case "department":
                if len(text) > MAX_DEPARTMENT or text.rstrip().endswith("?"):
                    return False
                self.describe(turn, None, text, None)
        return True

    def describe(
        self,
        turn: Turn,
        municipality: Municipality | None,
        department: str | None,
        role: Role | None,
    ) -> None:
        """Keep what the person said; while asking, go on to the next thing or say thanks."""
        turn.person = self._people.describe(
            turn.session,
            turn.person.id,
            municipality=municipality,
            department=department,
            role=role,
        )
        self._cases.describe_person(turn.session, turn.person)
        asking = turn.state.expects
        if not isinstance(asking, AskingProfile):
            return
        answers = {"municipality": municipality, "department": department, "role": role}
        _close(turn, asking, answers[asking.field])
        if not self.ask_what_is_missing(turn, first=False):
            turn.phrase("profile.thanks")

    def press(self, turn: Turn, municipality: Municipality | None, role: Role | None) -> None:
        """Keep what a button says, though it may be long since it was asked."""
        asked = isinstance(turn.state.expects, AskingProfile | AskingPlace)
        self.describe(turn, municipality, None, role)
        if not asked:
            turn.phrase("profile.thanks")

    def skip(self, turn: Turn) -> None:
        """Ask no more, now or the next time."""
        turn.person = self._people.decline(turn.session, turn.person.id)
        if isinstance(turn.state.expects, AskingProfile):
            _close(turn, turn.state.expects, "")
        turn.expect(None)
        turn.phrase("profile.skipped")


def _close(turn: Turn, asking: AskingProfile, answer: str | None) -> None:
    """Take the buttons off a question that has been answered."""
    if asking.shown is not None and answer is not None:
        turn.replace(asking.shown, ProfileQuestion(field=asking.field, answer=answer))


def municipality_in(text: str) -> Municipality | None:
    """The one municipality that a text names."""
    found = [one for one in Municipality if one.value in fold(text)]
    return found[0] if len(found) == 1 else None


def declines(text: str) -> bool:
    """Whether a person would rather not say."""
    return fold(text) in map(fold, _SKIP)


def missing(person: Person) -> ProfileField | None:
    """The first thing that is not known of a person, and that they have not declined to say."""
    if person.declined:
        return None
    if person.municipality is None:
        return "municipality"
    if person.role is None:
        return "role"
    if person.department is None:
        return "department"
    return None
