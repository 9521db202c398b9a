from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from otlint.discovery import File, Filters, Remark, discover, format_of, shown
from otlint.errors import ConfigError
from otlint.model import Format
from otlint.patterns import Patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("Hello.")


def found(*paths: str, **options: object) -> list[str]:
    result = discover(paths, **options)  # type: ignore[arg-type]
    assert result.errors == ()
    return [file.shown for file in result.files]


def config(
    base: Path, include: Iterable[str] = (), exclude: Iterable[str] = ()
) -> Callable[[Path], Filters]:
    filters = Filters(
        (Patterns(base, tuple(include), "otlint.toml"),) if include else (),
        (Patterns(base, tuple(exclude), "otlint.toml"),) if exclude else (),
    )
    return lambda _: filters


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("a.md", Format.MARKDOWN),
        ("a.MARKDOWN", Format.MARKDOWN),
        ("a.mdx", Format.MDX),
        ("a.htm", Format.HTML),
        ("a.b.html", Format.HTML),
        ("a.txt", Format.TEXT),
        ("a.docx", Format.TEXT),
        ("README", Format.TEXT),
        (".md", Format.TEXT),
    ],
)
def test_format_of(name: str, format_: Format) -> None:
    assert format_of(f"folder/{name}") is format_


def test_a_folder_means_its_posts(here: Path) -> None:
    make(here, "b.md", "a.markdown", "c.mdx", "d.txt", "e.html", "f.htm", "G.MD")
    make(here, "x.png", "x.py", "x.docx", "Makefile", "x.mdown")
    make(here, "robots.txt", "requirements.txt", "requirements-dev.txt", "LICENSE.txt")
    make(here, "LICENSE.md", "license.txt", "humans.txt", "llms.txt", "security.txt")
    make(here, "CMakeLists.txt", ".hidden.md", ".github/a.md", ".git/b.md", "a/.well/x.txt")
    make(here, "_includes/a.html", "a/_layouts/b.html", "layouts/c.html", "node_modules/d/e.md")
    make(here, "posts/2024/one.md", "posts/two.md", "licence-renewal.md", "license-to-play.md")
    expected = ["G.MD", "a.markdown", "b.md", "c.mdx", "d.txt", "e.html", "f.htm"]
    expected += ["licence-renewal.md", "license-to-play.md", "posts/2024/one.md", "posts/two.md"]
    assert found() == expected
    assert found(".") == expected
    assert found("./") == ["./" + path for path in expected]
    assert found("posts") == ["posts/2024/one.md", "posts/two.md"]
    assert found("posts//") == ["posts/2024/one.md", "posts/two.md"]
    assert found("./posts") == ["./posts/2024/one.md", "./posts/two.md"]
    assert found(str(here / "posts")) == [f"{here}/posts/2024/one.md", f"{here}/posts/two.md"]
    assert discover([Path("posts")]).files[1] == File(here / "posts" / "two.md", "posts/two.md")


def test_what_is_named_is_read(here: Path) -> None:
    make(here, "robots.txt", "_includes/a.html", "notes", "x.rst", ".hidden.md", ".gitignore")
    (here / ".gitignore").write_text("*\n")
    paths = ["x.rst", "./robots.txt", "_includes/a.html", "notes", ".hidden.md"]
    assert found(*paths) == paths
    assert discover(paths).notices == ()
    assert format_of("x.rst") is Format.TEXT


def test_standard_input_passes_through(here: Path) -> None:
    make(here, "-", "a.md")
    result = discover(["-", "a.md", "-"])
    assert result.files == (File(Path("-"), "-", stdin=True), File(here / "a.md", "a.md"))
    assert discover(["./-"]).files == (File(here / "-", "./-"),)


def test_each_file_once_in_the_order_named(here: Path) -> None:
    make(here, "a/1.md", "a/2.md", "b/1.md")
    assert found("b", "a/2.md", "a", "a/2.md", ".") == ["b/1.md", "a/2.md", "a/1.md"]
    assert found("a/2.md", str(here / "a/2.md"), "b/../a/2.md") == ["a/2.md"]


def test_the_order_is_by_folder_and_name(here: Path) -> None:
    make(here, "a.md", "a/z.md", "a-b/c.md", "B.md", "a/é.md", "a/y/x.md")
    assert found() == ["B.md", "a/y/x.md", "a/z.md", "a/é.md", "a-b/c.md", "a.md"]


def test_missing(here: Path) -> None:
    make(here, "a.md")
    result = discover(["missing.md", "a.md", "no/such", "b\0c"])
    assert [file.shown for file in result.files] == ["a.md"]
    assert [error.path for error in result.errors] == ["b\0c", "missing.md", "no/such"]
    assert {error.message for error in result.errors} == {"there is no such file or folder"}


def test_an_empty_path_is_not_the_current_folder(here: Path) -> None:
    make(here, "a.md")
    result = discover([""])
    assert result.files == ()
    assert result.errors == (Remark("''", "an empty path names no file or folder"),)


def test_wildcards_that_the_shell_left(here: Path) -> None:
    make(here, "a1.md", "a2.md", "b.md", "[x].md")
    assert found("a*.md") == ["a1.md", "a2.md"]
    assert found("[x].md") == ["[x].md"]
    assert discover(["c*.md"]).errors == (Remark("c*.md", "there is no such file or folder"),)


def test_a_folder_without_posts(here: Path) -> None:
    make(here, "empty/x.png", "a.md", "only/robots.txt")
    result = discover(["empty", "only", "a.md"])
    assert [file.shown for file in result.files] == ["a.md"]
    assert [error.path for error in result.errors] == ["empty", "only"]
    assert "no posts found" in result.errors[0].message
    assert discover(["a.md", "."]).errors == ()


def test_exclude(here: Path) -> None:
    make(here, "a.md", "drafts/b.md", "posts/drafts/c.md", "posts/old-d.md", "posts/e.md")
    rules = config(here, exclude=["# mine", "drafts/", "old-*"])
    assert found(".", filters_of=rules) == ["a.md", "posts/e.md"]
    result = discover(["drafts/b.md", "a.md", "posts/old-d.md"], rules)
    assert [file.shown for file in result.files] == ["a.md"]
    assert result.notices == (
        Remark("drafts/b.md", "not checked: excluded by drafts/ in otlint.toml"),
        Remark("posts/old-d.md", "not checked: excluded by old-* in otlint.toml"),
    )
    assert result.errors == ()
    assert "no posts found" in discover(["drafts"], rules).errors[0].message
    assert found(".", exclude=["/posts"]) == ["a.md", "drafts/b.md"]
    assert "--exclude" in discover(["a.md"], exclude=["a.*"]).notices[0].message


def test_exclude_can_keep(here: Path) -> None:
    make(here, "a.md", "robots.txt", "_includes/b.md", "_includes/c.md", "node_modules/d.md")
    rules = config(here, exclude=["_includes/b.md", "!_includes/", "!robots.txt"])
    assert found(".", filters_of=rules) == ["_includes/c.md", "a.md", "robots.txt"]


def test_bad_patterns(here: Path) -> None:
    make(here, "a.md")
    with pytest.raises(ConfigError, match=r"otlint.toml: '!' is not a valid pattern"):
        discover(["."], config(here, exclude=["ok", "!"]))


@pytest.mark.parametrize(
    ("include", "expected"),
    [
        (["posts/"], ["posts/b.md", "posts/c.html"]),
        (["posts/**"], ["posts/b.md", "posts/c.html"]),
        (["*.md"], ["a.md", "posts/b.md"]),
        (["posts/*.md"], ["posts/b.md"]),
        (["*.rst"], ["a.md", "posts/b.md", "posts/c.html", "posts/d.rst"]),
        (["*.md", "*.rst"], ["a.md", "posts/b.md", "posts/d.rst"]),
        (["robots.txt"], ["a.md", "posts/b.md", "posts/c.html", "robots.txt"]),
        (["_includes/"], ["_includes/e.md", "a.md", "posts/b.md", "posts/c.html"]),
        (["posts"], ["posts/b.md", "posts/c.html"]),
        (["posts/", "!*.html"], ["posts/b.md"]),
    ],
)
def test_include(here: Path, include: list[str], expected: list[str]) -> None:
    make(here, "a.md", "posts/b.md", "posts/c.html", "posts/d.rst", "posts/f.png")
    make(here, "robots.txt", "_includes/e.md", "_includes/f.png", "node_modules/g.md")
    assert found(".", filters_of=config(here, include=include)) == expected


def test_filters_belong_to_folders(here: Path) -> None:
    make(here, "a/x.md", "a/y.md", "b/x.md", "b/y.md")
    inner = config(here / "a", exclude=["/x.md"])(here)

    def filters_of(folder: Path) -> Filters:
        return inner if folder == here / "a" else Filters()

    assert found(filters_of=filters_of) == ["a/y.md", "b/x.md", "b/y.md"]
    assert discover(["a/x.md"], filters_of).files == ()


def test_gitignore(here: Path) -> None:
    (here / ".git" / "info").mkdir(parents=True)
    (here / ".git" / "info" / "exclude").write_text("private/\n")
    make(here, "a.md", "build/b.md", "posts/c.md", "posts/d.tmp.md", "posts/keep.tmp.md")
    make(here, "private/e.md", "posts/private/f.md", "posts/deep/only.md", "posts/deep/g.md")
    (here / ".gitignore").write_bytes(b"\xef\xbb\xbf# c\r\n\r\nbuild/\r\n*.tmp.md\r\n!\r\n\\\r\n")
    (here / "posts" / ".gitignore").write_text("!keep.tmp.md\n/deep/only.md\n")
    expected = ["posts/c.md", "posts/deep/g.md", "posts/keep.tmp.md"]
    assert found() == ["a.md", *expected]
    assert found("posts") == expected
    assert found("posts/deep") == ["posts/deep/g.md"]
    assert found("build/b.md", "posts/d.tmp.md") == ["build/b.md", "posts/d.tmp.md"]
    result = discover(["build"])
    assert [file.shown for file in result.files] == ["build/b.md"]
    assert "because you named it" in result.notices[0].message
    assert found(str(here / "posts"))[0].endswith("posts/c.md")


def test_gitignore_stops_at_the_repository(here: Path) -> None:
    make(here, "repo/a.md", "repo/posts/b.md")
    (here / ".gitignore").write_text("*.md\n")
    (here / "repo" / ".git").mkdir()
    assert found("repo") == ["repo/a.md", "repo/posts/b.md"]
    assert found("repo/posts") == ["repo/posts/b.md"]


def test_gitignore_without_a_repository(here: Path) -> None:
    make(here, "posts/a.md", "posts/b.md")
    (here / ".gitignore").write_text("posts/a.md\n")
    assert found("posts") == ["posts/b.md"]
    assert found() == ["posts/b.md"]


def test_symlink_loops(here: Path) -> None:
    make(here, "a/b/c.md")
    (here / "a" / "b" / "up").symlink_to("..")
    (here / "a" / "b" / "me").symlink_to("me")
    (here / "a" / "self.md").symlink_to("self.md")
    (here / "a" / "root").symlink_to(here)
    result = discover(["a"])
    assert [file.shown for file in result.files] == ["a/b/c.md"]
    assert [notice.path for notice in result.notices] == ["a/b/me", "a/b/up", "a/root", "a/self.md"]
    assert all(notice.message.startswith("skipped") for notice in result.notices)
    assert result.errors == ()


def test_links_to_folders(here: Path) -> None:
    make(here, "real/a.md", "site/b.md", "site/z/c.md")
    (here / "site" / "outside").symlink_to(here / "real")
    (here / "site" / "again").symlink_to(here / "real")
    (here / "site" / "a-z").symlink_to("z")
    (here / "real" / "back").symlink_to(here / "site")
    assert found("site") == ["site/again/a.md", "site/b.md", "site/z/c.md"]
    assert found("site", "real") == ["site/b.md", "site/z/c.md", "real/a.md"]


def test_links_to_files(here: Path) -> None:
    make(here, "site/z.md", "other/o.md")
    (here / "site" / "a.md").symlink_to("z.md")
    (here / "site" / "b.md").symlink_to("../other/o.md")
    (here / "site" / "gone.md").symlink_to("nowhere.md")
    assert found("site") == ["site/b.md", "site/gone.md", "site/z.md"]
    assert found("site/a.md") == ["site/a.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_pipes_are_listed_for_the_reader_to_refuse(here: Path) -> None:
    make(here, "a.md")
    os.mkfifo(here / "pipe.md")
    assert found() == ["a.md", "pipe.md"]


def test_a_folder_that_cannot_be_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(here, "a.md", "shut/b.md")
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    result = discover(["."])
    assert [file.shown for file in result.files] == ["a.md"]
    assert result.errors == (Remark("shut", "the folder cannot be read: permission denied"),)


def test_names_that_are_no_unicode(here: Path) -> None:
    (here / os.fsdecode(b"caf\xe9.md")).touch()
    (file,) = discover(["."]).files
    assert file.shown == "caf\\xe9.md"
    assert file.path.exists()
    file.shown.encode()
    assert shown("a/b") == "a/b"


def test_deep_folders(here: Path) -> None:
    path = here
    for _ in range(60):
        path /= "d"
    make(path, "a.md")
    assert found() == ["d/" * 60 + "a.md"]


def test_a_vocabulary_is_no_post_unless_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("one\n")
    (tmp_path / "post.txt").write_text("One.\n")
    filters = Filters(no_posts=frozenset({tmp_path / "words.txt"}))
    found = discover([str(tmp_path)], lambda _: filters)
    assert [file.path.name for file in found.files] == ["post.txt"]
    found = discover([str(tmp_path / "words.txt")], lambda _: filters)
    assert [file.path.name for file in found.files] == ["words.txt"]
