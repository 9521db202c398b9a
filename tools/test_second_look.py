"""Prepare judges for the second look and run the tests that need their real weights.

Everything lies in a cache folder (`OTLINT_TEST_CACHE`, else `~/.cache/otlint-tests`): an
environment with the extra `second-look`, in which the tests run, and the judges. With `LONG=1`
there is Gemma too; whoever sets that accepts its terms (https://ai.google.dev/gemma/terms). Where
packages or weights cannot be fetched this says what was not run, and is no failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPARED = ("torch", "transformers>=5", "accelerate", "sentencepiece")
CPU_INDEX = "https://download.pytorch.org/whl/cpu"


def main() -> int:
    """Run the tests; returns pytest's exit code."""
    given = os.environ.get("OTLINT_TEST_CACHE")
    cache = (Path(given) if given else Path.home() / ".cache" / "otlint-tests") / "second-look"
    python = environment(cache / "venv")
    if python is None:
        print("The tests of the second look were NOT RUN: their packages cannot be installed.")
        return 0
    variables = {**os.environ, "OTLINT_CACHE_HOME": str(cache / "judges")}
    ready = []
    for judge in ("smollm2-135m", *(["gemma3-270m"] if os.environ.get("LONG") else [])):
        command = [python, "-m", "otlint", "second-look", "prepare", judge, "--accept-terms"]
        done = subprocess.run(command, env=variables)
        if done.returncode == 2:
            print(f"The tests of the second look with {judge} were NOT RUN (see above).")
        elif done.returncode:
            return done.returncode
        else:
            ready.append(judge)
    if not ready:
        return 0
    variables["OTLINT_TEST_SECOND_LOOK"] = ",".join(ready)
    tests = sorted(map(str, (ROOT / "tests" / "second_look").glob("test_real_*.py")))
    # What transformers warns of is not ours to mend.
    options = ["-rs", "-W", "default"]
    return subprocess.run(
        [python, "-m", "pytest", *options, *tests, *sys.argv[1:]], cwd=ROOT, env=variables
    ).returncode


def environment(folder: Path) -> str | None:
    """The Python of an environment with this checkout, made where it is missing."""
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet"]
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            subprocess.run([*pip, "--upgrade", "pip>=25.1"], check=True)
        subprocess.run(
            [*pip, "--editable", f"{ROOT}[second-look]", "--group", "dev"], cwd=ROOT, check=True
        )
    except subprocess.CalledProcessError:
        return None
    if subprocess.run([str(python), "-c", "import torch, transformers, accelerate"]).returncode:
        # From the first index these are small; from the other one they take gigabytes.
        places = ("--extra-index-url", CPU_INDEX, "--retries", "1")
        if subprocess.run([*pip, *places, *COMPARED]).returncode:
            print("The comparison with transformers is NOT RUN: PyTorch cannot be installed.")
    return str(python)


if __name__ == "__main__":
    sys.exit(main())
