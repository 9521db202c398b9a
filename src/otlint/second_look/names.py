"""The names of the files that a judge is loaded from."""

from __future__ import annotations

from typing import Final

BODY: Final = "body.onnx"
HEAD: Final = "head.onnx"
DATA: Final = "weights.bin"
TOKENS: Final = "tokens.json"
MEASURES: Final = "measures.json"
FILES: Final = (BODY, HEAD, DATA, TOKENS, MEASURES)
