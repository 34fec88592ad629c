"""Running a Bolt app against a sandbox, over a real Socket Mode connection."""

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.sandbox.server import SandboxServer


def connect(app: App, server: SandboxServer) -> SocketModeHandler:
    """Connect the app; returns when the sandbox has the connection.

    The client looks every half second (not every ten) whether it must reconnect.
    """
    before = server.connections
    handler = SocketModeHandler(app, server.app_token, ping_interval=0.5)
    handler.client.connect()
    server.wait_for_connection(connections=before + 1)
    return handler


def disconnect(handler: SocketModeHandler) -> None:
    """Close the client and wait for its threads.

    Its worker sleeps for up to a second on an empty queue, so it is given something to wake for.
    """
    client = handler.client
    client.closed = True
    client.enqueue_message("{}")
    client.close()
