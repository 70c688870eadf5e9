.DEFAULT_GOAL := help
.PHONY: help install run test check format lint migrations-check lock bench

# Any Python from 3.11 on will do: `make PYTHON=/path/to/python3.13 run`.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
PORT ?= 5000
# More workers than this wait for the disk, not for the processor.
WORKERS ?= auto --maxprocesses 4

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
MAKE_VENV = "$(UV)" venv --quiet --seed --python "$(PYTHON)" $(VENV)
PIP_INSTALL = "$(UV)" pip install --quiet --python $(BIN)/python
else
MAKE_VENV = "$(PYTHON)" -m venv $(VENV)
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

help: ## Say what this file can do
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/installed ## Make .venv and install the application in it

run: install ## Serve a demo commune on http://127.0.0.1:5000/ (PORT= changes it)
	$(BIN)/participe demo serve --port $(PORT)

test: install $(VENV)/installed-dev ## Run the tests, the browser's included
	@scripts/ensure-browser.sh
	$(BIN)/pytest -n $(WORKERS) $(TESTS)

check: lint migrations-check test ## Everything that CI asks: format, lint, imports, types, migrations, tests

lint: install $(VENV)/installed-dev ## What reads the code without running it
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/deptry .
	$(BIN)/vulture
	$(BIN)/codespell
	$(BIN)/djlint --lint participe/templates

migrations-check: install ## Are the migrations all that the models ask for?
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	export PARTICIPE_SQLALCHEMY_DATABASE_URI="sqlite:///$$folder/migrated.db" && \
	$(BIN)/participe db upgrade && $(BIN)/participe db check

format: install $(VENV)/installed-dev ## Let the tools mend what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The widest first: resolved alone, the application might take a version that a tool refuses.
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-config --no-header --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)
lock: $(VENV)/installed-dev ## Write the locks again (UPGRADE=1 takes newer versions)
	$(COMPILE) --group test --group lint --output-file requirements-dev.lock
	$(COMPILE) --constraint requirements-dev.lock --output-file requirements.lock
	@! grep -n '://' requirements.lock requirements-dev.lock

bench: install $(VENV)/installed-dev ## Measure speed; never part of the tests
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.serving --propositions 1000

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "participe needs Python 3.11 or newer; name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(MAKE_VENV) || { rm -rf $(VENV); echo "No virtual environment could be made (Debian: apt install python3-venv)."; exit 1; }

$(VENV)/installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing participe in $(VENV)."
	@$(PIP_INSTALL) --require-hashes --no-deps -r requirements.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock | $(VENV)/installed
	@echo "Installing what the tests and checks need."
	@$(PIP_INSTALL) --require-hashes --no-deps -r requirements-dev.lock
	@touch $@
