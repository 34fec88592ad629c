"""An account as a coordinator writes it in a form, checked."""

from collections.abc import Collection

from knowledge.accounts import account_code, account_name
from knowledge.text import Frozen


class Faults(Frozen):
    """What is wrong in a form: fields, each with a phrase that says what."""

    fields: dict[str, str]


class Written(Frozen):
    """An account as it stands in a form: one that was chosen, or a new code and its name."""

    chosen: str = ""
    code: str = ""
    name: str = ""


def account_in(told: Written, known: Collection[str]) -> tuple[str, str | None] | Faults:
    """The account that a form means: one of the `known`, or a new one with its name.

    The name is None where nothing is to change in it.
    """
    if told.chosen:
        return _chosen(told, known)
    code = account_code(told.code)
    name = account_name(told.name)
    if code is None:
        wrong = "accounts.form.code_wrong" if told.code else "accounts.form.neither"
        return Faults(fields={"code": wrong})
    if name is None and (told.name or code not in known):
        wrong = "accounts.form.name_wrong" if told.name else "accounts.form.name_missing"
        return Faults(fields={"name": wrong})
    return code, name


def _chosen(told: Written, known: Collection[str]) -> tuple[str, None] | Faults:
    if told.code or told.name:
        return Faults(fields={"code": "accounts.form.both"})
    if told.chosen not in known:
        return Faults(fields={"chosen": "accounts.form.gone"})
    return told.chosen, None
