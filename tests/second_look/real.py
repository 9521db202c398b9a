"""What the tests against real weights share: `make test-second-look` prepares and runs them."""

from __future__ import annotations

import os

import pytest

JUDGES = [name for name in os.environ.get("OTLINT_TEST_SECOND_LOOK", "").split(",") if name]
"""The judges that are prepared, in the cache folder that OTLINT_CACHE_HOME names."""

needs_judge = pytest.mark.skipif(
    not JUDGES, reason="not run: needs the weights of a judge: `make test-second-look`"
)
