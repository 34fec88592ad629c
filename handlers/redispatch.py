"""A request from the inbox, dispatched again because the process that had it died."""

from collections.abc import Mapping
from typing import Any, Final

import structlog
from slack_bolt import App, BoltContext, BoltRequest

_PLACE: Final = "hjalpen.redispatched"
_MARK: Final = object()  # known by identity: nothing that comes from outside can hold it

log = structlog.get_logger(__name__)


def redispatch(app: App, body: Mapping[str, Any]) -> None:
    """Run the listener of a request that is already in the inbox; its effects come about once.

    It runs in Bolt's own threads and may end after this returns. The request's body says nothing
    of its being dispatched again: the mark is in Bolt's context, which only this process fills.
    """
    request = BoltRequest(body=dict(body), context={_PLACE: _MARK}, mode="socket_mode")
    response = app.dispatch(request)
    if response.status >= 400:  # noqa: PLR2004 - HTTP's own number
        log.error("redispatch_failed", status=response.status)


def is_redispatched(context: BoltContext) -> bool:
    """Whether the request comes from the inbox."""
    return context.get(_PLACE) is _MARK
