"""Which real words a word may have been meant to be, looked up in a sorted list of lines."""

from __future__ import annotations


class Confusables:
    """A table `word TAB candidate candidate ...`, a word a line, sorted by the words' bytes.

    It holds 37,000 words and only some dozen are asked for in a post, so the bytes stay as they
    are: opening costs nothing and a look-up is a binary search.
    """

    def __init__(self, lines: bytes) -> None:
        self._lines = lines

    def of(self, word: str) -> tuple[str, ...]:
        """Candidates for a lower-case word (straight apostrophes), the likeliest first."""
        key = word.encode() + b"\t"
        low, high = 0, len(self._lines)
        while low < high:
            middle = (low + high) // 2
            start = self._lines.rfind(b"\n", low, middle) + 1 or low
            end = self._lines.find(b"\n", middle, high)
            end = high if end < 0 else end
            found = self._lines[start : self._lines.find(b"\t", start, end) + 1]
            if found == key:
                return tuple(self._lines[start + len(key) : end].decode().split())
            # A tab sorts before every character of a word, so comparing keys compares words.
            if found < key:
                low = end + 1
            else:
                high = start
        return ()
