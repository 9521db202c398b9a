"""What makes a finding the same one in the next run, for services that track findings."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import Counter

    from otlint.model import Finding


def identity(finding: Finding | None, seen: Counter[str], path: str = "") -> str:
    """A hexadecimal digest of rule and sentence, and of how often they stood before in the post.

    Args:
        finding: The finding; None for the post itself.
        seen: How often each identity has come up in the post; counted on.
        path: The post, for services that tell findings apart by their identity alone.
    """
    parts = (path, finding.rule, finding.fingerprint) if finding else (path,)
    key = "\0".join(parts)
    seen[key] += 1
    text = f"{key}\0{seen[key]}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
