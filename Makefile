# Tilt. `make read` and `make test` need make and Python 3.11 to 3.13; everything else they fetch.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
STAMP := .venv/.installed
WORKERS ?= auto
READERS ?= 20

.PHONY: help read watch app book test check lint types javascript links browser firefox bench load screenshot vega type \
	tables check-tables citation lock upgrade tidy clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

read: book ## build the book and serve it at http://127.0.0.1:8000 (or the next free port)
	@$(PY) -m tools.serve

watch: $(STAMP) ## the same, and each file you save is followed: what it touches is built and opened again
	@$(PY) -m tools.watch

app: $(STAMP) ## serve the built book with Python for its readers at http://127.0.0.1:8866: OPTIONS="--open" (tilt app --help)
	@.venv/bin/tilt app $(OPTIONS)

book: $(STAMP) ## build the website into _build/html
	@$(PY) -m tools.book

test: lint types javascript browser book ## check everything: style, types, units, the built site and Voilà in a browser
	@echo "Running all tests"
	@TILT_SITE=_build/html $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: lint types javascript ## the fast loop: style, types and unit tests, without a built site or a browser
	@echo "Running the unit tests"
	@$(PY) -m pytest -q -m "not site" -n $(WORKERS)

lint: $(STAMP)
	@echo "Checking style"
	@$(PY) -m ruff check .
	@$(PY) -m tools.javascript lint
	@$(PY) -m tools.javascript workflows

types: $(STAMP)
	@echo "Checking types"
	@$(PY) -m mypy
	@$(PY) -m tools.javascript types

javascript: $(STAMP)
	@echo "Running the tests beside the page's modules"
	@$(PY) -m tools.javascript test

links: $(STAMP) ## ask whether every address in the sources and the book still answers (needs a network)
	@$(PY) -m tools.links

browser: $(STAMP)
	@$(PY) -m tools.chromium
	@$(if $(CI),$(PY) -m tools.firefox)

firefox: book ## the main paths of the built site once more, in Firefox
	@$(PY) -m tools.firefox
	@TILT_SITE=_build/html TILT_FIREFOX_WANTED=1 $(PY) -m pytest -q tests/browser/test_firefox.py

bench: book browser ## measure speed and size, into benchmarks/results.json
	@$(PY) -m benchmarks

load: book browser ## so many readers at the app at once, on this machine alone: what each waits for (READERS=20)
	@$(PY) -m benchmarks.load --readers $(READERS)

screenshot: book browser ## renew the README's picture from the built page
	@PYTHONPATH=. $(PY) tools/screenshot.py

vega: $(STAMP) ## bundle the part of Vega that pages load again, from its locked packages
	@$(PY) -m tools.vega

tables: $(STAMP) ## make the evidence tables that rest on METR's single runs again: RUNS=file
	@$(PY) -m tilt.trends.runs.tables $(RUNS)

check-tables: $(STAMP) ## say whether those tables agree with the runs: RUNS=file
	@$(PY) -m tilt.trends.runs.tables $(RUNS) --check

citation: $(STAMP) ## write CITATION.cff again: after a change of data/edition.yaml
	@$(PY) -m tools.citation

type: $(STAMP) ## cut the book's typefaces again (tools/type): after a change of the characters they hold
	@$(PY) -m tools.type

lock: $(STAMP) ## compile requirements.txt from pyproject.toml, keeping versions that still fit
	@$(PY) -m tools.lock

upgrade: $(STAMP) ## the same with the newest versions that pyproject.toml allows
	@$(PY) -m tools.lock --upgrade

tidy: $(STAMP) ## strip outputs from the chapters and mend their style
	@$(PY) -m tools.notebooks book/*.ipynb
	@$(PY) -m ruff check --fix-only --quiet .

clean: ## remove everything built, but not .venv
	@rm -rf _build .pytest_cache .ruff_cache .mypy_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

# The environment follows the lock: a changed requirements.txt or pyproject.toml installs again.
$(STAMP): requirements.txt pyproject.toml
	@python=$$(sh tools/find-python.sh) && "$$python" tools/environment.py
