# A fresh machine needs Python 3.11+, git and make; everything else is set up here.
# The first of these that runs and is new enough (a name alone may be a stub that does not run).
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
BIN := .venv/bin
OUT := neckref-out

.PHONY: demo test check lint types layers docs unit live format constraints clean

demo: .venv/installed
	$(BIN)/neckref run --output $(OUT)

test: lint types layers unit

check: test

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	$(BIN)/mypy

layers: .venv/dev
	$(BIN)/lint-imports

# The docs are checked by tests of their own (tests/docs), which run with the rest.
unit: .venv/dev
	$(BIN)/pytest -n 2 --cov --cov-report=term:skip-covered

docs: .venv/dev
	$(BIN)/python docs/generate.py

live: .venv/dev
	$(BIN)/pytest -m live

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/python:
	@test -n "$(PYTHON)" || { echo "neckref needs Python 3.11 or later: install it, or make PYTHON=/path/to/python"; exit 2; }
	"$(PYTHON)" -m venv .venv
	@touch $@

.venv/installed: .venv/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

.venv/dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

# Pin what is installed now; addresses are never written.
constraints: .venv/dev
	$(BIN)/python -m pip list --format=freeze --exclude-editable --exclude neckref --exclude pip --exclude setuptools --exclude wheel > constraints.txt

clean:
	rm -rf .venv build dist $(OUT) src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
