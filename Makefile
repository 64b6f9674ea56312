# Two commands do all set-up on a fresh machine with Python 3.11 and make: `make demo` and `make test`.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
REPORT := build/demo/report.html
CALL := build/demo/call.html

.PHONY: demo test lint bench evals docs screenshots clean

demo: $(VENV)/.demo  ## install, check the bundled samples and a call, write their HTML reports
	@mkdir -p build/demo/samples
	@$(BIN)/counterclaim sample --all-to build/demo/samples
	@$(BIN)/counterclaim check build/demo/samples || test $$? -eq 1
	@$(BIN)/counterclaim check --format html --output $(REPORT) build/demo/samples || test $$? -eq 1
	@$(BIN)/counterclaim sample --call-to build/demo/call
	@$(BIN)/counterclaim check --format html --output $(CALL) build/demo/call/sample-call.json || test $$? -eq 1
	@echo "The report is in $(REPORT): open it in any browser."
	@echo "A call, with what is said beside its translation and personal data under bars, is in $(CALL)."
	@echo "For the pages, with a ledger of the samples and a hundred days of the record: $(BIN)/counterclaim serve --demo"

test: $(VENV)/.test  ## run every test, on up to four cores
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

lint: $(VENV)/.test  ## style, formatting, types
	@$(BIN)/ruff check src tests evals benchmarks
	@$(BIN)/ruff format --check src tests evals benchmarks
	@$(BIN)/mypy

bench: $(VENV)/.test  ## speed against peers, in one run; writes benchmarks/README.md
	@$(BIN)/python -m benchmarks

evals: $(VENV)/.test  ## scores against other people's gold; writes evals/README.md
	@$(BIN)/python -m evals all

docs: $(VENV)/.docs  ## the documentation as a site in site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet && echo "The documentation is in site/index.html."

screenshots: $(VENV)/.test  ## pictures of the ten pages, by the system's Chromium; writes docs/screenshots
	@$(BIN)/python docs/screenshots.py

clean:
	rm -rf $(VENV) build site .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "counterclaim needs Python 3.11 or later (found: $$($(PYTHON) --version))"; exit 1; }
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

# One stamp per set of packages, so that a second run installs nothing.
$(VENV)/.demo: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing counterclaim …"
	@$(PIP) install --constraint constraints.txt --editable '.[web]'
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing counterclaim and what its tests need …"
	@$(PIP) install --constraint constraints.txt --editable '.[test]'
	@$(PIP) install --constraint constraints.txt --no-deps resemblyzer || echo "resemblyzer: not installed, tests of speakers will say so"
	@touch $@ $(VENV)/.demo

$(VENV)/.docs: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing what the documentation needs …"
	@$(PIP) install --constraint constraints.txt --editable '.[docs]'
	@touch $@
