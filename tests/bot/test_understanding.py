"""What is offered to whom."""

import pytest

from bot.understanding import ordered_for
from knowledge.topics import Role

AUDIENCES = {
    "order": (Role.ORDERER,),
    "delivery": (Role.RECEIVER,),
    "days": (Role.ORDERER, Role.RECEIVER),
}


@pytest.mark.parametrize(
    ("role", "weighed", "ordered"),
    [
        (None, {"order": 0.4, "delivery": 0.3}, ("order", "delivery")),
        (Role.ORDERER, {"order": 0.4, "delivery": 0.3}, ("order", "delivery")),
        (Role.RECEIVER, {"order": 0.4, "delivery": 0.3}, ("delivery", "order")),
        (Role.RECEIVER, {"order": 0.4, "delivery": 0.1}, ("order", "delivery")),
        (Role.RECEIVER, {"days": 0.2, "order": 0.3}, ("days", "order")),
        (Role.COORDINATOR, {"order": 0.4, "delivery": 0.3}, ("order", "delivery")),
        (Role.RECEIVER, {}, ()),
    ],
)
def test_what_is_for_others_counts_half(
    role: Role | None, weighed: dict[str, float], ordered: tuple[str, ...]
) -> None:
    assert ordered_for(role, weighed, AUDIENCES) == ordered
