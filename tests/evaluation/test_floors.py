"""What is measured against hand-coded articles may rise and not fall.

Articles of our own (`own_articles.yaml`) are measured everywhere. The larger hand-coded sets are not part of the project:
they lie in ../shared (or where SITREP_GOLD and SITREP_SCORE say), and without them their tests are skipped.
`floors.json` has the figures reached; after an improvement write the new ones with

    python tests/evaluation/test_floors.py [NAME…]
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import event_precision
import own_articles
import pytest
import synonyms
from statement_calibration import calibration_error, judged

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"
GOLD = Path(os.environ.get("SITREP_GOLD", SHARED / "gold"))
SCORE = Path(os.environ.get("SITREP_SCORE", SHARED / "score"))
FLOORS = HERE / "floors.json"
SLACK = 0.03  # two rows of the ten articles: int8 products differ in the last bit from processor to processor


def score(script: str, *arguments: object) -> str:
    command = [sys.executable, str(SCORE / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def write_tables(folder: Path) -> None:
    """Code the hand-coded articles and write their tables, unvalidated."""
    stubs = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((GOLD / "tables").glob("*.stub.json"))]
    write_coded([(s["id"], s["text"], {"title": s["title"], "published": s["published"]}) for s in stubs], folder)


def write_coded(articles: list[tuple[str, str, dict]], folder: Path) -> None:
    """Code articles (id, text, metadata) and write their tables, unvalidated."""
    from sitrep.article import RawDocument
    from sitrep.batches import CODED_TABLES
    from sitrep.coder import code
    from sitrep.parse import parse
    from sitrep.tables import from_rows, merge_actors, write

    rows: dict[str, list] = {name: [] for name in CODED_TABLES}
    for name, text, meta in articles:
        coded = code(parse(RawDocument(f"gold#{name}", text.encode(), "text/plain", meta, datetime(2000, 1, 1, tzinfo=UTC))))
        for table in CODED_TABLES:
            rows[table] += coded[table]
    tables = {name: from_rows(name, made) for name, made in rows.items()}
    tables["actors"] = merge_actors(tables["actors"], tables["mentions"], tables["articles"])
    for name, table in tables.items():
        write(table, name, folder / f"{name}.parquet")


def measure_tables(folder: Path) -> dict[str, float]:
    write_tables(folder)
    out = json.loads(score("score_tables.py", GOLD / "tables", folder, "--json"))
    return {name: figures.get("f1", figures.get("accuracy")) for name, figures in out.items()}


def measure_routine(folder: Path) -> dict[str, float]:
    """One less the events in an article of sport, business, weather or culture: fewer than one is what must be reached."""
    found = event_precision.coded(GOLD)
    return {"one less events an article": round(1 - sum(len(events) for _, _, events in found) / len(found), 3)}


def measure_dates(folder: Path) -> dict[str, float]:
    sets = ("timebank", "aquaint")
    return {f"{s} value_f1": _annotated("dates", f"dates/time_{s}.jsonl", "score_time.py", folder)["value_f1"] for s in sets}


def measure_incidents(folder: Path) -> dict[str, float]:
    """Attacks, their days and countries, and the dead and injured, in every eighth of the relevant agency reports of MUC-4."""
    lines = (GOLD / "events" / "muc4_dev.jsonl").read_text(encoding="utf-8").splitlines()
    reports = [r for r in map(json.loads, lines) if r["expected"]][::8]
    write_coded([(r["id"], r["text"], {"published": r["date"]} if r["date"] else {}) for r in reports], folder)
    gold = folder / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, reports)), encoding="utf-8")
    figures = re.findall(r"^(\w+)[^\n]*?(\d\.\d+) \(", score("score_incidents.py", gold, folder), re.MULTILINE)
    return {name: float(value) for name, value in figures}


def measure_places(folder: Path) -> dict[str, float]:
    """Toponyms found (overlap), and those within 161 km of all that have a point. The models were trained on these very articles."""
    figures = {}
    for name in ("lgl", "geovirus"):
        out = _annotated("places", f"places/geo_{name}.jsonl", "score_geo.py", folder, "--relaxed")
        figures |= {f"{name} f1": out["recognition"]["f1"], f"{name} all": out["all"]["acc161"]}
    return figures


def measure_statements(folder: Path) -> dict[str, float]:
    """F1 of attributions with the right speaker on PolNeAR's development part, all and of speech, and how well confidence is calibrated."""
    gold = "statements/polnear_dev.jsonl"
    every = _annotated("statements", gold, "score_attributions.py", folder, "--json")
    speech = json.loads(score("score_attributions.py", GOLD / gold, folder / "out.jsonl", "--json", "--speech"))
    kinds = {f"speech {kind} recall": speech["by_type"][kind]["attr_recall"] for kind in ("direct", "mixed", "indirect")}
    precision, _, f1 = speech["attribution|ATTR-H"]
    percent = {
        "all f1": every["attribution|ATTR-H"][2],
        "content exact f1": every["content|exact"][2],
        "speech f1": f1,
        "speech precision": precision,
    }
    calibrated = 1 - calibration_error(judged(GOLD / gold))
    return {name: round(v / 100, 3) for name, v in {**percent, **kinds}.items()} | {"calibration": round(calibrated, 3)}


def measure_synonyms(folder: Path) -> dict[str, float]:
    """Of re3d's synonyms and other names in one document, how many pairs are joined, and how many are kept apart."""
    reached = synonyms.measure(GOLD / "names" / "re3d_docs.jsonl")
    return {"joined": round(reached["joined"], 3), "apart": round(1 - reached["wrong"], 3)}


def _annotated(layer: str, gold: str, script: str, folder: Path, *options: str) -> dict:
    from click.testing import CliRunner

    from sitrep.cli import main

    result = CliRunner().invoke(main, ["annotate", layer, str(GOLD / gold), str(folder / "out.jsonl")])
    assert result.exit_code == 0, result.output
    return json.loads(score(script, GOLD / gold, folder / "out.jsonl", *options))


MEASURES = {
    "own statements": own_articles.measure_statements,
    "statements": measure_statements,
    "tables": measure_tables,
    "incidents": measure_incidents,
    "dates": measure_dates,
    "places": measure_places,
    "routine news": measure_routine,
    "synonyms": measure_synonyms,
}
NEEDS_GOLD = pytest.mark.skipif(not GOLD.exists(), reason="the hand-coded sets are not here (SITREP_GOLD)")


@pytest.mark.parametrize("name", [n if n.startswith("own") else pytest.param(n, marks=NEEDS_GOLD) for n in MEASURES])
def test_no_figure_falls(name, tmp_path):
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))[name]
    reached = MEASURES[name](tmp_path)
    fallen = {key: (reached.get(key), floor) for key, floor in floors.items() if reached.get(key, 0.0) < floor - SLACK}
    assert not fallen, f"below their floors (reached, floor): {fallen}"


if __name__ == "__main__":
    import tempfile

    figures = {}
    for name in sys.argv[1:] or MEASURES:
        with tempfile.TemporaryDirectory() as folder:
            figures[name] = MEASURES[name](Path(folder))
    standing = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    risen = {n: {k: max(v, standing.get(n, {}).get(k, 0.0)) for k, v in f.items()} for n, f in figures.items()}
    FLOORS.write_text(json.dumps(standing | risen, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))
