"""The same flow on a Dask cluster: the same bytes."""

import hashlib
import json

import pytest

pytest.importorskip("prefect_dask", reason="the extra dask is not installed: pip install 'sitrep[dask]'")

TEXTS = [
    "Police in Nairobi arrested five protesters on Friday. The interior minister accused the opposition of inciting violence.",
    "Gunmen killed six soldiers in northern Mali, the army said on Monday.",
    "Shelling wounded at least nine people in the port city of Aden on Tuesday, two doctors told reporters.",
    "The foreign ministers of Armenia and Azerbaijan met in Geneva on Wednesday and agreed to exchange prisoners.",
    "Protesters blocked the road to the airport of Tunis on Sunday. The government threatened to disperse them by force.",
]


def digests(out):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(out.glob("*.parquet")) if p.name != "runs.parquet"}


def test_two_dask_workers_give_the_same_bytes(prefect, tmp_path):
    from distributed import LocalCluster

    from sitrep.pipeline import news, on_dask

    day = tmp_path / "day.jsonl"
    day.write_text("".join(json.dumps({"id": str(i), "text": t, "published": "2023-03-08"}) + "\n" for i, t in enumerate(TEXTS)))
    news([str(day)], str(tmp_path / "here"), workers=1)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        address = cluster.scheduler_address
        summary = on_dask(address)([str(day)], str(tmp_path / "there"), dask=address)
    assert summary["articles_new"] == len(TEXTS)
    assert digests(tmp_path / "there") == digests(tmp_path / "here")
