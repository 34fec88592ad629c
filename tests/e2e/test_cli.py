"""The command line: what it prints, and that bad input is one line that says what and where."""

import json
import shutil
import sqlite3
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.e2e.processes import ROOT, run

CSV = """Artikelnummer;Benämning;Enhet;Pris;Leverantör
1001;Hallonsylt 1,5 kg;burk;39,50;Martin & Servera
1002;Havregryn 1 kg;paket;18,00;Martin & Servera
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite:///{tmp_path / 'hjalpen.db'}"}


def refused(*arguments: str, env: Mapping[str, str], folder: Path) -> str:
    """Run what has to be refused; returns the one line that says why."""
    done = run(*arguments, env=env, folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert line.startswith("hjalpen: ")
    return line


class TestUsage:
    def test_the_version(self, tmp_path: Path, env: dict[str, str]) -> None:
        done = run("--version", env=env, folder=tmp_path)
        assert (done.returncode, done.stdout) == (0, f"hjalpen {version('ehandelshjalpen')}\n")

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (("hjälp",), "no such command 'hjälp' (see hjalpen --help)"),
            (("articles", "imprt"), "articles: no such command 'imprt'. Did you mean 'import'?"),
            (("articles", "import"), "articles import: missing argument 'FILE'"),
            (("articles", "search", "--limit", "0", "x"), "articles search: invalid value for"),
            (("run", "--htpp"), "run: no such option: --htpp"),
            (("demo", "--port", "http"), "demo: invalid value for '--port'"),
            (("ask",), "ask: write a TEXT, or give --batch FILE"),
        ],
    )
    def test_a_mistake_is_one_line(
        self, tmp_path: Path, env: dict[str, str], arguments: tuple[str, ...], says: str
    ) -> None:
        line = refused(*arguments, env=env, folder=tmp_path)
        assert line.startswith(f"hjalpen: {says}")
        assert list(tmp_path.iterdir()) == []

    def test_no_command_is_help(self, tmp_path: Path, env: dict[str, str]) -> None:
        done = run("articles", env=env, folder=tmp_path)
        assert done.returncode == 2
        assert "import" in done.stderr + done.stdout


class TestAsk:
    def test_json(self, tmp_path: Path, env: dict[str, str]) -> None:
        done = run("ask", "--json", "jag kan inte skicka min beställning", env=env, folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        answer = json.loads(done.stdout)
        assert (answer["kind"], answer["id"]) == ("guide", "cannot-send-order")
        assert set(answer) == {"text", "kind", "id", "confidence", "alternatives", "reply"}
        assert "alla flikar" in answer["reply"]

    def test_a_batch_is_answered_in_order(self, tmp_path: Path, env: dict[str, str]) -> None:
        batch = tmp_path / "frågor.txt"
        texts = ["vad är ett GLN?", "mjölken har inte kommit", "blåa elefanter på månen"]
        batch.write_text("\n".join(texts), encoding="utf-8")
        done = run("ask", "--json", "--batch", str(batch), env=env, folder=tmp_path)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert [answer["text"] for answer in answers] == texts
        assert [answer["id"] for answer in answers] == ["gln", "missing-delivery", None]


class TestArticles:
    def test_import_and_search(self, tmp_path: Path, env: dict[str, str]) -> None:
        file = tmp_path / "prislista.csv"
        file.write_text(CSV, encoding="utf-8")
        done = run("articles", "import", str(file), "--json", env=env, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        report = json.loads(done.stdout)
        assert report["added"] == 2
        done = run("articles", "search", "hallonsyllt", "--json", env=env, folder=tmp_path)
        hits = json.loads(done.stdout)
        assert hits["query"] == "hallonsyllt"
        assert hits["hits"][0]["article_number"] == "1001"

    def test_a_report(self, tmp_path: Path, env: dict[str, str]) -> None:
        file = tmp_path / "prislista.csv"
        file.write_text(CSV, encoding="utf-8")
        run("articles", "import", str(file), env=env, folder=tmp_path)
        book = tmp_path / "rapport.xlsx"
        told = ("articles", "report", "--json", "--since", "2026-01-01", "--xlsx", str(book))
        done = run(*told, env=env, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        report = json.loads(done.stdout)
        assert (report["new"], report["lists"][0]["supplier"]) == (2, "Martin & Servera")
        assert book.stat().st_size > 0
        line = refused("articles", "report", "--since", "igår", env=env, folder=tmp_path)
        assert "--since" in line

    def test_dry_run_changes_nothing(self, tmp_path: Path, env: dict[str, str]) -> None:
        file = tmp_path / "prislista.csv"
        file.write_text(CSV, encoding="utf-8")
        run("articles", "import", str(file), "--dry-run", env=env, folder=tmp_path)
        done = run("articles", "search", "hallonsylt", "--json", env=env, folder=tmp_path)
        assert "these are the examples" in done.stderr

    def test_a_list_that_does_not_say_whose_it_is(
        self, tmp_path: Path, env: dict[str, str]
    ) -> None:
        file = tmp_path / "host-priser.csv"
        file.write_text("Artikelnummer;Benämning;Pris\n1;Saft;9\n2;Sylt;8\n", encoding="utf-8")
        done = run("articles", "import", str(file), "--dry-run", env=env, folder=tmp_path)
        assert done.returncode == 0
        assert "Host priser (csv): 2 added" in done.stdout
        assert done.stdout.count("lästes som Host prisers efter filens namn") == 1
        assert "--supplier" in done.stdout
        told = ("articles", "import", str(file), "--supplier", "Lyreco", "--json")
        done = run(*told, env=env, folder=tmp_path)
        assert (json.loads(done.stdout)["supplier"], done.stderr) == ("Lyreco", "")

    def test_a_list_of_which_every_line_is_wrong(self, tmp_path: Path, env: dict[str, str]) -> None:
        file = tmp_path / "prislista.csv"
        text = "Artikelnummer;Benämning;Pris;Leverantör\n1;Sylt;;Lyreco\n"
        file.write_text(text, encoding="utf-8")
        done = run("articles", "import", str(file), env=env, folder=tmp_path)
        assert done.returncode == 4
        assert "nothing was read" in done.stdout
        assert "  2: Pris saknas" in done.stdout
        done = run("articles", "import", str(file), "--json", env=env, folder=tmp_path)
        assert (done.returncode, json.loads(done.stdout)["added"]) == (4, 0)

    def test_a_corrupt_spreadsheet(self, tmp_path: Path, env: dict[str, str]) -> None:
        file = tmp_path / "prislista.xlsx"
        file.write_bytes(b"PK\x03\x04" + b"\x00" * 400)
        line = refused("articles", "import", str(file), env=env, folder=tmp_path)
        assert "prislista.xlsx" in line

    def test_a_file_that_is_not_there(self, tmp_path: Path, env: dict[str, str]) -> None:
        line = refused("articles", "import", "ingen.csv", env=env, folder=tmp_path)
        assert "ingen.csv" in line


class TestKnowledge:
    def test_it_is_in_order(self, tmp_path: Path, env: dict[str, str]) -> None:
        done = run("knowledge", "check", env=env, folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "3 guides" in done.stdout
        assert list(tmp_path.iterdir()) == []

    def test_a_broken_file_is_named(self, tmp_path: Path, env: dict[str, str]) -> None:
        content = tmp_path / "content"
        shutil.copytree(ROOT / "knowledge" / "content", content)
        (content / "guides" / "cannot-send-order.yaml").write_text(
            "id: cannot-send-order\ntitle: [\n", encoding="utf-8"
        )
        env |= {"HJALPEN_CONTENT_DIR": str(content)}
        for command in (("knowledge", "check"), ("ask", "hej")):
            line = refused(*command, env=env, folder=tmp_path)
            assert "guides/cannot-send-order.yaml" in line

    def test_a_dead_end_is_named(self, tmp_path: Path, env: dict[str, str]) -> None:
        content = tmp_path / "content"
        shutil.copytree(ROOT / "knowledge" / "content", content)
        guide = content / "guides" / "no-order-response.yaml"
        text = guide.read_text(encoding="utf-8")
        guide.write_text(text.replace("next: sent-day", "next: nowhere"), encoding="utf-8")
        env |= {"HJALPEN_CONTENT_DIR": str(content)}
        done = run("knowledge", "check", env=env, folder=tmp_path)
        assert done.returncode == 2
        assert "no-order-response" in done.stderr
        assert "nowhere" in done.stderr


class TestSettings:
    def test_an_unknown_one(self, tmp_path: Path, env: dict[str, str]) -> None:
        line = refused("ask", "hej", env=env | {"HJALPEN_COLOUR": "blue"}, folder=tmp_path)
        assert "HJALPEN_COLOUR" in line
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"HJALPEN_TIMEZONE": "Mars/Ett"}, "HJALPEN_TIMEZONE: no such time zone"),
            ({"HJALPEN_BUSINESS_OPENS": "17:00"}, "HJALPEN_BUSINESS_CLOSES: must be later"),
            ({"HJALPEN_BUSINESS_OPENS": "07:30Z"}, "HJALPEN_BUSINESS_OPENS: a time of day"),
            (
                {"HJALPEN_ANSWER_AT": "0.1", "HJALPEN_CHOICES_AT": "0.9"},
                "HJALPEN_ANSWER_AT: must not be below HJALPEN_CHOICES_AT",
            ),
            ({"HJALPEN_COORDINATOR_CHANNEL": "#e-handel"}, "#e-handel is not the id of a channel"),
            ({"SLACK_BOT_TOKEN": "xoxp-1-hemlig"}, "SLACK_BOT_TOKEN: is not a bot token"),
            ({"SLACK_APP_TOKEN": "xoxb-1-hemlig"}, "SLACK_APP_TOKEN: is not an app-level token"),
            ({"SLACK_API_URL": "ftp://slack.com"}, "SLACK_API_URL: ftp://slack.com is not an http"),
            ({"HJALPEN_CONTENT_DIR": "ingen"}, "HJALPEN_CONTENT_DIR: there is no folder ingen"),
        ],
    )
    def test_a_bad_value(
        self, tmp_path: Path, env: dict[str, str], given: dict[str, str], words: str
    ) -> None:
        line = refused("ask", "hej", env=env | given, folder=tmp_path)
        assert words in line
        assert "hemlig" not in line
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("given", "missing"),
        [
            ({}, "SLACK_BOT_TOKEN"),
            (
                {"SLACK_BOT_TOKEN": "xoxb-1", "HJALPEN_COORDINATOR_CHANNEL": "C0123456"},
                "SLACK_APP_TOKEN",
            ),
        ],
    )
    def test_a_missing_token(
        self, tmp_path: Path, env: dict[str, str], given: dict[str, str], missing: str
    ) -> None:
        line = refused("run", env=env | given, folder=tmp_path)
        assert missing in line
        assert list(tmp_path.iterdir()) == []

    def test_a_batch_that_cannot_be_read(self, tmp_path: Path, env: dict[str, str]) -> None:
        line = refused("ask", "--batch", "ingen.txt", env=env, folder=tmp_path)
        assert "ingen.txt" in line
        assert list(tmp_path.iterdir()) == []

    def test_a_batch_that_is_not_text(self, tmp_path: Path, env: dict[str, str]) -> None:
        (tmp_path / "bild.png").write_bytes(b"\x89PNG\xff")
        line = refused("ask", "--batch", "bild.png", env=env, folder=tmp_path)
        assert "bild.png" in line


class TestDatabase:
    def test_one_from_a_newer_version(self, tmp_path: Path, env: dict[str, str]) -> None:
        run("db", "upgrade", env=env, folder=tmp_path)
        path = tmp_path / "hjalpen.db"
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.close()
        before = path.read_bytes()
        for arguments in (("ask", "hej"), ("demo", "--port", "0")):
            line = refused(*arguments, env=env, folder=tmp_path)
            assert "9999" in line
        assert path.read_bytes() == before

    def test_one_that_is_none(self, tmp_path: Path, env: dict[str, str]) -> None:
        (tmp_path / "hjalpen.db").write_bytes(b"not a database at all, whatever its name says")
        line = refused("ask", "hej", env=env, folder=tmp_path)
        assert "hjalpen.db" in line
