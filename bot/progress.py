"""A bar at the terminal for what takes long."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.importing import ImportProgress, Stage


@contextmanager
def progress_bar() -> Iterator[ImportProgress | None]:
    """A function to tell how far an import has come; None where standard error is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    tasks: dict[Stage, TaskID] = {}

    def tell(stage: Stage, share: float) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage.value, total=1.0)
        bar.update(tasks[stage], completed=share)

    with bar:
        yield tell
