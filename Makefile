# One plain command a recipe; each can be pasted into a shell. Needs Python 3.11 and pip.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup demo test check bench docs clean

setup: $(STAMP)  ## make .venv and install the pinned versions

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv -c constraints.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[test]'
	touch $(STAMP)

demo: setup  ## an invented borough the size of Westminster, the whole job, and where to look next
	$(BIN)/thinkfamily demo demo

test: setup  ## the tests
	$(BIN)/python -m pytest -n 2

check: setup  ## format, lint, types, import floors, generated pages up to date
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/thinkfamily docs docs/reference --check

bench: setup  ## speed and memory, side by side with a named peer
	$(BIN)/python benchmarks/linkage.py
	$(BIN)/python benchmarks/identify.py

docs: setup  ## write docs/reference/ again from the definitions
	$(BIN)/thinkfamily docs docs/reference

clean:
	rm -rf $(VENV) demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
