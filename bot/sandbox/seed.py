"""The workspace that the sandbox starts with: the two municipalities' people and channels."""

from bot.sandbox.model import AppIdentity, Channel, Person, State, Team

BOT_USER_ID = "U0BOT00001"
KIM, ALEX, SAM, ROBIN = "U0KIM00001", "U0ALEX0001", "U0SAM00001", "U0ROBIN001"
GENERAL, ORDERING, COORDINATORS = "C0ALLM0001", "C0EHAND001", "C0SAMORD01"

_FOUNDED = 1735689600  # 2025-01-01, before anything that can happen in it


def seed(bot_name: str) -> State:
    """The sandbox's first day: four people, three channels, and the bot named `bot_name`."""
    people = [
        Person(BOT_USER_ID, "ehandelshjalpen", bot_name, is_bot=True, color="c0"),
        Person(KIM, "kim.berg", "Kim Berg", "Beställare", "Simrishamn", color="c1"),
        Person(ALEX, "alex.morgan", "Alex Morgan", "Beställare", "Ystad", "en-GB", color="c2"),
        Person(SAM, "sam.lindqvist", "Sam Lindqvist", "Varumottagare", "Ystad", color="c3"),
        Person(ROBIN, "robin.ek", "Robin Ek", "E-handelssamordnare", "Ystad", color="c4"),
    ]
    everyone = [KIM, ALEX, SAM, ROBIN]
    channels = [
        Channel(GENERAL, "allmänt", "channel", list(everyone), _FOUNDED, ROBIN, "Stort och smått"),
        Channel(
            ORDERING,
            "e-handel",
            "channel",
            [*everyone, BOT_USER_ID],
            _FOUNDED,
            ROBIN,
            "Frågor om beställningar och leveranser",
        ),
        Channel(
            COORDINATORS,
            "e-handel-samordnare",
            "channel",
            [ROBIN, BOT_USER_ID],
            _FOUNDED,
            ROBIN,
            "Ärenden till samordnaren",
        ),
    ]
    return State(
        team=Team("T0SANDBOX1", "Simrishamn & Ystad", "simrishamn-ystad"),
        app=AppIdentity("A0SANDBOX1", "B0SANDBOX1", BOT_USER_ID, "sandbox-verification-token"),
        people={person.id: person for person in people},
        channels={channel.id: channel for channel in channels},
    )
