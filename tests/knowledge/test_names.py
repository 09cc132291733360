"""Spellings of one name are told from names that only look alike."""

import pytest

from sitrep.resolve.names import acronym_key, is_acronym_of, normalise, same_spelling, surname
from sitrep.resolve.registry import registry

SAME = [
    ("Kataib Hezbollah", "Kata'ib Hizballah"),
    ("Kataib Hezbollah", "Kataeb Hizbullah"),
    ("Hashd al-Shaabi", "Al-Hashd Al-Sha'abi"),
    ("Yehia Rasool", "Yahya Rasul"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskiy"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
    ("Saeed Khatibzadeh", "Said Khatibzade"),
    ("Mohammed bin Salman", "Muhammad ibn Salman"),
    ("Osama bin Laden", "Usama ben Ladin"),
    ("Jabhat al-Nusra", "Jabhat an-Nusrah"),
    ("Abdel Fattah al-Sisi", "Abdul Fatah el-Sisi"),
    ("Abdullah Saleh", "Abdallah Salih"),
    ("Kataib Sayyid al-Shuhada", "Kata'ib Sayyed al-Shuhadaa"),
    ("Liwa Fatemiyoun", "Liwa Fatimiyun"),
    ("Mahmoud Abbas", "Mahmud Abbas"),
    ("Ramzan Kadyrov", "Ramzan Kadirov"),
    ("Jaysh al-Islam", "Jaish al-Islam"),
    ("Nouri al-Maliki", "Nuri al-Maleki"),
    ("Haider al-Abadi", "Haydar al-Abadi"),
    ("Khalifa Haftar", "Khalifah Haftar"),
    ("Moqtada al-Sadr", "Muqtada as-Sadr"),
]
DIFFERENT = [
    ("Hassan Rouhani", "Hussein Rouhani"),
    ("George W. Bush", "George H. W. Bush"),
    ("Kim Jong-il", "Kim Jong-un"),
    ("Kataib Hezbollah", "Kataib Sayyid al-Shuhada"),
    ("Salim Jamal", "Salam Jamil"),
    ("Ali Hassan", "Ola Hassan"),
    ("Mark Miller", "Merk Mueller"),
    ("Ahmed Ali", "Hamed Ali"),
    ("Maria Garcia", "Mario Garcia"),
    ("Jaish al-Adl", "Jaish al-Islam"),
    ("Ansar al-Sharia", "Ansar al-Islam"),
    ("Robert Miller", "Robert Mueller"),
    ("Samir Khalil", "Samar Khalil"),
    ("Bashar Assad", "Bashir Saad"),
    ("Liwa al-Tawhid", "Liwa al-Quds"),
    ("Omar Bakr", "Amir Bakr"),
    ("Front de Libération", "Front de Liberté"),
    ("Lu Wei", "Li Wei"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name(one, other):
    assert same_spelling(one, other) and same_spelling(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_only_look_alike(one, other):
    assert not same_spelling(one, other) and not same_spelling(other, one)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("The Ministry of Defence’s", "ministry of defense"),
        ("Türkiye", "turkiye"),
        ("U.S.", "us"),
        ("the Taliban's", "taliban"),
        ("Médecins Sans Frontières", "medecins sans frontieres"),
        ("Hashd al-Shaabi", "hashd al shaabi"),
        ("Sana’a", "sanaa"),
        ("B’Tselem", "btselem"),
    ],
)
def test_normal_form(written, key):
    assert normalise(written) == key


@pytest.mark.parametrize(
    ("written", "key"), [("U.S.", "US"), ("the UN", "UN"), ("G7", "G7"), ("us", None), ("Nato", None), ("Islamic State", None)]
)
def test_acronyms_are_known_by_their_capitals(written, key):
    assert acronym_key(written) == key


@pytest.mark.parametrize(
    ("acronym", "name", "fits"),
    [
        ("PMF", "Popular Mobilization Forces", True),
        ("MoD", "Ministry of Defence", True),
        ("UNHCR", "United Nations High Commissioner for Refugees", True),
        ("SDF", "Syrian Democratic Forces", True),
        ("PMU", "Popular Mobilization Forces", False),
        ("who", "World Health Organization", False),
        ("WHO", "World Health Organization", True),
        ("FSA", "Syrian Army", False),
    ],
)
def test_acronym_of_a_name(acronym, name, fits):
    assert is_acronym_of(acronym, name) is fits


@pytest.mark.parametrize(
    ("person", "family"),
    [
        ("Joe Biden", "Biden"),
        ("Mohammed bin Salman", "bin Salman"),
        ("Bashar al-Assad", "Assad"),
        ("Ursula von der Leyen", "von der Leyen"),
        ("Kim Jong-un", "Kim"),
        ("Xi Jinping", "Xi"),
        ("Ban Ki-moon", "Ban"),
        ("Martin Luther King Jr.", "King"),
        ("Lula", "Lula"),
    ],
)
def test_family_name(person, family):
    assert registry().surname(person) == family


def test_family_name_takes_its_lists_from_the_caller():
    assert surname("Anna de Groot", particles={"de"}, suffixes=(), family_first=()) == "de Groot"
