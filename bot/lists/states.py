"""How far a file with a price list has come."""

from typing import Literal

ListState = Literal["new", "reading", "waiting", "asking", "read", "refused", "declined"]
"""`new` and `reading` go on by themselves. `waiting` waits for a yes or a no, `asking` for whose
list it is. `read`, `refused` (by us) and `declined` (by a coordinator) are ends."""

UNREAD: tuple[ListState, ...] = ("new", "reading")
OPEN: tuple[ListState, ...] = ("waiting", "asking")
ENDED: tuple[ListState, ...] = ("read", "refused", "declined")

Way = Literal["slack", "folder"]
"""How it came in."""
