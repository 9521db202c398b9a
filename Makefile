# Needs Python 3.11 or newer with pip, make and git; everything else goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-languagetool test-second-look check docs wheel clean

demo: $(VENV)/.ready  ## Set up and lint the examples.
	$(BIN)/otlint check examples --fail-on never

test: check  ## Set up and run the whole suite.
	$(BIN)/pytest
	$(BIN)/otlint test-rules

check: $(VENV)/.ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python tools/pack_rules.py --check
	$(BIN)/python tools/build_rule_docs.py --check

test-languagetool: $(VENV)/.ready  ## The tests against the real LanguageTool (needs Java and Maven).
	$(BIN)/python tools/test_languagetool.py

test-second-look: $(VENV)/.ready  ## The tests against real judges (fetches their weights; LONG=1: Gemma's too).
	$(BIN)/python tools/test_second_look.py

wheel: $(VENV)/.ready  ## Build the wheel into dist/.
	rm -rf dist
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .

docs: $(VENV)/.ready  ## Write docs/rules.md and the packed rules anew from the rules.
	$(BIN)/python tools/pack_rules.py
	$(BIN)/python tools/build_rule_docs.py

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "otlint needs Python 3.11 or newer; try: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

clean:
	rm -rf $(VENV) dist build
