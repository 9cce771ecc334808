# make run    serve the portal with demo data on http://127.0.0.1:8000 (PORT, DEMO=0 and the README's settings change that)
# make test   set up everything the tests need, and run them all
# make bench  figures, as ratios within one run
# make lint, make words, make screenshots   parts of the above, and the pictures of the README
SHELL := /bin/bash
PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-input
CODE := portal tests migrations deploy wsgi.py

.PHONY: run test bench lint words screenshots

# Stamps: a second run sees that nothing changed, and starts at once.
.venv/.run: requirements.txt
	@bash tests/support/needs.sh python $(PYTHON)
	@$(PY) -m pip --version >/dev/null 2>&1 || { rm -rf .venv && $(PYTHON) -m venv .venv; }
	$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(PIP) -r requirements-dev.txt
	@touch $@

# Clients of the protocols that the portal speaks, from npm: for the tests only.
.venv/.npm: tests/clients/package-lock.json .venv/.dev
	@bash tests/support/needs.sh tests
	cd tests/clients && npm ci --no-audit --no-fund --silent
	@touch $@

run: export DEMO ?= 1
run: export PORT ?= 8000
run: .venv/.run
	@.venv/bin/flask --app wsgi portal prepare
	@exec .venv/bin/gunicorn -c deploy/gunicorn.conf.py wsgi:app

# The tests start a Postgres cluster of their own, and end it whatever happens: tests/support/postgres.py. They mount
# small disks, which only root may outside a name space of one's own.
APART := $(if $(filter 0,$(shell id -u)),,unshare --user --map-current-user --keep-caps --mount)
test: lint .venv/.npm
	@bash tests/support/needs.sh tests
	$(APART) $(PY) -m pytest

bench: .venv/.dev
	@$(PY) -m tests.bench

lint: .venv/.dev
	.venv/bin/ruff check $(CODE)

words: .venv/.dev
	$(PY) -m tests.support.words

screenshots: .venv/.dev
	@bash tests/support/needs.sh tests
	$(PY) -m docs.screenshots
