"""What is said before the text of posts leaves this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otlint.cli import complain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otlint.checking import Checker
    from otlint.discovery import File


def warn_before_sending(checker: Checker, files: Sequence[File]) -> None:
    """Say which server gets the posts, the first time that this user sends it any.

    Silent where the config says that it may (`may-send = true`), and for servers on this machine.
    """
    for tool, config in checker.languagetools(files):
        if tool.url is None or config.languagetool.get("may-send"):
            continue
        from otlint.languagetool import told
        from otlint.languagetool.client import is_local, without_secrets

        where = without_secrets(tool.url)
        if is_local(tool.url) or told.knows(where):
            continue
        complain(
            f"the text of your posts goes to {where} now, as [languagetool] says; "
            "may-send = true there keeps this line quiet"
        )
        told.remember(where)
