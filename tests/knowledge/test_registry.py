"""Who is meant: names, states, institutions, offices and descriptions, as the news writes them."""

from datetime import date

import pytest

from sitrep.resolve.registry import registry

R = registry()
DAY = date(2021, 6, 28)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("the Pentagon", "us-department-of-defense"),
        ("the headquarters of the United States Department of Defense", "us-department-of-defense"),
        ("the US", "USA"),
        ("U.S.", "USA"),
        ("Britain", "GBR"),
        ("Côte d'Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Kataib Hezbollah", "kataib-hezbollah"),
        ("Kata'ib Hizballah", "kataib-hezbollah"),
        ("Hashd al-Shaabi forces", "hashd-al-shaabi"),
        ("Popular Mobilisation Forces", "hashd-al-shaabi"),
        ("the PMF", "hashd-al-shaabi"),
        ("Sana", "sana"),
        ("the news agency Sana", "sana"),
        ("The UK-based information office Syrian Observatory for Human Rights", "syrian-observatory-for-human-rights"),
        ("the militant group Hamas", "hamas"),
        ("the Iran-backed Houthi movement", "houthis"),
        ("Nato", "nato"),
        ("Isis", "islamic-state"),
        ("Lebanese Hezbollah", "hezbollah"),
        ("the Kremlin", "kremlin"),
        ("Reuters news agency", "reuters"),
        ("Doctors Without Borders (MSF)", "medecins-sans-frontieres"),
    ],
)
def test_known_names(name, key):
    assert R.lookup(name, on=DAY).entity_id == key


@pytest.mark.parametrize(
    "name",
    [
        "us",
        "sana",
        "Sanaa",
        "Sana'a",
        "guard",
        "State",
        "Egyptian Hezbollah",
        "members of Hamas",
        "supporters of Hezbollah",
        "",
        "who",
        "is",
        "Moscow",
        "he",
        "apple",
        "the Foreign Ministry",
    ],
)
def test_words_that_are_no_known_name(name):
    assert R.lookup(name, on=DAY) is None


@pytest.mark.parametrize(
    ("name", "key", "canonical", "country", "sector"),
    [
        ("Iranian Foreign Ministry", "irn-foreign-ministry", "Iranian Foreign Ministry", "IRN", "GOV"),
        ("Ministry of Foreign Affairs of the Islamic Republic of Iran", "irn-foreign-ministry", "Iranian Foreign Ministry", "IRN", "GOV"),
        ("Japan's foreign ministry", "jpn-foreign-ministry", "Japanese Foreign Ministry", "JPN", "GOV"),
        ("the US Foreign Ministry", "us-department-of-state", "United States Department of State", "USA", "GOV"),
        ("Turkish forces", "tur-armed-forces", "Turkish Armed Forces", "TUR", "MIL"),
        ("US warplanes", "usa-armed-forces", "United States Armed Forces", "USA", "MIL"),
        ("Kenyan police", "ken-police", "Kenyan police", "KEN", "COP"),
        ("North Korean state media", "prk-state-media", "North Korean state media", "PRK", "JRN"),
        ("the Assad regime", "syr-assad-regime", "Assad regime", "SYR", "GOV"),
        ("the Biden administration", "usa-biden-administration", "Biden administration", "USA", "GOV"),
        ("the American administration", "usa-biden-administration", "Biden administration", "USA", "GOV"),
        ("Peru's Congress", "per-congress", "Congress of Peru", "PER", "LEG"),
        ("the Indian Supreme Court", "ind-supreme-court", "Supreme Court of India", "IND", "JUD"),
    ],
)
def test_institutions_by_pattern(name, key, canonical, country, sector):
    found = R.lookup(name, on=DAY)
    assert (found.entity_id, found.name, found.kind, found.country, found.sector) == (key, canonical, "organization", country, sector)


def test_an_article_about_one_state_lends_it_to_its_ministry():
    assert R.lookup("the Foreign Ministry", countries=["IRN"]).entity_id == "irn-foreign-ministry"
    assert R.lookup("the interior ministry", countries=["EGY"]).entity_id == "egy-interior-ministry"
    assert R.lookup("the Foreign Ministry", countries=["IRN", "USA"]) is None


def test_a_country_as_doer_is_its_government():
    found = R.lookup("Turkey")
    assert (found.entity_id, found.kind, found.country, found.sector) == ("TUR", "country", "TUR", "GOV")


def test_words_for_states():
    assert [R.country(w) for w in ("Iran", "the US", "us", "Burma", "Holland", "Iranian", "Tehran")] == [
        "IRN",
        "USA",
        None,
        "MMR",
        "NLD",
        None,
        None,
    ]
    assert [R.demonym(w) for w in ("Iranian", "Britons", "US", "Dutch", "Iran", "polish", "Polish")] == [
        "IRN",
        "GBR",
        "USA",
        "NLD",
        None,
        None,
        "POL",
    ]
    assert [R.metonym(w) for w in ("Tehran", "Washington", "Kiev", "Downing Street", "Iran", "Geneva")] == [
        "IRN",
        "USA",
        "UKR",
        "GBR",
        None,
        None,
    ]


def test_namesakes_are_told_apart_by_country():
    assert R.lookup("PLA").entity_id == "peoples-liberation-army"
    assert R.lookup("Congress", countries=["USA"]).entity_id == "us-congress"
    assert R.lookup("RSF", countries=["SDN"]).entity_id == "rapid-support-forces"
    assert R.lookup("National Guard", countries=["USA"]).entity_id == "us-national-guard"


def test_an_office_belongs_to_its_day():
    assert R.office("US president", None, DAY).name == "Joe Biden"
    assert R.office("the president", "USA", date(2019, 1, 2)).name == "Donald Trump"
    assert R.office("the US Secretary of State", None, date(2014, 5, 1)).name == "John Kerry"
    assert R.office("Foreign Secretary", "GBR", date(2017, 5, 1)).name == "Boris Johnson"
    assert R.office("UN Secretary-General", None, date(2003, 5, 1)).name == "Kofi Annan"
    assert R.office("former president", "USA", DAY) is None
    assert R.office("the president", None, DAY) is None
    assert R.office("US president", None, None) is None


def test_a_person_has_the_role_of_the_day():
    held = R.lookup("Barack Obama", on=date(2012, 1, 1))
    after = R.lookup("Barack Obama", on=date(2020, 1, 1))
    assert (held.sector, held.role, held.affiliation_id) == ("GOV", "president", "USA")
    assert (after.sector, after.role, after.affiliation_id) == ("ELI", "former president", None)
    assert R.lookup("US President Joe Biden", on=DAY).entity_id == R.lookup("President Biden", on=DAY).entity_id == "joe-biden"
    assert R.lookup("former US President Barack Obama", on=DAY).role == "former president"


@pytest.mark.parametrize(
    ("words", "kind", "sector", "country"),
    [
        ("a war monitor", "organization", "NGO", None),
        ("gunmen", "group", "UAF", None),
        ("masked gunmen", "group", "UAF", None),
        ("protesters", "group", "OPP", None),
        ("hospital bosses", "group", "MED", None),
        ("a South Korean court", "organization", "JUD", "KOR"),
        ("Iran-backed militias", "group", "PRM", None),
        ("a UK-based monitoring group", "organization", "NGO", "GBR"),
        ("Spokesman for the Iranian Foreign Ministry", "person", "GOV", "IRN"),
        ("a police spokeswoman", "person", "COP", None),
        ("former President", "person", "ELI", None),
        ("local reports", "group", "JRN", None),
        ("US officials", "group", "GOV", "USA"),
        ("Saudi officials", "group", "GOV", "SAU"),
        ("Iranians", "group", "CVL", "IRN"),
        ("South Koreans", "group", "CVL", "KOR"),
        ("members of parliament", "group", "LEG", None),
        ("a Kenyan army spokesman", "person", "MIL", "KEN"),
        ("tribal elders", "group", "ELI", None),
        ("Chief of Army Staff (COAS)", "person", "MIL", None),
        ("hundreds of supporters", "group", "CVL", None),
        ("the judge", "person", "JUD", None),
        ("school pupils", "group", "EDU", None),
        ("security personnel", "group", "COP", None),
        ("a French journalist", "person", "JRN", "FRA"),
    ],
)
def test_descriptions(words, kind, sector, country):
    hint = R.title(words)
    assert (hint.kind, hint.sector, hint.country) == (kind, sector, country)


@pytest.mark.parametrize(
    ("written", "key"),
    [("LeT", "lashkar-e-taiba"), ("the LeT", "lashkar-e-taiba"), ("Let", None), ("PiS", "law-and-justice"), ("Pis", None)],
)
def test_an_acronym_in_mixed_case_holds_in_that_case_only(written, key):
    found = R.lookup(written, on=DAY)
    assert (found.entity_id if found else None) == key


def test_a_paper_that_is_a_common_word_needs_its_article():
    assert R.lookup("The Hindu").entity_id == "the-hindu"
    assert R.lookup("Hindu") is None


def test_ids_lead_back_to_their_entities():
    assert R.body("irn-foreign-ministry").name == "Iranian Foreign Ministry"
    assert R.body("hamas").sector == "REB"
    assert R.body("no-such-body") is None
    assert R.institution("armed-forces", "GBR").name == "British Armed Forces"


def test_a_leader_of_an_armed_group_has_its_sector():
    found = R.lookup("Hassan Nasrallah", on=date(2010, 1, 1))
    assert (found.country, found.sector, found.affiliation_id) == ("LBN", "REB", "hezbollah")


def test_a_title_before_a_name_gives_its_sector():
    assert R.title("Brigadier General Some Body").sector == "MIL"
    assert R.title("Judge Maria Lopez").sector == "JUD"
