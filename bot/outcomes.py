"""How an act ends, for whoever asked for it: done, or refused with a phrase that says why."""

from pydantic import Field

from knowledge.text import Frozen


class Done(Frozen):
    """It came about, now or when the same event came before."""


class Refused(Frozen):
    """Nothing was changed; `key` is the phrase that says why, `params` its values.

    The person has been told already, where they acted and only them: a form may show it too.
    """

    key: str
    params: dict[str, str] = Field(default_factory=dict)


Outcome = Done | Refused
