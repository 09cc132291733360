"""A report on made rows."""

import made
import pytest

from sitrep.report import Whole, write_report


@pytest.fixture
def page(tmp_path):
    """Write a report; gives its HTML."""

    def write(changed: dict | None = None, results: tuple = (), decisions: list = (), **summary) -> str:
        path = tmp_path / "report" / "index.html"
        write_report(
            path, edition=Whole(made.tables(**(changed or {}))), results=results, summary={**made.SUMMARY, **summary}, decisions=decisions
        )
        return path.read_text("utf-8")

    return write
