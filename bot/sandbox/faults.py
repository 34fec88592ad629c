"""Faults on demand: what the sandbox does wrong when told to, so that an app can prove it copes."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias, get_args

FaultKind: TypeAlias = Literal[
    "ratelimited", "http_500", "timeout", "drop_socket", "duplicate_event", "delay_ack"
]
KINDS: tuple[FaultKind, ...] = get_args(FaultKind)
API_KINDS = ("ratelimited", "http_500", "timeout")
UPLOAD = "upload"
"""In place of a method: the addresses that take the bytes of files."""


@dataclass(slots=True)
class Fault:
    """One fault, in force for the next `count` times.

    ratelimited      `method` answers 429 with `retry_after` (seconds)
    http_500         `method` answers HTTP 500
    timeout          `method` does not answer for `seconds`
    drop_socket      every Socket Mode connection is closed, at once
    duplicate_event  an event is delivered twice, under the same event id
    delay_ack        an acknowledgement counts only after `seconds`

    `method` is a Web API method, `*` for any, or `upload` for where files' bytes are sent. With
    `applied` a call that is answered with 500 or not at all has taken effect all the same: only
    the answer is lost.
    """

    id: str
    kind: FaultKind
    count: int = 1
    method: str = "*"
    retry_after: int = 1
    seconds: float = 60.0
    applied: bool = False

    def as_json(self) -> dict[str, Any]:
        """The fault as the page shows it."""
        return asdict(self)


class Faults:
    """The faults in force; `changed` is called after every change to them."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._faults: dict[str, Fault] = {}
        self._made = 0
        self._changed = changed

    def add(
        self,
        kind: FaultKind,
        *,
        count: int = 1,
        method: str = "*",
        retry_after: int = 1,
        seconds: float = 60.0,
        applied: bool = False,
    ) -> Fault:
        """Put a fault in force; raises ValueError for one that cannot be."""
        if kind not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}; not {kind!r}")
        if count < 1 or retry_after < 0 or seconds < 0:
            raise ValueError("count is at least 1; retry_after and seconds are not negative")
        self._made += 1
        fault = Fault(f"F{self._made}", kind, count, method, retry_after, seconds, applied)
        self._faults[fault.id] = fault
        self._changed()
        return fault

    def remove(self, fault_id: str) -> None:
        """Take one fault out of force; nothing if it is not there."""
        if self._faults.pop(fault_id, None):
            self._changed()

    def clear(self) -> None:
        """Take all faults out of force."""
        self._faults.clear()
        self._changed()

    def all(self) -> list[Fault]:
        """The faults in force, the oldest first."""
        return list(self._faults.values())

    def take_for_call(self, method: str) -> Fault | None:
        """Use up one time of the oldest fault that a call of `method` meets."""
        return self._take(lambda fault: fault.kind in API_KINDS and fault.method in ("*", method))

    def take_for_upload(self) -> Fault | None:
        """Use up one time of the oldest fault that bytes of a file meet."""
        return self._take(lambda fault: fault.kind in API_KINDS and fault.method == UPLOAD)

    def take(self, kind: FaultKind) -> Fault | None:
        """Use up one time of the oldest fault of a kind."""
        return self._take(lambda fault: fault.kind == kind)

    def _take(self, meets: Callable[[Fault], bool]) -> Fault | None:
        for fault in self._faults.values():
            if meets(fault):
                fault.count -= 1
                if fault.count <= 0:
                    del self._faults[fault.id]
                self._changed()
                return fault
        return None
