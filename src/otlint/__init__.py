"""A content linter and readability checker for occupational-therapy and other health blogs."""

__version__ = "0.1.0"
