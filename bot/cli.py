"""The console command `hjalpen`. Each command imports what it needs, so that all start fast."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.article_commands import articles_app
from bot.command_parts import (
    Batch,
    Json,
    command_settings,
    content_library,
    live_knowledge,
    opened_catalogue,
    opened_database,
    say_examples,
    searched,
    text_lines,
)
from bot.errors import UsageError
from bot.terminal import NAME
from bot.terminal import run as run_app

app = typer.Typer(
    name=NAME,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
knowledge_app = typer.Typer(help="The content that the bot answers from.", no_args_is_help=True)
db_app = typer.Typer(help="The database.", no_args_is_help=True)
app.add_typer(articles_app, name="articles")
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(db_app, name="db")


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

    settings = command_settings()
    settings.need("slack_bot_token", "coordinator_channel")
    settings.need("slack_signing_secret" if http else "slack_app_token")
    with opened_database(settings, older_too=upgrade) as db:
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

    settings = command_settings("warning")

    def fill() -> None:
        # What the demo keeps is brought along by itself: there is nothing in it to be careful with.
        with opened_database(settings, older_too=True) as db:
            opened_catalogue(settings, content_library(settings), db).load_examples()
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
    texts = text_lines(batch) if batch is not None else [text]
    settings = command_settings()
    library = content_library(settings)
    with opened_database(settings) as db:
        knowledge = live_knowledge(library, db)
        renderer = Renderer(lambda: knowledge.library, settings.timezone)
        catalogue, examples = searched(opened_catalogue(settings, library, db))
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
                say_examples()
                examples = False  # said once
            if as_json:
                typer.echo(json.dumps(asked.dump(), ensure_ascii=False))
            else:
                typer.echo(
                    f"[{asked.kind} {asked.id or '–'} {asked.confidence:.2f}]\n{asked.reply}\n"
                )


@knowledge_app.command("check")
def knowledge_check() -> None:
    """Prove that the content is in order: no dead end in a guide, no text missing."""
    library = content_library(command_settings())
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

    settings = command_settings()
    library = content_library(settings)
    with opened_database(settings) as db:
        knowledge = live_knowledge(library, db)
        understands = understanding(settings, knowledge, opened_catalogue(settings, library, db))
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

    settings = command_settings()
    base = content_library(settings)
    with opened_database(settings) as db, db.read() as session:
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

    settings = command_settings()
    db = Database.connect(settings.database_url)
    try:
        typer.echo("upgraded" if upgrade(db) else "already at this version")
        if settings.article_search == "database":
            prepare_trigrams(db)
    finally:
        db.close()
