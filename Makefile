# `make` or `make help` lists the targets.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8123
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.DEFAULT_GOAL := help
.PHONY: help run build test page matrix check docs bench lock trust sbom advisories clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-6s %s\n", $$1, $$2}'

run: $(VENV)/run.stamp ## set up, build the graph if there is none, serve it (PORT=8123 HOST=127.0.0.1)
	@$(BIN)/supplygraph serve --host $(HOST) --port $(PORT)

build: $(VENV)/run.stamp ## build the graph again from every source at hand
	@$(BIN)/supplygraph build

test: $(VENV)/dev.stamp ## set up and run every test, on every core; what measures time or memory runs alone, last
	@$(BIN)/python -m pytest -q -n auto --maxprocesses 8 --dist loadscope -m "not quiet"
	@$(BIN)/python -m pytest -q -m quiet

page: $(VENV)/dev.stamp ## every view of the page in both sizes and themes, more of its controls, tasks in four ways
	@PAGE_WHOLE=1 $(BIN)/python -m pytest -q -m browser

matrix: ## run the tests on every Python from 3.11 to 3.14 that is installed, and say which are not
	@$(PYTHON) scripts/matrix.py

check: $(VENV)/dev.stamp ## style, types and import directions, of Python and of the page
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/biome ci --error-on-warnings --colors=off

bench: $(VENV)/dev.stamp ## print our speed beside that of other libraries, in one run
	@for bench in tests/benchmarks/bench_*.py; do $(BIN)/python $$bench || exit 1; done

lock: ## compile the locked requirements again (needs uv)
	uv pip compile pyproject.toml --extra embedded --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements/run.txt
	uv pip compile pyproject.toml --extra embedded --group dev -c requirements/run.txt --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements/dev.txt
	echo 'setuptools>=80' | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements/build.txt
	$(BIN)/python scripts/sbom.py --licences

trust: .venv/dev.stamp ## all that has to hold on a public address, with figures: minutes (TRUST_SECONDS=60 and such for less)
	@$(BIN)/python -m tests.trust

sbom: .venv/dev.stamp ## print the bill of materials (CycloneDX)
	@$(BIN)/python scripts/sbom.py

advisories: .venv/dev.stamp ## look up advisories of what is locked; says loudly where it cannot
	@$(BIN)/python scripts/advisories.py

clean: ## remove the environment and the built graph
	rm -rf .venv .venv-3.* data

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Supplygraph needs Python 3.11 or newer; say which with: make run PYTHON=python3.12"; exit 1; }
	@echo "making the environment in $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt requirements/build.txt pyproject.toml $(wildcard graph/native/*.[ch]) | $(VENV)/bin/python
	@echo "installing locked requirements (once, about a minute)"
	@$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q graph loaders api supplygraph  # for who sets PYTHONDONTWRITEBYTECODE
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	@echo "installing what the tests need (once)"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
