"""Files, from the first byte to the message that shows them."""

import mimetypes
import secrets

from bot.sandbox.errors import SlackError
from bot.sandbox.files import FileStore
from bot.sandbox.model import SlackFile
from bot.sandbox.workspace import Workspace

MOST_BYTES = 25_000_000


def new_file(workspace: Workspace, user: str, name: str, size: int) -> SlackFile:
    """A file that is announced but has no bytes yet; `size` is in bytes."""
    safe = name.replace("/", "_").replace("\\", "_").replace("\0", "") or "file"
    kind = mimetypes.guess_type(safe)[0] or "application/octet-stream"
    file = SlackFile(
        workspace.new_id("F"),
        safe,
        safe,
        kind,
        size,
        user,
        int(workspace.clock()),
        secrets.token_urlsafe(24),
    )
    workspace.state.files[file.id] = file
    return file


def receive(workspace: Workspace, store: FileStore, secret: str, content: bytes) -> SlackFile:
    """Take the bytes that were sent to an upload address.

    Raises SlackError `file_not_found` for an address that was not given out, `file_upload_size`
    for more or fewer bytes than announced.
    """
    for file in workspace.state.files.values():
        if secrets.compare_digest(file.secret.encode(), secret.encode()) and not file.complete:
            if len(content) != file.size:
                raise SlackError("file_upload_size")
            store.put(file.id, content)
            return file
    raise SlackError("file_not_found")
