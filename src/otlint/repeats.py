"""Whether a word that stands twice in a row is a slip, or may be meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.folding import fold
from otlint.model import Kind, Severity
from otlint.segmentation import in_quotation, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Block
    from otlint.segmentation import Word

_ONCE: Final = frozenset(
    "the a an and or of my your our their its his we they if because every been which than"
    " into from be have but she i as to".split()
)
"""Words that stand twice only by mistake, but for the cases of `_EXCUSES`."""

_STAMMERED: Final = frozenset("i we you but because and if my she they so well it perhaps".split())
"""Words that somebody who is quoted may really have said twice."""

_MODALS: Final = frozenset(
    "can could shall should will would may might must cannot to not never ll d can't"
    " couldn't won't wouldn't shouldn't don't didn't doesn't mustn't".split()
)
_TAKES_TO: Final = frozenset(
    "is was are were here order able unable also and how ready likely unlikely easy easier"
    " hard harder important opportunity opportunities chance ability time decision plan plans"
    " aim goal goals attempt designed allowed comes willing eager keen".split()
)
"""Words after which "to to" is no "to" left over from the clause before ("go to to see")."""

_EXCUSES: Final = {
    "and": re.compile(r"\b(?:the|an|and|or|boolean)\s+$", re.IGNORECASE),
    "or": re.compile(r"(?:\b(?:the|an|and|boolean)\s+|/)$", re.IGNORECASE),
    "of": re.compile(
        r"(?:hear|think|aware|kn[eo]wn?|conceive|dream|dispose|made|speak|spoke|talk|out|kind|sort"
        r"|approv|proud|fond|ask|hard|thought|lot|consist)\w*\s+$",
        re.IGNORECASE,
    ),
    "from": re.compile(r"(?:c[oa]m|stem|suffer|start|hear|are|is|was|were|be|away)\w*\s+$"),
    "as": re.compile(r"(?:well|insofar|far|so|such|know)n?\s+$", re.IGNORECASE),
    "into": re.compile(r"(?:look|get|got|turn|put|go|went|come|run|buil|div|tap|deliv)\w*\s+$"),
}
"""What stands before a pair that may be right: "the and and or operators", "heard of of late"."""

_STRANDED: Final = frozenset("in on for at with by about up out off over through".split())
"""Prepositions that may end one clause and begin the next: "the town we live in in May"."""
_STRANDS: Final = frozenset(
    "go goes went gone get gets got look looks come comes came work works log logs fit fits"
    " step steps dive dives jump jumps creep creeps turn turns hand hands bring brings"
    " brought built build want wants need needs have has had use uses listen listens talk"
    " talks point points belong belongs agree agrees deal deals struggle struggles happy okay"
    " ok good bad great familiar popular start starts stick sticks play plays reach pay pays"
    " paid wait waits ask asks search care cares call calls stand stands stood live lives be"
    " is are am was were it that them out up on off back add me you him her us this these"
    " thing things they we i he she all one ones way rely relies take takes took hold holds"
    " held keep keeps kept move moves check checks sign signs set sets put puts let lets cut"
    " hang hangs hung touch focus catch hook hooks click clicks tap taps buy bought sit sits"
    " sat lay lie lies find found help helps except think thinks feel feels felt know knows"
    " time place for to not just really least fill fills pull pulls push pushes stay stays"
    " join joins break tune weigh kick lock plug opt drop drops pop zoom pass account hear"
    " heard learn meet met read suck sucks choke chokes early later spot chime believe"
    " believes engage engages participate drive drives result results invite float floats"
    " watch burst bursts and end ends blend chip count depend depends figure follow invest"
    " lean pitch rest sink sort speak spoke stop switch tie trade trust try walk walks zero"
    " win".split()
)
"""Words that may leave a preposition behind; what is meant is not worth a false alarm."""
_STRANDING_ENDS: Final = ("ed", "ing", "en", "'re", "'m", "'s", "'ve", "'d", "'ll")
"""Participles, and contractions: "what they're in in the end"."""

_VERBS: Final = frozenset("is was are were".split())
_CLAUSE: Final = frozenset(
    "what who whom which that where when why how whatever whoever whether thing point"
    " problem question truth fact issue reason answer key trick one all idea it there if"
    " because as than he she they we you i this".split()
)
"""Words that show that one "is" belongs to a clause before the other: "what it is is"."""
_SUBJECTS: Final = frozenset("it he she this that there they we you".split())

_MEANT: Final = frozenset(
    # For emphasis, or from a song.
    "very really so no yes bye ha he ho hee knock now there here hear long many much far"
    " more well win blah la na too way never always quite rather old little big small wide"
    " deep high low sweet good bad great nice real true super pretty right wrong hot cold"
    " slow slowly quickly soon please again over ever wee dear poor home yeah yep nope oh ah"
    " um uh hmm shh sh tut thank hip round"
    # Two words that look alike: "I had had", "get done done", "make this work work".
    " had that do did does done can will it you her him us me what who whose work works"
    " change changes happens happened run runs help helps need needs use used this these"
    " those not has one two all own fun play time like live even both full just set get let"
    " go know means think pay look call watch"
    # Names of things: night night, chop chop, dada.
    " pom tom boo night hush chop choo dum yum mama papa dada din day week step can-can bora"
    " baden aye beep bang bling boing chomp click clap cough dash dot fifty heave hubba huff"
    " jingle kitty loa mau mini nudge pow puff puk quack rah row snip swish sing splash stomp"
    " squish ta tap tick toot tsk tuk twinkle tweet vroom wild wink woof yada yadda yip goo"
    " doo zip zoom honk moo baa oink thousand million billion plus bla mahi lupus etc drip"
    " plop pat rub rock roll clip hint unknown unpopular buffalo side".split()
)
"""Words that may well stand twice."""

_LEAST: Final = 3
"""Letters of a word of content that is worth a warning."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A word that stands twice or more in a row, by mistake."""

    first: Word
    last: Word
    severity: Severity


def repeats(block: Block) -> Iterator[Repeat]:
    """The words of a block that are repeated by mistake, with how sure that is.

    Only white space may stand between them. An error for words that never stand twice (the, and,
    of), a warning where it is likely, nothing where it may be meant: had had, very very, Walla
    Walla, play play play.
    """
    text = block.text
    found = words(text)
    index = 0
    while index + 1 < len(found):
        end = index
        while end + 1 < len(found) and _same(text, found[end], found[end + 1]):
            end += 1
        if end > index:
            severity = _severity(block, found, index, end)
            if severity is not None:
                yield Repeat(found[index], found[end], severity)
        index = end + 1


def _same(text: str, one: Word, two: Word) -> bool:
    return (
        one.end < two.start
        and len(one.text) == len(two.text)
        and fold(one.text).lower() == fold(two.text).lower()
        and text[one.end : two.start].isspace()
    )


def _severity(block: Block, found: tuple[Word, ...], start: int, end: int) -> Severity | None:
    one, last = found[start], found[end]
    text, word = block.text, fold(one.text).lower()
    if not word.isalpha():
        return None
    before = text[max(0, one.start - 30) : one.start]
    opens = not _previous(found, start, text)
    if (one.text, last.text) == ("the", "The"):
        return Severity.WARNING  # before a title, or a band
    if not _is_plain(block, found[start : end + 1], opens=opens):
        return None
    quoted = in_quotation(text, one.start, last.end)
    if word in _STAMMERED and quoted:
        return None
    if word in _ONCE and not _may_be_meant(
        word, before, text[last.end : last.end + 30], found, start
    ):
        return Severity.ERROR
    if end > start + 1 or quoted or "\n" in text[one.end : last.start] or word in _ONCE:
        return None
    return Severity.WARNING if _is_likely(word, text, found, start) else None


def _is_plain(block: Block, run: tuple[Word, ...], *, opens: bool) -> bool:
    """Whether the capitals of a run are those of one word repeated, not those of a name."""
    first, *others = (word.text for word in run)
    if block.kind in (Kind.HEADING, Kind.TITLE) and fold(first).lower() in _ONCE - {
        "the",
        "a",
        "i",
    }:
        return len({*others, first}) == 1 or first[0].isupper()
    if any(other[0].isupper() for other in others):
        return first == "I"
    return first.islower() or (opens and first[1:].islower()) or (opens and len(first) == 1)


def _previous(found: tuple[Word, ...], index: int, text: str) -> str:
    """The word before in the same sentence, in lower case; "" at its start."""
    if index == 0:
        return ""
    word = found[index - 1]
    between = text[word.end : found[index].start]
    return "" if re.search(r"[.!?…:;\n“\"(]", between) else fold(word.text).lower()


def _may_be_meant(word: str, before: str, after: str, found: tuple[Word, ...], index: int) -> bool:
    """Whether one of the words that stand twice only by mistake is right here."""
    excuse = _EXCUSES.get(word)
    if excuse and excuse.search(before):
        return True
    previous = fold(found[index - 1].text).lower() if index else ""
    if word in ("be", "have"):
        return previous not in _MODALS
    if word == "to":
        return previous not in _TAKES_TO and before.rstrip()[-1:] not in ",.;:"
    if word == "as":
        return bool(re.match(r"\s\w+\sas\b|[^\w\s]", after))
    if word in ("a", "i"):
        # "Choice A a voting system", "a a.b address", "World War I I".
        letter = found[index].text.isupper() and bool(previous)
        return after[:1] == "." or (letter and found[index - 1].text[0].isupper())
    if word == "my":
        return not previous  # My my!
    return word == "and" and bool(re.match(r"\s+or\b|\W*$", after))


def _is_likely(word: str, text: str, found: tuple[Word, ...], index: int) -> bool:
    """Whether a word of another kind is more likely repeated by mistake than meant."""
    previous = _previous(found, index, text)
    if word in _STRANDED:
        return bool(previous) and not (previous in _STRANDS or previous.endswith(_STRANDING_ENDS))
    if word in _VERBS:
        return _is_simple(text, found, index)
    if word in _MEANT or len(word) < _LEAST:
        return False
    # "Symptoms Symptoms of gum disease": a heading that ran into its text has capitals.
    return found[index].text.islower()


def _is_simple(text: str, found: tuple[Word, ...], index: int) -> bool:
    """Whether "is is" has a plain subject before it and no clause of its own."""
    if _previous(found, index, text) in _SUBJECTS and not _previous(found, index - 1, text):
        return True
    for back in range(1, 6):
        word = _previous(found, index - back + 1, text)
        if not word:
            return back > 1
        if word.partition("'")[0] in _CLAUSE:
            return False
    return False
