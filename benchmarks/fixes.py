"""What fixes do to real posts: the second time nothing, and nothing ever to what is no prose.

    python benchmarks/fixes.py FOLDER

Every Markdown post of FOLDER is fixed in a copy, with `--fix --unsafe-fixes`, as often as it takes:
the first run must be the last that changes anything. Code, addresses of links and images, the tags
of HTML and front matter other than titles and descriptions must be as before; markdown-it-py and
html.parser say what is which.
Exits with 1 where that is not so.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

FIXING = (sys.executable, "-m", "otlint", "check", ".", "--no-cache", "--isolated", "--fix")
_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_PROSE_KEYS = re.compile(
    r"^(?:title|description|summary|excerpt)[ \t]*:.*(?:\n[ \t]+.*)*\n?", re.MULTILINE
)


def untouchable(text: str) -> list[str]:
    """What no fix may change, in the order of the post."""
    matter = _FRONT_MATTER.match(text)
    body = text[matter.end() :] if matter else text
    kept = [_PROSE_KEYS.sub("", matter[1].replace("\r\n", "\n"))] if matter else []
    return kept + list(_markup(MarkdownIt("commonmark").enable("table").parse(body)))


def _markup(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("fence", "code_block", "code_inline"):
            yield token.info + token.content
        elif token.type in ("html_block", "html_inline"):
            yield from _tags(token.content)
        for name in ("href", "src"):
            if name in token.attrs:
                yield str(token.attrs[name])
        yield from _markup(token.children or [])


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"{tag} {[pair for pair in attrs if pair[0] not in _PROSE_ATTRIBUTES]}")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append(data)


_PROSE_ATTRIBUTES = ("alt", "title")


def _tags(html: str) -> list[str]:
    parser = _Tags()
    parser.feed(html)
    parser.close()
    return parser.found


def texts(folder: Path) -> dict[str, bytes]:
    """The posts of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.md")}


def fixed(folder: Path, *more: str) -> dict[str, bytes]:
    """The posts of a folder once their fixes are applied."""
    done = subprocess.run((*FIXING, *more), cwd=folder, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    return texts(folder)


def main() -> None:
    """Fix, fix again, and compare."""
    parser = argparse.ArgumentParser(description="Fix real posts twice, and see what changed.")
    parser.add_argument("folder", type=Path)
    source: Path = parser.parse_args().folder
    problems = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "posts"
        shutil.copytree(source, folder, copy_function=shutil.copyfile)
        before = texts(folder)
        for level in ((), ("--unsafe-fixes",)):
            once, twice = fixed(folder, *level), fixed(folder, *level)
            problems += [
                f"{path}: the second time changes it" for path in once if once[path] != twice[path]
            ]
            changed = [path for path in before if before[path] != once[path]]
            for path in changed:
                old, new = (untouchable(data[path].decode()) for data in (before, once))
                if old != new:
                    differing = [pair for pair in zip(old, new, strict=False) if pair[0] != pair[1]]
                    problems.append(f"{path}: {differing[:1] or (len(old), len(new))}")
            print(f"{' '.join(('--fix', *level))}: {len(changed)} of {len(before)} posts changed")
    for problem in problems:
        print(problem)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
