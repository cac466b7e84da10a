# Two commands on a bare machine with Python 3.11 and make: `make serve` and `make test`.
.DELETE_ON_ERROR:
.PHONY: help install serve test soak lint evaluate table bench browser tools clean

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp-install

help:
	@echo 'make serve      install, take in the five plans once, open the chat on this machine'
	@echo 'make test       install, browser, tools, lint, types, tests, evaluation with its gate'
	@echo 'make soak       every kill and damaged file, of which make test tries a tenth; the five plans as scans'
	@echo 'make evaluate   the evaluation alone; make table: beside other pipelines, into the READMEs; make bench: speed; make lint; make install; make clean'

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@python=; for name in "$(PYTHON)" python3.11 python3; do \
	    if [ -n "$$name" ] && "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        python=$$name; break; fi; done; \
	if [ -z "$$python" ]; then \
	    echo 'make: Python 3.11 or newer is needed, and neither python3.11 nor python3 is one; name it: make install PYTHON=/path/to/python3.11' >&2; \
	    exit 1; fi; \
	[ -x $(BIN)/python ] || "$$python" -m venv $(VENV) || { rm -rf $(VENV); \
	    echo 'make: the virtual environment was not made; on Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input \
	    --constraint constraints.txt --editable '.[dev]'
	@touch $@

serve: install
	$(BIN)/plan-assistant serve

# Debian's chromium, for the tests of the page; elsewhere a browser that is there is used, or the tests say they were left out.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo 'make: installing chromium for the tests of the page'; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
	        </dev/null >/dev/null || echo 'make: chromium could not be installed' >&2; \
	else echo 'make: no chromium here; the tests of the page are left out' >&2; fi

# Debian's Tesseract with Vietnamese and LibreOffice's writer, for the tests of scans and of typeset plans; DejaVu has the
# Vietnamese letters that Liberation lacks. Elsewhere what is there is used, or the tests say they were left out.
tools:
	@missing=; \
	tesseract --list-langs 2>/dev/null | grep -qx vie || missing='tesseract-ocr tesseract-ocr-vie'; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-writer fonts-dejavu-core fonts-liberation"; \
	if [ -z "$$missing" ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "make: installing $$missing for the tests of scans and typeset plans"; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; } \
	        </dev/null >/dev/null || echo "make: $$missing could not be installed" >&2; \
	else echo "make: no $$missing here; the tests that need them are left out" >&2; fi

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint browser tools
	$(BIN)/python -m pytest
	$(BIN)/plan-assistant evaluate --variants

# All fifty kills and three hundred damaged files, of which `make test` tries a seeded tenth, and the five plans as scans
# at three resolutions; about an hour.
soak: install tools
	$(BIN)/python -m pytest -s -m 'soak or not soak' tests/test_product_kills.py tests/test_product_damaged_files.py
	$(BIN)/python -m pytest -s -m soak tests/test_ingest_scans.py

evaluate: install
	$(BIN)/plan-assistant evaluate

# The table of baselines in both READMEs, and the figures that it is made of.
table: install
	$(BIN)/plan-assistant evaluate --variants --baselines --table README.md --table README.vi.md --table docs/baselines.json

bench: install
	$(BIN)/python -m evals.bench

clean:
	rm -rf $(VENV) .cache build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
