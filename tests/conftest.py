"""Prefect for the flow tests: a home of its own, set before anything imports Prefect."""

import os
import tempfile
from pathlib import Path

import pytest

os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="sitrep-prefect-")

RAW = Path(__file__).parents[1] / "raw"


@pytest.fixture(scope="session")
def prefect():
    """One ephemeral Prefect server for the whole session: it takes fifteen seconds to start."""
    from prefect.testing.utilities import prefect_test_harness

    import sitrep.pipeline  # noqa: F401  its settings come first

    with prefect_test_harness(server_startup_timeout=180):
        yield
