"""An account as a coordinator writes it in a form, checked."""

from typing import assert_never

from pydantic import Field

from bot.accounts.plan import AccountPlan, Meant, Slip
from knowledge.accounts import account_code, account_name
from knowledge.text import Frozen


class Faults(Frozen):
    """What is wrong in a form: fields, each with a phrase that says what, and their values."""

    fields: dict[str, str]
    params: dict[str, str] = Field(default_factory=dict)


class Written(Frozen):
    """An account as it stands in a form: one that was chosen, or a new code and its name."""

    chosen: str = ""
    code: str = ""
    name: str = ""


def account_in(told: Written, plan: AccountPlan, *, renaming: bool = False) -> Meant | Faults:
    """The account that a form means: one that is known, or a new one with its name.

    Only a form for `renaming` gives one that is known another name.
    """
    if told.chosen:
        return _chosen(told, plan)
    code = account_code(told.code)
    name = account_name(told.name)
    if code is None:
        missing = "accounts.form.neither" if plan and not renaming else "accounts.form.code_missing"
        return Faults(fields={"code": "accounts.form.code_wrong" if told.code else missing})
    if name is None and told.name:
        return Faults(fields={"name": "accounts.form.name_wrong"})
    meant = plan.meant(code, name, renaming=renaming)
    return _faults(meant) if isinstance(meant, Slip) else meant


def _faults(slip: Slip) -> Faults:
    match slip.kind:
        case "unnamed":
            return Faults(fields={"name": "accounts.form.name_missing"})
        case "named_otherwise":
            params = {"name": slip.name}
            return Faults(fields={"name": "accounts.form.named_otherwise"}, params=params)
        case "name_taken":
            params = {"account": slip.code, "name": slip.name}
            return Faults(fields={"code": "accounts.form.name_taken"}, params=params)
        case _:
            assert_never(slip.kind)


def _chosen(told: Written, plan: AccountPlan) -> Meant | Faults:
    if told.code or told.name:
        return Faults(fields={"code": "accounts.form.both"})
    if told.chosen not in plan:
        return Faults(fields={"chosen": "accounts.form.gone"})
    return Meant(told.chosen, None)
