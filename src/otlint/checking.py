"""A run over posts: from a file to its report, with its fixes. Prints nothing.

Parsers and rules are imported where a post is checked: a run in which every post is recalled from
the cache does without them, and so starts a third sooner.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from otlint import registry, source
from otlint.caching import Cache, files_digest
from otlint.config import (
    Configs,
    Overrides,
    fail_on_of,
    former_names,
    ignores,
    languagetool_of,
    names_rules,
    second_look_of,
    settings_for,
)
from otlint.discovery import STDIN, Discovery, File, Remark, discover, format_of
from otlint.errors import InputError, OtlintError
from otlint.patterns import Patterns, excluded_by
from otlint.report import FileReport

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from otlint.config import Config, PostSettings
    from otlint.model import Document, Finding, Safety, Severity, Source
    from otlint.report import Unchecked
    from otlint.rule import Rule
    from otlint.settings import LanguageTool


@dataclass(frozen=True, slots=True)
class Fixed:
    """What the fixes make of a post; nothing is written yet."""

    before: Source
    text: str
    count: int
    """How many fixes were applied."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did with one post."""

    report: FileReport
    fail_on: Severity | None = None
    """The least severity that makes the run fail; None: no finding does."""
    fixed: Fixed | None = None
    """Where fixes were asked for; the report is then about the new text."""
    bug: str | None = None
    """The traceback, where otlint itself broke."""

    @property
    def fails(self) -> bool:
        """Whether a finding reaches the severity at which the run fails."""
        return reaches(self.report.findings, self.fail_on)


class Checker:
    """Checks posts with the settings that hold for each of them."""

    def __init__(
        self,
        overrides: Overrides,
        *,
        config: str | None = None,
        isolated: bool = False,
        stdin_filename: str | None = None,
        sections: bool = False,
        cache: bool = False,
    ) -> None:
        """Read nothing yet.

        Args:
            overrides: What the command line says of settings.
            config: As in `Configs`.
            isolated: As in `Configs`.
            stdin_filename: The file name that standard input stands for.
            sections: Measure the readability of sections as well.
            cache: Keep reports in the folder of the project, and use those that were kept.
        """
        self._overrides = overrides
        self._configs = Configs(config, isolated=isolated)
        self._stdin_filename = stdin_filename
        self._sections = sections
        self._tables: dict[tuple[Path, ...], Mapping[str, Rule]] = {}
        self._keep = cache
        self._digests: dict[Path | None, str] = {}

    def discover(self, paths: Sequence[str], exclude: Sequence[str] = ()) -> Discovery:
        """The posts behind the paths; raises `ConfigError` for a config that cannot be used."""
        found = discover(paths, self._configs.filters, exclude)
        path = Path.cwd() / self._stdin_filename if self._stdin_filename else None
        if path is None:
            return found
        named = (Patterns(Path.cwd(), tuple(exclude), "--exclude"),) if exclude else ()
        pattern = excluded_by(path, (*self._config(path).exclude, *named))
        if not pattern:
            return found
        return replace(
            found,
            files=tuple(file for file in found.files if not file.stdin),
            notices=(
                *found.notices,
                Remark(STDIN, f"{self._stdin_filename} is left out by the pattern {pattern}"),
            ),
        )

    def rules_of(self, files: Sequence[File]) -> Mapping[str, Rule]:
        """Every rule that some of the posts could meet, by id."""
        packs = {self._config(self._path(file)).rules for file in files}
        return {
            rule_id: rule for paths in packs or {()} for rule_id, rule in self._rules(paths).items()
        }

    def config_of(self, file: File) -> Config:
        """The config that holds for a post."""
        return self._config(self._path(file))

    def ignores(self, file: File, rule_id: str) -> bool:
        """Whether the config turns off, for a post, a rule that no other key selects."""
        return ignores(self.config_of(file), rule_id, self._path(file))

    def languagetools(self, files: Sequence[File]) -> tuple[tuple[LanguageTool, Config], ...]:
        """How LanguageTool would be asked, with the config that says so: once for each config."""
        configs = {config.path: config for config in map(self.config_of, files)}
        found = ((languagetool_of(one, self._overrides), one) for one in configs.values())
        return tuple((tool, config) for tool, config in found if tool is not None)

    def prepare(self, files: Sequence[File]) -> None:
        """Start what the processes of a run share; raises `EngineError`."""
        for tool, _ in self.languagetools(files):
            from otlint.languagetool import engine

            if tool.url is None:
                engine.prepare(tool)

    def former_names(self, files: Sequence[File]) -> tuple[str, ...]:
        """Where configs and the command line use ids of earlier versions, a sentence each."""
        configs = {config.path: config for config in map(self._config, map(self._path, files))}
        # Most use no id at all, and then no rule need be loaded for this.
        if not any(names_rules(config, self._overrides) for config in configs.values()):
            return ()
        former = registry.former_ids(self.rules_of(files))
        said = (
            text
            for config in configs.values()
            for text in former_names(config, self._overrides, former)
        )
        return tuple(dict.fromkeys(said))

    def recall(self, file: File) -> Outcome | None:
        """What an earlier run found in a post that is still the same; None if nothing was kept.

        Raises:
            ConfigError: The config of the post cannot be used.
        """
        cache = self._cache
        if cache is None or file.stdin:
            return None
        try:
            post, _ = self._read(file)
        except InputError:
            return None
        config = self._config(self._path(file))
        report = cache.get(file.path, self._digest(config, cache), post, file.shown)
        return Outcome(report, fail_on_of(config, self._overrides)) if report else None

    def check(self, file: File, fix: Safety | None = None) -> Outcome:
        """Check one post and, with `fix`, find out what its fixes make of it.

        A post that cannot be read is an outcome whose report has an `error`; a bug of otlint is
        one that has a traceback besides. Other failures are raised.

        Raises:
            ConfigError, UsageError, RuleError, EngineError: nothing can be checked like this.
        """
        try:
            return self._check(file, fix)
        except InputError as error:
            return Outcome(FileReport(file.shown, None, error=str(error)))
        except OtlintError:
            raise
        except Exception as error:
            import traceback  # reads source lines: slow to import, and nobody hopes for it

            message = f"a bug in otlint kept this post from being checked: {error}"
            return Outcome(FileReport(file.shown, None, error=message), bug=traceback.format_exc())

    def load(self, file: File) -> tuple[Document, PostSettings, Mapping[str, Rule], list[str]]:
        """A post parsed, with what holds for it, the rules there are, and notices on reading it."""
        post, notices = self._read(file)
        path = self._path(file)
        config = self._config(path)
        rules = self._rules(config.rules)
        document = _parsed(post, path)
        matter = document.front_matter.values if document.front_matter else {}
        former = registry.former_ids(rules)
        settings = settings_for(
            config,
            self._overrides,
            rules,
            path=path,
            front_matter=matter,
            preview=[rule.id for rule in rules.values() if rule.preview],
            former=former,
        )
        from otlint.suppression import former_names as former_in

        remarks = [*notices, *former_in(document, former)]
        if not post.text.strip("\ufeff \t\r\n\u00a0"):
            remarks.append("is empty: there is nothing to check")
        return self._settled(document, settings), self._rooted(settings), rules, remarks

    def reopen(self, file: File, report: FileReport) -> tuple[Document, Mapping[str, Rule]]:
        """The post of a report, parsed once more, and the rules there are.

        Standard input can be read only once: the text is that of the report.

        Raises:
            InputError: There is nothing to parse: the report is about a post that was not read.
        """
        if report.source is None:
            raise InputError(report.error or "cannot be read")
        path = self._path(file)
        document = _parsed(report.source, path)
        document = replace(document, locale=report.locale, audience=report.audience)
        return document, self._rules(self._config(path).rules)

    def vocabularies(self, file: File) -> tuple[Path, ...]:
        """The vocabulary files that hold for a post, as its config names them."""
        return self._config(self._path(file)).vocab

    def _check(self, file: File, fix: Safety | None) -> Outcome:
        from otlint import fixing, linting
        from otlint.parsing import parse
        from otlint.readability import measure

        document, settings, rules, notices = self.load(file)
        unfixed = document.source
        plan = linting.Plan(
            rules=tuple(rule for rule_id, rule in rules.items() if rule_id in settings.rules),
            settings=settings.settings,
            severities=settings.severities,
            known_ids=frozenset(rules),
            former_ids=registry.former_ids(rules),
        )
        findings = linting.lint(document, plan)
        fixed = None
        if fix:
            before = document.source
            documents = {before.text: (document, findings)}

            def lint(text: str) -> Sequence[Finding]:
                if text not in documents:
                    again = parse(replace(before, text=text), document.format)
                    again = self._settled(again, settings)
                    documents[text] = (again, linting.lint(again, plan))
                return documents[text][1]

            result = fixing.fix_all(before.text, lint, fix)
            fixed = Fixed(before, result.text, result.applied_count)
            document, findings = documents[result.text]
        outcome = Outcome(
            FileReport(
                file.shown,
                document.source,
                findings,
                measure(document, settings.settings, sections=self._sections),
                tuple(notices),
                locale=document.locale,
                audience=document.audience,
                unchecked=_unchecked(document, settings),
            ),
            fail_on=settings.fail_on,
            fixed=fixed,
        )
        whole = not outcome.report.unchecked
        if self._cache and whole and not file.stdin and document.source.text == unfixed.text:
            config = self._config(self._path(file))
            self._cache.put(file.path, self._digest(config, self._cache), unfixed, outcome.report)
        return outcome

    @cached_property
    def _cache(self) -> Cache | None:
        """The cache of the project; None outside of one, where nobody expects new folders."""
        root = self._configs.project() if self._keep else None
        return Cache(root, f"{self._overrides!r} {self._sections}") if root else None

    def _digest(self, config: Config, cache: Cache) -> str:
        """What the config says, with the content of every file that it names and who answers."""
        if config.path not in self._digests:
            packs = [file for path in config.rules for file in registry.pack_files(path)]
            self._digests[config.path] = "\n".join(
                (
                    os.path.relpath(config.path or ".", cache.root),
                    repr(config.texts),
                    self._judge(config),
                    files_digest((*config.vocab, *packs)),
                )
            )
        tool = languagetool_of(config, self._overrides)
        if tool is None:
            return self._digests[config.path]
        from otlint.languagetool.identity import identity

        # Not kept: a server may end, or tell another version, during the run.
        return f"{self._digests[config.path]}\n{identity(replace(tool, root=str(cache.root)))}"

    def _judge(self, config: Config) -> str:
        """What tells the judge of a second look from others."""
        look = second_look_of(config, self._overrides)
        if look is None:
            return ""
        from otlint.second_look import store

        try:
            return f"{look.judge} {store.find(look.judge).fingerprint}"
        except OtlintError as error:
            return str(error)  # the rules say so where they need it, and then nothing is kept

    def _rules(self, packs: tuple[Path, ...]) -> Mapping[str, Rule]:
        if packs not in self._tables:
            self._tables[packs] = registry.load_rules(packs)
        return self._tables[packs]

    def _rooted(self, settings: PostSettings) -> PostSettings:
        """With the place where answers of LanguageTool and of a judge are kept."""
        if self._cache is None:
            return settings
        root = str(self._cache.root)
        tool, look = settings.settings.languagetool, settings.settings.second_look
        rooted = replace(
            settings.settings,
            languagetool=replace(tool, root=root) if tool else None,
            second_look=replace(look, root=root) if look else None,
        )
        return replace(settings, settings=rooted)

    def _settled(self, document: Document, settings: PostSettings) -> Document:
        from otlint import locale

        return replace(
            document,
            locale=settings.locale or locale.decide(document),
            audience=settings.audience,
        )

    def _read(self, file: File) -> tuple[Source, tuple[str, ...]]:
        if file.stdin:
            return source.decode(sys.stdin.buffer.read(), STDIN)
        return source.read(file.path, file.shown)

    def _path(self, file: File) -> Path | None:
        """The path that says which config and which format a post has; None when it has no name."""
        if not file.stdin:
            return file.path
        return Path.cwd() / self._stdin_filename if self._stdin_filename else None

    def _config(self, path: Path | None) -> Config:
        return self._configs.of(path.parent if path else Path.cwd())


def _parsed(post: Source, path: Path | None) -> Document:
    """A post parsed as its name says; pasted text has none."""
    from otlint.parsing import parse

    return parse(post, format_of(path) if path else format_of("post.txt"))


def _unchecked(document: Document, settings: PostSettings) -> tuple[Unchecked, ...]:
    """What an engine could not look at."""
    if settings.settings.languagetool is None:
        return ()
    from otlint.languagetool import engine

    return engine.failures_of(document)


def reaches(findings: Sequence[Finding], fail_on: Severity | None) -> bool:
    """Whether a finding has at least the severity at which a run fails (None: never)."""
    return fail_on is not None and any(finding.severity >= fail_on for finding in findings)
