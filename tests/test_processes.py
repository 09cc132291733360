"""Work on all cores gives what work on one gives."""

import hashlib
import os
import signal
from collections import Counter
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from sitrep.processes import on_all_cores
from sitrep.report import write_report
from sitrep.schemas import TABLES, empty
from sitrep.slices import SLICED, Slices
from sitrep.tables import from_rows
from sitrep.validate import validate_slices

HERE = os.getpid()


# Work is looked up by its name in the other process, which does not know this file: `eval` of an item, the shared names around it.
def away(n: int) -> str:
    return f"({n}, __import__('os').getpid() != {HERE})"


def test_results_come_in_the_order_of_the_items_from_this_process_and_others():
    found = list(on_all_cores(eval, map(away, range(7)), most=2))
    assert [n for n, _ in found] == list(range(7))
    assert [found[0][1], found[-1][1]] == [True, False], "the first is another's, the last is ours"


def test_this_process_and_another_meet_in_the_middle():
    pause = "[__import__('time').sleep(0.1), {}][1]"
    assert list(on_all_cores(eval, [pause.format(n) for n in range(9)], most=2)) == list(range(9))


def test_one_item_or_one_core_takes_no_process():
    assert list(on_all_cores(eval, [away(7)], most=8)) == [(7, False)]
    assert list(on_all_cores(eval, [away(7), away(8)], most=1)) == [(7, False), (8, False)]
    assert list(on_all_cores(eval, [])) == []


def test_what_is_shared_is_known_there():
    assert list(on_all_cores(eval, ["shared + 1", "shared + 2"], {"shared": 40}, most=2)) == [41, 42]


def test_what_a_killed_process_leaves_is_done_here():
    die = f"__import__('os').getpid() == {HERE} or __import__('os').kill(__import__('os').getpid(), {signal.SIGKILL.value})"
    assert list(on_all_cores(eval, [die] * 3, most=2)) == [True] * 3


def test_an_error_in_a_process_is_an_error():
    with pytest.raises(ZeroDivisionError):
        list(on_all_cores(eval, ["1 / 0"] * 3, most=2))


def slices(folder, n: int) -> Slices:
    """Of one article each; the second one's mention is of an actor that is not there."""
    found = Slices(folder, n)
    for number in range(n):
        article = {"article_id": f"{number:016x}", "source_uri": f"{number}.txt", "title": f"News {number}", "published_basis": "none",
                   "language": "en", "text": "Police said so.", "n_words": 3, "ingested_at": datetime(2024, 5, 6, tzinfo=UTC),
                   "coded_by": "1"}  # fmt: skip
        mention = {"mention_id": f"{number:016x}-m0001", "article_id": f"{number:016x}", "actor_id": "nobody" if number == 1 else "police",
                   "char_start": 0, "char_end": 6, "text": "Police", "mention_type": "nominal"}  # fmt: skip
        found.put(number, {"articles": from_rows("articles", [article]), "mentions": from_rows("mentions", [mention])})
    return found


def shared() -> dict[str, pa.Table]:
    actor = {"actor_id": "police", "name": "police", "kind": "group", "sector": "COP", "aliases": ["Police"], "resolution": "description",
             "n_mentions": 2, "n_articles": 2}  # fmt: skip
    return {"actors": from_rows("actors", [actor]), "rejects": empty("rejects")}


def test_validation_finds_the_same_on_two_cores(tmp_path):
    found = {}
    for cores in (1, 2):
        kept = Slices(tmp_path / f"kept{cores}")
        validation = validate_slices(slices(tmp_path / "all", 3), shared(), kept, run_id="r", cores=cores)
        rows = {name: [row for piece in kept.pieces(name) for row in piece.to_pylist()] for name in SLICED}
        found[cores] = (rows, validation.rejects, validation.reasons, validation.results, validation.tables["actors"].to_pylist())
    assert found[1] == found[2]
    rows, rejects, *_ = found[2]
    assert len(rows["articles"]) == 3 and len(rows["mentions"]) == 2
    assert Counter(row["table"] for row in rejects) == {"mentions": 1}


def test_the_report_is_the_same_on_two_cores(tmp_path):
    class Edition:
        def slices(self):
            return slices(tmp_path / "all", 3)

        def pieces(self, name):
            return self.slices().pieces(name) if name in SLICED else [shared()[name]]

    summary = {"run_id": "r", "version": "1", "published": True, "articles_in": 3, "articles_known": 0, "articles_new": 3,
               "articles_rejected": 0, "rows": dict.fromkeys(TABLES, 3), "rejects": {}, "expectations": {}}  # fmt: skip
    written = {}
    for cores in (1, 2):
        folder = tmp_path / f"report{cores}"
        write_report(folder / "index.html", edition=Edition(), results=(), summary=summary, cores=cores)
        written[cores] = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
    assert written[1] == written[2] and set(written[1]) == {"index.html", "articles-2.html", "articles-3.html"}
