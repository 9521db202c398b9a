"""Asking a LanguageTool server over HTTP: its answers, its limits and the ways it fails."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

from otlint.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import requests

_CONNECT: Final = 5.0
_ANSWER: Final = 40.0
"""Seconds to wait for a connection and for an answer to one passage."""
_TRIES: Final = 4
_FIRST_PAUSE: Final = 0.5
"""Seconds before the second try; doubled before each further one."""
_LONGEST_PAUSE: Final = 20.0
_BUSY: Final = frozenset({429, 502, 503, 504})
_TOO_LONG: Final = frozenset({400, 413})
_HANGING: Final = 3
"""After so many passages in a row without an answer in time the server counts as dead."""
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Match:
    """What LanguageTool finds in a passage; `start` and `length` are UTF-16 units."""

    rule: str
    category: str
    message: str
    start: int
    length: int
    replacements: tuple[str, ...]
    issue: str = ""
    """Its own word for the kind of mistake, such as misspelling or style."""


@dataclass(frozen=True, slots=True)
class Request:
    """One passage and how it is to be checked."""

    text: str
    language: str
    picky: bool = False
    disabled_rules: tuple[str, ...] = ()
    enabled_rules: tuple[str, ...] = ()
    disabled_categories: tuple[str, ...] = ()

    def fields(self) -> dict[str, str]:
        """The fields of the form that the server takes."""
        found = {"text": self.text, "language": self.language}
        if self.picky:
            found["level"] = "picky"
        for name in ("disabled_rules", "enabled_rules", "disabled_categories"):
            if values := getattr(self, name):
                first, _, second = name.partition("_")
                found[first + second.capitalize()] = ",".join(values)
        return found


class PassageError(Exception):
    """LanguageTool has no answer for this passage; others may well be fine."""


def is_local(url: str) -> bool:
    """Whether a server's address is on this machine, so that no text leaves it."""
    return urlsplit(url).hostname in _LOCAL


def without_secrets(url: str) -> str:
    """An address without the user and password that may stand in it, for messages."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


@dataclass(slots=True)
class Client:
    """Asks one server; safe to use from several threads."""

    url: str
    """Its address with or without `/v2`."""
    pause: float = _FIRST_PAUSE
    answer: float = _ANSWER
    answered_by: str | None = None
    """The version that the last answer was from, as the server says."""
    _threads: threading.local = field(default_factory=threading.local)
    _closing: threading.Event = field(default_factory=threading.Event)
    _late: int = 0

    def close(self) -> None:
        """Nobody waits for answers any more: what is being asked is not asked again."""
        self._closing.set()

    def check(self, request: Request) -> tuple[Match, ...]:
        """What LanguageTool finds in a passage.

        Raises:
            PassageError: It fails over this passage: too long for it, too slow, a bug of its own.
            EngineError: It cannot be reached or cannot be used; says what to do.
        """
        import requests

        pause = self.pause
        for last in (*([False] * (_TRIES - 1)), True):
            try:
                answer = self._session().post(
                    f"{self._base}/check",
                    data=request.fields(),
                    timeout=(_CONNECT, self.answer),
                    allow_redirects=False,  # a redirected POST would lose the text
                )
            except requests.exceptions.ReadTimeout:
                raise self._is_late() from None
            except requests.exceptions.RequestException as error:
                if last:
                    raise self._unreachable(error) from error
            else:
                if answer.status_code not in _BUSY:
                    self._late = 0
                    return self._matches(answer)
                if last:
                    raise EngineError(
                        f"LanguageTool at {self._name} is too busy (HTTP {answer.status_code}, "
                        f"{_TRIES} tries): wait and try again, or use --jobs 1"
                    )
                pause = max(pause, _retry_after(answer.headers))
            if self._closing.wait(pause):
                raise EngineError(f"LanguageTool at {self._name} is no longer asked")
            pause = min(2 * pause, _LONGEST_PAUSE)
        raise AssertionError  # pragma: no cover - the last round returns or raises

    def version(self) -> str:
        """The version of LanguageTool that answers; raises as `check` does."""
        answer = self._asked()
        return str(answer.get("software", {}).get("version", "unknown"))

    def _asked(self) -> Mapping[str, Any]:
        import requests

        try:
            answer = self._session().post(
                f"{self._base}/check",
                data={"text": "Fine.", "language": "en-US"},
                timeout=(_CONNECT, self.answer),
                allow_redirects=False,
            )
        except requests.exceptions.RequestException as error:
            raise self._unreachable(error) from error
        self._matches(answer)
        found: Mapping[str, Any] = answer.json()
        return found

    @property
    def _base(self) -> str:
        base = self.url.rstrip("/").removesuffix("/check").rstrip("/")
        return base if base.endswith("/v2") else f"{base}/v2"

    @property
    def _name(self) -> str:
        return without_secrets(self.url)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            import requests

            session = requests.Session()
            # A proxy is for the world outside: it cannot know a server on this machine.
            session.trust_env = not is_local(self.url)
            session.headers["Accept"] = "application/json"
            self._threads.session = session
        return session

    def _is_late(self) -> Exception:
        self._late += 1
        if self._late >= _HANGING:
            return EngineError(
                f"LanguageTool at {self._name} does not answer in time ({self.answer:g} s, "
                f"{_HANGING} passages in a row): see `otlint languagetool doctor`"
            )
        return PassageError(f"no answer within {self.answer:g} seconds")

    def _unreachable(self, error: Exception) -> EngineError:
        import requests

        where = f"LanguageTool at {self._name}"
        if isinstance(error, requests.exceptions.ProxyError):
            return EngineError(
                f"{where} cannot be reached through the proxy: check HTTP_PROXY and HTTPS_PROXY, "
                "or name the host in NO_PROXY"
            )
        if isinstance(error, requests.exceptions.SSLError):
            return EngineError(f"{where} cannot be trusted: its certificate does not fit ({error})")
        if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)):
            return EngineError(f"{where}: this is no address: write for example https://host/v2")
        mend = (
            "it has ended or was never started: see `otlint languagetool status`"
            if is_local(self.url)
            else "check languagetool.url and the network"
        )
        return EngineError(f"{where} cannot be reached: {mend}")

    def _matches(self, answer: requests.Response) -> tuple[Match, ...]:
        status, where = answer.status_code, f"LanguageTool at {self._name}"
        said = " ".join(answer.text[:200].split())
        if status in {401, 403}:
            raise EngineError(f"{where} refuses to answer (HTTP {status}): {said}")
        if status == 404 or 300 <= status < 400:
            there = answer.headers.get("Location")
            hint = f"it points to {there}" if there else "is languagetool.url right?"
            raise EngineError(f"{where}: there is no LanguageTool (HTTP {status}): {hint}")
        if status in _TOO_LONG or status >= 500:
            if "OutOfMemory" in answer.text or "Java heap space" in answer.text:
                raise EngineError(f"{where} has run out of memory: restart it with more")
            raise PassageError(f"HTTP {status}: {said}")
        try:
            data = answer.json()
            matches = tuple(_match(one) for one in data["matches"])
            partial = bool(data.get("warnings", {}).get("incompleteResults"))
            self.answered_by = _software(data)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise EngineError(
                f"{where} gives an answer that is none of LanguageTool's (HTTP {status}): "
                "is languagetool.url right?"
            ) from error
        if partial:
            raise PassageError("it gave up part-way")
        return matches


def _match(data: Mapping[str, Any]) -> Match:
    rule = data["rule"]
    return Match(
        rule=str(rule["id"]),
        category=str(rule.get("category", {}).get("id", "")),
        message=str(data["message"]),
        start=int(data["offset"]),
        length=int(data["length"]),
        replacements=tuple(str(one["value"]) for one in data.get("replacements", ())),
        issue=str(rule.get("issueType", "")),
    )


def _software(data: Mapping[str, Any]) -> str:
    """The version of LanguageTool and when it was built; empty where an answer has neither."""
    said = data.get("software", {})
    return " ".join(str(said[key]) for key in ("version", "buildDate") if said.get(key))


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that a busy server asks for, within reason; 0 where it names none."""
    try:
        return min(max(0.0, float(headers.get("Retry-After", 0))), _LONGEST_PAUSE)
    except ValueError:  # a date: our own pauses must do
        return 0.0
