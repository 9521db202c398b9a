"""`otlint review`: an author goes through the findings, one at a time, and says what to do."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from otlint import reviewing
from otlint.checking import Checker
from otlint.cli import FAILED, INTERRUPTED, OK, complain
from otlint.cli.baseline import known as known_findings
from otlint.cli.keys import Keys, at_terminal
from otlint.cli.leaving import warn_before_sending
from otlint.cli.review_posts import Posts, Request
from otlint.cli.review_screen import Screen
from otlint.cli.streams import emit, welcome_paste
from otlint.errors import InputError, UsageError
from otlint.model import Severity
from otlint.reporters import Options
from otlint.reporters.wording import counted, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from otlint.config import Overrides
    from otlint.reviewing import State
    from otlint.suppressing import Suppressed

    Actions = dict[str, tuple[str, Callable[[], bool]]]

__all__ = ["Request", "run"]


def run(request: Request, overrides: Overrides) -> int:
    """Review the posts; returns the exit code.

    Raises:
        OtlintError: nothing could be checked: usage, configuration, rules.
    """
    if not request.list_only and not at_terminal():
        raise UsageError(
            "review asks at a terminal, and there is none: `otlint review --list` lists what to "
            "change, `otlint check --fix` makes the safe changes"
        )
    checker = Checker(
        overrides,
        config=request.config,
        isolated=request.isolated,
        stdin_filename=request.stdin_filename,
        cache=True,
    )
    found = checker.discover(request.paths, request.exclude)
    for remark in (*found.notices, *found.errors):
        complain(f"{remark.path}: {remark.message}")
    known = known_findings(None, checker, found.files, request.config, isolated=request.isolated)
    welcome_paste(found.files)
    warn_before_sending(checker, found.files)
    posts = Posts(request, checker, found.files, FAILED if found.errors else OK, known)
    screen = Screen(Options.for_stream(sys.stdout))
    if request.list_only:
        for report, document, _ in posts.all():
            sure = [one for one in report.findings if one.severity > Severity.SUGGESTION]
            others = [one for one in report.findings if one.severity == Severity.SUGGESTION]
            text = screen.rewrites(report.path, reviewing.suggested(document, sure))
            perhaps = reviewing.suggested(document, others)
            if perhaps:
                text += screen.rewrites(report.path, perhaps, perhaps=True)
            emit(text, sys.stdout)
        return posts.code
    return _Dialogue(posts, screen).run()


class _Dialogue:
    """Asks about one finding after the other. Each answer says whether to go on."""

    def __init__(self, posts: Posts, screen: Screen) -> None:
        self._posts = posts
        self._screen = screen
        self._keys = Keys()

    def run(self) -> int:
        """Go through all posts; returns the exit code."""
        posts = self._posts
        try:
            while posts.visits or posts.advance():
                if posts.visits[-1].state.pending:
                    if not self._ask():
                        break
                elif not (posts.advance() or self._ask_at_end()):
                    break
        except (KeyboardInterrupt, EOFError):
            self._interrupted()
            return INTERRUPTED
        if posts.visits:
            posts.finish()
        self._close()
        return posts.code

    def _ask(self) -> bool:
        """Ask about the finding that is up."""
        visit = self._posts.visits[-1]
        offered = reviewing.options(visit.state)
        actions = self._actions()
        self._print(
            self._screen.finding(
                visit.file.shown,
                visit.state,
                visit.rules.get(visit.state.finding.rule),
                offered,
                [(key, name) for key, (name, _) in actions.items()],
                len(visit.states[0].pending),
            )
        )
        numbers: Actions = {
            str(number): ("", partial(self._choose, option))
            for number, option in enumerate(offered, 1)
        }
        return self._answer({**numbers, **actions})

    def _ask_at_end(self) -> bool:
        """Ask for a last word after the last finding."""
        self._say("That was the last one.")
        self._print(self._screen.keys([("Enter", "save"), ("u", "undo")]))
        end: Actions = {key: ("save", lambda: False) for key in ("\r", "\n", "q", "s")}
        return self._answer({**end, "u": ("undo", self._undo)})

    def _answer(self, actions: Actions) -> bool:
        while True:
            key = self._keys.key()
            if key == "?":
                self._print(self._screen.help())
            elif action := actions.get(key.lower()):
                return action[1]()
            elif key in ("a", "A") and self._posts.visits[-1].vocabulary is None:
                self._say('for "always", put vocab = "words.txt" into otlint.toml', "warning")
            else:
                self._say("press one of the keys above, or ? for help", "warning")

    def _actions(self) -> Actions:
        """What the keys do for the finding that is up, in the order of the screen."""
        visit = self._posts.visits[-1]
        state = visit.state
        actions: Actions = {
            "s": ("skip", partial(self._step, reviewing.skip(state), "skipped")),
        }
        # A comment in a paste goes nowhere.
        comment = None if visit.file.stdin else reviewing.ignorable(state)
        if comment:
            name = "ignore in this post" if comment.whole_post else "ignore once"
            actions["i"] = (name, partial(self._ignore, state, comment))
        term = reviewing.word(state)
        if term and visit.vocabulary:
            after = reviewing.ignore_always(state, term)
            message = f"{term} goes into {visit.vocabulary.name}"
            actions["a"] = ("ignore always", partial(self._step, after, message))
        if reviewing.can_type(state):
            actions["t"] = ("type", self._type)
        if len(visit.states) > 1 or len(self._posts.visits) > 1:
            actions["u"] = ("undo", self._undo)
        actions["q"] = ("save and quit", lambda: False)
        actions["?"] = ("help", lambda: True)
        return actions

    # --- answers

    def _choose(self, option: reviewing.Option) -> bool:
        try:
            state = reviewing.choose(self._posts.visits[-1].state, option)
        except InputError as error:
            self._say(str(error), "error")
            return True
        return self._step(state, f"now: {option.label}")

    def _type(self) -> bool:
        text = self._keys.line("write instead (nothing: go back): ")
        if not text:
            return True
        try:
            option = reviewing.typed(self._posts.visits[-1].state, text)
        except InputError as error:
            self._say(str(error), "error")
            return True
        return self._choose(option)

    def _ignore(self, state: State, comment: Suppressed) -> bool:
        after = reviewing.ignore_once(state, comment)
        more = len(state.pending) - len(after.pending) - 1
        return self._step(after, f"ignored{f', with {more} more of this rule here' * bool(more)}")

    def _step(self, state: State, message: str) -> bool:
        self._posts.visits[-1].states.append(state)
        self._say(message)
        return True

    def _undo(self) -> bool:
        if self._posts.undo():
            self._say(f"back in {self._posts.visits[-1].file.shown}")
        return True

    # --- the end

    def _interrupted(self) -> None:
        """Say what is written and what is not."""
        print()
        if not self._posts.visits:
            return
        *before, visit = self._posts.visits
        more = " more" if visit.finished else ""
        complain(f"stopped: nothing{more} of {visit.file.shown} is written")
        written = [one for one in before if one.changed]
        if written:
            complain(f"what you chose in {counted(len(written), 'earlier post')} is written")

    def _close(self) -> None:
        states = [visit.state for visit in self._posts.visits]
        if not states:
            self._say("Nothing to review.")
            return
        numbers = (
            (sum(state.replaced for state in states), "change"),
            (sum(len(state.ignored) for state in states), "comment"),
            (sum(len(state.words) for state in states), "new word"),
        )
        done = listed([counted(number, noun) for number, noun in numbers if number])
        skipped = sum(state.skipped for state in states)
        self._say(f"Done: {done or 'no changes'}{f'; {skipped:,} skipped' * bool(skipped)}.")
        for path, found in self._posts.by_hand.items():
            self._print("\n" + self._screen.rewrites(path, found))

    def _say(self, text: str, style: str = "good") -> None:
        self._print(self._screen.says(text, style))

    def _print(self, text: str) -> None:
        emit(text, sys.stdout)
