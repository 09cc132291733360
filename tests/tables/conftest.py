"""Rows that fit the contract, to be changed by each test."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def event():
    def row(event_id, **values):
        return {
            "event_id": event_id, "article_id": "a1", "event_type": "ASSAULT", "event_mode": "aerial", "cameo_code": "195",
            "quad_class": "Material Conflict", "intensity": -10.0, "modality": "actual", "date_precision": "unknown", "trigger": "struck",
            "char_start": 9, "char_end": 15, "mention_spans": [(9, 15)], "evidence": "Warplanes struck.",
            "confidence": 0.5, "rule": "lexicon",
        } | values  # fmt: skip

    return row


@pytest.fixture
def article():
    def row(article_id, **values):
        return {
            "article_id": article_id, "source_uri": f"{article_id}.txt", "title": "", "published_basis": "none", "language": "en",
            "text": "Warplanes struck.", "n_words": 2, "coded_by": "0.1.0", "ingested_at": datetime(2024, 5, 1, tzinfo=UTC),
        } | values  # fmt: skip

    return row


@pytest.fixture
def actor():
    def row(actor_id, **values):
        return {"actor_id": actor_id, "name": actor_id, "kind": "person", "sector": "GOV", "aliases": [actor_id],
                "resolution": "name", "n_mentions": 1, "n_articles": 1} | values  # fmt: skip

    return row


@pytest.fixture
def mention():
    def row(mention_id, **values):
        return {"mention_id": mention_id, "article_id": "a1", "actor_id": "p1", "char_start": 0, "char_end": 9,
                "text": "Warplanes", "mention_type": "nominal"} | values  # fmt: skip

    return row
