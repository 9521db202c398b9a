"""Parsers: one module per way of marking up a post."""
