"""Dates as the codebook reads them, in an article published on Monday 2021-06-28."""

from datetime import date
from importlib.resources import files

import jsonschema
import pytest
import yaml

from sitrep.resolve.date_calendar import easter, interval
from sitrep.resolve.dates import dateline, find_times, times_record

MONDAY = date(2021, 6, 28)


def first_time(text, published=MONDAY):
    return find_times(text, published)[0]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Warplanes have targeted facilities on Sunday.", "2021-06-27"),  # backwards
        ("Police said on Monday that two had died.", "2021-06-28"),  # the day of publication itself
        ("The envoy arrived last Monday.", "2021-06-21"),
        ("Troops entered the town last Tuesday.", "2021-06-22"),
        ("The first action was taken on February 25 in retaliation.", "2021-02-25"),
        ("The bomb went off on December 12.", "2020-12-12"),  # this year's is still to come
        ("The ceasefire was signed in November.", "2020-11"),
        ("The town fell last week.", "2021-W25"),
        ("Clashes broke out over the weekend.", "2021-W25-WE"),
        ("Residents fled early Monday.", "2021-06-28"),
        ("The siege ended in mid-March.", "2021-03"),
        ("He has ruled since 2014.", "2014"),
        ("The talks lasted from March 3–5 in Geneva.", "2021-03-03/2021-03-05"),
        ("The talks on 3-5 March 2020 failed.", "2020-03-03/2020-03-05"),
        ("They met yesterday.", "2021-06-27"),
        ("The army attacked again on Saturday night.", "2021-06-26TNI"),
        ("It was the worst attack in the 1990s.", "199"),
        ("The war began in the late 20th century.", "19"),
        ("The 2003 invasion was condemned.", "2003"),
        ("He died ten days ago.", "2021-06-18"),
        ("They fled two months ago.", "2021-04"),
        ("The summit is next month.", "2021-07"),
        ("Three people were shot on Good Friday.", "2021-04-02"),
        ("The accord of 28 June 1919 held.", "1919-06-28"),
        ("THE CLASH TOOK PLACE ON 30 DECEMBER IN THE NORTH.", "2020-12-30"),
        ("The shelling started at 7:15 p.m. on Sunday.", "2021-06-27T19:15"),
        ("The group was founded in nineteen ninety-six.", "1996"),
        ("The rebels withdrew in the third quarter of 2020.", "2020-Q3"),
        ("The fifth of May was quiet.", "2021-05-05"),
        ("The outbreak began last fall.", "2020-FA"),
    ],
)
def test_value(sentence, value):
    assert first_time(sentence).value == value


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("The parliament will vote on Wednesday.", "2021-06-30"),
        ("The vote is scheduled for Wednesday.", "2021-06-30"),
        ("On Wednesday, voters will go to the polls.", "2021-06-30"),
        ("The court meets next Wednesday.", "2021-06-30"),
        ("He said on Wednesday that he will resign.", "2021-06-23"),  # "will" governs another clause
        ("The ransom is due by Wednesday.", "2021-06-30"),
        ("Two nuns were shot by a gunman on Wednesday.", "2021-06-23"),  # "by" names no deadline here
        ("The two kings spoke by phone on Wednesday.", "2021-06-23"),
        ("Elections will be held on July 4.", "2021-07-04"),
        ("The troops will leave in January.", "2022-01"),
    ],
)
def test_weekdays_and_months_go_forward_only_where_the_clause_looks_forward(sentence, value):
    assert first_time(sentence).value == value


@pytest.mark.parametrize(
    ("sentence", "first", "last", "precision"),
    [
        ("It happened on Sunday.", "2021-06-27", "2021-06-27", "day"),
        ("The town fell last week.", "2021-06-21", "2021-06-27", "week"),
        ("Clashes broke out over the weekend.", "2021-06-26", "2021-06-27", "week"),
        ("The ceasefire was signed in November.", "2020-11-01", "2020-11-30", "month"),
        ("He was jailed in 2017.", "2017-01-01", "2017-12-31", "year"),
        ("He has ruled since 2014.", "2014-01-01", "2021-06-28", "year"),  # open: until publication
        ("In the past 24 hours, ten people died.", "2021-06-27", "2021-06-28", "day"),
        ("In the past three months, ten people died.", "2021-03-28", "2021-06-28", "month"),
        ("He fought from 2015 to 2018 in the east.", "2015-01-01", "2018-12-31", "year"),
        ("Between March 3 and April 4 the road was closed.", "2021-03-03", "2021-04-04", "day"),
        ("Two ferries sank on 3 and 4 March.", "2021-03-03", "2021-03-04", "day"),
        ("They voted on 3 and 14 March.", "2021-03-14", "2021-03-14", "day"),
    ],
)
def test_interval(sentence, first, last, precision):
    time = first_time(sentence)
    assert (str(time.first), str(time.last), time.precision) == (first, last, precision)


def test_days_count_from_the_last_full_date_said():
    text = "The mosque was bombed on March 10. Two days earlier, a market was hit. The next day, another one."
    assert [t.value for t in find_times(text, MONDAY)] == ["2021-03-10", "2021-03-08", "2021-03-09"]


def test_that_very_day_is_the_last_one_said():
    text = "The mosque was bombed on March 10. On that very day the mayor was shot."
    assert [t.value for t in find_times(text, MONDAY)] == ["2021-03-10", "2021-03-10"]


def test_the_vote_is_no_date_to_count_from():
    assert first_time("He was shot ten days before the vote.").type == "DURATION"


def test_numeric_dates_are_read_the_american_way_and_flagged():
    time = first_time("He was arrested on 11/09/2001 in Hamburg.")
    assert (time.value, time.ambiguous) == ("2001-11-09", True)


def test_an_unambiguous_numeric_date_settles_the_order_of_the_others():
    times = find_times("Attacks on 11/09/2001 and 25/12/2001.", MONDAY)
    assert [(t.value, t.ambiguous) for t in times] == [("2001-09-11", False), ("2001-12-25", False)]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("It happened on Sunday.", "XXXX-WXX-7"),
        ("It happened in November.", "XXXX-11"),
        ("It happened on February 25.", "XXXX-02-25"),
        ("It happened last week.", "XXXX-WXX"),
    ],
)
def test_without_a_publication_date_relative_words_stay_open(sentence, value):
    time = first_time(sentence, None)
    assert (time.value, time.first, time.last, time.precision) == (value, None, None, "unknown")


def test_without_a_publication_date_a_full_date_still_resolves():
    time = first_time("It happened on February 25, 2021.", None)
    assert (time.first, time.precision, time.relative) == (date(2021, 2, 25), "day", False)


@pytest.mark.parametrize(
    "sentence",
    [
        "They may march on the capital.",
        "Theresa May resigned.",
        "April Jones was killed.",
        "Some 2000 people were killed.",
        "UN Resolution 2014 was adopted.",
        "He paid $1990 for it.",
        "Three-quarters of the town was destroyed.",
        "CBS aired it on 60 Minutes.",
        "A 19-year-old man was arrested.",
    ],
)
def test_what_is_no_time(sentence):
    assert find_times(sentence, MONDAY) == []


@pytest.mark.parametrize(
    ("sentence", "kind", "value"),
    [
        ("The siege lasted three days.", "DURATION", "P3D"),
        ("He got a five-year term.", "DURATION", "P5Y"),
        ("They walked for an hour and a half.", "DURATION", "PT1H30M"),
        ("They waited for several months.", "DURATION", "PXM"),
        ("Shells fall every day.", "SET", "P1D"),
        ("They pray each Friday.", "SET", "XXXX-WXX-5"),
        ("The base is now empty.", "DATE", "PRESENT_REF"),
    ],
)
def test_durations_sets_and_pointers(sentence, kind, value):
    time = first_time(sentence)
    assert (time.type, time.value) == (kind, value)


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("SAN SALVADOR, 3 JAN 90 -- [REPORT] The battalion said", "SAN SALVADOR", date(1990, 1, 3)),
        ("BAGHDAD, June 28 (Reuters) - Two rockets hit", "BAGHDAD", MONDAY),
        ("Rockets hit base\n\nBAGHDAD (AP) — Two rockets hit", "BAGHDAD", None),
        ("NAIROBI, Kenya (AP) _ Bombs exploded", "NAIROBI", None),
        ("UN: hundreds flee camp\n\nGENEVA, 21 November 2024 – Hundreds fled.", "GENEVA", date(2024, 11, 21)),
    ],
)
def test_dateline(text, place, day):
    line = dateline(text, MONDAY)
    assert (text[slice(*line.place)], line.day) == (place, day)


def test_plain_text_has_no_dateline():
    assert dateline("US warplanes hit facilities in Syria on June 27 - the second strike.", MONDAY) is None


def test_the_date_of_a_dateline_is_no_date_of_an_event():
    text = "BAGHDAD, June 28 (Reuters) - Two rockets hit a base on Sunday."
    assert [t.text for t in find_times(text, MONDAY)] == ["Sunday"]
    assert [t["text"] for t in times_record(text, "2021-06-28T09:00:00")["timexes"]] == ["June 28", "Sunday"]


def test_offsets_are_into_the_text_and_never_overlap():
    text = "On Sunday, 27 June 2021, at 7:15 p.m., two days after the vote of Friday, the past three weeks’ calm ended."
    times = find_times(text, MONDAY)
    assert all(text[t.start : t.end] == t.text for t in times)
    assert all(a.end <= b.start for a, b in zip(times, times[1:], strict=False))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31 February 2021",
        "99/99/9999",
        "February 30",
        "the next 999999999 years",
        "9" * 5000,
        "the " * 5000,
        "2021-13-45",
        "\x00 \ud83d",
    ],
)
def test_odd_input_never_raises(text):
    find_times(text, MONDAY)
    find_times(text, None)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_at_the_ends_of_the_calendar_there_is_one_year_to_choose_from(day):
    assert [t.value for t in find_times("They met in June and on 3 March.", day)] == [f"{day.year:04}-06", f"{day.year:04}-03-03"]


def test_words_of_time_follow_their_schema():
    folder = files("sitrep.knowledge")
    load = lambda name: yaml.safe_load((folder / name).read_text(encoding="utf-8"))  # noqa: E731
    words = load("dates.yaml")
    jsonschema.validate(
        {**words, "months": {str(k): v for k, v in words["months"].items()}, "weekdays": {str(k): v for k, v in words["weekdays"].items()}},
        load("dates.schema.yaml"),
    )


@pytest.mark.parametrize(
    ("value", "days"),
    [("2021-W53", None), ("2020-W53", ("2020-12-28", "2021-01-03")), ("2020-WI", ("2020-12-01", "2021-02-28")), ("2021-06-31", None)],
)
def test_interval_of_a_value(value, days):
    first, last, _ = interval(value)
    assert (first and (str(first), str(last))) == days


def test_easter():
    assert [easter(y) for y in (2021, 2024, 2025)] == [date(2021, 4, 4), date(2024, 3, 31), date(2025, 4, 20)]


def test_a_clock_time_in_four_digits_is_no_year():
    """Wires write "at 2030 local time": an evening, not the year 2030."""
    assert [t.value for t in find_times("The bomb went off at 2030 local time near the bank.", date(1990, 3, 5)) if t.value == "2030"] == []


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("The base was attacked from 1710 to 2250.", "2021-06-28", "2021-06-28"),  # no year
        ("He was in exile from 1915 to 1945.", "1915-01-01", "1945-12-31"),
        ("The bomb went off at 2230 on 12 June.", "2021-06-12", "2021-06-12"),
        ("Around 1400 yesterday, students marched.", "2021-06-27", "2021-06-27"),
        ("It exploded at 0730 [1330 GMT] today.", "2021-06-28", "2021-06-28"),
        ("The battle lasted between 0600 and 1400 on Sunday.", "2021-06-27", "2021-06-27"),
        ("Early on the morning of 21 March, rebels fired on the port.", "2021-03-21", "2021-03-21"),
        ("He was shot on the night of Friday, June 4.", "2021-06-04", "2021-06-04"),
        ("In the past few hours, rebels blew up a bridge.", "2021-06-28", "2021-06-28"),
        ("Bombs exploded during the night.", "2021-06-27", "2021-06-27"),
        ("The front said today, 27 June, that it had withdrawn.", "2021-06-27", "2021-06-27"),
    ],
)
def test_clocks_parts_of_days_and_nights(sentence, first, last):
    time = first_time(sentence)
    assert (str(time.first), str(time.last)) == (first, last)


def test_four_digits_that_count_or_measure_are_no_clock():
    assert find_times("They sold at 1200 dollars and about 1200 people died.", MONDAY) == []


def test_the_following_weekday_counts_from_the_last_date():
    text = "On May 5 the general was shot. The following Sunday the embassy was attacked."
    assert [t.value for t in find_times(text, MONDAY)] == ["2021-05-05", "2021-05-09"]


@pytest.mark.parametrize(
    "line",
    [
        "Rio de Janeiro (Brazil), 20 Apr 89 (Radio Globo) -- Troops",
        "No city (Peru), 19 Mar 89 -- Rebels",
        "Lima, 2 May 90 (Press [PR]) -- A",
    ],
)
def test_datelines_of_several_words(line):
    assert dateline(line) is not None and find_times(line, date(1990, 5, 3)) == []
