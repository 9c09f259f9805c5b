# Kuvend. `make help` lists the targets; `make run` needs Python >= 3.11 and nothing else.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev
ROOMS := cms consultations plugins search
WORKERS ?= 2
LEXICONS := $(PY) -m search.analysis.compiling  # nothing to do where they are current

.DEFAULT_GOAL := help
.PHONY: help run test test-fast check bench screenshots schema messages lock clean services

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

run: $(RUN) ## Install what is missing, prepare the database, start the site and its worker (PORT=8000)
	@$(LEXICONS)
	@$(PY) tools/run.py

$(RUN): requirements/run.txt pyproject.toml tools/install.py
	@$(PYTHON) tools/install.py run

$(DEV): requirements/dev.txt pyproject.toml tools/install.py
	@$(PYTHON) tools/install.py dev

services: $(DEV) ## Install what the tests need beside Python (Chromium, PostgreSQL, Java), where allowed
	@$(LEXICONS)
	@$(PY) tools/needs.py

test: services ## The whole suite on SQLite, then its database tests on a private PostgreSQL
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup
	$(PY) tools/postgres.py $(PY) -m pytest -n $(WORKERS) --dist loadgroup --database-only

test-fast: $(DEV) ## The suite on SQLite without browsers and other servers
	@$(LEXICONS)
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup -m "not e2e and not services"

check: $(DEV) ## Everything that needs no test run: style, types, imports, migrations, translations, plugins, API
	$(PY) tools/check.py

bench: services ## Pages as ratios to a bare view; search beside Wagtail's own (SEARCH_BENCH="--documents 100000")
	@$(LEXICONS)
	$(PY) -m tests.benchmarks
	$(PY) -m tests.benchmarks.search $(SEARCH_BENCH)

screenshots: services ## Each page type at 360 and 1280 px in two languages, into screenshots/
	$(PY) -m pytest tests/e2e --screenshots -m e2e -k screenshots

schema: $(DEV) ## Write the API's OpenAPI snapshot anew
	$(PY) -m pytest -q tests/cms/api/test_schema_snapshot.py --update-snapshots

messages: services ## Bring the translation catalogues up to date with the code, then say what is untranslated
	-$(PY) tools/translations.py --write
	$(PY) tools/cyrillic_catalogues.py

lock: $(DEV) ## Write requirements/*.txt anew from pyproject.toml
	$(PY) tools/lock.py

clean: ## Remove what was built; keeps var/, where the database is
	rm -rf $(VENV) build dist screenshots .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find $(ROOMS) locale -name '*.mo' -delete 2>/dev/null || true
