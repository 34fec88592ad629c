"""What somebody means who writes an account: whatever is known, and whatever is written."""

from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.plan import AccountPlan, Meant, Slip

codes = st.text("0123456789aAåÅ-. Ж", min_size=1, max_size=5)
names = st.text("abAB åÖ-Ж", min_size=1, max_size=4)
plans = st.dictionaries(codes, st.none() | names, max_size=6)


@given(known=plans, code=codes, name=st.none() | names)
def test_no_account_is_made_beside_one_that_is_called_alike(
    known: dict[str, str | None], code: str, name: str | None
) -> None:
    meant = AccountPlan(known).meant(code, name)

    if isinstance(meant, Slip):
        assert meant.kind == "unnamed" or known[meant.code] == meant.name
    elif meant.new:
        assert meant == Meant(code, name, new=True)
        assert code.casefold() not in {one.casefold() for one in known}
        assert name is not None
        assert name.casefold() not in {one.casefold() for one in known.values() if one}
    else:
        assert meant.code in known
        assert meant.name is None or known[meant.code] is None


@given(known=plans, code=codes, name=names)
def test_what_is_known_is_always_meant_by_its_code(
    known: dict[str, str | None], code: str, name: str
) -> None:
    plan = AccountPlan(known)
    plan.add(code, name)

    assert plan.meant(code, None) == plan.meant(code, name) == Meant(code, None)
    assert code in plan


@given(known=plans, code=codes, name=names, other=names)
def test_only_renaming_changes_a_name(
    known: dict[str, str | None], code: str, name: str, other: str
) -> None:
    plan = AccountPlan(known)
    plan.add(code, name)

    written = plan.meant(code, other)
    renamed = plan.meant(code, other, renaming=True)

    assert written in (Meant(code, None), Slip("named_otherwise", code, name))
    if isinstance(renamed, Slip):
        assert renamed.kind == "name_taken"
        assert renamed.code in known
    else:
        assert renamed == Meant(code, other)
