"""Publishing switches all tables at once and leaves the user's files alone."""

import os
import subprocess
import sys

import pytest

from sitrep.tables import publish, stage


def run(out, **files):
    staging = stage(out)
    for name, content in files.items():
        target = staging / name.replace("__", "/")
        target.parent.mkdir(exist_ok=True)
        target.write_text(content)
    return publish(staging, out)


def test_names_in_the_output_folder_lead_to_the_current_run(tmp_path):
    run(tmp_path, events="one", report__index="first")
    assert os.readlink(tmp_path / "events") == ".current/events"
    assert (tmp_path / "events").read_text() == "one"
    assert (tmp_path / "report" / "index").read_text() == "first"
    run(tmp_path, events="two", report__index="second")
    assert (tmp_path / "events").read_text() == "two"
    assert (tmp_path / "report" / "index").read_text() == "second"
    assert not list(tmp_path.glob(".staging-*"))


def test_a_reader_in_the_middle_of_the_old_run_can_finish(tmp_path):
    run(tmp_path, events="one", actors="one")
    seen = (tmp_path / ".current").resolve()
    run(tmp_path, events="two", actors="two")
    assert (seen / "events").read_text() == (seen / "actors").read_text() == "one"
    run(tmp_path, events="three", actors="three")
    assert len(list((tmp_path / ".versions").iterdir())) == 2, "older ones are pruned"
    assert not seen.exists()


def test_the_users_files_stay(tmp_path):
    (tmp_path / ".gitkeep").touch()
    (tmp_path / "corrections.csv").write_text("mine")
    run(tmp_path, events="one")
    run(tmp_path, events="two")
    assert (tmp_path / "corrections.csv").read_text() == "mine"
    assert (tmp_path / ".gitkeep").exists()


def test_a_table_that_the_new_run_lacks_is_gone(tmp_path):
    run(tmp_path, events="one", extra="one")
    run(tmp_path, events="two")
    assert not os.path.lexists(tmp_path / "extra")


def test_real_files_from_elsewhere_make_way(tmp_path):
    (tmp_path / "events").write_text("copied here by hand")
    (tmp_path / "report").mkdir()
    run(tmp_path, events="one", report__index="first")
    assert (tmp_path / "events").read_text() == "one"
    assert (tmp_path / "report" / "index").read_text() == "first"


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path):
    run(tmp_path, events="one")
    code = (
        "import os, pathlib, sitrep.tables as t; s = t.stage(pathlib.Path(os.sys.argv[1]));"
        "(s / 'events').write_text('half'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)])
    (tmp_path / ".staging-link-events").symlink_to("nowhere")  # killed between making a link and renaming it
    assert len(list(tmp_path.glob(".staging-*"))) == 2
    assert (tmp_path / "events").read_text() == "one", "a killed run changes nothing"
    stage(tmp_path).rmdir()
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".staging-")]


def test_without_symbolic_links_files_are_replaced(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError("no links here")

    monkeypatch.setattr("pathlib.Path.symlink_to", refuse)
    for content in ("one", "two"):
        run(tmp_path, events=content, report__index=content)
        assert (tmp_path / "events").read_text() == (tmp_path / "report" / "index").read_text() == content
    assert sorted(p.name for p in tmp_path.iterdir()) == ["events", "report"]


def test_staging_elsewhere_is_refused(tmp_path):
    (tmp_path / "elsewhere" / "s").mkdir(parents=True)
    with pytest.raises(ValueError, match="make it with tables.stage"):
        publish(tmp_path / "elsewhere" / "s", tmp_path / "out")


def test_the_same_run_may_be_published_again(tmp_path):
    for content in ("one", "two"):
        staging = tmp_path / ".staging-run-1"
        staging.mkdir()
        (staging / "events").write_text(content)
        (staging / ".seen").write_text(content)
        publish(staging, tmp_path)
        assert (tmp_path / "events").read_text() == (tmp_path / ".seen").read_text() == content
