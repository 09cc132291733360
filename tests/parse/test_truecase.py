"""Old wires come in capitals. The reader needs to see which words are names, and the offsets must hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.parse import parse_text
from sitrep.parse.truecase import truecase


@pytest.mark.parametrize(
    "wanted",
    [
        "The police killed two gunmen near the border with Iraq on Sunday, officials said.",
        "Baghdad (AP) - US forces killed five fighters of Kataib Hezbollah in Anbar province on 12 May.",
        "The spokesman of the U.N. Security Council told us it may act. The U.S. may agree.",
        "Gen. Austin Miller arrived on Monday. President Ashraf Ghani met the general.",
        "Members of the National Salvation Movement [QZL] attacked a hotel. The QZL denied it.",
        'McKenzie told O\'Brien, "The war is over." They left at 5 p.m.',
        "The National Fire Department reported heavy losses.",
        "He said Sheikh Ibrahim al-Zarwani was wounded on the 34th day of the siege.",
    ],
)
def test_capitals_in_their_usual_case(wanted):
    assert truecase(wanted.upper()) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "Let us wait for the judge. They have attacked us again, but they will not defeat us.",
        "The U.S. embassy warned us. This leads us to believe that they will attack.",
        "The US army is in Peru, and US planes landed near Lima.",
    ],
)
def test_us_is_a_pronoun_where_no_country_can_stand(wanted):
    assert truecase(wanted.upper()) == wanted


def test_names_that_sitrep_knows_are_written_as_it_writes_them():
    wanted = "The Islamic State of Iraq and the Levant fought Nicaraguan troops in the Democratic Republic of the Congo."
    assert truecase(wanted.upper()) == wanted


def test_words_built_from_common_words_are_no_names():
    assert (
        truecase("ANTITERRORIST UNITS DEFUSED BOMBS AND DISMANTLED TRANSMITTERS.")
        == "Antiterrorist units defused bombs and dismantled transmitters."
    )


def test_text_in_mixed_case_is_not_touched():
    text = "A BOMB\n\nThe UN said NATO and the WHO will meet at UNESCO.\n\nTwo killed in Qasr"
    assert truecase(text) == text


def test_only_the_paragraphs_in_capitals_are_changed():
    head, body = "TWO GUARDS KILLED IN BOMB ATTACK IN SYRIA", "The UN Security Council and the IAEA met in New York on Monday."
    assert truecase(f"{head}\n\n{body}") == f"Two guards killed in bomb attack in Syria\n\n{body}"


def test_a_wire_in_capitals_is_read_in_its_usual_case():
    article = parse_text("BAGHDAD, 3 JAN 90 (AP) -- [TEXT] THE ARMY SAID FIVE SOLDIERS WERE KILLED IN IRAQ ON SUNDAY.")
    assert article.text == "Baghdad, 3 Jan 90 (AP) -- The army said five soldiers were killed in Iraq on Sunday."
    assert str(article.published_at.date()) == "1990-01-03"


@given(st.text(alphabet=st.sampled_from("ABCİIŞßŉǅÉΣ .,'’-[]()\"“:0159\n")))
def test_every_offset_holds(text):
    assert len(truecase(text)) == len(text)
