"""Lines a second and peak memory of reading price lists, and of importing them into SQLite.

    python -m tests.benchmarks.pricelists [--lines 10000 ...] [--formats pricat ...] [--json]

For each format and size a list is written to a temporary file, then read and checked in one new
process, and imported into a new SQLite database in another; a third imports the same list once
more, which changes nothing. Each reports its own peak of resident memory, and lines for each second
on the clock and for each second of the processor's, which neighbours on the machine do not change.
`baseline` is the memory of a process that has imported the modules and read a list of ten lines.
Lists have prices, units, GTINs, texts, packages and validity, as the profiles ask for.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl

from knowledge.pricelists.gs1 import check_digit_fits

_STEPS = ("read", "import", "again")
_SIZES = (10_000, 100_000, 500_000)
_NAMES = ("Hallonsylt", "Mellanmjölk 1,5 %", "Kopieringspapper A4", "Kycklingfilé", "Såpa grön")
_HEADINGS = ("Artikelnummer", "Benämning", "Enhet", "Pris", "Valuta", "GTIN", "Varumärke",
             "Förpackning", "Varugrupp")  # fmt: skip


def price(number: int) -> tuple[int, int]:
    """One of 100,000 prices, whole and hundredths."""
    return divmod(number * 7919 % 99_991 + 100, 100)


def gtin(number: int) -> str:
    """A GTIN-13 of those that are for use within a company."""
    digits = f"2{number:011d}"
    return next(digits + last for last in "0123456789" if check_digit_fits(digits + last))


def write_pricat(path: Path, lines: int) -> None:
    """An original list of EAN008, a line of about 290 bytes and 11 segments."""
    with path.open("w", encoding="latin-1") as file:
        file.write(
            "UNA:+.? 'UNB+UNOC:3+7300009000012:14+7300009000029:14+260302:0800+1'"
            "UNH+1+PRICAT:D:96A:UN:EAN008'BGM+9+4711+9'DTM+137:20260302:102'"
            "DTM+194:20260302:102'DTM+206:20261231:102'RFF+CT:A-17'NAD+SU+7300009000012::9'"
            "NAD+BY+7300009000029::9'CUX+2:SEK:8'PGI+3+7::91:LIVSMEDEL'"
        )
        for number in range(1, lines + 1):
            whole, part = price(number)
            file.write(
                f"LIN+{number}+1+{gtin(number)}:EN'PIA+1+{number:06d}:SA::91'IMD+C++TU::9'"
                f"IMD+F++:::{_NAMES[number % 5]} {number}'IMD+F+BRN+:::Åkergård'"
                f"MEA+PD+AAA+KGM:{number % 50 + 1}.5'QTY+52:{number % 12 + 1}:PCE'"
                f"QTY+53:1'DTM+194:20260302:102'ALI+SE'PRI+AAA:{whole}.{part:02d}:CT'"
                "PAC+1++CT'\n"
            )
        file.write(f"CNT+2:{lines}'UNT+{12 * lines + 12}+1'UNZ+1+1'")


def write_peppol(path: Path, lines: int) -> None:
    """A catalogue without response, a line of about 1,500 bytes and 30 elements."""
    ubl = "urn:oasis:names:specification:ubl:schema:xsd"
    with path.open("w", encoding="utf-8") as file:
        file.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<Catalogue xmlns="{ubl}:Catalogue-2" '
            f'xmlns:cac="{ubl}:CommonAggregateComponents-2" '
            f'xmlns:cbc="{ubl}:CommonBasicComponents-2">\n'
            "<cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:catalogue:3</cbc:CustomizationID>"
            "<cbc:ID>4711</cbc:ID><cbc:ActionCode>Add</cbc:ActionCode>"
            "<cbc:IssueDate>2026-03-02</cbc:IssueDate><cac:SellerSupplierParty><cac:Party>"
            '<cac:PartyIdentification><cbc:ID schemeID="0088">7300009000012</cbc:ID>'
            "</cac:PartyIdentification><cac:PartyName><cbc:Name>Exempelgrossisten</cbc:Name>"
            "</cac:PartyName></cac:Party></cac:SellerSupplierParty>\n"
        )
        for number in range(1, lines + 1):
            whole, part = price(number)
            file.write(
                f"""  <cac:CatalogueLine>
    <cbc:ID>{number}</cbc:ID>
    <cbc:ActionCode>Add</cbc:ActionCode>
    <cbc:OrderableIndicator>true</cbc:OrderableIndicator>
    <cbc:OrderableUnit>XCT</cbc:OrderableUnit>
    <cbc:ContentUnitQuantity unitCode="C62">{number % 12 + 1}</cbc:ContentUnitQuantity>
    <cbc:MinimumOrderQuantity unitCode="XCT">1</cbc:MinimumOrderQuantity>
    <cac:LineValidityPeriod>
      <cbc:StartDate>2026-03-02</cbc:StartDate>
      <cbc:EndDate>2026-12-31</cbc:EndDate>
    </cac:LineValidityPeriod>
    <cac:RequiredItemLocationQuantity>
      <cac:Price>
        <cbc:PriceAmount currencyID="SEK">{whole}.{part:02d}</cbc:PriceAmount>
        <cbc:BaseQuantity unitCode="XCT">1</cbc:BaseQuantity>
      </cac:Price>
    </cac:RequiredItemLocationQuantity>
    <cac:Item>
      <cbc:Description>{_NAMES[number % 5]}, av god kvalitet</cbc:Description>
      <cbc:Name>{_NAMES[number % 5]} {number}</cbc:Name>
      <cbc:BrandName>Åkergård</cbc:BrandName>
      <cac:SellersItemIdentification><cbc:ID>{number:06d}</cbc:ID></cac:SellersItemIdentification>
      <cac:StandardItemIdentification>
        <cbc:ID schemeID="0160">{gtin(number)}</cbc:ID>
      </cac:StandardItemIdentification>
      <cac:CommodityClassification>
        <cbc:ItemClassificationCode listID="TST" name="Sylt">50192401</cbc:ItemClassificationCode>
      </cac:CommodityClassification>
      <cac:AdditionalItemProperty>
        <cbc:Name>Ekologisk</cbc:Name><cbc:Value>ja</cbc:Value>
      </cac:AdditionalItemProperty>
    </cac:Item>
  </cac:CatalogueLine>
"""
            )
        file.write("</Catalogue>\n")


def _rows(lines: int) -> Iterator[tuple[str, ...]]:
    yield _HEADINGS
    for number in range(1, lines + 1):
        whole, part = price(number)
        name = f"{_NAMES[number % 5]} {number}"
        package = f"{number % 12 + 1} st"
        amount = f"{whole},{part:02d}"
        yield (f"{number:06d}", name, "kartong", amount, "SEK", gtin(number), "Åkergård", package,
               "Sylt")  # fmt: skip


def write_csv(path: Path, lines: int) -> None:
    """Nine columns, separated by semicolons, in UTF-8."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(";".join(row) + "\n" for row in _rows(lines))


def write_xlsx(path: Path, lines: int) -> None:
    """Nine columns of text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Prislista")
    for row in _rows(lines):
        sheet.append(row)
    book.save(path)


_WRITERS: dict[str, Callable[[Path, int], None]] = {
    "pricat": write_pricat,
    "peppol": write_peppol,
    "csv": write_csv,
    "xlsx": write_xlsx,
}


def read(path: Path) -> dict[str, Any]:
    """Read and check a list in this process."""
    from knowledge.pricelists import Line, open_price_list  # noqa: PLC0415 - part of what is measured

    begun, worked = time.perf_counter(), time.process_time()
    with open_price_list(path, "Exempelgrossisten") as items:
        lines = sum(isinstance(item, Line) for item in items)
    return {
        "lines": lines,
        "seconds": time.perf_counter() - begun,
        "cpu_seconds": time.process_time() - worked,
    }


def load(path: Path, database: Path) -> dict[str, Any]:
    """Import a list into a database in this process."""
    from bot.catalogue import Catalogue  # noqa: PLC0415
    from bot.database.session import Database  # noqa: PLC0415
    from bot.database.upgrade import upgrade  # noqa: PLC0415
    from knowledge.library import default_content_dir, load_library  # noqa: PLC0415

    db = Database.connect(f"sqlite:///{database}")
    upgrade(db)
    parties = load_library(default_content_dir()).parties
    catalogue = Catalogue(db, parties, lambda: datetime.now(UTC))
    begun, worked = time.perf_counter(), time.process_time()
    report = catalogue.import_list(path, "Exempelgrossisten")
    seconds, cpu_seconds = time.perf_counter() - begun, time.process_time() - worked
    db.close()
    lines = report.added + report.changed + report.unchanged
    return {"lines": lines, "seconds": seconds, "cpu_seconds": cpu_seconds, "added": report.added}


def _in_process(*arguments: str) -> dict[str, Any]:
    """What a new process measures, with its peak memory in MB."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.pricelists", "--child", *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _child(arguments: list[str]) -> None:
    what, path, *rest = arguments
    measured = read(Path(path)) if what == "read" else load(Path(path), Path(rest[0]))
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    measured["per_second"] = round(measured["lines"] / measured["seconds"])
    measured["per_cpu_second"] = round(measured["lines"] / measured["cpu_seconds"])
    measured["seconds"] = round(measured["seconds"], 3)
    measured["cpu_seconds"] = round(measured["cpu_seconds"], 3)
    measured["peak_mb"] = round(usage / 1024, 1)
    if what == "read" and children:
        measured["child_peak_mb"] = round(children / 1024, 1)
    sys.stdout.write(json.dumps(measured))


def measure(kind: str, lines: int, folder: Path) -> dict[str, Any]:
    """One format at one size."""
    path = folder / f"list.{kind}"
    _WRITERS[kind](path, lines)
    database = folder / "list.db"
    measured = {
        "format": kind,
        "lines": lines,
        "file_mb": round(path.stat().st_size / 1e6, 1),
        "read": _in_process("read", str(path)),
        "import": _in_process("load", str(path), str(database)),
        "again": _in_process("load", str(path), str(database)),
    }
    for left in folder.iterdir():
        left.unlink()
    return measured


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--lines", type=int, nargs="+", default=list(_SIZES))
    parser.add_argument("--formats", nargs="+", choices=_WRITERS, default=list(_WRITERS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        _child(chosen.child)
        return
    results = []
    with tempfile.TemporaryDirectory() as name:
        small = Path(name) / "small"
        _WRITERS["csv"](small, 10)
        baseline = _in_process("read", str(small))["peak_mb"]
        small.unlink()
        if not chosen.json:
            print(f"baseline {baseline} MB")
            columns = "".join(f"  {what:>8} per cpu s  peak MB" for what in _STEPS)
            print(f"format    lines      MB{columns}")
        for kind in chosen.formats:
            for lines in chosen.lines:
                one = measure(kind, lines, Path(name))
                results.append(one)
                if not chosen.json:
                    numbers = "".join(
                        f"  {step['per_second']:>8} {step['per_cpu_second']:>9}"
                        f"  {step['peak_mb']:>7}"
                        for step in (one[what] for what in _STEPS)
                    )
                    print(f"{kind:7} {lines:>7} {one['file_mb']:>7}{numbers}", flush=True)
    if chosen.json:
        print(json.dumps({"baseline_mb": baseline, "results": results}, indent=1))


if __name__ == "__main__":
    main()
