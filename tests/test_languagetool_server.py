"""The real LanguageTool: `make test-languagetool` puts it together and runs these tests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from otlint.languagetool import keeper, server, state

TOOL = os.environ.get("OTLINT_TEST_LANGUAGETOOL")
pytestmark = pytest.mark.skipif(
    not TOOL, reason="not run: needs the real LanguageTool: `make test-languagetool`"
)

OTLINT = [sys.executable, "-m", "otlint"]
WRONG = "\U0001f44d\U0001f3fd The e\u0301t\u00e9 ended early. They should can go there.\r\n"


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tools")
    (folder / Path(str(TOOL)).name).symlink_to(str(TOOL), target_is_directory=True)
    return folder


@pytest.fixture(autouse=True)
def here(tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("LTP_PATH", str(tools))
    monkeypatch.setenv("OTLINT_STATE_HOME", str(tmp_path / "state"))
    # Where a proxy is set, LanguageTool on this machine must be reached all the same.
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_bytes(WRONG.encode())
    yield tmp_path
    server.stop()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*OTLINT, *arguments], capture_output=True, encoding="utf-8", timeout=240, check=False
    )


def check(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run(
        *("check", "a.md", "--languagetool", "--select=languagetool", "--no-cache"),
        *("--output-format=json", *arguments),
    )


def found(done: subprocess.CompletedProcess[str]) -> list[str]:
    data = json.loads(done.stdout)
    return [one["rule"] for file in data["files"] for one in file["findings"]]


def soon(fact: Callable[[], bool], patience: float = 60) -> bool:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if fact():
            return True
        time.sleep(0.1)
    return False


def started() -> state.Server:
    """The server that a process in the background has begun."""
    assert soon(lambda: state.read() is not None, 100)
    one = state.read()
    assert one is not None
    return one


def gone(one: state.Server) -> bool:
    return not state.runs(one.java, one.java_started)


def test_a_check_starts_it_and_ends_it() -> None:
    done = check()
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)["files"][0]["findings"]
    assert [one["rule"] for one in data] == ["languagetool/TWO_CONNECTED_MODAL_VERBS"]
    assert WRONG[data[0]["span"]["start"] : data[0]["span"]["end"]] == "should can"
    assert soon(lambda: state.read() is None)
    assert run("languagetool", "status").returncode == 1


def test_start_reuse_stop() -> None:
    assert run("languagetool", "start").returncode == 0
    one = started()
    assert "runs already" in run("languagetool", "start").stdout
    assert found(check())
    assert state.read() == one
    shown = run("languagetool", "status")
    assert shown.returncode == 0
    assert str(one.java) in shown.stdout
    assert run("languagetool", "doctor").returncode == 0
    addresses = {
        connection.laddr.ip.removeprefix("::ffff:")
        for connection in psutil.Process(one.java).net_connections()
        if connection.status == psutil.CONN_LISTEN
    }
    assert addresses <= {"127.0.0.1", "::1"}
    assert "has ended" in run("languagetool", "stop").stdout
    assert gone(one)


def test_it_ends_when_nobody_uses_it() -> None:
    one, new = server.start(None, idle=1.0)
    assert new
    assert soon(lambda: gone(one))
    assert soon(lambda: state.read() is None)


def test_two_checks_at_once_share_one() -> None:
    command = [
        *(*OTLINT, "check", "a.md", "--languagetool", "--select=languagetool", "--no-cache"),
        "--output-format=json",
    ]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    one = started()
    for process in both:
        out, _ = process.communicate(timeout=240)
        assert process.returncode == 0
        assert "TWO_CONNECTED_MODAL_VERBS" in out
    assert soon(lambda: gone(one))
    log = (state.folder() / keeper.LOG).read_text("utf-8", "replace")
    assert log.count("Server started") == 1


def _long_check() -> subprocess.Popen[bytes]:
    words = [f"Paragraph {n} tells of a child who plays.\n\n" for n in range(20_000)]
    Path("long.md").write_text("".join(words))
    # Whoever runs these tests in the background may ignore Ctrl-C, which children inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        [*OTLINT, "check", "long.md", "--languagetool", "--no-cache", "--select=languagetool"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9), (signal.SIGTERM, -15)]
)
def test_nothing_is_left_when_otlint_is_ended(number: int, code: int) -> None:
    process = _long_check()
    one = started()
    time.sleep(1)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == code
    assert soon(lambda: gone(one))
    assert soon(lambda: not state.runs(one.keeper, one.keeper_started))


def test_a_dead_server_is_no_pass() -> None:
    process = _long_check()
    one = started()
    time.sleep(1)
    os.kill(one.java, signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert b"ended during the run" in err
    assert soon(lambda: not state.runs(one.keeper, one.keeper_started))


def test_a_dead_keeper_takes_it_along_and_the_next_check_starts_anew() -> None:
    one, _ = server.start(None)
    os.kill(one.keeper, signal.SIGKILL)
    assert soon(lambda: gone(one)) or sys.platform != "linux"
    assert found(check())


def test_start_does_not_stumble_over_the_server_of_a_check_that_is_over() -> None:
    assert found(check())
    assert run("languagetool", "start").returncode == 0
    server_now = started()
    assert server_now.idle is not None


def _asks_for(ngrams: str) -> None:
    text = f'[languagetool]\nmode = "local"\nngrams = "{ngrams}"\n'
    Path("otlint.toml").write_text(text)


def test_a_folder_that_holds_no_ngrams(here: Path) -> None:
    (here / "some" / "en" / "1grams").mkdir(parents=True)
    for name in ("nowhere", "some", "a.md"):
        _asks_for(name)
        done = check()
        assert done.returncode == 2
        assert f"{here / name} holds no n-gram data" in done.stderr
        assert state.read() is None
        assert run("languagetool", "doctor").returncode == 2


def test_ngrams_are_used(here: Path) -> None:
    grams = ["dessert", "desert", "cream", "for", ".", "for dessert", "dessert .", "cream for"]
    grams += ["cream for dessert", "for dessert ."]
    program = Path(__file__).parent / "data" / "languagetool" / "Grams.java"
    for folder in ("data", "other"):
        made = subprocess.run(
            ["java", "-cp", f"{TOOL}/libs/*", str(program), folder, *grams],
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        if "jdk.compiler" in made.stderr:
            pytest.skip("not run: needs a Java that compiles (a JDK)")
        assert made.returncode == 0, made.stderr
    (here / "a.md").write_text("We had ice cream for desert.\n")
    assert found(check()) == []
    _asks_for("data")
    assert run("languagetool", "start").returncode == 0
    assert started().ngrams == str(here / "data")
    assert found(check()) == ["languagetool/CONFUSION_RULE_DESERT_DESSERT"]
    _asks_for("other")
    done = check()
    assert done.returncode == 2
    assert "run `otlint languagetool stop` first" in done.stderr


def test_java_that_does_not_fit(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = here / "bin" / "java"
    java.parent.mkdir()
    monkeypatch.setenv("JAVA_HOME", str(here))
    for script, message in (
        ("echo 'openjdk version \"11.0.2\"' >&2", "is Java 11, too old"),
        ("exit 3", "does not say its version"),
    ):
        java.write_text(f"#!/bin/sh\n{script}\n")
        java.chmod(0o755)
        done = check()
        assert done.returncode == 2
        assert message in done.stderr
    java.write_text("#!/bin/sh\necho 'openjdk version \"17\"' >&2\necho 'Error: broken'\nexit 1\n")
    done = check()
    assert done.returncode == 2
    assert "does not start: Error: broken" in done.stderr


def test_install_from_a_folder_and_a_zip(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import zipfile

    jar = next(Path(str(TOOL)).glob("libs/languagetool-core-*.jar"))
    for name in ("one", "two"):
        monkeypatch.setenv("LTP_PATH", str(here / name))
        source = here / "any-name"
        (source / "libs").mkdir(parents=True, exist_ok=True)
        (source / "libs" / jar.name).write_bytes(jar.read_bytes())
        if name == "two":
            source = here / "some.zip"
            with zipfile.ZipFile(source, "w") as zipped:
                zipped.write(jar, f"LanguageTool/libs/{jar.name}")
        done = run("languagetool", "install", "--from", str(source))
        assert done.returncode == 0, done.stderr
        assert (here / name / "LanguageTool-6.8" / "libs" / jar.name).exists()
    (here / "empty").mkdir()
    (here / "bad.zip").write_bytes(b"PK")
    for bad in ("empty", "bad.zip", "nowhere"):
        done = run("languagetool", "install", "--from", bad)
        assert done.returncode == 2
        assert bad in done.stderr
