# `make` explains itself. Everything runs inside .venv, which bootstrap.py keeps in step with the lock.

SHELL := /bin/sh
ARGS ?=
BIN := .venv/bin

# Any Python 3.8 can start the set-up; it looks for the 3.12 that Karla needs by itself.
STARTERS := $(BIN)/python python3 python3.12 python3.13 python3.14 /usr/bin/python3 python \
	$(wildcard $(HOME)/.pyenv/versions/*/bin/python3) $(wildcard $(HOME)/.local/share/uv/python/*/bin/python3)

COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help setup simulate test check prove bench lock clean

help: ## Show this page
	@echo "Karla calls truck drivers and validates their trips. No key and no network are needed to hear her work."
	@echo
	@sed -n 's/^\([a-z]*\):.* ## \(.*\)/  make \1@\2/p' Makefile | awk -F@ '{ printf "%-18s %s\n", $$1, $$2 }'
	@echo
	@echo "Anything after ARGS= goes to the command:  make simulate ARGS=\"--help\"   make test ARGS=\"-k laredo\""
	@echo "After the first set-up the command itself is $(BIN)/karla"

setup: ## Make or refresh .venv from the lock (the others do it by themselves)
	@for python in $(STARTERS); do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1; then \
			exec "$$python" -I bootstrap.py; \
		fi; \
	done; \
	echo "Karla needs Python 3.12 or newer, and there is no Python here: install one and run make again." >&2; exit 1

simulate: setup ## Play the drivers of the regression suite against Karla
	@$(BIN)/karla simulate $(ARGS)

test: setup ## Run the tests
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: setup ## Lint, format, types and the direction of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

prove: setup ## Prove the harness: every scenario passable, every broken Karla caught
	@$(BIN)/karla lint --proof
	@$(BIN)/karla mutants

bench: setup ## Measure what a call costs in processor time
	@for bench in benchmarks/*.py; do test -f "$$bench" || continue; echo "$$bench"; $(BIN)/python "$$bench" $(ARGS); done

lock: setup ## Renew the locks from pyproject.toml; ARGS=--upgrade takes the newest versions
	@$(COMPILE) --all-extras $(ARGS) pyproject.toml -o requirements.lock
	@echo uv | $(COMPILE) $(ARGS) - -o requirements-uv.lock

clean: ## Remove .venv, caches and simulated calls
	rm -rf .venv .setup.lock .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist runs *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
