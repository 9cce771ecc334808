# make run    serve the portal with demo data on http://127.0.0.1:8000
# make test   set up what the tests need, and run them all
# make bench  figures, as ratios within one run
SHELL := /bin/bash
PY := .venv/bin/python
export DEMO ?= 1
export PORT ?= 8000

.PHONY: run test bench lint words screenshots

.venv/.run: requirements.txt
	test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install -q --disable-pip-version-check -r requirements.txt
	touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(PY) -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	touch $@

run: .venv/.run
	.venv/bin/flask --app wsgi portal prepare
	exec .venv/bin/gunicorn -c deploy/gunicorn.conf.py wsgi:app

test: .venv/.dev
	bash tests/support/needs.sh
	.venv/bin/ruff check portal tests migrations wsgi.py
	$(PY) -m pytest

bench: .venv/.dev
	$(PY) -m tests.bench

lint: .venv/.dev
	.venv/bin/ruff check portal tests migrations wsgi.py
	.venv/bin/lint-imports

words: .venv/.dev
	$(PY) -m tests.support.words

screenshots: .venv/.dev
	bash tests/support/needs.sh
	$(PY) -m docs.screenshots
