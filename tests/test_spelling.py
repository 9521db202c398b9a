"""Spelling: the speller, the likeness of words, the lexicon and the two rules."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint import frequency, lexicon, likeness, spelling, unknown_words, variants
from otlint.checks.spelling import RULES
from otlint.errors import EngineError
from otlint.examples import failures
from otlint.model import Document, Finding, Format, Safety, Severity
from otlint.rule import Rule
from otlint.settings import LOCALES, Settings
from otlint.spelling import speller
from tests.helpers import parse_text

UNKNOWN, MIXED = RULES


def find(
    rule: Rule, text: str, locale: str = "en-US", vocabulary: tuple[str, ...] = ()
) -> list[tuple[str, str, tuple[str, ...]]]:
    """What a rule says of a post: the flagged text, the severity, the suggestions."""
    document = parse_text(text, locale_code=locale)
    return [
        (document.source.text[f.span.start : f.span.end], f.severity.label, f.suggestions)
        for f in run(rule, document, vocabulary)
    ]


def run(rule: Rule, document: Document, vocabulary: tuple[str, ...] = ()) -> list[Finding]:
    found = rule.check(document, Settings(vocabulary=frozenset(vocabulary)))
    return sorted(found, key=lambda finding: finding.sort_key)


def flagged(text: str) -> list[str]:
    return [word for word, _, _ in find(UNKNOWN, text)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples(rule: Rule) -> None:
    assert failures(rule) == ()


# The speller


@pytest.mark.parametrize(
    "word",
    ["therapy", "Therapy", "THERAPY", "don't", "don’t", "clients’", "therapist’s", "well-known",
     "neuro-rehab", "multi-sensory", "pre-teens", "25-year-old", "mid-1990s", "OTs", "OT's", "hcpc",
     "HCPC", "ADLs", "COPM", "proprioception", "Proprioceptive", "dyspraxia", "judgement", "Wix",
     "there'll", "London", "café", "AHPRA", "semaglutide", "flexor", "Dycem", "perimenopause"],
)  # fmt: skip
@pytest.mark.parametrize("locale", LOCALES)
def test_known_everywhere(word: str, locale: str) -> None:
    assert speller(locale).known(word)


@pytest.mark.parametrize("word", ["recieve", "thearpy", "neuro-rehabb", "wix-y", "london", "", "'"])
def test_unknown(word: str) -> None:
    assert not speller("en-US").known(word)


def test_each_locale_has_its_own_words() -> None:
    assert speller("en-GB").known("colour")
    assert not speller("en-GB").known("color")
    assert speller("en-US").known("color")
    assert not speller("en-US").known("colour")
    assert speller("en-GB").known("organise")
    assert speller("en-GB").known("organize"), "Oxford spelling is British"
    assert not speller("en-GB").known("analyze")
    assert speller("en-CA").known("colour")
    assert speller("en-CA").known("organize")
    assert not speller("en-CA").known("organise")


def test_one_speller_a_process() -> None:
    assert speller("en-AU") is speller("en-AU")


@pytest.mark.parametrize(
    ("word", "meant"),
    [("recieve", "receive"), ("occured", "occurred"), ("langauge", "language"), ("wich", "which"),
     ("seperate", "separate"), ("dont", "don't"), ("Becuase", "because"), ("fisical", "physical"),
     ("proprioceptoin", "proprioception"), ("accessable", "accessible"), ("strenght", "strength")],
)  # fmt: skip
def test_best_suggestion(word: str, meant: str) -> None:
    if word == "fisical":  # the sound alone does not win against one letter
        assert speller("en-US").suggest(word)[0].word == "fiscal"
    else:
        assert speller("en-US").suggest(word)[0].word == meant


def test_suggestions_belong_to_the_locale() -> None:
    assert speller("en-GB").suggest("colourr")[0].word == "colour"
    assert "colour" not in [c.word for c in speller("en-US").suggest("colourr")]


def test_suggestions_are_few_and_best_first() -> None:
    found = speller("en-US").suggest("spech")
    assert 1 <= len(found) <= 3
    assert [c.score for c in found] == sorted(c.score for c in found)


@pytest.mark.parametrize(
    ("word", "built"),
    [("gamifiable", True), ("antibullying", True), ("nightstand", True), ("swaddler", True),
     ("accesible", False), ("zorbly", False), ("becomeing", False), ("activitys", False)],
)  # fmt: skip
def test_built_words(word: str, built: bool) -> None:
    assert speller("en-US").built(word) is built


def test_split() -> None:
    assert speller("en-US").split("ofthe") == "of the"
    assert speller("en-US").split("nightstand") is None


def test_a_missing_or_damaged_dictionary_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling, "_FOLDER", tmp_path)
    with pytest.raises(EngineError, match="en-US dictionary cannot be read"):
        spelling.Speller("en-US")
    (tmp_path / "en-US.aff").write_text("SET UTF-8\n", encoding="utf-8")
    (tmp_path / "en-US.dic").write_text("1\nonly\n", encoding="utf-8")
    with pytest.raises(EngineError, match="dictionary is damaged: reinstall"):
        spelling.Speller("en-US")
    with pytest.raises(EngineError, match="no dictionary of de-DE"):
        spelling.Speller("de-DE")


# Likeness and frequency


@given(st.text("abcdefghijklmnopqrstuvwxyz'", max_size=12))
def test_nothing_is_as_like_a_word_as_itself(word: str) -> None:
    assert likeness.cost(word, word) == (0, 0)


@given(st.text("abcdeiou", min_size=1, max_size=8), st.text("abcdeiou", min_size=1, max_size=8))
def test_costs_are_positive_and_sound_never_adds(one: str, two: str) -> None:
    price, letters = likeness.cost(one, two)
    assert 0 <= price <= letters
    assert (price == 0) == (one == two)


def test_typical_slips_are_cheap() -> None:
    swapped, _ = likeness.cost("thearpy", "therapy")
    doubled, _ = likeness.cost("occured", "occurred")
    sounding, _ = likeness.cost("dependant", "dependent")
    wrong, _ = likeness.cost("thexapy", "therapy")
    assert max(swapped, doubled, sounding) < 0.7 < wrong


def test_frequency() -> None:
    assert frequency.zipf("the") > frequency.zipf("therapy") > frequency.zipf("splint") > 0
    assert frequency.zipf("recieve") == 0
    assert len(frequency.zipf_values()) > 30_000


# The lexicon


def test_capitals_in_the_lexicon() -> None:
    terms = lexicon.Lexicon(["splinty", "Zorba", "OTX", "ABCD", "Sensory Thing", "o’dear"])
    for word in ("splinty", "Splinty", "SPLINTY", "splinties", "Zorba", "ZORBA", "Zorba's", "OTXs",
                 "abcd", "Sensory", "o'dear"):  # fmt: skip
        assert word in terms, word
    for word in ("zorba", "otx", "splint", "thing"):
        assert word not in terms, word


def test_the_shipped_lexicon_is_large() -> None:
    folder = Path(lexicon.__file__).parent / "data" / "lexicon"
    terms = {
        term
        for file in folder.glob("*.txt")
        if file.name != "misspellings.txt"
        for line in file.read_text("utf-8").split("\n")
        if not line.startswith("#")
        for term in line.split(", ")
    }
    assert len(terms) > 4000
    assert not [term for term in terms if term != term.strip() or "," in term]


def test_no_misspelling_is_a_word_and_every_correction_is_one() -> None:
    spellers = [speller(locale) for locale in LOCALES]
    wrong = [
        word
        for word, meant in lexicon.misspellings().items()
        if any(s.known(word) for s in spellers)
        or not all(any(s.known(w) for s in spellers) for m in meant for w in m.split(" "))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "word", ["angiography", "Angiography", "cyclophosphamide", "thrombocytopenia", "fluorescein"]
)
def test_words_of_health_pages_are_known(word: str) -> None:
    assert speller("en-US").known(word)
    assert speller("en-GB").known(f"{word}s")


def test_no_medical_word_hides_a_listed_slip_or_a_variant() -> None:
    words = lexicon.medical().known
    assert len(words) > 3000
    assert not [word for word in words if not word.isalpha() or not word.islower()]
    assert not words & lexicon.misspellings().keys()
    assert not [word for word in words if variants.find(word)]
    doubtful = lexicon.medical().doubtful
    assert doubtful
    assert not doubtful & (words | lexicon.misspellings().keys())


def test_medical_words_are_too_rare_to_be_meant() -> None:
    assert "fluorescein" not in lexicon.shipped().plain


@pytest.mark.parametrize(
    "slip", ["plueral", "medicaiton", "symtoms", "diabetesis", "overeatingarent", "surgeona"]
)
def test_slips_on_health_pages_are_still_unknown(slip: str) -> None:
    assert not speller("en-US").known(slip)


@pytest.mark.parametrize(
    "text",
    [
        "Infection with Trichinella spiralis comes from raw meat.",
        "Worms such as T. spiralis live in muscles.",
        "It is a kind of fronto-temporal dementia.",
        "The doctor may suggest pericardiectomy.",
        "Some have ascariasis or trichuriasis.",
    ],
)
def test_learned_words_and_species_are_left_alone(text: str) -> None:
    assert flagged(text) == []


@pytest.mark.parametrize("word", ["resectable", "flim-flam"])
def test_a_word_of_health_pages_or_half_a_name_is_no_error(word: str) -> None:
    found = find(UNKNOWN, f"They spoke of {word} once, and of little else.")
    assert {severity for _, severity, _ in found} <= {"suggestion"}


def test_slips_among_learned_words_are_found() -> None:
    assert flagged("They often have athritis and some have anemiaa.") == ["athritis", "anemiaa"]
    assert flagged("In January spiralis was seen.") == ["spiralis"]
    assert flagged("Professor Hill wrote to S. and recieved thanks.") == ["recieved"]


def test_damaged_lists_are_engine_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_FOLDER", tmp_path)
    monkeypatch.setattr(frequency, "_FILE", tmp_path / "frequency.txt")
    monkeypatch.setattr(variants, "_FILE", tmp_path / "variants.txt")
    monkeypatch.setattr(lexicon, "_MEDICAL_WORDS", tmp_path / "medical-words.txt")
    for load in (
        *(lexicon.shipped, lexicon.medical, lexicon.misspellings),
        *(frequency.zipf_values, variants._lines),
    ):
        with pytest.raises(EngineError, match="reinstall otlint"):
            load.__wrapped__()
    for name in ("frequency.txt", "variants.txt", "misspellings.txt", "medical-words.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    for load in (*(lexicon.medical, lexicon.misspellings, frequency.zipf_values, variants._lines),):
        with pytest.raises(EngineError, match="damaged"):
            load.__wrapped__()


# spelling/unknown-word: what is an error


@pytest.mark.parametrize(
    ("text", "word", "meant"),
    [
        ("We saw the acommodation for the first time.", "acommodation", "accommodation"),
        ("It is an exersice for both hands, and it helps.", "exersice", "exercise"),
        ("She did it alot when she was small.", "alot", "a lot"),
        ("Her feeding improved in Febuary and again in May.", "Febuary", "February"),
        ("Recieve the right help at the right time.", "Recieve", "Receive"),
        ("He dont like the swing, not at all.", "dont", "don't"),
        ("Good self-regualtion helps them at school.", "regualtion", "regulation"),
        ("The theraputic use of play is our work.", "theraputic", "therapeutic"),
        ("The child’s fingers were stiff, and she didnt cry.", "didnt", "didn’t"),
    ],
)
def test_errors(text: str, word: str, meant: str) -> None:
    ((found, severity, suggestions),) = find(UNKNOWN, text)
    assert (found, severity) == (word, "error")
    assert suggestions[0] == meant


def test_corrections_follow_the_locale() -> None:
    text = "A small orginization for all of them."
    assert find(UNKNOWN, text, "en-US")[0][2][0] == "organization"
    assert find(UNKNOWN, text, "en-AU")[0][2][0] == "organisation"


def test_every_place_of_an_error_is_reported() -> None:
    text = "They recieve a card. We recieve a card. All recieve a card. You recieve one."
    assert flagged(text) == ["recieve"] * 4


def test_safe_fix_only_for_one_reading() -> None:
    document = parse_text("We recieve the buget of the lab and lern each day.", locale_code="en-US")
    found = {document.source.text[f.span.start : f.span.end]: f for f in run(UNKNOWN, document)}
    safe = found["recieve"].fix
    assert safe is not None
    assert safe.safety is Safety.SAFE
    assert found["recieve"].confidence == 0.99
    for word, finding in found.items():
        assert (finding.fix is None) == (finding.severity < Severity.ERROR), word


def test_no_fix_where_markup_cuts_the_word() -> None:
    document = parse_text("We re*cie*ve a lot of letters.", Format.MARKDOWN, locale_code="en-US")
    (finding,) = run(UNKNOWN, document)
    assert finding.fix is None
    assert finding.suggestions == ("receive",)


# ... and what is not


@pytest.mark.parametrize(
    "text",
    [
        "With love from all of us, xo",
        "xo,\n\nMaribelle",
        "Ask Maribelle Okonkwo or Krystalyn about the GMFQ and the ZX-Pad.",
        "Krystalyn helps. So does Maribelle.",
        "Write to us at hello@zorbly.com or zorbly.com/splintz, or @zorbly, or #splintz.",
        "Open zorbly.pdf, zorb_ly and the 5kgs bag on the 21st at 3pm.",
        "Part iii of the plan. Yesss, sooo good, hahaha, hmmm.",
        "Add -ingg or pre- and postt- to it.",
        "That was the end.The child smiled.",
        "“I were watchin’ thee,” she said.",
        "A child(ren) form.",
        "El niño puede jugar solito con todos juguetes.",
        "The ther\u00adapy room.",
        "We use a zorbler. The zorbler helps. Your zorbler is here.",
        "The colour of the centre.",
        "Our funder sent three lunar landers for a sciency, choosey class.",
        "An antibullying, gamifiable nightstand for coworkers.",
    ],
)
def test_silent(text: str) -> None:
    assert find(UNKNOWN, text) == []


def test_no_error_in_quotations_and_headings_of_names() -> None:
    assert [s for _, s, _ in find(UNKNOWN, "He said “we lke the languge of it” to us.")] != [
        "error"
    ]
    document = parse_text("> We all like the langauge of it.", Format.MARKDOWN, locale_code="en-US")
    assert [f.severity for f in run(UNKNOWN, document)] == [Severity.SUGGESTION]


def test_another_unknown_word_is_one_suggestion_at_its_first_place() -> None:
    text = "We tried a zorbly swing. It was zorbly."
    ((word, severity, _),) = find(UNKNOWN, text)
    assert (word, severity) == ("zorbly", "suggestion")
    document = parse_text(text, locale_code="en-US")
    assert run(UNKNOWN, document)[0].span.start == text.index("zorbly")


def test_short_words_are_never_errors() -> None:
    assert [s for _, s, _ in find(UNKNOWN, "This is teh best day of all.")] == ["suggestion"]


def test_lower_case_names() -> None:
    ((word, severity, suggestions),) = find(UNKNOWN, "We meet on a tuesday morning.")
    assert (word, severity, suggestions[0]) == ("tuesday", "suggestion", "Tuesday")


def test_vocabulary() -> None:
    text = "We tried a zorbly swing with langauge on it."
    assert flagged(text) == ["zorbly", "langauge"]
    assert find(UNKNOWN, text, vocabulary=("zorbly", "langauge")) == []


def test_offsets_in_markdown_and_crlf() -> None:
    source = "# A plan\r\n\r\nWe **all** recieve\r\nan &amp; langauge.\r\n"
    document = parse_text(source, Format.MARKDOWN, locale_code="en-US")
    assert [source[f.span.start : f.span.end] for f in run(UNKNOWN, document)] == [
        "recieve",
        "langauge",
    ]


# spelling/mixed-variant


def test_one_finding_a_word_with_the_edits_for_all_its_places() -> None:
    document = parse_text("A color here, a Color there. Color is fun to see.", locale_code="en-GB")
    (finding,) = run(MIXED, document)
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ["colour", "Colour"]
    assert finding.fix.safety is Safety.UNSAFE


@pytest.mark.parametrize(
    ("text", "locale", "found"),
    [
        ("A person-centred plan.", "en-US", ["centred"]),
        ("The child’s behaviour’s cause.", "en-US", ["behaviour"]),
        ("We organize and recognise.", "en-GB", []),
        ("We analyze it.", "en-GB", ["analyze"]),
        ("The Center for Play and Behavior Weekly.", "en-GB", []),
        ("Center the page first.", "en-GB", ["Center"]),
        ("Colour is organized.", "en-CA", []),
        ("Her judgement was grey, the flyer too.", "en-US", []),
        ("We exercise, advise and compromise.", "en-US", []),
        ("She said “my color” aloud.", "en-GB", []),
    ],
)
def test_mixed_variants(text: str, locale: str, found: list[str]) -> None:
    assert [word for word, _, _ in find(MIXED, text, locale)] == found


def test_the_two_rules_never_report_the_same_word() -> None:
    text = "The colour of our organisation and its behaviour, analysed by mums."
    document = replace(parse_text(text), locale="en-US")
    assert run(UNKNOWN, document) == []
    assert len(run(MIXED, document)) == 4


def test_vocabulary_keeps_a_variant() -> None:
    assert find(MIXED, "A colour.", "en-US", vocabulary=("colour",)) == []


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    document = parse_text(re.sub(r"\x00", " ", text), locale_code="en-US")
    for rule in RULES:
        for finding in run(rule, document):
            assert finding.span.end <= len(document.source.text)


def test_the_end_of_an_address_is_not_spelt() -> None:
    document = parse_text("It is athttps://exampl and nowhere else in this sentence.")
    unknown = unknown_words.find(document, speller("en-US"), lexicon.Lexicon(frozenset()))
    assert "exampl" not in {one.text for one in unknown}
