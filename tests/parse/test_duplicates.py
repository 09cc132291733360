"""One story in many papers is read once; an update, a follow-up and a sister of the same template are read themselves."""

import itertools

import pytest

from sitrep.article import Article, Reject
from sitrep.parse import Deduplicator, Signatures, parse_text
from sitrep.parse.copies import is_copy
from sitrep.parse.sketches import Sketches, sketch
from sitrep.parse.wordcodes import hashes, word_codes

TITLE = "Gunmen attack bus in Darrin valley"
LEAD = (
    "Gunmen opened fire on a bus in the Darrin valley on Tuesday, killing seven passengers and wounding 12, the provincial "
    "governor said. Three of the dead were children."
)
POLICE = (
    'Police chief Rahim Tolo said the attackers had fled into the mountains on motorcycles. "We have closed every road and are '
    'searching house by house," he told reporters in the town of Sarband.'
)
BACKGROUND = (
    "No group claimed the attack. The valley, which is known for its apricots, had been quiet since a peace agreement was signed "
    "in 2019 between the government and the Highland Front, whose leaders condemned the shooting."
)
AID = (
    "Doctors at the hospital asked people to give blood. The wounded were being treated in corridors because of a lack of beds, "
    "and the worst cases would be taken to the capital by helicopter, the health ministry said."
)
STORY = [LEAD, POLICE, BACKGROUND, AID]


def article(*paragraphs: str, title: str = TITLE, name: str = "a", published: str | None = "2023-05-09") -> Article:
    found = parse_text("\n\n".join([title, *paragraphs]), published=published, source_uri=name)
    assert isinstance(found, Article)
    return found


def copied(*paragraphs: str, published: str = "2023-05-10") -> bool:
    """Whether these paragraphs, under another headline, are a copy of the story."""
    return is_copy(word_codes(article(*paragraphs, title="World in brief")), word_codes(article(*STORY)))


def edited(old: str, new: str) -> list[str]:
    assert any(old in paragraph for paragraph in STORY)
    return [paragraph.replace(old, new) for paragraph in STORY]


def test_a_trimmed_story_is_a_copy_and_the_whole_is_none_of_its_part():
    assert copied(LEAD, POLICE) and copied(LEAD, BACKGROUND) and copied(*STORY[1:])
    assert not is_copy(word_codes(article(*STORY)), word_codes(article(LEAD, POLICE)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("killing seven passengers and wounding 12", "killing 7 passengers and wounding twelve"),
        ("seven passengers", "seven people"),
        (" on Tuesday,", ","),
        ('house by house," he told reporters', "house by house', he said"),
        ("Gunmen opened", "SARBAND (Reuters) - Gunmen opened"),
        ("closed every road", "closed each road"),
        ("the health ministry said", "the health ministry told the Daily Herald"),
    ],
)  # fmt: skip
def test_a_paper_may_say_it_in_its_own_style(old, new):
    assert copied(*edited(old, new))


def test_credits_and_datelines_make_no_other_story():
    assert copied("By Mina Sohl, Valley Correspondent", *STORY, "This report first appeared in the morning edition of the Courier.")
    assert copied("SARBAND, May 9 — " + LEAD, POLICE, BACKGROUND, AID, "Reporting by A. Karim; editing by Joan Field")
    assert copied(*(paragraph.upper() for paragraph in STORY))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("killing seven", "killing nine"),
        ("wounding 12", "wounding 14"),
        ("Three of the dead", "Four of the dead"),
        ("passengers and wounding", "passengers, two women among them, and wounding"),
        ("on Tuesday", "on Wednesday"),
        ("Darrin", "Kelmet"),
        ("Highland Front", "Lowland Union"),
        ("condemned the shooting", "refused to condemn the shooting"),
        ("No group claimed", "One group claimed"),
        ("had fled into the mountains", "had been arrested in the mountains"),
        ("apricots", "carpets"),
        ("in 2019", "in 2021"),
    ],
)
def test_one_fact_that_is_another_makes_an_update(old, new):
    assert not copied(*edited(old, new))


def test_a_sentence_more_makes_an_update():
    more = "The interior minister arrived in the valley at night and promised that his men would not rest until the killers were found."
    assert not copied(*STORY, more) and not copied(LEAD, more, *STORY[1:])


def test_a_not_that_is_gone_turns_the_sentence_round():
    words = (
        "The minister, who spoke in Sarband, said that he would {}resign over the attack on the bus in the valley, whatever papers wrote."
    )
    one, other = (article(words.format(w) + " " + AID) for w in ("not ", ""))
    assert not is_copy(word_codes(other), word_codes(one)) and not is_copy(word_codes(one), word_codes(other))


def test_short_texts_are_copies_only_when_their_words_are_the_same():
    seen = Deduplicator()
    first = seen.check(article("Two people were hurt in a fire at a mill.", name="a"))
    assert seen.check(article("Two people were hurt in a fire at the mill.", name="b")).duplicate_of is None
    assert seen.check(article("Two people were HURT in a fire, at a mill!", name="c")).duplicate_of == first.article_id


def test_thirty_papers_are_read_once_whatever_their_order():
    """The longest version stands for all; those that came before it are handed over to it."""
    prints = [article(*STORY[:n], title=f"Paper {n} {m}", name=f"{n}{m}") for n in (2, 3, 4) for m in range(10)]
    other = article(AID.replace("hospital", "clinic"), BACKGROUND, "A strike at the mines of Kelmet went into its tenth day.", name="other")
    for order in (prints, prints[::-1], prints[15:] + prints[:15]):
        seen = Deduplicator()
        found = [seen.check(one) for one in [order[0], other, *order[1:]]]
        read = [a for a in found if a.article_id not in seen.copies]
        assert len(read) == 2 and other in read
        longest = next(a for a in read if a != other)
        assert len(longest.text) > len(LEAD + POLICE + BACKGROUND) and set(seen.copies.values()) == {longest.article_id}
        assert all(original == longest.article_id for old, original in seen.copies.items() if old in seen.superseded)


def test_the_same_words_weeks_later_are_another_story_when_not_all_are_the_same():
    seen = Deduplicator()
    seen.check(article(*STORY, published="2023-05-09"))
    assert seen.check(article(LEAD, POLICE, published="2023-05-12", name="b")).duplicate_of is not None
    assert seen.check(article(LEAD, BACKGROUND, published="2023-07-04", name="c")).duplicate_of is None


def test_what_earlier_runs_read_is_remembered(tmp_path):
    seen, path = Deduplicator(), tmp_path / "signatures"
    first = seen.check(article(*STORY))
    gone = seen.check(article("Nothing of this stays, because validation found that it broke a rule of the contract.", name="gone"))
    seen.signatures.save(path, keep={first.article_id})
    again = Deduplicator(lambda: Signatures.open(path), copies={"old": first.article_id})
    assert again.check(first).duplicate_of is None and gone.article_id not in again.signatures
    assert again.check(article(LEAD, POLICE, name="b")).duplicate_of == first.article_id
    again.signatures.save(tmp_path / "same", keep={first.article_id})
    assert (tmp_path / "same").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("damage", [b"", b"ARROW1", b"\0" * 500])
def test_damaged_signatures_are_told_by_an_error_that_the_edition_knows(tmp_path, damage):
    (tmp_path / "signatures").write_bytes(damage)
    with pytest.raises(ValueError):
        Signatures.open(tmp_path / "signatures")


def test_an_article_is_no_copy_of_itself_and_a_document_comes_once():
    seen, first = Deduplicator(), article(*STORY)
    assert seen.check(first) == first
    assert isinstance(seen.check(first), Reject)


def test_sketches_find_a_part_among_many_and_do_not_depend_on_when_they_are_sorted(monkeypatch):
    texts = [article(*(p.replace("valley", f"valley {n}").replace("the", f"the {n}") for p in STORY)) for n in range(60)]
    part = sketch(hashes(word_codes(texts[41])[:60]))
    found = []
    for limit in (1 << 16, 10):
        monkeypatch.setattr("sitrep.parse.sketches.MERGE_AT", limit)
        sketches = Sketches()
        for text in texts:
            sketches.add(sketch(hashes(word_codes(text))))
        found.append(sketches.candidates(part))
    assert found[0] == found[1] and found[0][0] == 41


def test_hostile_words_are_compared_in_time():
    texts = ["a " * 4000, "the cat sat " * 1200, "five words and a long " + "x" * 100_000, "Is it? " * 2000, "1 " * 4000]
    codes = [word_codes(article(text, title="T")) for text in texts]
    assert all(len(c) <= 5000 for c in codes)
    for one, other in itertools.permutations(codes, 2):
        is_copy(one, other)
