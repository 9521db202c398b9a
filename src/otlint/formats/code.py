"""Telling code from prose: a paste indents paragraphs, and Markdown takes those for code."""

from __future__ import annotations

import re
from typing import Final

_STOP_WORDS: Final = frozenset(
    """a about an and are as at be because been but by can could do does for from had has have he
    her his how i if in into is it its just may me more most my no not of on one or our out
    she should so some than that the their them then there these they this to up us was we
    were what when where which while who why will with would you your don't it's we're you're
    """.split()
)
_WORD: Final = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")

_STRONG: Final = re.compile(
    r"""
      [{};\\]\s*$                                      # ends like a statement or a block
    | ^\s*[}\])]+[;,)]*\s*$                            # only closes
    | ^\s*(?:\$|>>>|>|PS>|C:\\>)\ ?[A-Za-z./_-]+       # a prompt
    | ^\s*</?[A-Za-z][^<>]*>                           # a tag
    | ^\s*<[!?]
    | =>|[=!]==?=?(?=[\s\w"'])|&&|\|\||::|\+=|-=|->|:=
    | \w\(\)|\w\(["'\w][^()\s]*\)[.;:{]?\s*$           # a call
    | ^\s*(?:async\ )?(?:def|func|fn|function)\s+\w+\s*[({]
    | ^\s*class\s+\w+\s*[:({]
    | ^\s*(?:import\s+[\w.{*"']+(?:\s*,|\s+(?:as|from)\b|;|\s*$)|from\s+\S+\s+import\s)
    | ^\s*(?:export\s+)?(?:const|let|var|static|final|int|void|public|private)\s+\S+\s*[=(]
    | ^\s*(?:export\s+\w+=|export\s+default\s|\#include\b|\#!|@\w+\()
    | ^\s*(?:if|for|while|switch|catch)\s*\(.*\)\s*\{?\s*$
    | ^\s*(?:if|elif|for|while|with|try|else|except|finally)\b[^.!?,]*:\s*$
    | ^\s*return\b\s*(?:\S+\s*)?[;)]?\s*$
    | ^\s*(?:npm|npx|pipx?|pip3|git|cd|sudo|curl|wget|docker|python3?|node|yarn|brew|apt|uv)
      \s+[-\w./@:]+(?:\s+[-\w./@:=]+)*\s*$             # a command
    | ^\s*(?:~|\.{1,2})?/[\w.-]+(?:/[\w.-]*)*\s*$      # a path
    | ^\s*[A-Za-z]:\\
    | ^\s*(?://|/\*|\*/|--\ ?\w+:)
    | ^\s*["'][\w-]+["']\s*:\s
    | ^\s*[A-Za-z_][\w.\[\]-]*\s*=\s*\S                # an assignment
    | ^\s*[a-z_][\w-]*:\s*(?:["'\[{|>\d-]|true\b|false\b|$)
    """,
    re.VERBOSE,
)
_NAME: Final = re.compile(r"^\s*(?:\w+[_]\w+|[a-z]+[A-Z]\w*|\w+\.\w+\(?.*|--?[a-z][\w-]*)\s*$")
_COMMENT: Final = re.compile(r"^\s*(?:#|//|\*)")
_LONGEST: Final = 2000
"""Code points of a line that are looked at."""


def looks_like_code(text: str) -> bool:
    """Whether lines that stand indented are code rather than prose.

    Prose has sentences with the small words of English; code has brackets, calls, assignments,
    prompts, keywords, tags and paths. Where neither shows, it is prose: a missed slip is worse than
    a code line read.

    Args:
        text: One line or several, with or without their indentation.
    """
    code = prose = 0
    for line in re.split(r"\r\n|\r|\n", text):
        if not line.strip():
            continue
        verdict = _verdict(line[:_LONGEST])
        code += verdict > 0
        prose += verdict < 0
    return code > 0 and code >= prose


def _verdict(line: str) -> int:
    """1 for a line of code, -1 for one of prose, 0 where nothing can be said."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(line)]
    small = sum(word in _STOP_WORDS for word in words)
    symbols = sum(line.count(symbol) for symbol in "{}[]();=<>\\|_$&/`")
    sentence = (
        len(words) >= 4 and small >= 1 and small * 6 >= len(words) and symbols * 3 <= len(words)
    )
    if _STRONG.search(line) or _NAME.match(line):
        return -1 if sentence and small >= 2 and not line.rstrip().endswith((";", "{", "}")) else 1
    if _COMMENT.match(line):
        return 0
    if not words:
        return 1 if symbols else 0
    return -1 if sentence or (len(words) >= 3 and line.rstrip().endswith((".", "!", "?"))) else 0
