"""Every failure that otlint expects, as one exception tree.

An `OtlintError` carries one sentence for a person: what is wrong, where, and how to mend it. The
command line prints it and exits with 2. Anything else that escapes is a bug in otlint (exit 3).
"""


class OtlintError(Exception):
    """A failure that the user can mend; `str(error)` is the line to print."""


class UsageError(OtlintError):
    """The command line asks for something that does not exist or does not fit together."""


class ConfigError(OtlintError):
    """A config file or a vocabulary file cannot be read, or holds what otlint does not know."""


class RuleError(OtlintError):
    """A rule pack cannot be loaded; the message names file and line."""


class InputError(OtlintError):
    """A post cannot be read, understood or written; the message leaves the path out."""


class EngineError(OtlintError):
    """Something a rule needs (a dictionary, a model, a server) was asked for and is not there."""
