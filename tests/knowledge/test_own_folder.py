"""`--knowledge DIR`: a user's own facts reach the coded rows, and the version by which coded articles are known again."""

import json
import os

import pytest
from click.testing import CliRunner

from sitrep.cli import main
from sitrep.knowledge import KnowledgeError, own_folder, use
from sitrep.resolve.registry import registry
from sitrep.version import coder_version

ROWS = "id,name,aliases,country,sector,part_of,sponsors,start,end,source\nkolkheti-front,Kolkheti Front,KFL,GEO,REB,,,2019,,own archive\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "armed_groups.csv").write_text(ROWS, encoding="utf-8")
    yield tmp_path
    use(None)


def test_the_folder_in_use_extends_the_registry(folder):
    assert registry().lookup("Kolkheti Front") is None
    use(folder)
    assert own_folder() == folder.resolve()
    assert registry().lookup("the Kolkheti Front").entity_id == "kolkheti-front"
    assert registry().lookup("Hezbollah").entity_id == "hezbollah"
    use(None)
    assert own_folder() is None and registry().lookup("Kolkheti Front") is None


def test_processes_started_later_inherit_it(folder):
    use(folder)
    assert os.environ["SITREP_KNOWLEDGE"] == str(folder.resolve())


def test_other_facts_are_another_version(folder):
    """An article that was coded without them is coded again."""
    plain = coder_version()
    use(folder)
    own = coder_version()
    use(None)
    assert own != plain == coder_version()


def test_a_folder_that_cannot_be_used_changes_nothing(folder, tmp_path_factory):
    use(folder)
    with pytest.raises(KnowledgeError, match="none of the files in it is known"):
        use(tmp_path_factory.mktemp("empty"))
    assert own_folder() == folder.resolve()


def test_extract_codes_with_it(folder):
    article = folder / "article.txt"
    article.write_text("Attack in Zugdidi\n\nKFL fighters killed two policemen in Zugdidi on Sunday, the police said.\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["extract", str(article), "--table", "actors", "--knowledge", str(folder)])
    assert result.exit_code == 0, result.output
    (front,) = [a for a in json.loads(result.output)["actors"] if a["actor_id"] == "kolkheti-front"]
    assert (front["name"], front["country"], front["sector"], front["resolution"]) == ("Kolkheti Front", "GEO", "REB", "registry")


@pytest.mark.parametrize("command", ["extract", "run"])
def test_the_command_line_says_what_is_wrong_and_where(folder, command):
    (folder / "armed_groups.csv").write_text(ROWS.replace("GEO", "Georgia"), encoding="utf-8")
    (folder / "article.txt").write_text("A text.", encoding="utf-8")
    result = CliRunner().invoke(main, [command, str(folder / "article.txt"), "--knowledge", str(folder)])
    assert result.exit_code == 2
    assert "armed_groups.csv: line 2: kolkheti-front: country" in result.output
