"""The bytes of uploaded files: in memory, or in a directory beside the state file."""

import re
from pathlib import Path

from bot.sandbox.errors import SandboxError

_ID = re.compile(r"F[0-9A-Z]+")


class FileStore:
    """Keeps the bytes of files by file id."""

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory
        self._memory: dict[str, bytes] = {}

    def put(self, file_id: str, content: bytes) -> None:
        """Keep `content`; raises SandboxError when the directory cannot be written."""
        if self._directory is None:
            self._memory[file_id] = content
            return
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            self._path(file_id).write_bytes(content)
        except OSError as error:
            raise SandboxError(
                f"cannot write uploads to {self._directory}: {error.strerror}"
            ) from error

    def get(self, file_id: str) -> bytes | None:
        """The bytes of a file, or None when there are none."""
        if self._directory is None:
            return self._memory.get(file_id)
        try:
            return self._path(file_id).read_bytes()
        except OSError:
            return None

    def _path(self, file_id: str) -> Path:
        if self._directory is None or not _ID.fullmatch(file_id):
            raise SandboxError(f"{file_id!r} is not a file id")
        return self._directory / file_id
