"""The commands `hjalpen articles …`: price lists, the search, accounts."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.command_parts import (
    Batch,
    Json,
    command_settings,
    content_library,
    opened_catalogue,
    opened_database,
    say_examples,
    searched,
    text_lines,
)
from bot.errors import UsageError

WAITING = 3
NOTHING_READ = 4

articles_app = typer.Typer(help="Price lists and the article search.", no_args_is_help=True)
accounts_app = typer.Typer(help="Which account each article belongs to.", no_args_is_help=True)
articles_app.add_typer(accounts_app, name="accounts")


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

    settings = command_settings()
    with opened_database(settings) as db, progress_bar() as progress:
        report = opened_catalogue(settings, content_library(settings), db).import_list(
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
    from bot.article_telling import hits_json, hits_text  # noqa: PLC0415

    if batch is None and not query:
        raise UsageError("articles search: write a QUERY, or give --batch FILE")
    queries = text_lines(batch) if batch is not None else [query]
    settings = command_settings()
    with opened_database(settings) as db:
        catalogue, examples = searched(opened_catalogue(settings, content_library(settings), db))
        if examples:
            say_examples()
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

    settings = command_settings()
    with opened_database(settings) as db:
        files = AccountFiles(db, content_library(settings).phrases, utc_now, settings.zone)
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

    settings = command_settings()
    with opened_database(settings) as db:
        files = AccountFiles(db, content_library(settings).phrases, utc_now, settings.zone)
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

    settings = command_settings()
    library = content_library(settings)
    with opened_database(settings) as db:
        day = None if since is None else since.date()
        report = asked(db, library, utc_now, settings.zone, since=day, xlsx=xlsx)
    if as_json:
        typer.echo(json.dumps(report_json(report), ensure_ascii=False))
    else:
        typer.echo(report_text(report, settings.zone))
