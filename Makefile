# The few verbs of this project; CI and people use the same ones.
# Needs Python 3.11 or later and make; everything else comes into .venv from the hashed lock file.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-browser lint fix bench docs

BIN := .venv/bin
DJANGO := $(BIN)/python -m django
INSTALLED := .venv/.installed-from-lock
WORDS := guantong/site/locale/en/LC_MESSAGES/django
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(FITS)' 2>/dev/null && echo $$python && break; done)
CODE := guantong tests docs
WHOLE := $(wildcard $(addprefix guantong/,kernel trace org register gongwen))
STRICT := $(WHOLE) $(filter-out $(addsuffix /%,$(WHOLE)),$(wildcard guantong/*/rules.py guantong/*/services.py \
	guantong/*/rules guantong/*/services guantong/*/*/rules.py guantong/*/*/services.py))

# Settings of the caller must not leak into the tests; data they write stays out of the demo's.
ON_SQLITE := env -u GUANTONG_DATABASE_URL GUANTONG_HOME=var/test
ON_POSTGRES := env GUANTONG_DATABASE_URL="$$GUANTONG_TEST_DATABASE_URL" GUANTONG_HOME=var/test

help:
	@echo "make setup          .venv from the hashed lock file (quick the second time)"
	@echo "make demo           the demo federation and one notice through its whole life, then serve"
	@echo "                    SERVE=0 stops before serving, NOTICE=path takes another notice"
	@echo "make test           lint, types, floors, tests on SQLite, and on PostgreSQL if GUANTONG_TEST_DATABASE_URL is set"
	@echo "make test-browser   the walks through Chromium"
	@echo "make lint | fix     what lint finds | let the formatters mend what they can"
	@echo "make bench          measure        make docs   write the generated reference pages"

setup: $(INSTALLED) $(WORDS).mo

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and none was found" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# English pages; without this file they are Chinese.
$(WORDS).mo: $(WORDS).po | $(INSTALLED)
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale en

demo: setup
	$(BIN)/guantong demo $(if $(filter 0,$(SERVE)),--no-serve) $(if $(NOTICE),--notice "$(NOTICE)")

lint: setup
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/djlint --quiet --lint guantong
	$(BIN)/python -m tests.house.budgets

test: lint
	$(ON_SQLITE) $(BIN)/mypy $(STRICT)
	$(BIN)/lint-imports --no-logo --cache-dir .import_linter_cache
	$(ON_SQLITE) $(DJANGO) makemigrations --check --dry-run --settings guantong.site.settings
	$(ON_SQLITE) $(BIN)/pytest -n 2
	@if [ -n "$${GUANTONG_TEST_DATABASE_URL:-}" ]; then \
		echo "The same tests on PostgreSQL:"; \
		$(ON_POSTGRES) $(BIN)/pytest -n 2; \
	else \
		echo "PostgreSQL was LEFT OUT: set GUANTONG_TEST_DATABASE_URL to run the same tests there."; \
	fi

test-browser: setup
	$(ON_SQLITE) $(BIN)/pytest -m browser $(AGAIN) tests/browser

fix: setup
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

bench: setup
	$(BIN)/guantong bench

docs: setup
	$(ON_SQLITE) $(BIN)/python docs/generate.py
	$(ON_SQLITE) $(BIN)/python docs/messages.py
