"""What of a plain text is read: title, standfirst and body as they stand in it, and none of what stands around them."""

from pathlib import Path

import pytest

from sitrep.collect import collect
from sitrep.parse import parse, parse_text

LEAD = "Two border guards were killed on Tuesday when a truck bomb went off at a checkpoint near the town of Qasr."
MORE = "The interior ministry said a third man was wounded. No group has claimed the attack."


def read(*paragraphs: str, **known):
    article = parse_text("\n\n".join(paragraphs), **known)
    return article, article.text.split("\n\n")


def test_the_first_article():
    (raw,) = collect([Path(__file__).parents[2] / "raw"])
    article = parse(raw)
    assert article.title == "US airstrikes hit Iran-backed militias in Syria and Iraq"
    assert article.standfirst == "Warplanes have targeted facilities on Sunday under “defensive precision” rationale."
    assert (article.published_at.isoformat(), article.published_basis) == ("2021-06-28T00:00:00+00:00", "inferred")
    paragraphs = article.text.split("\n\n")
    assert paragraphs[:2] == [article.title, article.standfirst]
    assert "1 min read" not in article.text and article.text.endswith("in response to an attack.")
    assert "\n\n".join(paragraphs[2:]) in raw.data.decode()  # the body to the character


def test_a_title_that_stands_in_the_text_is_read():
    article, paragraphs = read("Truck bomb kills two guards", LEAD, MORE)
    assert article.title == paragraphs[0] == "Truck bomb kills two guards" and paragraphs[1:] == [LEAD, MORE]


def test_a_title_known_beside_the_text_is_not_read():
    article, paragraphs = read(LEAD, MORE, title="Truck bomb kills two")
    assert article.title == "Truck bomb kills two" and paragraphs == [LEAD, MORE]


def test_a_text_without_a_title_has_none():
    assert read(LEAD, MORE)[0].title == ""
    assert read("KABUL, Afghanistan (AP) — A bomb has killed two border guards", MORE)[0].title == ""


def test_one_sentence_is_an_article():
    article, paragraphs = read("Rebels shelled the town on Monday.")
    assert paragraphs == ["Rebels shelled the town on Monday."] and article.title == ""


def test_the_standfirst_is_set_off_from_the_body_by_what_stands_between():
    article, paragraphs = read(
        "Truck bomb kills two guards", "The attack is the third this month.", "By Ana Petrova", "3 min read", LEAD, MORE
    )
    assert article.standfirst == "The attack is the third this month." and article.byline == "Ana Petrova"
    assert paragraphs == ["Truck bomb kills two guards", "The attack is the third this month.", LEAD, MORE]
    assert read("Truck bomb kills two guards", LEAD, MORE)[0].standfirst is None


@pytest.mark.parametrize(
    "line",
    [
        "1 min read",
        "Reading time: 4 minutes",
        "Advertisement",
        "ADVERTISEMENT",
        "Share this article",
        "Share on Facebook",
        "Facebook Twitter WhatsApp",
        "Read more: Five killed in raid",
        "READ ALSO",
        "Related stories",
        "More on this story",
        "Click here to read the full report.",
        "Sign up for our newsletter",
        "Follow us on Twitter @example",
        "Image caption: The checkpoint after the blast",
        "Getty Images",
        "Photo: Ana Petrova",
        "© 2021 Example Media",
        "All rights reserved.",
        "Reporting by Ana Petrova; editing by Li Wei",
        "12 comments",
        "* * *",
        "-30-",
        "https://example.org/a?b=c",
        "Tags: Syria, Iraq",
        "This article was originally published on Example.",
    ],
)
def test_furniture_is_left_out_wherever_it_stands(line):
    title = "Truck bomb kills two guards"
    assert read(title, line, LEAD, line, MORE, line)[1] == [title, LEAD, MORE]


@pytest.mark.parametrize(
    "line",
    [
        "Read more soldiers their rights, the general told his officers.",
        "Share of the vote: 40 percent.",
        "The photo shows two guards beside the truck.",
        "“Follow us,” the officer shouted.",
        "Correspondents say that the road is closed",
        "By Monday night, 40 had died.",
        "More troops were sent.",
        "Watch towers were shelled, the army said.",
        "Image problems dog the army.",
    ],
)
def test_prose_that_begins_like_furniture_is_read(line):
    assert line in read("Truck bomb kills two guards", LEAD, line, MORE)[1]


def test_what_follows_the_end_is_left_out():
    article, paragraphs = read(
        "Truck bomb kills two guards", LEAD, MORE, "Latest from Blog", "Ten ways to save water", "Minister resigns over dam"
    )
    assert paragraphs[1:] == [LEAD, MORE]
    assert read(LEAD, MORE, "(Reuters)")[1] == [LEAD, MORE]
    assert read(LEAD, MORE + " Copyright 2018 by Example News. All rights reserved. This material may not be published.")[1] == [LEAD, MORE]


def test_a_heading_inside_the_body_is_read():
    assert read("Truck bomb kills two guards", LEAD, "Third attack this month", MORE)[1][2] == "Third attack this month"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Thursday, January 12, 2006", "2006-01-12"),
        ("Published: 3 Feb 2019, 10:15 GMT", "2019-02-03"),
        ("Last updated on 2020-11-30", "2020-11-30"),
    ],
)
def test_a_line_that_is_only_a_date_dates_the_article(line, day):
    article, paragraphs = read("Truck bomb kills two guards", line, LEAD, MORE)
    assert (str(article.published_at.date()), article.published_basis) == (day, "dateline")
    assert paragraphs == ["Truck bomb kills two guards", LEAD, MORE]


def test_a_dateline_dates_the_article_only_when_nothing_else_does():
    wire = "BAGHDAD, June 3, 2007 (Reuters) - Gunmen killed two policemen on Saturday."
    assert str(read(wire, MORE)[0].published_at.date()) == "2007-06-03"
    assert read(wire, MORE, published="2007-06-04")[0].published_basis == "sidecar"
    assert read(LEAD, MORE)[0].published_at is None and read(LEAD, MORE)[0].published_basis == "none"


def test_no_character_inside_a_paragraph_is_changed():
    odd = "“Don’t shoot”, he said\u00a0— “we are\u2009civilians” [sic] … at 5:30 in  Saint‑Denis, near the café."
    assert read("Truck bomb kills two guards", LEAD, odd)[1][-1] == odd


WRAPPED = """\
   The rebel movement said on Friday that it had released eleven of the
fishermen whom it seized in the gulf two weeks ago, and that the others
would follow once the navy had left. A spokesman of the Iran-
backed group confirmed it.
   The navy denied that it had been asked to leave. Its ships would go on
patrolling, it said."""


def test_lines_wrapped_at_a_fixed_width_are_joined():
    assert read("Rebels free fishermen", WRAPPED)[1] == [
        "Rebels free fishermen",
        "The rebel movement said on Friday that it had released eleven of the fishermen whom it seized in the gulf two weeks ago, "
        "and that the others would follow once the navy had left. A spokesman of the Iran-backed group confirmed it.",
        "The navy denied that it had been asked to leave. Its ships would go on patrolling, it said.",
    ]


def test_lines_that_are_not_wrapped_are_paragraphs_of_their_own():
    assert read("Truck bomb kills two guards\n" + LEAD + "\n" + MORE)[1] == ["Truck bomb kills two guards", LEAD, MORE]
