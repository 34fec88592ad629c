"""The parts that files go through on their way in, put together."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.accounts.reader import AccountSheetReader
from bot.core import Core
from bot.lists.arrivals import Arrivals
from bot.lists.folder import WatchedFolder
from bot.lists.price_lists import PriceListReader
from bot.lists.reading import Reader
from bot.lists.reports import Draw
from bot.lists.states import Way
from bot.lists.store import ListStore
from bot.lists.worker import ListWorker, ShowsProgress, Source
from bot.occasion import Clock, Directory


@dataclass(frozen=True, slots=True)
class Lists:
    """What takes files in, and what reads them. `folder` is None if none is watched."""

    arrivals: Arrivals
    worker: ListWorker
    store: ListStore
    folder: WatchedFolder | None

    def sweep(self) -> int:
        """Look into the folder, and read what is due; how many files the folder had."""
        taken = 0 if self.folder is None else self.folder.look()
        self.worker.wake()
        return taken

    def read_folder(self) -> int:
        """Read now what lies in the folder, and wait for it; how many files this process read.

        What is still being written, or read by another process, is left.
        """
        if self.folder is None:
            return 0
        self.folder.look()
        return self.worker.read_due("folder")


def readers(core: Core, now: Clock) -> tuple[Reader, ...]:
    """What files are read by: the first that wants one. Price lists come last."""
    sheets = AccountSheetReader(core.db, core.knowledge.base.phrases, core.suggestions, now)
    return (
        sheets,
        PriceListReader(core.db, core.knowledge.base.parties, core.people, now),
    )


def build_lists(
    core: Core,
    *,
    directory: Directory,
    slack_files: Source,
    shows: ShowsProgress,
    draw: Draw,
    now: Clock,
    woken: Callable[[], None],
) -> Lists:
    """Wire them. `woken` is called when something has been put in the outbox.

    UsageError if the folder of the settings cannot be used.
    """
    settings = core.settings
    channel = settings.coordinator_channel or ""
    phrases = core.knowledge.base.phrases
    store = ListStore(core.db, now)
    folder: WatchedFolder | None = None
    sources: dict[Way, Source] = {"slack": slack_files}
    if settings.pricelist_dir is not None:
        folder = WatchedFolder(
            settings.pricelist_dir,
            db=core.db,
            store=store,
            outbox=core.outbox,
            people=core.people,
            phrases=phrases,
            draw=draw,
            most_megabytes=settings.pricelist_max_mb,
            channel=channel,
            woken=woken,
        )
        sources["folder"] = folder
    worker = ListWorker(
        db=core.db,
        store=store,
        outbox=core.outbox,
        people=core.people,
        phrases=phrases,
        sources=sources,
        readers=readers(core, now),
        shows=shows,
        channel=channel,
        woken=woken,
    )
    arrivals = Arrivals(
        db=core.db,
        inbox=core.inbox,
        outbox=core.outbox,
        people=core.people,
        directory=directory,
        store=store,
        channel=channel,
        woken=worker.wake,
    )
    return Lists(arrivals=arrivals, worker=worker, store=store, folder=folder)
