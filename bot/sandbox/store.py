"""Keeps the workspace in a JSON file, so that a sandbox can be stopped and started."""

import asyncio
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.sandbox.errors import SandboxError
from bot.sandbox.model import State

_VERSION = 1


def load(path: Path) -> State | None:
    """The state in the file at `path`, or None when there is no file.

    Raises SandboxError naming the file and the place when it is not such a file, or is from
    another version.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SandboxError(f"cannot read the sandbox's state {path}: {error.strerror}") from error
    try:
        state = TypeAdapter(State).validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(str(part) for part in first["loc"]) or "the file"
        raise SandboxError(
            f"the sandbox's state {path} is damaged: {place}: {first['msg']}. "
            "Move the file away to start with a new workspace"
        ) from error
    if state.version != _VERSION:
        raise SandboxError(
            f"the sandbox's state {path} is of version {state.version}; this is version {_VERSION}"
        )
    return state


def save(path: Path, state: State) -> None:
    """Write the state to `path` in one step: a reader sees the old file or the new one."""
    content = TypeAdapter(State).dump_json(state)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SandboxError(f"cannot write the sandbox's state {path}: {error.strerror}") from error


class Saver:
    """Writes the state `delay` seconds after the first change that is not written yet."""

    def __init__(self, path: Path | None, state: Callable[[], State], delay: float) -> None:
        self._path = path
        self._state = state
        self._delay = delay
        self._timer: asyncio.TimerHandle | None = None

    def schedule(self) -> None:
        """There is something new to write."""
        if self._path is not None and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._delay, self.flush)

    def flush(self) -> None:
        """Write now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._path is not None:
            save(self._path, self._state())
