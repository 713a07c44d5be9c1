# What people type: run · test · check · bench · lock · messages · spelling
.DEFAULT_GOAL := run
.PHONY: run test check bench lock messages spelling

PYTHON ?= python3
BIN := .venv/bin
TESTS ?=

run: .venv/run.stamp
	@$(BIN)/python manage.py serve

test: .venv/dev.stamp
	@tests/chromium.sh
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(TESTS)

check: .venv/dev.stamp
	@PYTHON=$(BIN)/python tests/check.sh

bench: .venv/dev.stamp
	@set -e; for script in tests/benchmarks/*.py; do echo "== $$script"; PYTHONPATH=. $(BIN)/python "$$script"; done

messages: .venv/dev.stamp
	@$(BIN)/python manage.py translations

# The guide, by Debian's French dictionary: apt-get install -y hunspell hunspell-fr
spelling: .venv/dev.stamp
	@DJANGO_SETTINGS_MODULE=communs.settings $(BIN)/python -m tests.guide.spelling

# Locks are made with the oldest Python, whose needs include the others'.
lock: .venv/dev.stamp
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
		{ echo "Locks are made with Python 3.11: rm -r .venv && PYTHON=python3.11 make lock" >&2; exit 1; }
	@for file in requirements requirements-dev; do \
		$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host \
			--no-emit-find-links --strip-extras $(LOCK) --output-file=$$file.txt $$file.in || exit 1; \
	done

# A stamp is newer than the lock it installed: nothing is done twice, and an interrupted install is begun again.
.venv/run.stamp: requirements.txt
	@PYTHON="$(PYTHON)" sh communs/venv.sh
	@echo "Installing the libraries…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	@echo "Installing what the tests need…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
