"""Changes a message at once, beside the outbox: for progress, which is worth nothing later."""

import structlog
from slack_sdk import WebClient

from bot.messages import Message
from bot.outbox import Outbox
from bot.slack.directory import SLACK_FAILURES
from bot.slack.gateway import Draws
from knowledge.text import Lang

log = structlog.get_logger(__name__)


class LiveMessages:
    """Messages of the outbox that are changed while they stand in Slack."""

    def __init__(self, client: WebClient, outbox: Outbox, draws: Draws) -> None:
        self._client = client
        self._outbox = outbox
        self._draws = draws

    def show(self, message_id: int, message: Message, lang: Lang) -> None:
        """Put a message in place of one that has been sent; a change that fails is lost."""
        posted = self._outbox.posted(message_id)
        if posted is None:
            return
        drawn = self._draws.render(message, lang)
        try:
            self._client.chat_update(
                channel=posted.channel, ts=posted.ts, text=drawn.text, blocks=drawn.blocks
            )
        except SLACK_FAILURES as error:
            log.info("progress_not_shown", message=message_id, error=str(error))
