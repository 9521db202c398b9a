from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint import source as module
from otlint.errors import InputError
from otlint.model import Source
from otlint.source import WINDOWS_NOTICE, decode, encode, read, write

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


# --- decoding


@pytest.mark.parametrize(
    ("data", "text", "encoding", "bom"),
    [
        (b"", "", "utf-8", False),
        (b"caf\xc3\xa9", "café", "utf-8", False),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café", "utf-8", True),
        (b"\xef\xbb\xbf", "", "utf-8", True),
        (b"\xff\xfeh\x00i\x00", "hi", "utf-16-le", True),
        (b"\xfe\xff\x00h\x00i", "hi", "utf-16-be", True),
        (b"\xff\xfe", "", "utf-16-le", True),
        (b"don\x92t \x96 caf\xe9\r\n", "don’t – café\r\n", "cp1252", False),
        (b"a\rb\r\nc\nd", "a\rb\r\nc\nd", "utf-8", False),
    ],
)
def test_decode(data: bytes, text: str, encoding: str, bom: bool) -> None:
    source, notices = decode(data, "post.md")
    assert source == Source("post.md", text, encoding, bom)
    assert notices == ((WINDOWS_NOTICE,) if encoding == "cp1252" else ())
    assert encode(source, text) == data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a\xe9\x81b", ["0x81", "offset 2"]),
        (b"\x8d \xe9", ["0x8D", "offset 0"]),
        (b"ab\x00c", ["NUL", "offset 2", "no text"]),
        (b"h\x00e\x00l\x00l\x00o\x00", ["NUL", "offset 1", "UTF-16 without"]),
        (b"\xef\xbb\xbfab\xff", ["0xFF", "offset 5", "UTF-8"]),
        (b"\xef\xbb\xbfab\x00", ["NUL", "offset 5"]),
        (b"\xff\xfea\x00\x00\x00b\x00", ["NUL", "offset 4"]),
        (b"\xfe\xff\x00a\xd8", ["0xD8", "offset 4", "middle of a character"]),
        (b"\xff\xfea\x00\x3d\xd8b\x00", ["0x3D", "offset 4", "UTF-16"]),
        (b"\xff\xfea\x00b", ["middle of a character"]),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", ["UTF-32"]),
        # CESU-8 surrogates: no UTF-8, and mostly undefined or gibberish otherwise
        (b"\xed\xa0\x81", ["0x81"]),
        # one stray Windows byte in a UTF-8 file
        ("Zoë’s café".encode() + b"\x92s", ["0x92", "offset 14", "rest of the file"]),
        (b"\xe9" + b"\x01\x02\x03abc", ["0x01", "offset 1", "binary"]),
        (b"\x89PNG\r\n\x1a\n\x00", ["PNG image"]),
        (b"\xff\xd8\xff\xe0", ["JPEG"]),
        (b"%PDF-1.7\nsome text", ["PDF"]),
        (b"PK\x03\x04....word/document.xml", ["Word document (.docx)", "paste"]),
        (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.text", ["OpenDocument"]),
        (b"PK\x03\x04 nothing known", ["zip"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ["(.doc)"]),
        (b"{\\rtf1\\ansi Hello}", ["rich-text"]),
        (b"\x00\x00\x00\x18ftypmp42", ["film"]),
    ],
)
def test_decode_refuses(data: bytes, words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "post.md")
    message = str(caught.value)
    assert "\n" not in message
    for word in words:
        assert word in message
    assert "post.md" not in message


def test_letters_of_a_signature_are_no_binary() -> None:
    for data in (b"GIF8 was his handle.", b"ID3 tags", b"the ftyp box", b"PDF tips"):
        assert decode(data, "p")[0].text == data.decode()


def test_windows_text_that_mentions_gibberish_is_still_windows() -> None:
    data = "“Quotes” – “more” – and “Ã©” …".encode("cp1252")
    source, notices = decode(data, "p")
    assert source.encoding == "cp1252"
    assert notices == (WINDOWS_NOTICE,)


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_bytes_undefined_in_windows_1252(byte: int) -> None:
    with pytest.raises(InputError, match=rf"byte 0x{byte:02X} at offset 3 "):
        decode(b"a \xe9" + bytes([byte]), "p")


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LINE_BYTES", 100)
    assert decode(b"x" * 100 + b"\r" + b"y" * 100, "p")[0].text
    with pytest.raises(InputError, match="line 3 is over"):
        decode(b"a\r\nb\n" + "é".encode() * 51, "p")
    with pytest.raises(InputError, match="line 1 is over"):
        decode(b"\xe9" * 51, "p")  # short in Windows-1252, long in UTF-8
    monkeypatch.setattr(module, "MAX_BYTES", 200)
    with pytest.raises(InputError, match="is over"):
        decode(b"x\n" * 101, "p")


def test_a_line_over_five_megabytes() -> None:
    with pytest.raises(InputError, match="line 2 is over 5 MB"):
        decode(b"a\n" + b"x" * 5_000_001, "p")


@given(TEXT, st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]), st.booleans())
def test_round_trip(text: str, encoding: str, bom: bool) -> None:
    source = Source("p", text, encoding, bom or encoding != "utf-8")
    data = encode(source, text)
    try:
        again, _ = decode(data, "p")
    except InputError as error:
        assert "this is " in str(error)  # noqa: PT017 - text that looks like a PDF or so
        return
    if text.startswith("\ufeff") and not source.bom:
        assert again.text == text[1:]
    else:
        assert again == source


@given(st.binary(max_size=80))
def test_any_bytes_decode_exactly_or_are_refused(data: bytes) -> None:
    try:
        source, _ = decode(data, "p")
    except InputError:
        return
    assert encode(source, source.text) == data
    assert "\0" not in source.text


def test_encode_refuses_what_the_encoding_lacks() -> None:
    source = Source("p", "café\nyes", "cp1252")
    assert encode(source, "‘café’") == b"\x91caf\xe9\x92"
    with pytest.raises(InputError, match=r"line 2: .*U\+1F600 GRINNING FACE.*Windows-1252"):
        encode(source, "café\nyes 😀")
    with pytest.raises(InputError, match=r"U\+0081"):
        encode(source, "\x81")
    with pytest.raises(InputError, match=r"U\+D83D"):
        encode(Source("p", ""), "\ud83d")


# --- reading


def test_read(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"\xef\xbb\xbfhi\r\n")
    source, notices = read(path, "./post.md")
    assert source == Source("./post.md", "hi\r\n", "utf-8", True)
    assert notices == ()
    assert read(str(path))[0].path == path.as_posix()


def test_read_refuses_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "missing.md")
    with pytest.raises(InputError, match="no such file"):
        read("a\0b")
    with pytest.raises(InputError, match="folder"):
        read(tmp_path)
    with pytest.raises(InputError, match="name too long"):
        read(tmp_path / ("x" * 300))
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="not a directory"):
        read(tmp_path / "file" / "post.md")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_read_never_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "link.md").symlink_to("pipe.md")
    for path in (tmp_path / "pipe.md", tmp_path / "link.md", Path("/dev/zero")):
        with pytest.raises(InputError, match="pipe or a device"):
            read(path)


def test_read_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "post.md"
    path.write_text("x")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(InputError, match=r"^cannot be read: no permission$"):
        read(path)


def test_read_symlink_loop(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    with pytest.raises(InputError, match="symbolic links"):
        read(tmp_path / "a.md")


# --- writing


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_write_changes_only_the_text(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "post.md"
    bom = module._BOMS.get(encoding, b"")
    path.write_bytes(bom + f"A touch day.{newline}Café — two  {newline}".encode(encoding))
    source, _ = read(path)
    assert write(path, source, source.text.replace("touch", "tough"))
    assert path.read_bytes() == bom + f"A tough day.{newline}Café — two  {newline}".encode(encoding)
    assert names(tmp_path) == ["post.md"]


def test_write_keeps_mode_and_leaves_equal_text_alone(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_text("one")
    path.chmod(0o640)
    source, _ = read(path)
    before = path.stat()
    assert not write(path, source, "one")
    assert path.stat().st_ino == before.st_ino
    assert write(path, source, "two")
    assert path.read_text() == "two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_write_keeps_the_owner(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_text("one")
    os.chown(path, 1234, 2345)
    source, _ = read(path)
    write(path, source, "two")
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_write_refuses_a_read_only_file(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_text("one")
    path.chmod(0o444)
    source, _ = read(path)
    with pytest.raises(InputError, match="read-only"):
        write(path, source, "two")
    assert path.read_text() == "one"
    assert names(tmp_path) == ["post.md"]


def test_write_refuses_a_file_that_changed(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_text("one")
    source, _ = read(path)
    path.write_text("one, and more")
    with pytest.raises(InputError, match="changed since"):
        write(path, source, "two")
    assert path.read_text() == "one, and more"
    path.unlink()
    with pytest.raises(InputError, match="no such file"):
        write(path, source, "two")
    assert names(tmp_path) == []


def test_write_notices_a_change_at_the_last_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "post.md"
    path.write_text("one")
    source, _ = read(path)
    real = os.fsync

    def meddle(descriptor: int) -> None:
        real(descriptor)
        path.write_text("theirs")

    monkeypatch.setattr(os, "fsync", meddle)
    with pytest.raises(InputError, match="changed since"):
        write(path, source, "two")
    assert path.read_text() == "theirs"
    assert names(tmp_path) == ["post.md"]


@pytest.mark.parametrize("step", ["fsync", "fchmod", "mkstemp", "replace"])
def test_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    import tempfile

    path = tmp_path / "post.md"
    path.write_text("one")
    source, _ = read(path)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    owner = {"mkstemp": tempfile, "replace": Path}.get(step, os)
    monkeypatch.setattr(owner, step, fail)
    with pytest.raises(InputError, match="cannot be written: no space left"):
        write(path, source, "two")
    assert path.read_text() == "one"
    assert names(tmp_path) == ["post.md"]


def test_write_into_a_folder_without_permission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    path = tmp_path / "post.md"
    path.write_text("one")
    source, _ = read(path)

    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", fail)
    with pytest.raises(InputError, match="no permission to change the folder"):
        write(path, source, "two")


def test_an_interrupted_write_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "post.md"
    path.write_text("one")
    source, _ = read(path)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(path, source, "two")
    assert path.read_text() == "one"
    assert names(tmp_path) == ["post.md"]


def test_a_character_that_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"caf\xe9")
    source, _ = read(path)
    with pytest.raises(InputError, match="nothing was written"):
        write(path, source, "café 😀")
    assert path.read_bytes() == b"caf\xe9"


def link_farm(tmp_path: Path) -> tuple[Path, Path]:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "real.md").write_text("one")
    (inside / "real.md").write_text("one")
    (inside / "out.md").symlink_to("../outside/real.md")
    (inside / "in.md").symlink_to("real.md")
    (inside / "folder").symlink_to("../outside")
    return inside, outside


def test_links_out_of_the_given_paths_are_not_followed(tmp_path: Path) -> None:
    inside, outside = link_farm(tmp_path)
    for path in (inside / "out.md", inside / "folder" / "real.md"):
        source, _ = read(path)
        with pytest.raises(InputError, match=r"symbolic link to .*outside/real\.md"):
            write(path, source, "two", roots=[inside])
    source, _ = read(inside / "out.md")
    with pytest.raises(InputError, match="symbolic link"):
        write(inside / "out.md", source, "two", roots=[inside / "out.md"])
    with pytest.raises(InputError, match="symbolic link"):
        write(inside / "out.md", source, "two")
    assert (outside / "real.md").read_text() == "one"
    assert (inside / "out.md").is_symlink()
    assert names(outside) == ["real.md"]


def test_links_within_the_given_paths_are_written_through(tmp_path: Path) -> None:
    inside, outside = link_farm(tmp_path)
    source, _ = read(inside / "in.md")
    assert write(inside / "in.md", source, "two", roots=[inside])
    assert (inside / "in.md").is_symlink()
    assert (inside / "real.md").read_text() == "two"
    source, _ = read(inside / "out.md")
    assert write(inside / "out.md", source, "three", roots=[inside, outside / "real.md"])
    assert (outside / "real.md").read_text() == "three"


def test_a_folder_reached_by_a_link_may_be_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, _ = link_farm(tmp_path)
    (tmp_path / "alias").symlink_to("inside")
    monkeypatch.chdir(tmp_path)
    for path, root in [
        ("alias/real.md", "alias"),
        ("alias/real.md", "alias/real.md"),
        ("inside/../alias/real.md", "."),
        ("./inside/real.md", "inside"),
    ]:
        source, _ = read(path)
        assert write(path, source, source.text + "!", roots=[root])
    assert (inside / "real.md").read_text() == "one!!!!"


def test_boms_are_those_of_the_standard() -> None:
    assert module._BOMS["utf-16-be"] == codecs.BOM_UTF16_BE == b"\xfe\xff"
