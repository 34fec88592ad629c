"""Telling a person, beside what services say."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.messages import Say
from bot.occasion import Occasion
from handlers.services import Services
from knowledge.text import Lang


def tell_once(services: Services, occasion: Occasion, message: Say) -> bool:
    """Say something as the only effect of what a person did; False if it had its effects."""
    with services.inbox.once(occasion.key) as session:
        if session is not None:
            _put(services, session, occasion, message)
    return session is not None


def tell(services: Services, occasion: Occasion, message: Say) -> None:
    """Say something beside the effects."""
    with services.db.write() as session:
        _put(services, session, occasion, message)


def _put(services: Services, session: Session, occasion: Occasion, message: Say) -> None:
    lang = known_lang(services, session, occasion.person)
    only_for_them = not occasion.place.dm
    services.outbox.answer(session, occasion, lang, message, only_for_them=only_for_them)


def known_lang(services: Services, session: Session, person_id: str) -> Lang:
    """A person's language without asking the workspace; Swedish for a stranger."""
    try:
        return services.people.get(session, person_id).lang
    except LookupError:
        return Lang.SV


def name_of(services: Services) -> Callable[[str], str]:
    """How a person who is mentioned is called; by their id if the workspace cannot say."""

    def name(person_id: str) -> str:
        profile = services.directory.profile(person_id)
        return profile.name if profile else person_id

    return name
