"""Files put into a folder: none ever takes the place of another."""

from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest

from bot.lists.putting_away import free_names, put


def test_the_first_free_names(tmp_path: Path) -> None:
    (tmp_path / "a.b.csv").touch()
    (tmp_path / "a.b (3).csv").touch()
    names = [path.name for path in islice(free_names(tmp_path, "a.b.csv"), 2)]
    assert names == ["a.b (2).csv", "a.b (4).csv"]
    assert next(free_names(tmp_path, "utan ändelse")).name == "utan ändelse"


def test_a_place_that_is_taken_is_left(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("old")
    new.write_text("new")
    assert not put(new, old)
    assert (old.read_text(), new.read_text()) == ("old", "new")


def test_what_is_gone_cannot_be_put(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        put(tmp_path / "gone", tmp_path / "there")


def test_many_of_one_name_at_once(tmp_path: Path) -> None:
    done = tmp_path / "done"
    done.mkdir()
    files = [tmp_path / f"{n}.csv" for n in range(40)]
    for file in files:
        file.write_text(file.name)

    def away(file: Path) -> bool:
        return any(put(file, target) for target in free_names(done, "lista.csv"))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(away, files))
    assert sorted(path.read_text() for path in done.iterdir()) == sorted(f.name for f in files)
    assert not any(file.exists() for file in files)
