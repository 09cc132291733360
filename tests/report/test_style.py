"""Colours that everybody can read: WCAG 2.2 contrast of every pair that the report puts together, light and dark."""

import re
from importlib import resources

import pytest

CSS = resources.files("sitrep.report").joinpath("report.css").read_text("utf-8")
TEXT = 4.5  # to one
PAIRS = [
    ("ink", "paper"),
    ("quiet", "paper"),
    ("link", "paper"),
    ("link", "raised"),
    ("quiet", "faint"),
    ("ink", "content"),
    ("source", "content"),
    ("source", "paper"),
    ("ink", "trigger"),
    ("count-ink", "count"),
    ("when", "paper"),
    ("place", "paper"),
    ("when", "content"),
    ("place", "content"),
    ("lit-ink", "lit"),
    ("ink", "mention"),
    ("good", "good-bg"),
    ("bad", "bad-bg"),
    ("bad", "paper"),
    ("warn", "warn-bg"),
    ("warn", "paper"),
    ("info", "info-bg"),
]


def colours(dark: bool) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", blocks[dark]))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_from_what_is_behind_it(dark):
    known = colours(dark)
    weak = {(ink, paper): round(contrast(known[ink], known[paper]), 2) for ink, paper in PAIRS if contrast(known[ink], known[paper]) < TEXT}
    assert not weak


def test_light_and_dark_have_the_same_colours():
    assert set(colours(False)) == set(colours(True))


def test_nothing_of_the_style_is_fetched():
    assert "url(" not in CSS and "@import" not in CSS
