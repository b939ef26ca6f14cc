# make help says what there is. Needs Debian 12 (or its like) with Python 3.11, git and make.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup setup-tests run test check format bench evaluate samples lock clean

CLAIMS ?= 100
SEED ?= 1
JOBS ?= 2
UV ?= uv
inside := scripts/inside
report := runs/sample_docs

help:  ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:  ## Make .venv with everything in it (and install missing Debian packages, if root).
	@scripts/set_up.sh

setup-tests:
	@scripts/set_up.sh --with-browser

run: setup  ## Set up, then verify every claim of sample_docs/ into runs/sample_docs.
	@$(inside) periksa batch sample_docs --out $(report)

test: setup-tests  ## Set up, check style and types, run every test (JOBS=2 at once).
	@$(inside) ruff check .
	@$(inside) ruff format --check .
	@$(inside) mypy
	@$(inside) pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

check: setup  ## Check style and types only.
	@$(inside) ruff check .
	@$(inside) ruff format --check .
	@$(inside) mypy

format: setup  ## Mend what ruff can mend by itself.
	@$(inside) ruff check --fix .
	@$(inside) ruff format .

bench: setup  ## Measure speed on fresh synthetic claims: seconds per stage, core-seconds, Prefect (SEED=1).
	@$(inside) periksa bench --seed $(SEED)

evaluate: setup  ## Measure accuracy on fresh synthetic claims, CLAIMS=100 at each level (SEED=1).
	@$(inside) periksa evaluate --claims $(CLAIMS) --seed $(SEED)

samples: setup  ## Write synthetic claims into runs/samples (CLAIMS=100 SEED=1).
	@$(inside) periksa samples runs/samples --claims $(CLAIMS) --seed $(SEED)

# dlib and opencv-python-headless are overridden there; each override says why.
lock:  ## Make requirements.lock anew from pyproject.toml, with today's versions (needs uv).
	@UV_CUSTOM_COMPILE_COMMAND="make lock" UV_CACHE_DIR=.cache/uv $(UV) pip compile pyproject.toml \
	    --extra dev --override requirements.overrides.txt --python-version 3.11 --upgrade \
	    --generate-hashes --no-emit-index-url --quiet --output-file requirements.lock

clean:  ## Remove everything that make made; other runs/ and the memory of claims (.cache/periksa) stay.
	@rm -rf .venv runs/sample_docs runs/samples build dist *.egg-info
	@find . -path './.cache/*' -prune ! -path ./.cache/periksa -exec rm -rf {} +
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
