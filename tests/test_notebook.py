"""The example notebook runs from top to bottom on the tables of the first article and finds what they say."""

from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("matplotlib")
pytest.importorskip("ipykernel")

NOTEBOOK = Path(__file__).parents[1] / "flows" / "sitrep" / "notebooks" / "first_questions.ipynb"


@pytest.fixture(scope="module")
def cells(published, tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "output").symlink_to(published)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(cells, words):
    """Everything that the one cell with these words printed or showed, images by their type."""
    (cell,) = [c for c in cells if words in c.source]
    shown = [o.get("text", "") + "".join(v if k == "text/plain" else k for k, v in o.get("data", {}).items()) for o in cell.outputs]
    return "\n".join(shown)


def test_who_is_accused_by_whom(cells):
    found = outputs(cells, "pd.crosstab(accused")
    assert "Saeed Khatibzadeh" in found and "United States" in found
    assert "image/png" in outputs(cells, "Who is accused by whom")
    assert "|" in outputs(cells, "t.quote(event)")


def test_claims_stand_side_by_side(cells):
    found = outputs(cells, "claims = t.claims")
    assert "Syrian Observatory for Human Rights" in found and "Syrian Arab News Agency" in found
    assert "image/png" in outputs(cells, "Claims about one event")


def test_events_lie_on_a_map(cells):
    found = outputs(cells, "have a point")
    assert "image/png" in found and "IRQ" in found


def test_statements_over_time(cells):
    assert "2021-06-28" in outputs(cells, "by_day.plot")


def test_gaps_are_counted(cells):
    assert "events without a date" in outputs(cells, "gaps = ") and "image/png" in outputs(cells, "gaps = ")


def test_it_is_shipped_without_outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
