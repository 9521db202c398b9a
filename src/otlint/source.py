"""Reading posts as bytes into a `Source`, and writing them back byte for byte.

This is the only module that knows encodings and the one that touches the files of posts.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import stat
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint.errors import InputError
from otlint.model import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BYTES: Final = 50_000_000
"""The largest post that is read, in bytes."""
MAX_LINE_BYTES: Final = 5_000_000
"""The longest line that is read, in bytes of UTF-8."""
WINDOWS_NOTICE: Final = "read as Windows-1252; save as UTF-8 to be safe"

_BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}

_PASTE = "save it as text, or paste it"
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF8", "a GIF image"),
    (8, b"WEBP", "a WebP image"),
    (0, b"%PDF-", f"a PDF: {_PASTE}"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"an old Office document (.doc): {_PASTE}"),
    (0, b"{\\rtf", f"a rich-text document (.rtf): {_PASTE}"),
    (0, b"\x1f\x8b\x08", "a gzip archive"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\x00", "a program"),
    (0, b"SQLite format 3\x00", "a database"),
    (0, b"bplist00", f"a web archive or property list: {_PASTE}"),
    (4, b"ftyp", "a film or a photo (MP4, HEIC)"),
    (0, b"ID3", "a sound file (MP3)"),
    (0, b"II*\x00", "a TIFF image"),
    (0, b"wOF", "a font"),
    (257, b"ustar", "a tar archive"),
)
"""Offset, bytes found there, what the file is. From the formats' own specifications."""
_ZIP_CONTENTS = (
    (b"word/", f"a Word document (.docx): {_PASTE}"),
    (b"opendocument.text", f"an OpenDocument text (.odt): {_PASTE}"),
    (b"ppt/", f"a PowerPoint presentation (.pptx): {_PASTE}"),
    (b"xl/", f"an Excel workbook (.xlsx): {_PASTE}"),
    (b"epub+zip", f"an EPUB book: {_PASTE}"),
    (b"Index/", f"an Apple Pages document: {_PASTE}"),
)

_CONTROL = re.compile("[\x01-\x08\x0e-\x1f]")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")


def decode(data: bytes, path: str) -> tuple[Source, tuple[str, ...]]:
    """Turn the bytes of a post into text.

    Args:
        data: The whole file. UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1252.
        path: How reports name the post.

    Returns:
        The source, and notices for its reader (one line each, without the path).

    Raises:
        InputError: Binary data, a NUL, bytes of no known encoding, or a post or line that is too
            long. The message names the byte and its offset in the file.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"is over {MAX_BYTES // 1_000_000} MB: that is no blog post")
    kind = _binary_kind(data)
    if kind:
        raise InputError(f"this is {kind}")
    encoding, bom = _encoding_of(data)
    notices: tuple[str, ...] = ()
    if encoding is None:
        encoding = "utf-8"
        _refuse_nul(data)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            text = _decode_windows(data, error.start)
            encoding = "cp1252"
            notices = (WINDOWS_NOTICE,)
    else:
        if encoding == "utf-8":
            _refuse_nul(data)
        text = _decode_marked(data, encoding)
    _refuse_long_lines(text, len(data))
    return Source(path, text, encoding, bom), notices


def _encoding_of(data: bytes) -> tuple[str | None, bool]:
    if data.startswith((codecs.BOM_UTF32_BE, codecs.BOM_UTF32_LE)):
        raise InputError("this is UTF-32: save it as UTF-8")
    for encoding, bom in _BOMS.items():
        if data.startswith(bom):
            return encoding, True
    return None, False


def _decode_marked(data: bytes, encoding: str) -> str:
    """Decode what follows a byte-order mark."""
    skip = len(_BOMS[encoding])
    try:
        text = data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        at = skip + error.start
        if encoding != "utf-8" and len(data) % 2:
            reason = "the file ends in the middle of a character; it may have been cut off"
        else:
            reason = f"it is no valid {_NAMES[encoding]}, although the file starts as such"
        raise InputError(f"byte 0x{data[at]:02X} at offset {at}: {reason}") from None
    at = text.find("\0")
    if at >= 0:
        offset = skip + len(text[:at].encode(encoding))
        raise InputError(f"NUL (byte 0x00) at offset {offset}: this is no text")
    return text


def _refuse_nul(data: bytes) -> None:
    at = data.find(b"\0")
    if at < 0:
        return
    half = len(data) // 4
    if data.count(b"\0") > half:
        raise InputError(
            f"NUL (byte 0x00) at offset {at}: if this is UTF-16 without a byte-order mark, "
            "save it as UTF-8"
        )
    raise InputError(f"NUL (byte 0x00) at offset {at}: this is no text")


def _decode_windows(data: bytes, bad: int) -> str:
    """Windows-1252, for what is no UTF-8: `bad` is the first byte that is not.

    A file that is mostly UTF-8 with a stray byte would turn into gibberish: it is refused.
    """
    multibyte = sum(len(found) for found in _MULTIBYTE.findall(data))
    stray = len(_HIGH.findall(data)) - multibyte
    if multibyte and multibyte >= 2 * stray:
        raise InputError(
            f"byte 0x{data[bad]:02X} at offset {bad} is no UTF-8, although the rest of the file "
            "is: retype the character there and save as UTF-8"
        )
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        at = error.start
        raise InputError(
            f"byte 0x{data[at]:02X} at offset {at} is neither UTF-8 nor Windows-1252: "
            "save the post as UTF-8"
        ) from None
    controls = _CONTROL.findall(text)
    if len(controls) * 50 > len(text):
        at = next(_CONTROL.finditer(text)).start()
        raise InputError(f"byte 0x{data[at]:02X} at offset {at}: this looks like a binary file")
    return text


def _binary_kind(data: bytes) -> str | None:
    """What a file is that is plainly no text, or None."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        for mark, kind in _ZIP_CONTENTS:
            if mark in data:
                return kind
        return "a zip archive"
    for offset, signature, kind in _SIGNATURES:
        if data.startswith(signature, offset) and (offset == 0 or b"\0" in data[:512]):
            # A signature of letters (ID3, GIF8) might start a post; binary data shows itself.
            if signature.isalnum() and b"\0" not in data[:4096]:
                continue
            return kind
    return None


def _refuse_long_lines(text: str, size: int) -> None:
    if size <= MAX_LINE_BYTES // 2:
        return  # even when every byte becomes two of UTF-8, no line can be too long
    number, start = 1, 0
    for match in re.finditer(r"\r\n|\r|\n|\Z", text):
        if len(text[start : match.start()].encode("utf-8", "surrogatepass")) > MAX_LINE_BYTES:
            raise InputError(f"line {number} is over {MAX_LINE_BYTES // 1_000_000} MB long")
        number, start = number + 1, match.end()


def encode(source: Source, text: str) -> bytes:
    """The bytes of `text` in the encoding of `source`, with its BOM if it had one.

    Raises:
        InputError: A character does not exist in that encoding (an emoji in Windows-1252).
    """
    bom = _BOMS[source.encoding] if source.bom else b""
    try:
        return bom + text.encode(source.encoding)
    except UnicodeEncodeError as error:
        character = text[error.start]
        line = Source(source.path, text).position(error.start).line
        name = unicodedata.name(character, "")
        shown = f"U+{ord(character):04X}" + (f" {name}" if name else "")
        raise InputError(
            f"line {line}: the character {shown} does not exist in {_NAMES[source.encoding]}: "
            "nothing was written; save the post as UTF-8 first"
        ) from None


def _why(error: OSError) -> str:
    """What went wrong with a file, in plain words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "no permission"
    if isinstance(error, IsADirectoryError):
        return "this is a folder"
    return (error.strerror or str(error)).lower()


def _read_bytes(path: Path) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file, and its status. Never waits on a pipe or a device."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        _refuse_special(path.stat().st_mode)
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
        with open(descriptor, "rb") as file:  # noqa: PTH123 - it is a descriptor
            status = os.fstat(file.fileno())
            _refuse_special(status.st_mode)
            # A buffer for the largest post there may be is a hundred times what most need.
            size = min(status.st_size, MAX_BYTES) + 1
            data = file.read(size)
            if len(data) == size:  # it has grown, or does not tell its size
                data += file.read(MAX_BYTES + 1 - size)
            return data, status
    except OSError as error:
        raise InputError(f"cannot be read: {_why(error)}") from error
    except ValueError as error:  # a NUL in the name
        raise InputError("cannot be read: there is no such file") from error


def _refuse_special(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise InputError("this is a folder")
    if not stat.S_ISREG(mode):
        raise InputError("this is a pipe or a device, no file: pipe it in and use - as the path")


def read(path: str | os.PathLike[str], shown: str | None = None) -> tuple[Source, tuple[str, ...]]:
    """Read a post.

    Args:
        path: The file.
        shown: How reports name it; the path as given by default.

    Returns:
        The source, and notices for its reader (see `decode`).

    Raises:
        InputError: No such file, a folder, a pipe, no permission, or no text (see `decode`).
    """
    path = path if isinstance(path, Path) else Path(path)
    data, _ = _read_bytes(path)
    return decode(data, path.as_posix() if shown is None else shown)


def write(
    path: str | os.PathLike[str],
    source: Source,
    text: str,
    *,
    roots: Iterable[str | os.PathLike[str]] | None = None,
) -> bool:
    """Put `text` in place of a post that was read as `source`.

    The change is atomic: readers see the old file or the new one, and a failure leaves the old one
    and no other. Encoding, BOM, permissions and, where allowed, the owner stay.

    Args:
        path: The file; may be a symbolic link.
        source: The post as it was read; the file must still hold exactly this.
        text: The new text.
        roots: The files and folders named on the command line: a symbolic link is written through
            only if its target lies in one of them. `path` alone by default.

    Returns:
        Whether anything was written: False when the text has not changed.

    Raises:
        InputError: The file is read-only, has changed since, leads out of `roots`, or cannot be
            written; nothing has changed then.
    """
    import tempfile  # slow to import, and most runs write nothing

    if text == source.text:
        return False
    data = encode(source, text)
    target = _target(Path(path), [Path(path)] if roots is None else [Path(root) for root in roots])
    temporary: str | None = None
    try:
        status = _unchanged(target, source)
        if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
            raise InputError("cannot be written: the file is read-only")
        descriptor, temporary = tempfile.mkstemp(
            prefix=".otlint-", suffix=".tmp", dir=target.parent
        )
        with open(descriptor, "wb") as file:  # noqa: PTH123 - it is a descriptor
            file.write(data)
            _keep_owner_and_mode(file.fileno(), temporary, status)
            file.flush()
            os.fsync(file.fileno())
        _unchanged(target, source)
        Path(temporary).replace(target)
        temporary = None
    except OSError as error:
        raise InputError(f"cannot be written: {_write_why(error, target)}") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
    _sync_folder(target.parent)
    return True


def _target(path: Path, roots: list[Path]) -> Path:
    """Where a write to `path` ends up, when that is within the roots.

    A root that is itself a link to a folder stands for that folder; a root that is a link to a
    file stands for the link alone, so that writing through it is refused.
    """
    try:
        real = Path(os.path.realpath(path, strict=True))
    except OSError as error:
        raise InputError(f"cannot be written: {_why(error)}") from error
    for root in roots:
        if root.is_dir():
            if real.is_relative_to(os.path.realpath(root)):
                return real
        elif real == Path(os.path.realpath(root.parent)) / root.name:
            return real
    raise InputError(
        f"not written: it is a symbolic link to {real.as_posix()}, which is not among the paths "
        "given; name that file instead"
    )


def _unchanged(target: Path, source: Source) -> os.stat_result:
    data, status = _read_bytes(target)
    if data != encode(source, source.text):
        raise InputError("not written: the file has changed since it was read; run otlint again")
    return status


def _keep_owner_and_mode(descriptor: int, name: str, status: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
        # After the owner: changing that drops the set-user-id bits.
        os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
    else:
        Path(name).chmod(stat.S_IMODE(status.st_mode))


def _write_why(error: OSError, target: Path) -> str:
    if isinstance(error, PermissionError):
        return f"no permission to change the folder {target.parent.as_posix()}"
    return _why(error)


def _sync_folder(folder: Path) -> None:
    """Make the renaming last through a power cut, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
