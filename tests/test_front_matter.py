from __future__ import annotations

import datetime
import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from otlint.errors import InputError
from otlint.front_matter import blocks, locate, read
from otlint.model import FrontMatter, Kind, Span
from otlint.toml_map import entries, line_of


def front(text: str) -> FrontMatter:
    found, _ = read(text)
    assert found is not None
    return found


def check_maps(text: str) -> list[tuple[Kind, str]]:
    """The blocks, once their maps are known to hold."""
    found = blocks(text, front(text))
    for block in found:
        at = 0
        for segment in block.segments:
            assert segment.text_start == at
            at = segment.text_end
            assert 0 < segment.start <= segment.end <= front(text).span.end
            if segment.verbatim:
                assert text[segment.start : segment.end] == block.text[segment.text_start : at]
        assert at == len(block.text)
        assert "\r" not in block.text
        ends = [place for segment in block.segments for place in (segment.start, segment.end)]
        assert ends == sorted(ends)
    return [(block.kind, block.text) for block in found]


# --- finding it


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_yaml(newline: str) -> None:
    text = newline.join(["---", "title: Play", "draft: yes", "", "---", "Body"])
    found, body = read(text)
    assert found == FrontMatter(
        {"title": "Play", "draft": True}, Span(0, text.index("Body") - len(newline))
    )
    assert text[body:] == "Body"
    assert check_maps(text) == [(Kind.TITLE, "Play")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_toml(newline: str) -> None:
    lines = ["+++", 'title = "Play"', "", "[extra]", "a = 1", "+++", "Body"]
    found, body = read(newline.join(lines))
    assert found is not None
    assert found.values == {"title": "Play", "extra": {"a": 1}}
    assert newline.join(lines)[body:] == "Body"
    assert check_maps(newline.join(lines)) == [(Kind.TITLE, "Play")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("---\n---", {}),
        ("---\n\n# nothing\n---\n", {}),
        ("--- \t\na: 1\n--- \t\n", {"a": 1}),
        ("---\na: 1\n...\n", {"a": 1}),
        ("---\n\na: 1\n---\n", {"a": 1}),
        ("+++\n+++\n", {}),
        ("---\na: 2024-01-02\n---\n", {"a": datetime.date(2024, 1, 2)}),
        ("---\na: 2024-13-45\nb: 0b_\n---\n", {"a": "2024-13-45", "b": "0b_"}),
        ("---\na: 1\na: 2\n---\n", {"a": 2}),
        ("---\n1: x\n---\n", {"1": "x"}),
        ("---\na: &x [1]\nb: *x\n---\n", {"a": [1], "b": [1]}),
        ("---\ntitle: a\u2028b\n---\n", {"title": "a b"}),
        (f"---\na: {'9' * 5000}\n---\n", {"a": "9" * 5000}),
    ],
)
def test_values(text: str, values: dict[str, object]) -> None:
    assert front(text).values == values


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text\n---\na: 1\n---\n",
        "\n---\na: 1\n---\n",
        " ---\na: 1\n---\n",
        "----\na: 1\n---\n",
        "---",
        "---\n",
        "---\nA thematic break, then text.\n",
        "---\n\nnote: this is a line after a break\n",
        "---\nJust text\nand more\n---\n",
        "---\nText - with: things: in it\n---\n",
        "---\n- a\n- list\n---\n",
        "+++\nwhat a day\n+++\n",
        "+++\nwhat a day\n",
    ],
)
def test_no_front_matter(text: str) -> None:
    assert read(text) == (None, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: x\n\nBody\n", "front matter opened on line 1 is never closed: .* ---"),
        ("---\n# a comment\ntitle:\n", "never closed"),
        ("---\r\n'title' : x\r\n", "never closed"),
        ("---\nog.title: x", "never closed"),
        ("+++\ntitle = 'x'\n", "never closed: add a line with \\+\\+\\+"),
        ("+++\n[params]\n", "never closed"),
        ("---\ntitle: One: two\n---\n", "line 2: a value with a colon in it needs quotes"),
        ("---\na: 1\nb: [1\n---\n", "front matter, line [34]"),
        ("---\na: b\n\tc: d\n---\n", "front matter, line 3"),
        ("---\na: !!python/object:os.system x\n---\n", "line 2: could not determine a constructor"),
        ("---\na: !secret x\n---\n", "line 2: could not determine"),
        ("---\na: \x08\n---\n", "front matter: control characters are not allowed|special"),
        ("---\na: {{ site.title }}\n---\n", "unhashable key"),
        ("---\na: &a [*a]\n---\n", "alias contains itself"),
        ("---\na: " + "[" * 200 + "\n---\n", "nested too deep"),
        ("---\na: " + "[" * 20000 + "]" * 20000 + "\n---\n", "nest"),
        ("+++\ntitle = x\n+++\n", "front matter, line 2: invalid value"),
        ("+++\na = 1\na = 2\n+++\n", "front matter, line 3: cannot overwrite"),
        ("+++\na = 1\nb = '\n+++\n", "front matter, line [34]"),
        ("+++\na = " + "[" * 5000 + "\n+++\n", "nested too deep"),
    ],
)
def test_bad_front_matter(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(text)
    assert "\n" not in str(caught.value)


def test_aliases_that_grow() -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    with pytest.raises(InputError, match="too many values"):
        read("---\n" + "\n".join(lines) + "\n---\n")
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{i}: &a{i} {{<<: [{','.join([f'*a{i - 1}'] * 10)}]}}" for i in range(1, 12)]
    with pytest.raises(InputError, match="too many values"):
        read("---\n" + "\n".join(lines) + "\n---\n")


# --- its prose


@pytest.mark.parametrize(
    ("yaml_text", "expected"),
    [
        ("title: Play at home", "Play at home"),
        ("title:   Play   # a comment", "Play"),
        ("title: 'It''s play'", "It's play"),
        ('title: "Say \\"play\\" \\u2014 \\x41\\U0001F600\\t."', 'Say "play" — A😀\t.'),
        ("title: >\n  Play\n  at home\n\n  today\n", "Play at home today"),
        ("title: |-\n    Play\n    at home\n# end", "Play at home"),
        ("title: >2+  # note\n    Play\n  at home\n", "Play at home"),
        ("title: Play\n  at\n\n  home", "Play at home"),
        ("title: 'Play  \n\n  at home'", "Play at home"),
        ('title: "Play \\\n    at \\\n  home"', "Play at home"),
        ('title: "Play\n   at home"', "Play at home"),
        ("title: 😀 Play 😀", "😀 Play 😀"),
        ("Title: Play", "Play"),
        ("'title': Play", "Play"),
        ("{title: Play, a: 1}", "Play"),
        ("title: !!str 5", "5"),
        ("title: &x Play", "Play"),
        ("title: a\u2028b", "a\u2028b"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_yaml_scalars(yaml_text: str, expected: str, newline: str) -> None:
    text = f"---\na: 😀\n{yaml_text}\n---\nBody".replace("\n", newline)
    if yaml_text.startswith("{"):
        text = text.replace(f"a: 😀{newline}", "")
    if newline == "\r\n" and "\\\n" in yaml_text:
        assert front(text).values["title"].split() == expected.split()
    assert check_maps(text) == [(Kind.TITLE, expected)]


def test_verbatim_parts_can_be_fixed() -> None:
    text = "---\ntitle: 'A touch day''s end'\ndescription: >-\n  a touch\n  day\n---\n"
    title, description = blocks(text, front(text))
    assert text[slice(*(title.span(2, 7).start, title.span(2, 7).end))] == "touch"
    assert title.contiguous(2, 14)
    edit = description.edit(2, 7, "tough")
    assert edit is not None
    assert text[edit.span.start : edit.span.end] == "touch"


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        ("A dont b", [": ", " #", "[", "\n", "\x00"]),
        ("'A dont b'", ["don't"]),
        ('"A dont b"', ['"', "\\", "\n"]),
        ("|\n  A dont b", ["\n"]),
    ],
)
def test_edits_keep_the_yaml_whole(value: str, refused: list[str]) -> None:
    text = f"---\ntitle: {value}\n---\n"
    (title,) = blocks(text, front(text))
    for new in refused:
        assert title.edit(2, 6, new) is None
    assert title.edit(0, 2, "") is None
    assert title.edit(0, 1, "-") is None
    for new in (
        "don’t",
        "“x”",
        "",
        "a-b",
        '"' if "'" in value else "",
        "don't" * ("'" not in value),
    ):
        edit = title.edit(2, 6, new)
        assert edit is not None
        changed = text[: edit.span.start] + edit.text + text[edit.span.end :]
        assert front(changed).values["title"].strip() == f"A {new} b"
    edit = title.edit(0, 1, "An")
    assert edit is not None


def test_which_values_are_prose() -> None:
    text = (
        "---\nslug: play\nsummary: Sum\ntitle: 2024\nsubtitle: Sub\nexcerpt: ''\n"
        "description: [a]\nseo: {title: inner}\ntitle: Last\n---\n"
    )
    assert check_maps(text) == [
        (Kind.DESCRIPTION, "Sum"),
        (Kind.TITLE, "Sub"),
        (Kind.TITLE, "Last"),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("'It is'", "It is"),
        ("'C:\\n'", "C:\\n"),
        ('"a \\"b\\" \\u00e9 \\\\"', 'a "b" é \\'),
        ('"""\nPlay\nat \\\n   home"""', "Play at home"),
        ("'''\nIt's\nplay'''", "It's play"),
        ("'''a'b''''", "a'b'"),
        ("'x' # comment", "x"),
    ],
)
def test_toml_scalars(value: str, expected: str) -> None:
    text = (
        f"+++\nx = ['title = \"no\"', {{title = 'no'}}]\ntitle = {value}\n[t]\ntitle = 'n'\n+++\n"
    )
    assert check_maps(text) == [(Kind.TITLE, expected)]


PROSE = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("'\"\\#: "))


@given(PROSE, st.sampled_from(["'", '"', "", "|", ">"]), st.integers(5, 60))
def test_any_yaml_scalar_maps(value: str, style: str, width: int) -> None:
    dumped = yaml.dump(
        {"a": "😀", "title": value, "z": 1},
        default_style=style or None,
        allow_unicode=True,
        width=width,
        sort_keys=False,
    )
    text = f"---\n{dumped}---\nBody"
    try:
        found = front(text)
    except InputError:
        return
    if not isinstance(found.values["title"], str):
        return
    texts = [text for _, text in check_maps(text)]
    assert [" ".join(text.split()) for text in texts] == (
        [" ".join(value.split())] if value.split() else []
    )


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_toml_scalar_maps(value: str) -> None:
    text = f"+++\na = 1\ntitle = {json.dumps(value)}\n+++\n".replace("\x7f", "")
    text = text.replace("\\ud", "\\\\ud")
    try:
        found = front(text)
    except InputError:
        return
    title = found.values["title"]
    texts = [text for _, text in check_maps(text)] if "\\r" not in text else []
    if texts:
        assert texts[0].split() == title.split()


@given(st.text(alphabet="-+.:= \n\r\t'\"|>&*[]{}#abtitle0\\😀", max_size=60))
def test_no_text_crashes(text: str) -> None:
    for head in ("", "---\ntitle: ", "+++\ntitle = "):
        for tail in ("", "\n---\nx", "\n+++\nx"):
            post = head + text + tail
            try:
                found, body = read(post)
            except InputError:
                continue
            assert 0 <= body <= len(post)
            if found:
                assert found.span.end <= body
                for block in blocks(post, found):
                    assert found.span.contains(block.source_span)


# --- places


def test_locate() -> None:
    text = "---\na: 1\notlint:\n  ignore: [one, two/x]\n---\n"
    found = front(text)

    def at(*path: str | int) -> str:
        span = locate(text, found, path)
        return text[span.start : span.end]

    assert at("otlint", "ignore", 1) == "two/x"
    assert at("otlint", "ignore") == "[one, two/x]"
    assert at("a") == "1"
    assert at("otlint", "ignore", 9) == "[one, two/x]"
    toml = "+++\nb = 1\n[otlint]\nignore = ['one']\n+++\n"
    found = front(toml)
    span = locate(toml, found, ("otlint", "ignore", 0))
    assert toml[span.start : span.end] == "['one']"
    assert locate(toml, found, ("zz",)) == found.span


def test_toml_map() -> None:
    text = (
        '# c\na = 1 # x\n\'b c\'.d = [1, [2, \'x]\'], {e = "\\"}"}]\n\n[t."u"]\nf = true\n'
        "g = '''\nh = 1\n'''\n[[list]]\ni = 2024-01-02 03:04:05\nj = {}\n"
    )
    found = entries(text)
    assert [".".join(entry.path) for entry in found] == [
        "a", "b c.d", "b c.d.e", "t.u", "t.u.f", "t.u.g", "list", "list.i", "list.j",
    ]  # fmt: skip
    values = {entry.path[-1]: text[entry.value_start : entry.value_end] for entry in found}
    assert values["a"] == "1"
    assert values["e"] == '"\\"}"'
    assert values["g"] == "'''\nh = 1\n'''"
    assert values["i"] == "2024-01-02 03:04:05"
    assert line_of(found, text, ("t", "u", "f")) == 6
    assert line_of(found, text, ("t", "u", "nope")) == 5
    assert line_of(found, text, ("zz",)) is None
    assert entries("a = 'unclosed") == ()
    assert entries("= = =\n[") == ()
