"""Prefect for the flow tests: a home of its own, set before anything imports Prefect."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="sitrep-prefect-")
atexit.register(shutil.rmtree, os.environ["PREFECT_HOME"], ignore_errors=True)

RAW = Path(__file__).parents[1] / "raw"


@pytest.fixture(scope="session")
def prefect():
    """One ephemeral Prefect server for the whole session: it takes fifteen seconds to start."""
    from prefect.testing.utilities import prefect_test_harness

    import sitrep.pipeline  # noqa: F401  its settings come first

    with prefect_test_harness(server_startup_timeout=180):
        yield


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Path:
    """An output folder with the tables of the first article, written without Prefect and unvalidated."""
    from sitrep.coder import code
    from sitrep.collect import collect
    from sitrep.parse import parse
    from sitrep.schemas import TABLES
    from sitrep.tables import describe, from_rows, publish, stage, write

    out = tmp_path_factory.mktemp("published")
    staging = stage(out)
    rows = code(parse(next(iter(collect([RAW])))))
    for name in TABLES:
        write(from_rows(name, rows.get(name, [])), name, staging / f"{name}.parquet")
    describe(staging, "0.1.0")
    publish(staging, out)
    return out
