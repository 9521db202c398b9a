"""Put LanguageTool together from Maven Central and run the tests that need the real server.

Without Java, Maven or what Maven fetches this says that the tests were not run, and is no failure.
What was fetched stays in a cache folder (`OTLINT_TEST_CACHE`, else `~/.cache/otlint-tests`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POM = ROOT / "tests" / "data" / "languagetool" / "pom.xml"
VERSION = "6.8"


def assembled() -> Path:
    """The folder with LanguageTool, made where it is missing: whole or not at all."""
    given = os.environ.get("OTLINT_TEST_CACHE")
    cache = Path(given) if given else Path.home() / ".cache" / "otlint-tests"
    target = cache / f"LanguageTool-{VERSION}"
    if target.is_dir():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=cache) as name:
        new = Path(name) / target.name
        subprocess.run(
            [
                *("mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"),
                f"-DoutputDirectory={new / 'libs'}",
                f"-Dlanguagetool.version={VERSION}",
            ],
            check=True,
        )
        new.rename(target)
    return target


def main() -> int:
    """Run the tests; returns pytest's exit code."""
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if missing:
        print(f"The LanguageTool tests were NOT RUN: there is no {' and no '.join(missing)} here.")
        return 0
    try:
        folder = assembled()
    except subprocess.CalledProcessError:
        print("The LanguageTool tests were NOT RUN: Maven could not fetch it (see above).")
        return 0
    environment = {**os.environ, "OTLINT_TEST_LANGUAGETOOL": str(folder)}
    command = [sys.executable, "-m", "pytest", "-rs", "tests/test_languagetool_server.py"]
    return subprocess.run([*command, *sys.argv[1:]], cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
