"""The end of a connection over Socket Mode."""

from contextlib import suppress

from slack_sdk.socket_mode import SocketModeClient

_JOIN_SECONDS = 0.1


def end_connection(client: SocketModeClient) -> None:
    """Take nothing more in, acknowledge what came, and close the connection, at once.

    The client's threads only look up when something arrives: one gets a ping's answer, one nothing.
    """
    client.closed = True
    client.auto_reconnect_enabled = False
    receiving = client.current_session_runner
    receiving.event.set()
    while receiving.is_alive():
        # Said again and again: the thread takes it back when it begins to receive in this moment,
        # and `close` would then wait for it for ever.
        client.current_session_state.terminated = True
        if client.current_session is not None:
            with suppress(OSError):
                client.current_session.ping("closing")
        receiving.thread.join(_JOIN_SECONDS)
    client.message_processor.event.set()
    client.message_queue.put(None)
    client.message_processor.thread.join()
    client.message_workers.shutdown(wait=True)
    client.close()
