# What a newcomer and a developer need. Each target does the set-up it needs; `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup browser serve ingest eval trials test check clean

BIN := .venv/bin
PACKAGES := ingest assistant ui evals hvidbog.py
# Newer than pyproject.toml and uv.lock: nothing to set up, so a second `make serve` starts at once.
READY := .venv/.ready

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## Make .venv with everything in it (Python 3.11 or newer)
	@echo "Set up: $(BIN)/hvidbog"

$(READY): pyproject.toml uv.lock scripts/setup.sh
	@sh scripts/setup.sh
	@touch $@

browser: $(READY) ## Find or install the Chromium (and Tesseract with Danish) that the tests use
	@sh scripts/browser.sh

serve: $(READY) ## Start the staff chat in the browser
	@echo "Starter chatten. Stop den igen med Ctrl-C."
	@$(BIN)/hvidbog serve

ingest: $(READY) ## Read the documents of corpus/ into a new index
	@echo "Læser dokumenterne i corpus/ ind."
	@$(BIN)/hvidbog ingest

eval: $(READY) ## Measure the answers against the bars
	@echo "Measuring the answers against the bars."
	@$(BIN)/hvidbog eval all

test: $(READY) browser ## Run the tests (minutes; loopback only)
	@echo "Running the tests."
	@$(BIN)/python -m pytest

trials: $(READY) ## Run the large trials that the tests leave out
	@sh scripts/browser.sh display
	@sh scripts/provider.sh
	@echo "Running the trials."
	@$(BIN)/python -m pytest -m trial

check: $(READY) ## Check style and types
	@echo "Checking style and types."
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy $(PACKAGES)

clean: ## Remove what set-up and tests made; documents, index and settings stay
	@echo "Removing .venv, caches and test artefacts."
	@rm -rf .venv .venv-uv .mypy_cache .ruff_cache .pytest_cache .hypothesis test-artefacts
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
