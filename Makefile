# make demo: environment, models, an audit of both demo corpora, the path of its report.
# make test: environment, lint, import contracts, types, all tests.
PYTHON ?= python3
BIN := .venv/bin
EXTRAS := whisper,synthesis,notebooks,test

.PHONY: demo test env models lint fast clean

demo: models
	$(BIN)/auditor audit corpora/demo-en corpora/demo-fr --out reports/demo --jobs 2

test: lint models
	$(BIN)/pytest -q -n auto

fast: env
	$(BIN)/pytest -q -m "not slow"

lint: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

models: env
	$(BIN)/auditor models fetch vosk-en vosk-speaker whisper-base

env: .venv/.complete

.venv/.complete: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[$(EXTRAS)]"
	touch $@

clean:
	rm -rf .venv build dist *.egg-info reports/demo
