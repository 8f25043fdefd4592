# Everything that is done with this project, from a fresh clone on: `make` lists it.
# Needs git, make, and Python 3.12 or newer or a network (then uv fetches Python).

PORT ?= 8000
ARGS ?=
PYTHON_VERSION := $(shell cat .python-version)
UV_VERSION := 0.13.9

BIN := .venv/bin
CHECKS := format lint templates django types imports migrations deploy lock docs
MANAGE := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help install run test check lock docs pictures format clean
.PHONY: $(CHECKS:%=check-%)

help: ## this list
	@echo "Plangate: make …"
	@sed -n 's/^\([a-z]*\):.*## /  \1	/p' Makefile | expand -t 12

# --- Set-up ---------------------------------------------------------------------------------

# Sets $python to a Python that is new enough and really runs: a version manager's shim may stand
# on the PATH and refuse. The version of .python-version is taken first; with none at all, uv is
# left to fetch that one.
find_python = python=$(PYTHON_VERSION); \
	for rule in "'%d.%d' % sys.version_info[:2] == '$(PYTHON_VERSION)'" \
			"sys.version_info >= (3, 12)"; do \
		for each in python$(PYTHON_VERSION) python3.14 python3.12 python3 python \
				"$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/*/bin/python; do \
			found=$$("$$each" -c "import sqlite3, ssl, sys; \
				assert sqlite3.sqlite_version_info >= (3, 37) and $$rule; \
				print(sys.executable)" 2>/dev/null) && python=$$found && break 2; \
		done; \
	done

# Sets $uv to a uv that really runs: the one on the PATH, or our own in .uv/, from PyPI with any
# Python or, with none, from its makers.
find_uv = uv=uv; uv --version >/dev/null 2>&1 || uv=.uv/bin/uv; \
	$$uv --version >/dev/null 2>&1 || { \
		echo "Installing uv $(UV_VERSION) into .uv/"; \
		for each in python3 "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/*/bin/python3; do \
			rm -rf .uv; \
			"$$each" -m venv .uv >/dev/null 2>&1 && \
				.uv/bin/pip install --quiet uv==$(UV_VERSION) && break; \
		done; \
		$$uv --version >/dev/null 2>&1 || \
			curl -LsSf https://astral.sh/uv/$(UV_VERSION)/install.sh | \
				UV_UNMANAGED_INSTALL="$$PWD/.uv/bin" sh -s -- --quiet; \
		$$uv --version >/dev/null 2>&1 || { \
			echo "uv could not be installed: see https://docs.astral.sh/uv/"; exit 1; \
		}; \
	}

install: ## make .venv with everything that running, testing and checking need
	@if cmp -s requirements/dev.txt .venv/installed.txt && $(BIN)/python -c ''; then exit 0; fi; \
	set -e; \
	$(find_uv); \
	if ! $(BIN)/python -c '' 2>/dev/null; then \
		$(find_python); \
		echo "Making .venv with Python $$python"; \
		rm -rf .venv; \
		$$uv venv --quiet --python "$$python" .venv; \
	fi; \
	echo "Installing requirements/dev.txt"; \
	$$uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt; \
	cp requirements/dev.txt .venv/installed.txt

clean: ## remove what the other targets made, but for your data in var/
	rm -rf .venv .uv .coverage* htmlcov var/tests .hypothesis .*_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

# --- Running --------------------------------------------------------------------------------

run: install ## serve the demo companies on http://127.0.0.1:8000 (PORT=… for another port)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@$(MANAGE) demo
	@echo "Plangate is at http://127.0.0.1:$(PORT) (Ctrl+C stops it)"
	@exec $(BIN)/gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --timeout 120 --log-level warning

# --- Testing and checking -------------------------------------------------------------------

test: install ## the whole test suite, on SQLite and PostgreSQL (ARGS="-k gate" for a part)
	@$(BIN)/python -m tests $(ARGS)

check: $(CHECKS:%=check-%) ## formatting, types, imports, templates, migrations, lock, docs (-k: go on)
	@echo "All checks passed."

# The checks look at the code, not at this machine's database or keys.
PLAIN := SECRET_KEY=of-checks-only DATABASE_URL=sqlite://:memory:
# What `check --deploy` is asked about: the settings of docs/settings.md, “In production”.
PRODUCTION := HTTPS=true MAIL_HOST=mail.example ALLOWED_HOSTS=plangate.example DEBUG=false \
	DATABASE_URL=postgres://127.0.0.1/plangate \
	SECRET_KEY=not-a-secret-but-as-long-as-one-0123456789-abcdefghijklmnopqrstuvwxyz
SOURCES = $(shell find config gates plans tests manage.py -name '*.py')
TEMPLATES = $(shell find templates gates plans -name '*.html')

check-format: install
	@echo "Formatting (make format mends it)"
	@$(BIN)/ruff format --check --quiet || { $(BIN)/ruff format --check; exit 1; }

check-lint: install
	@echo "Lint"
	@$(BIN)/ruff check --quiet

check-templates: install
	@echo "Templates"
	@$(BIN)/djade --target-version 6.1 --check $(TEMPLATES)

check-django: install
	@echo "Django's idioms"
	@$(BIN)/django-upgrade --target-version 6.1 --check $(SOURCES)

check-types: install
	@echo "Types"
	@$(PLAIN) $(BIN)/mypy --no-error-summary

check-imports: install
	@echo "Imports"
	@said=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$said"; exit 1; }

check-migrations: install
	@echo "Migrations"
	@$(PLAIN) $(MANAGE) makemigrations --check --dry-run --verbosity 1

check-deploy: install
	@echo "Settings for production"
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING --verbosity 0

check-lock: install
	@echo "Lock files (make lock mends them)"
	@set -e; $(find_uv); fresh=$$(mktemp -d); trap 'rm -rf "$$fresh"' EXIT; \
	cp requirements/*.txt "$$fresh"; \
	$(call compile,"$$fresh"); \
	for set in base dev; do \
		grep -v '^ *#' requirements/$$set.txt >"$$fresh/$$set.old"; \
		grep -v '^ *#' "$$fresh/$$set.txt" | diff "$$fresh/$$set.old" -; \
	done

check-docs: install
	@echo "Generated docs (make docs mends them)"
	@$(PLAIN) $(MANAGE) print_docs --check

lock: ## write requirements/*.txt from pyproject.toml (ARGS=--upgrade for newer versions)
	@set -e; $(find_uv); $(call compile,requirements,$(ARGS))

# (folder, options): writes both files there. Versions that stand in the folder's files are kept;
# for the oldest Python that we accept, whatever runs this.
compile = for set in base dev; do \
		group=; [ $$set = base ] || group="--group $$set"; \
		$$uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
			--no-header $(2) $$group pyproject.toml --output-file $(1)/$$set.txt; \
	done

docs: install ## write the generated docs
	@$(PLAIN) $(MANAGE) print_docs

pictures: install ## draw the pictures in docs/ anew, from a demo of their own; needs Chromium
	@$(BIN)/python -m tests.pictures

format: install ## format code and templates, and mend what can be mended
	@$(BIN)/ruff check --fix --quiet --exit-zero
	@$(BIN)/ruff format --quiet
	@$(BIN)/djade --target-version 6.1 $(TEMPLATES)
