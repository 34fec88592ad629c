"""The console command `hjalpen`. Each command imports what it needs, so that all start fast."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import UsageError
from bot.settings import Settings, load_settings
from bot.terminal import NAME
from bot.terminal import run as run_app

if TYPE_CHECKING:
    from bot.catalogue import Catalogue
    from bot.database.session import Database
    from bot.live_knowledge import LiveKnowledge
    from knowledge.library import Library

app = typer.Typer(
    name=NAME,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
articles_app = typer.Typer(help="Price lists and the article search.", no_args_is_help=True)
accounts_app = typer.Typer(help="Which account each article belongs to.", no_args_is_help=True)
knowledge_app = typer.Typer(help="The content that the bot answers from.", no_args_is_help=True)
db_app = typer.Typer(help="The database.", no_args_is_help=True)
app.add_typer(articles_app, name="articles")
articles_app.add_typer(accounts_app, name="accounts")
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(db_app, name="db")

Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Batch = Annotated[
    Path | None, typer.Option(help="Read one text a line from FILE, and answer each in order.")
]

WAITING = 3
NOTHING_READ = 4


def main() -> None:
    """Run the command line, and end this process with its exit code."""
    sys.exit(run_app(app))


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415

        typer.echo(f"{NAME} {version('ehandelshjalpen')}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """E-handelshjälpen: a helpdesk bot in Slack for public e-procurement."""


@app.command()
def run(
    http: Annotated[
        bool, typer.Option("--http", help="Take signed HTTP requests instead of Socket Mode.")
    ] = False,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="First bring an older database to this version.")
    ] = False,
) -> None:
    """Run the bot against Slack."""
    from bot.running import run_http, run_socket_mode  # noqa: PLC0415

    settings = _settings()
    settings.need("slack_bot_token", "coordinator_channel")
    settings.need("slack_signing_secret" if http else "slack_app_token")
    with _database(settings, older_too=upgrade) as db:
        (run_http if http else run_socket_mode)(settings, db)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the page.", min=0, max=65535)] = 8765,
    state: Annotated[Path, typer.Option(help="Where the workspace is kept.")] = Path(
        "var/sandbox.json"
    ),
) -> None:
    """Start a Slack workspace on this machine, and the bot in it."""
    from bot.accounts.examples import tie_examples  # noqa: PLC0415
    from bot.demo import run_demo  # noqa: PLC0415
    from bot.occasion import utc_now  # noqa: PLC0415

    settings = _settings("warning")

    def fill() -> None:
        # What the demo keeps is brought along by itself: there is nothing in it to be careful with.
        with _database(settings, older_too=True) as db:
            _catalogue(settings, _library(settings), db).load_examples()
            with db.write() as session:
                tie_examples(session, utc_now())

    run_demo(port=port, state=state, meanwhile=fill)


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="The port of the page.", min=0, max=65535)] = 8765,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    state: Annotated[
        Path | None, typer.Option(help="Where the workspace is kept; in memory if not given.")
    ] = None,
    http_target: Annotated[
        str | None, typer.Option(help="Deliver by HTTP to this address, not by Socket Mode.")
    ] = None,
    exposed: Annotated[
        bool,
        typer.Option(
            "--let-anyone-on-the-network-act-as-anyone",
            help="Allow an address that others reach. Nobody is asked who they are.",
        ),
    ] = False,
) -> None:
    """Start only the workspace, for a bot that you run yourself."""
    from bot.demo import run_sandbox  # noqa: PLC0415

    run_sandbox(port=port, host=host, state=state, http_target=http_target, exposed=exposed)


@app.command()
def ask(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What a person would write.")] = "",
    as_json: Json = False,
    batch: Batch = None,
) -> None:
    """Print what the bot would answer, without Slack."""
    from bot.asking import Asking  # noqa: PLC0415
    from handlers.blocks import Renderer  # noqa: PLC0415

    if batch is None and not text:
        raise UsageError("ask: write a TEXT, or give --batch FILE")
    texts = _lines(batch) if batch is not None else [text]
    settings = _settings()
    library = _library(settings)
    with _database(settings) as db:
        knowledge = _knowledge(library, db)
        renderer = Renderer(lambda: knowledge.library, settings.timezone)
        catalogue, examples = _searched(_catalogue(settings, library, db))
        asking = Asking(
            settings,
            db,
            knowledge,
            catalogue,
            lambda message, lang: renderer.render(message, lang).plain,
        )
        for one in texts:
            asked = asking.ask(one)
            if examples and asked.kind == "articles":
                _say_examples()
                examples = False  # said once
            if as_json:
                typer.echo(json.dumps(asked.dump(), ensure_ascii=False))
            else:
                typer.echo(
                    f"[{asked.kind} {asked.id or '–'} {asked.confidence:.2f}]\n{asked.reply}\n"
                )


@articles_app.command("import")
def articles_import(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A PRICAT, a Peppol catalogue, an xlsx, xls or ods file, or csv."
        ),
    ],
    supplier: Annotated[
        str | None, typer.Option(help="The supplier, when the file does not say.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only; change nothing.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Also a list that removes much, or that is an older one.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read a supplier's price list into the articles.

    A list that waits for a yes changes nothing, and ends with exit code 3; one of which every line
    was rejected ends with exit code 4.
    """
    from bot.import_report import remarks_text, report_json, report_text  # noqa: PLC0415
    from bot.progress import progress_bar  # noqa: PLC0415

    settings = _settings()
    with _database(settings) as db, progress_bar() as progress:
        report = _catalogue(settings, _library(settings), db).import_list(
            file, supplier, dry_run=dry_run, confirmed=yes, progress=progress
        )
    if as_json:
        typer.echo(json.dumps(report_json(report), ensure_ascii=False))
        for line in remarks_text(report):
            typer.echo(f"hjalpen: {line.strip()}", err=True)
    else:
        typer.echo(report_text(report))
    if report.waiting and not dry_run:
        raise typer.Exit(WAITING)
    if report.nothing_read:
        raise typer.Exit(NOTHING_READ)


@articles_app.command("search")
def articles_search(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="A name or a number, misspelt or not.")
    ] = "",
    as_json: Json = False,
    limit: Annotated[int, typer.Option(help="The most hits.", min=1, max=100)] = 5,
    batch: Batch = None,
) -> None:
    """Search the articles."""
    from bot.catalogue import hits_json, hits_text  # noqa: PLC0415

    if batch is None and not query:
        raise UsageError("articles search: write a QUERY, or give --batch FILE")
    queries = _lines(batch) if batch is not None else [query]
    settings = _settings()
    with _database(settings) as db:
        catalogue, examples = _searched(_catalogue(settings, _library(settings), db))
        if examples:
            _say_examples()
        for one in queries:
            hits = catalogue.search(one, limit=limit)
            if as_json:
                typer.echo(json.dumps(hits_json(one, hits), ensure_ascii=False))
            else:
                typer.echo(hits_text(one, hits))


@accounts_app.command("export")
def accounts_export(
    file: Annotated[Path, typer.Argument(help="The workbook to write, FILE.xlsx.")],
    whole: Annotated[
        bool, typer.Option("--all", help="All articles, not only those without an account.")
    ] = False,
    navigatorn: Annotated[
        bool,
        typer.Option(
            "--navigatorn", help="What was tied since the last such export (--all: everything)."
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Write the articles without an account, with suggestions, to be filled in."""
    from bot.accounts.terminal import AccountFiles  # noqa: PLC0415
    from bot.occasion import utc_now  # noqa: PLC0415

    settings = _settings()
    with _database(settings) as db:
        files = AccountFiles(db, _library(settings).phrases, utc_now)
        export = files.export_for_navigatorn if navigatorn else files.export
        count = export(file, whole=whole)
    if as_json:
        typer.echo(json.dumps({"file": str(file), "articles": count}, ensure_ascii=False))
    else:
        typer.echo(f"wrote {file}: {count} articles")


@accounts_app.command("import")
def accounts_import(
    file: Annotated[Path, typer.Argument(help="A sheet with Artikelnummer and Konto.")],
    as_json: Json = False,
) -> None:
    """Tie articles to the accounts of a filled-in sheet.

    A sheet of which every row failed ends with exit code 4.
    """
    from bot.accounts.terminal import AccountFiles  # noqa: PLC0415
    from bot.occasion import utc_now  # noqa: PLC0415

    settings = _settings()
    with _database(settings) as db:
        files = AccountFiles(db, _library(settings).phrases, utc_now)
        report = files.read(file)
    if as_json:
        typer.echo(json.dumps(files.report_json(report), ensure_ascii=False))
    else:
        typer.echo(files.report_text(report))
    if report.failed and not (report.tied or report.unchanged):
        raise typer.Exit(NOTHING_READ)


@articles_app.command("report")
def articles_report(
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="From that day on; if not given, since the last Monday's report.",
        ),
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write everything to a spreadsheet too.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What price lists have changed: new, changed and gone articles, and their prices."""
    from bot.occasion import utc_now  # noqa: PLC0415
    from bot.week.asked import asked  # noqa: PLC0415
    from bot.week.telling import report_json, report_text  # noqa: PLC0415

    settings = _settings()
    library = _library(settings)
    with _database(settings) as db:
        day = None if since is None else since.date()
        report = asked(db, library, utc_now, settings.zone, since=day, xlsx=xlsx)
    if as_json:
        typer.echo(json.dumps(report_json(report), ensure_ascii=False))
    else:
        typer.echo(report_text(report, settings.zone))


@knowledge_app.command("check")
def knowledge_check() -> None:
    """Prove that the content is in order: no dead end in a guide, no text missing."""
    library = _library(_settings())
    typer.echo(
        f"{len(library.topics)} topics, {len(library.guides)} guides, "
        f"{len(library.checklists)} checklists: in order"
    )


@knowledge_app.command("evaluate")
def knowledge_evaluate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Lines of topic<TAB>text.")],
    as_json: Json = False,
) -> None:
    """Measure how well messages are understood."""
    from bot.core import understanding  # noqa: PLC0415
    from bot.evaluating import evaluate, figures_json, figures_text  # noqa: PLC0415
    from bot.knowing import thresholds  # noqa: PLC0415

    settings = _settings()
    library = _library(settings)
    with _database(settings) as db:
        knowledge = _knowledge(library, db)
        understands = understanding(settings, knowledge, _catalogue(settings, library, db))
        measured = evaluate(understands, thresholds(settings), file)
    if as_json:
        typer.echo(json.dumps(figures_json(measured), ensure_ascii=False))
    else:
        typer.echo(figures_text(measured))


@knowledge_app.command("export")
def knowledge_export(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new folder, or one with such content.")
    ],
) -> None:
    """Write the content, with what coordinators have changed in Slack, as content files."""
    from bot import knowledge_store  # noqa: PLC0415
    from knowledge.edits import merged  # noqa: PLC0415
    from knowledge.export import export  # noqa: PLC0415
    from knowledge.library import default_content_dir  # noqa: PLC0415

    settings = _settings()
    base = _library(settings)
    with _database(settings) as db, db.read() as session:
        edits = knowledge_store.edits(session)
    try:
        done = export(
            settings.content_dir or default_content_dir(), base, merged(base, edits), folder
        )
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or error}") from None
    for path in done.written:
        typer.echo(f"wrote {path}")
    for path in done.removed:
        typer.echo(f"left out {path}")
    typer.echo(f"{len(done.written)} files differ from the content that the bot started with")


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to this version."""
    from bot.article_trigrams import prepare as prepare_trigrams  # noqa: PLC0415
    from bot.database.session import Database  # noqa: PLC0415
    from bot.database.upgrade import upgrade  # noqa: PLC0415

    settings = _settings()
    db = Database.connect(settings.database_url)
    try:
        typer.echo("upgraded" if upgrade(db) else "already at this version")
        if settings.article_search == "database":
            prepare_trigrams(db)
    finally:
        db.close()


def _settings(log_level: str = "info") -> Settings:
    """The settings, with logging set up; `log_level` holds when they do not say."""
    from bot.log import configure  # noqa: PLC0415

    settings = load_settings()
    said = "log_level" in settings.model_fields_set
    configure(settings.log_level if said else log_level, settings.log_format)
    return settings


def _library(settings: Settings) -> "Library":
    from bot.knowing import load_knowledge  # noqa: PLC0415

    return load_knowledge(settings)


def _knowledge(library: "Library", db: "Database") -> "LiveKnowledge":
    """The knowledge with what coordinators have changed."""
    from bot.live_knowledge import LiveKnowledge  # noqa: PLC0415
    from bot.topic_understanding import Trained  # noqa: PLC0415

    knowledge = LiveKnowledge(db, Trained.of(library))
    knowledge.learn()
    return knowledge


@contextmanager
def _database(settings: Settings, *, older_too: bool = False) -> Iterator["Database"]:
    """The database, made if there is none.

    An older one wants `hjalpen db upgrade` first, unless `older_too` says to upgrade it.
    """
    from bot.database.session import Database  # noqa: PLC0415
    from bot.database.upgrade import prepare, upgrade  # noqa: PLC0415

    db = Database.connect(settings.database_url)
    try:
        if older_too:
            upgrade(db)
        else:
            prepare(db)
        yield db
    finally:
        db.close()


def _catalogue(settings: Settings, library: "Library", db: "Database") -> "Catalogue":
    from bot.core import article_catalogue  # noqa: PLC0415
    from bot.occasion import utc_now  # noqa: PLC0415

    return article_catalogue(settings, db, library.parties, utc_now)


def _searched(catalogue: "Catalogue") -> tuple["Catalogue", bool]:
    """What a search from the terminal finds in, and whether these are only the examples: that is so
    when the database has no article.
    """
    examples = catalogue.is_empty()
    return (catalogue.of_examples() if examples else catalogue), examples


def _say_examples() -> None:
    typer.echo("hjalpen: no price list is imported; these are the examples", err=True)


def _lines(path: Path) -> Iterable[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text (byte {error.start})") from None
