"""A run against the runs before it: what has changed is a warning with the figures; chance is none."""

import numpy as np
import pytest

from sitrep.validate.trends import AT_LEAST, compare

TYPES = {"ASSAULT": 0.35, "ACCUSE": 0.2, "CONSULT": 0.15, "AGREE": 0.1, "AID": 0.08, "PROTEST": 0.06, "COERCE": 0.05, "DISASTER": 0.01}


def made(rng, articles, **changes):
    """A run over made-up news: each article has its own number of words and events, as news has."""
    odds = {"undated": 0.5, "unplaced": 0.4, "unresolved": 0.3, "events": 4.0, "words": 450.0, "types": TYPES, "rejected": 0.05} | changes
    words = rng.lognormal(np.log(odds["words"]), 0.5, articles).sum()
    # an article is about one thing: its events are alike in type, and dated or placed together
    per_article = rng.negative_binomial(2, 2 / (2 + odds["events"]), articles)
    events = int(per_article.sum())
    kinds, p = list(odds["types"]), np.array(list(odds["types"].values()))
    types: dict[str, int] = {}
    for n in per_article:
        main = rng.choice(kinds, p=p / p.sum())
        for kind in rng.choice(kinds, p=p / p.sum(), size=n):
            kind = main if rng.random() < 0.3 else kind
            types[kind] = types.get(kind, 0) + 1
    rejected = int(rng.binomial(articles, odds["rejected"]))
    actors = int(rng.poisson(6 * articles)) + 1
    return {
        "verdict": "published", "articles_in": articles + rejected, "articles_known": 0, "articles_new": articles,
        "articles_rejected": rejected, "coded_words": int(words), "coded_events": events,
        "coded_statements": int(rng.poisson(5 * articles)),
        "coded_casualties": int(rng.poisson(1.2 * articles)), "coded_mentions": int(rng.poisson(20 * articles)), "coded_actors": actors,
        "event_types": types,
        **{f"{name}_share": rng.binomial(n, odds[name]) / n if n else None
           for name, n in (("undated", events), ("unplaced", events), ("unresolved", actors))},
    }  # fmt: skip


def history(runs, articles, seed=7):
    rng = np.random.default_rng(seed)
    return rng, [made(rng, articles) for _ in range(runs)]


def warned(results):
    return {r.expectation for r in results if not r.success}


def test_too_few_runs_are_no_measure():
    rng, before = history(AT_LEAST - 1, 50)
    assert compare(made(rng, 50, undated=1.0), before) == []
    assert compare(made(rng, 50), before + [made(rng, 50)]) != []


def test_only_runs_that_published_something_new_are_a_measure():
    rng, before = history(AT_LEAST, 50)
    before[0]["verdict"], before[1]["articles_new"] = "held_back", 0
    assert compare(made(rng, 50, undated=1.0), before) == []


def test_a_run_that_coded_nothing_is_not_compared():
    rng, before = history(8, 50)
    assert compare({**made(rng, 50), "articles_new": 0}, before) == []


@pytest.mark.parametrize(
    ("fault", "expectation"),
    [
        ({"undated": 0.98}, "share_of_undated_events"),  # dates no longer parsed
        ({"unplaced": 0.95}, "share_of_unplaced_events"),  # a gazetteer that did not load
        ({"unresolved": 0.9}, "share_of_unresolved_actors"),  # a registry years out of date
        ({"events": 0.4}, "events_per_article"),
        ({"events": 25.0}, "events_per_article"),
        ({"words": 60.0}, "words_per_article"),  # a paywall's teaser
        ({"types": {"ASSAULT": 1.0}}, "share_of_assault_events"),
        ({"types": TYPES | {"AGREE": 3.0}}, "share_of_agree_events"),
        ({"rejected": 0.8}, "share_of_rejected_articles"),  # a site that now answers with a form
    ],
)
def test_a_fault_is_a_warning_with_the_figures(fault, expectation):
    rng, before = history(8, 60)
    results = {r.expectation: r for r in compare(made(rng, 60, **fault), before)}
    found = results[expectation]
    assert not found.success and found.severity == "warning" and found.table == "runs"
    assert "as in the 8 runs before (median" in found.notes and "; found " in found.notes and found.notes.endswith(" articles")
    assert found.kwargs["min_value"] < found.kwargs["max_value"]


def test_one_bad_day_does_not_hide_the_next():
    rng, before = history(8, 60)
    before[4] = made(rng, 60, undated=1.0)
    assert "share_of_undated_events" in warned(compare(made(rng, 60, undated=1.0), before))


def test_a_run_of_one_article_may_look_like_anything():
    rng, before = history(10, 60)
    assert not warned(compare(made(rng, 1, undated=1.0, types={"DISASTER": 1.0}), before))


def test_chance_is_no_warning(monkeypatch):
    """Runs of the same news, of many sizes, warn of nothing (one of sixty may)."""
    from sitrep.validate import trends

    monkeypatch.setattr(trends, "evaluate", _by_hand)  # the same bounds without Great Expectations: many runs in a moment
    rng = np.random.default_rng(1)
    false = 0
    for size in (3, 10, 40, 100):
        for _ in range(15):
            before = [made(rng, size) for _ in range(8)]
            false += bool(warned(compare(made(rng, size), before)))
    assert false <= 1


def _by_hand(name, frame, rules):
    from sitrep.validate.expectations import Finding

    return [Finding(r, int(not r.kwargs["min_value"] <= frame[r.columns[0]][0] <= r.kwargs["max_value"])) for r in rules]
