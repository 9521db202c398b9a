"""LanguageTool without LanguageTool: what is sent, what is made of answers, and every failure.

A small real HTTP server of our own answers here; `test_languagetool_server.py` has the real one.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint import foreign
from otlint.cli import main
from otlint.config import Overrides, load_config, settings_for
from otlint.errors import EngineError, OtlintError
from otlint.languagetool import engine, passages, quiet, state
from otlint.languagetool.client import Client, PassageError, Request, is_local, without_secrets
from otlint.languagetool.identity import identity
from otlint.model import Format
from otlint.registry import builtin_rules
from otlint.settings import LanguageTool
from tests.helpers import parse_text, texts

Answer = Callable[[dict[str, str]], tuple[int, Any, dict[str, str]]]


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def matched(
    text: str,
    word: str,
    rule: str = "SOME_RULE",
    category: str = "GRAMMAR",
    new: tuple[str, ...] = ("better",),
    issue: str = "grammar",
) -> dict[str, Any]:
    return {
        "message": f"Not '{word}'.",
        "offset": utf16(text[: text.index(word)]),
        "length": utf16(word),
        "replacements": [{"value": value} for value in new],
        "rule": {"id": rule, "issueType": issue, "category": {"id": category}},
    }


class Server:
    """Answers `/v2/check` as a test says."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answer: Answer = lambda _: (200, {"matches": []}, {})
        self.path = "/v2/check"
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {key: values[0] for key, values in parse_qs(body).items()}
                outer.asked.append(form)
                status, data, headers = outer.answer(form)
                if self.path != outer.path:
                    status, data = 404, "not found"
                payload = (data if isinstance(data, str) else json.dumps(data)).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def handle(self) -> None:
                with contextlib.suppress(OSError):  # who asked has not waited
                    super().handle()

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,))
        self.thread.start()

    def finds(self, word: str, **more: Any) -> None:
        """Find a word wherever it stands."""

        def answer(form: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
            found = [matched(form["text"], word, **more)] if word in form["text"] else []
            return 200, {"matches": found, "warnings": {"incompleteResults": False}}, {}

        self.answer = answer

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    engine.release()
    one.close()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OTLINT_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LTP_PATH", str(tmp_path / "tools"))
    folder = tmp_path / "posts"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def client(server: Server, **more: Any) -> Client:
    return Client(server.url, pause=0.01, **more)


def ask(client: Client, text: str = "Some text.") -> Any:
    return client.check(Request(text, "en-US"))


# --- what is sent


@given(st.text(st.sampled_from("a b\u0301\u00e9\U0001f600\u200d\r\n"), max_size=20), st.data())
def test_ranges_come_back_from_utf16(text: str, data: Any) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    units = utf16(text[:start]), utf16(text[start:end])
    assert passages.code_points(text, *units) == (start, end)
    assert passages.code_points(text, 0, utf16(text) + 1) is None


@given(
    st.lists(
        st.sampled_from(["Short one. ", "word " * 2000, "x" * 9000, "\U0001f600 "]), max_size=6
    )
)
def test_passages_cover_a_block(parts: list[str]) -> None:
    for block in parse_text("".join(parts)).blocks:
        found = list(passages.passages(block))
        if found:
            assert "".join(piece.text for piece in found) == block.text
            assert [piece.start for piece in found][:1] == [0]
        assert all(0 < len(piece.text) <= passages.LONGEST for piece in found)


def test_code_links_and_furniture_are_not_sent(server: Server) -> None:
    text = (
        "---\ntitle: A title\n---\n\nRun `secret_code` or see https://secret.example now.\n\n"
        "```\nsecret block\n```\n\n{{< secret >}}\n\nLeave a Reply\n"
    )
    document = parse_text(text, Format.MARKDOWN)
    list(engine.findings(document, LanguageTool(url=server.url)))
    assert not any("secret" in form["text"] for form in server.asked)
    assert any(form["text"] == "Run X or see X now." for form in server.asked)
    assert {form["language"] for form in server.asked} == {"en-US"}


# --- what is made of answers


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_spans_are_exact(server: Server, newline: str) -> None:
    server.finds("goed", new=("went",))
    first = "**Fine** \U0001f44d\U0001f3fd &amp; e\u0301t\u00e9."
    text = f"{first}{newline}{newline}- \U0001f600 *We* goed home."
    document = parse_text(text, Format.MARKDOWN)
    found = list(engine.findings(document, LanguageTool(url=server.url)))
    assert texts(document, found) == ["goed"]
    assert found[0].rule == "languagetool/SOME_RULE"
    assert found[0].suggestions == ("went",)
    assert found[0].fix is not None
    assert found[0].severity.label == "warning"


@pytest.mark.parametrize(
    ("text", "word", "more"),
    [
        ("Ask a `code` now.", "a", {}),  # beside what was cut
        ("She said, \u201cwe goed home\u201d.", "goed", {}),  # quoted
        ("> We goed home.", "goed", {}),
        ("We met Goed there.", "Goed", {}),  # a name
        ("The OTs came.", "OTs", {}),
        (
            "It helps proprioception.",
            "proprioception",
            {"category": "TYPOS", "issue": "misspelling"},
        ),  # the field
        ("Ends.**Next** one.", "Next", {"issue": "whitespace", "category": "TYPOGRAPHY"}),
        ("It has all of the toys.", "all of the", {"category": "REDUNDANCY"}),
        ("A mispelt word.", "mispelt", {"rule": "MORFOLOGIK_RULE_EN_US"}),
        ("A thing.", "thing", {"rule": "MINE"}),
        ("A multi-part thing.", "multi-part", {"rule": "EN_COMPOUNDS_MULTI_PART"}),
        ("A thing.", "thing", {"category": "MINE"}),
    ],
)
def test_what_stays_quiet(server: Server, text: str, word: str, more: dict[str, Any]) -> None:
    server.finds(word, **more)
    document = parse_text(text, Format.MARKDOWN)
    options = LanguageTool(url=server.url, disabled_rules=("MINE",), disabled_categories=("MINE",))
    assert list(engine.findings(document, options)) == []


def test_a_rule_can_be_asked_for(server: Server) -> None:
    server.finds("all of the", rule="ALL_OF_THE", category="REDUNDANCY")
    options = LanguageTool(url=server.url, enabled_rules=("ALL_OF_THE",))
    document = parse_text("It has all of the toys.")
    assert texts(document, list(engine.findings(document, options))) == ["all of the"]
    assert server.asked[0]["enabledRules"] == "ALL_OF_THE"
    assert "MORFOLOGIK_RULE_EN_GB" in server.asked[0]["disabledRules"]


def test_the_docs_list_what_is_off() -> None:
    text = (Path(__file__).parent.parent / "docs" / "languagetool.md").read_text("utf-8")
    for name, reason in {**quiet.RULES, **quiet.CATEGORIES}.items():
        assert f"| `{name}` | {reason} |" in text
    for name, reason in quiet.FAMILIES.items():
        assert f"| `{name}*` | {reason} |" in text


# --- failures


@pytest.mark.parametrize(
    ("answer", "error", "message"),
    [
        ((503, "busy", {}), EngineError, "too busy"),
        ((429, "busy", {"Retry-After": "0"}), EngineError, "too busy"),
        ((403, "no key", {}), EngineError, "refuses to answer .* no key"),
        ((404, "?", {}), EngineError, "there is no LanguageTool"),
        ((302, "", {"Location": "https://x/"}), EngineError, "it points to https://x/"),
        ((200, "<html>", {}), EngineError, "none of LanguageTool's"),
        ((200, {"matches": 3}, {}), EngineError, "none of LanguageTool's"),
        ((200, ["x"], {}), EngineError, "none of LanguageTool's"),
        ((500, "java.lang.OutOfMemoryError", {}), EngineError, "out of memory"),
        ((500, "Error: Internal", {}), PassageError, "HTTP 500: Error: Internal"),
        ((413, "too long", {}), PassageError, "HTTP 413"),
        (
            (200, {"matches": [], "warnings": {"incompleteResults": True}}, {}),
            PassageError,
            "gave up",
        ),
    ],
)
def test_answers_that_are_none(
    server: Server, answer: tuple[int, Any, dict[str, str]], error: type[Exception], message: str
) -> None:
    server.answer = lambda _: answer
    with pytest.raises(error, match=message):
        ask(client(server))


def test_busy_for_a_moment(server: Server) -> None:
    server.answer = lambda _: (503, "", {}) if len(server.asked) < 3 else (200, {"matches": []}, {})
    assert ask(client(server)) == ()
    assert len(server.asked) == 3


def test_a_server_that_hangs(server: Server) -> None:
    done = threading.Event()
    server.answer = lambda _: (200, {"matches": []}, {}) if done.wait(5) else (500, "", {})
    slow = client(server, answer=0.05)
    for _ in range(2):
        with pytest.raises(PassageError, match="no answer within"):
            ask(slow)
    with pytest.raises(EngineError, match="does not answer in time"):
        ask(slow)
    done.set()


def test_nobody_there() -> None:
    with pytest.raises(EngineError, match="cannot be reached: it has ended or was never started"):
        ask(Client("http://127.0.0.1:9", pause=0.01))


def test_a_proxy_is_for_the_world_outside(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert ask(client(server)) == ()
    with pytest.raises(EngineError, match="through the proxy"):
        ask(Client("http://languagetool.invalid", pause=0.01))


def test_addresses(server: Server) -> None:
    for end in ("", "/", "/v2", "/v2/", "/v2/check"):
        assert ask(Client(server.url + end)) == ()
    server.path = "/tool/v2/check"
    assert ask(Client(f"{server.url}/tool/")) == ()
    assert is_local("http://localhost:8081")
    assert not is_local("https://localhost.example")
    assert without_secrets("https://me:pass@host/v2?key=1") == "https://host/v2"


# --- the whole, as a user meets it


@pytest.fixture
def otlint(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def configured(server: Server, *lines: str) -> None:
    text = ["[languagetool]", 'mode = "server"', f'url = "{server.url}"', *lines]
    Path("otlint.toml").write_text("\n".join(text), "utf-8")


def test_not_installed_is_no_pass(otlint: Any) -> None:
    Path("a.md").write_text("Fine words.\n")
    code, _, err = otlint("check", "a.md", "--languagetool", "--no-cache")
    assert code == 2
    assert "otlint languagetool install" in err


def test_one_bad_paragraph_does_not_lose_the_others(server: Server, otlint: Any) -> None:
    def answer(form: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        if "poison" in form["text"]:
            return 500, "Error: cannot", {}
        found = [matched(form["text"], "goed")] if "goed" in form["text"] else []
        return 200, {"matches": found}, {}

    server.answer = answer
    configured(server)
    Path("a.md").write_text("We goed. The poison is here.\n\nThey goed too.\n")
    for _ in range(2):  # and no cache makes a pass of it
        code, out, err = otlint("check", "a.md", "--output-format", "json", "--select=languagetool")
        assert code == 2
        assert "a.md: line 1: LanguageTool could not check this paragraph (HTTP 500" in err
        data = json.loads(out)
        assert len(data["files"][0]["findings"]) == 2
        assert "HTTP 500" in data["errors"][0]["message"]
    code, out, _ = otlint("check", "a.md", "--select=languagetool", "--fail-on=never")
    assert code == 2
    assert "passed" not in out


def test_review_and_baseline_say_what_was_not_checked(server: Server, otlint: Any) -> None:
    server.answer = lambda _: (500, "Error: cannot", {})
    configured(server)
    Path("a.md").write_text("Words.\n")
    for command in (("review", "--list"), ("baseline",)):
        code, _, err = otlint(*command, "a.md")
        assert code == 2
        assert "a.md: line 1: LanguageTool could not check this" in err


def test_the_second_run_asks_nothing(server: Server, otlint: Any) -> None:
    server.finds("goed")
    configured(server)
    Path("a.md").write_text("We goed.\n\nAnother paragraph.\n")
    first = otlint("check", "a.md")
    asked = len(server.asked)
    assert asked == 2
    assert otlint("check", "a.md") == first
    Path("a.md").write_text("We goed.\n\nAnother paragraph, changed.\n")
    otlint("check", "a.md")
    assert len(server.asked) == asked + 1
    otlint("check", "a.md", "--no-cache")
    assert len(server.asked) == asked + 3


def test_a_new_version_of_the_server_is_asked_again(server: Server, otlint: Any) -> None:
    def answers_as(version: str) -> None:
        server.answer = lambda _: (200, {"matches": [], "software": {"version": version}}, {})

    configured(server)
    Path("a.md").write_text("The words of one.\n")
    Path("b.md").write_text("The words of another.\n")
    answers_as("6.7")
    otlint("check")
    otlint("check")
    assert len(server.asked) == 2
    answers_as("6.8")
    engine.release()
    Path("b.md").write_text("Other words.\n")
    otlint("check", "b.md")  # which tells the version
    assert len(server.asked) == 3
    otlint("check")
    otlint("check")
    assert [form["text"] for form in server.asked[3:]] == ["The words of one."]


def test_who_answers_on_this_machine(tmp_path: Path) -> None:
    options = LanguageTool(ngrams="/data")
    assert identity(options) == "none"
    jar = tmp_path / "tools" / "LanguageTool-6.7" / "libs" / "languagetool-core.jar"
    jar.parent.mkdir(parents=True)
    jar.touch()
    assert identity(options) == "6.7 /data"
    me = os.getpid()
    since = state.started(me)
    assert since is not None
    state.write(state.Server(me, since, me, since, 1, "6.8", None, None))
    assert identity(options) == "6.8 None"
    state.write(state.Server(me, since, me, since - 100, 1, "6.8", None, None))  # dead
    assert identity(options) == "6.7 /data"


def test_the_server_of_somebody_else_is_asked_anew_after_a_time(
    server: Server, otlint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(server)
    Path("a.md").write_text("Fine words.\n")
    now = time.time()
    for days, asked in ((0, 1), (31, 2)):
        monkeypatch.setattr(time, "time", lambda days=days: now + days * 24 * 3600)
        otlint("check")
        assert len(server.asked) == asked


def test_select_ignore_severity_and_suppression(server: Server, otlint: Any) -> None:
    server.finds("home")
    configured(server, "[severity]", '"languagetool/SOME_RULE" = "error"')
    Path("a.md").write_text("We home.\n")

    def codes(*arguments: str) -> int:
        code: int = otlint("check", "a.md", "--no-cache", *arguments)[0]
        return code

    assert codes("--select", "languagetool/SOME_RULE") == 1
    assert codes("--select", "languagetool/OTHER_RULE") == 0
    assert codes("--ignore", "languagetool/SOME_RULE") == 0
    assert codes("--ignore", "languagetool") == 0
    assert codes("--select", "languagetool/nothing") == 2
    for name in ("languagetool", "languagetool/SOME_RULE"):
        Path("a.md").write_text(f"<!-- otlint-disable-next-line {name}: on purpose -->\nWe home.\n")
        assert codes() == 0
    Path("a.md").write_text("<!-- otlint-disable-next-line languagetool/NO_RULE -->\nFine.\n")
    _, out, _ = otlint("check", "a.md", "--no-cache", "--all", "--output-format", "concise")
    assert "suppression/unused" in out


def test_the_baseline_holds_its_findings(server: Server, otlint: Any) -> None:
    server.finds("home")
    configured(server, "[severity]", 'languagetool = "error"')
    Path("a.md").write_text("We went home.\n")
    assert otlint("check", "a.md")[0] == 1
    assert otlint("baseline", "a.md")[0] == 0
    assert otlint("check", "a.md")[0] == 0
    Path("a.md").write_text("They came home as well. We went home.\n")
    assert otlint("check", "a.md")[0] == 1


def test_many_posts_by_several_processes(server: Server, otlint: Any) -> None:
    server.finds("goed")
    configured(server)
    for number in range(9):
        Path(f"{number}.md").write_text(f"We goed home {number}.\n")
    code, out, _ = otlint("check", "--jobs=2", "--output-format=json", "--select=languagetool")
    assert code == 0
    assert [len(file["findings"]) for file in json.loads(out)["files"]] == [1] * 9


def test_what_is_not_selected_is_not_started(otlint: Any) -> None:
    Path("otlint.toml").write_text('[languagetool]\nmode = "local"\n')
    for number in range(20):
        Path(f"{number}.md").write_text("Fine words.\n")
    assert otlint("check", "--select", "slips", "--jobs", "2")[0] == 0
    assert otlint("vocab", "collect", ".")[0] == 0
    assert otlint("check", "--jobs", "2")[0] == 2  # it is not installed here


def test_off_but_selected(otlint: Any) -> None:
    Path("a.md").write_text("Fine.\n")
    for name in ("languagetool", "languagetool/SOME_RULE", foreign.RULE):
        code, _, err = otlint("check", "a.md", "--select", name)
        assert code == 2
        assert "add --languagetool" in err


@pytest.mark.parametrize("command", ["check", "review --list", "baseline"])
def test_text_that_leaves_is_said_once(
    command: str, otlint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otlint.languagetool.client._FIRST_PAUSE", 0.0)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    Path("otlint.toml").write_text(
        '[languagetool]\nmode = "server"\nurl = "http://me:secret@languagetool.invalid"\n'
    )
    Path("a.md").write_text("Fine words.\n")
    said = [otlint(*command.split(), "a.md")[2] for _ in range(2)]
    assert "the text of your posts goes to http://languagetool.invalid now" in said[0]
    assert "goes to" not in said[1]
    assert "secret" not in "".join(said)


def test_settings_of_a_config(here: Path) -> None:
    (here / "otlint.toml").write_text(
        "ignore = ['languagetool/A_RULE']\n[languagetool]\nmode = 'local'\nngrams = 'data'\n"
        "picky = true\ndisabled-rules = ['B_RULE']\n[severity]\n'languagetool/C_RULE' = 'off'\n"
        "[per-file-ignores]\n'x.md' = ['languagetool/D_RULE']\n"
    )
    config = load_config(here)
    known = frozenset(builtin_rules())
    tool = settings_for(config, Overrides(), known, path=here / "x.md").settings.languagetool
    assert tool is not None
    assert tool.url is None
    assert tool.picky
    assert tool.ngrams == str(here / "data")
    assert tool.disabled_rules == ("B_RULE",)
    for name in "ACD":
        assert not foreign.wanted(f"languagetool/{name}_RULE", tool.select, tool.ignore)
    assert foreign.wanted("languagetool/E_RULE", tool.select, tool.ignore)
    off = settings_for(load_config(here.parent), Overrides(), known)
    assert foreign.RULE not in off.rules


# --- the files of the server


def test_a_lease_of_a_dead_process_counts_for_nothing() -> None:
    import subprocess
    import sys

    state.take_lease()
    assert state.leases() == 1
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    began = state.started(process.pid)
    path = state.folder() / "leases" / str(process.pid)
    path.write_text(json.dumps([process.pid, began]))
    assert state.leases() == 2
    process.kill()
    process.communicate()
    assert state.leases() == 1
    assert not path.exists()


def test_damaged_files_of_state_are_none() -> None:
    (state.folder() / "server.json").write_text("{")
    (state.folder() / "leases" / "7").write_text("?")
    assert state.read() is None
    assert state.leases() == 0


def test_only_one_at_a_time() -> None:
    with state.lock(), pytest.raises(OtlintError, match="another otlint"), state.lock(0.2):
        pass


@pytest.mark.parametrize("name", ["A_RULE", "a-b", "1X", "\u00e9"])
def test_ids_of_foreign_rules(name: str) -> None:
    assert foreign.is_foreign(foreign.id_of(name))
