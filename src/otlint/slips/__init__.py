"""The slip model: real words that are the wrong words.

Three steps with plain data between them: `proposals.propose` reads a post with the model and
lists every doubtful word, `decision.decide` says which of them to report and how loudly, and
`otlint.checks.slips` makes findings of those. Nothing here is imported until a slip rule runs.
"""
