# One plain command a recipe; each can be pasted into a shell. Needs Python 3.11 and pip.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SPARK := $(VENV)/.spark
CASEWORK := src/thinkfamily/casework
ASSETS := $(CASEWORK)/site/built/staticfiles.json

# What was compiled stays: where the machine forbids it, each process that starts takes three times as long.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup assets demo test test-postgres test-spark check bench bench-millions docs clean

setup: $(STAMP)  ## make .venv and install the pinned versions

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv -c constraints.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[test]'
	touch $(STAMP)

assets: $(ASSETS)  ## the site's styles, scripts and translations

$(ASSETS): $(STAMP) package-lock.json $(shell find $(CASEWORK) \( -path '*/pages/assets/*' -o -path '*/static/*' \
		-o -name '*.po' \) ! -path '*/pages/static/*' ! -name '*.pyc' -type f)
	$(BIN)/python $(CASEWORK)/pages/assets/make.py

demo: assets  ## an invented borough the size of Westminster, the whole job, and where to look next
	$(BIN)/thinkfamily demo demo

test: assets  ## the tests
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ON_SPARK:%=--ignore=%) $(ELSEWHERE:%=--ignore=tests/casework/%)

# These make sites of their own, which DATABASE_URL does not reach (on PostgreSQL where the test says so), or ask no database.
APART := $(addprefix operations/test_,account.py backup.py killed.py killed_round.py listening.py start.py) released test_compiled.py \
	test_dates.py test_languages.py test_plain.py

test-postgres: setup  ## the casework tests on a PostgreSQL server of their own, thrown away afterwards
	$(BIN)/python tests/with_postgres.py $(BIN)/python -m pytest tests/casework -n 2 --dist worksteal $(APART:%=--ignore=tests/casework/%)

# Asked by `make test-spark` alone.
ON_SPARK := tests/integration/test_spark_store.py tests/integration/test_spark_conformance.py

$(SPARK): $(STAMP)
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[test,spark]'
	touch $(SPARK)

test-spark: $(SPARK)  ## one small borough on DuckDB and on Spark, byte for byte; installs the extra, needs Java 17
	JAVA_TOOL_OPTIONS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' $(BIN)/python -m pytest $(ON_SPARK)

check: setup  ## format, lint, types, import floors, generated pages up to date
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/thinkfamily docs docs/reference --check

bench: assets  ## speed and memory, side by side with a named peer
	$(BIN)/python benchmarks/linkage.py
	$(BIN)/python benchmarks/layouts.py
	$(BIN)/python benchmarks/identify.py
	$(BIN)/python benchmarks/frameworks.py
	$(BIN)/python benchmarks/imports.py
	$(BIN)/python benchmarks/site.py
	$(BIN)/python benchmarks/nightly.py
	$(BIN)/python benchmarks/retention.py

bench-millions: setup  ## one, three and ten million records: half an hour of processor time and 20 GB of disk or more
	$(BIN)/python benchmarks/identify.py --records 1,3,10

docs: setup  ## write docs/reference/ again from the definitions
	$(BIN)/thinkfamily docs docs/reference

clean:
	rm -rf $(VENV) node_modules $(CASEWORK)/site/built $(CASEWORK)/pages/static demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
