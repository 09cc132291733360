"""The reading processes: one that dies costs nothing but time."""

import functools
import gc
import os
import signal
import subprocess
import sys
import threading
import time
import types
from concurrent.futures.process import BrokenProcessPool

import pytest

from sitrep import memories
from sitrep.article import Article
from sitrep.batches import batches
from sitrep.read import reader
from sitrep.tables import read_part
from sitrep.workers import Workers, code_folder

TEXTS = ["Police in Nairobi arrested five protesters on Friday.", "Gunmen killed six soldiers in northern Mali, the army said."]


def folder(tmp_path):
    articles = [Article(f"{i:016x}", f"{i}.txt", "", text) for i, text in enumerate(TEXTS)]
    (batch,) = batches(articles, known=set(), work=tmp_path, version="1")
    return batch.path


def ids(path):
    return read_part(path / "articles.arrow")["article_id"].to_pylist()


def test_a_killed_process_loses_no_article(tmp_path):
    path = folder(tmp_path)

    def kill(workers: Workers) -> None:
        while not (workers._pool and workers._pool._processes):
            time.sleep(0.01)
        for pid in list(workers._pool._processes):
            os.kill(pid, signal.SIGKILL)

    with Workers(1) as workers:
        killer = threading.Thread(target=kill, args=(workers,))
        killer.start()
        workers.run(path)
        killer.join()
    assert ids(path) == [f"{i:016x}" for i in range(len(TEXTS))]
    assert (path / "rejects.jsonl").read_text() == ""


def test_processes_that_die_when_the_run_is_over_are_not_missed(tmp_path):
    pool = Workers(1)
    with pool:
        pass
    pool._pool = types.SimpleNamespace(submit=lambda *_: (_ for _ in ()).throw(BrokenProcessPool()))
    with pytest.raises(BrokenProcessPool):
        pool.run(folder(tmp_path))


def test_an_article_that_kills_its_process_becomes_a_reject(tmp_path):
    path = folder(tmp_path)
    code_folder(path, skip=frozenset(["0000000000000001"]))
    assert ids(path) == ["0000000000000000"]
    assert '"rule": "process_died"' in (path / "rejects.jsonl").read_text()


def test_what_is_done_is_not_done_again(tmp_path):
    path = folder(tmp_path)
    code_folder(path)
    before = (path / "events.arrow").stat().st_mtime_ns
    with Workers(1) as workers:
        workers.run(path)
        assert workers.done.value == len(TEXTS) and workers._pool is None
    assert (path / "events.arrow").stat().st_mtime_ns == before


def test_an_article_with_a_row_that_breaks_its_contract_costs_no_other_article(tmp_path, monkeypatch):
    import sys
    import types

    def code(article):
        row = {"article_id": article.article_id, "n_words": "many" if article.source_uri.startswith("1") else 9}
        return {"articles": [row], "actors": [{"actor_id": "a"}]}

    monkeypatch.setitem(sys.modules, "sitrep.coder", types.SimpleNamespace(code=code))
    path = code_folder(folder(tmp_path))
    assert ids(path) == ["0000000000000000"]
    assert read_part(path / "actors.arrow")["article_id"].to_pylist() == ["0000000000000000"]
    assert "column n_words" in (path / "rejects.jsonl").read_text() and "0000000000000001" in (path / "rejects.jsonl").read_text()


def test_words_are_forgotten_and_what_was_loaded_is_not():
    """New words never end: what functions remember of them would fill the memory."""

    @functools.lru_cache(maxsize=5000)
    def of_word(word):
        return str(word)

    @functools.cache
    def loaded(name):
        return name

    for n in range(2000):
        of_word(n)
    loaded("table")
    memories.forget_words()
    assert (of_word.cache_info().currsize, loaded.cache_info().currsize) == (0, 1)


def test_words_are_forgotten_by_what_was_there_at_the_start(monkeypatch):
    """What is frozen, garbage collection shows no more."""

    @functools.lru_cache(maxsize=5000)
    def of_word(word):
        return str(word)

    monkeypatch.setattr(memories, "_frozen", [])
    try:
        memories.freeze()
        for n in range(2000):
            of_word(n)
        memories.forget_words()
    finally:
        gc.unfreeze()
    assert of_word.cache_info().currsize == 0


def test_a_vocabulary_does_not_keep_every_word():
    words = "Zorvath Quillimar Benderoo"
    reader().read(words)
    memories.forget_words()
    assert not set(words.split()) & set(reader().vocab.strings)


def test_a_reading_process_loads_nothing_that_only_training_needs():
    """spaCy loads its command line, and torch where it is installed, if it is not told: 150 MB and a second in each process."""
    start = "processes._end_with_parent = lambda: None; workers._start(None)"
    code = f"import sys; from sitrep import processes, workers; {start}; print({{'torch', 'weasel'}} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_a_process_forgets_after_so_many_articles(tmp_path, monkeypatch):
    forgotten = []
    monkeypatch.setattr(memories, "forget_words", lambda: forgotten.append(True))
    monkeypatch.setattr(memories, "FORGETS_AFTER", 3)
    monkeypatch.setattr(memories, "_since_forgotten", 0)
    for name in ("one", "two", "three"):
        code_folder(folder(tmp_path / name))
    assert len(forgotten) == 1, "of six articles, after the fourth"
