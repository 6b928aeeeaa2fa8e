# Needs git, make and Python 3.11 or newer; `make test` also needs Node 20 or newer, `make browser-check` Chromium too.
# Everything is installed from requirements/*.txt, hashes checked, into $(VENV) and tests/github/node_modules.

VENV ?= .venv
BIN := $(VENV)/bin
GITHUB := tests/github
BROWSER := tests/browser
SHARED ?= ../shared
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
LOCKED := --require-hashes --only-binary :all:
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
  --generate-hashes --only-binary :all: --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help demo test fault-check contract-check browser-check picture fuzz lint format bench bench-speed bench-requests image-check fit lock clean

help:
	@echo "make demo         commit two handoffs to a small repository and watch them become issues"
	@echo "make test         run all tests; ARGS='-k text' picks some"
	@echo "make fault-check  disturb a run at every request by every fault, and say what was wrong afterwards"
	@echo "make contract-check  hold what the tests send, and what they get, against GitHub's description of its API"
	@echo "make browser-check  look at the page of explain --html in Chromium; its pictures are in build/browser"
	@echo "make picture      take the README's pictures anew (with the fonts Inter and JetBrains Mono)"
	@echo "make fuzz         try texts of all kinds on what reads strangers' words; SECONDS=300 for each part"
	@echo "make lint         check style, types, workflows, action.yml and the Dockerfile"
	@echo "make format       put the code into the form that lint asks for"
	@echo "make readme       write anew what README.md shows of the workflow, of \`explain\` and of the decisions"
	@echo "make bench        score the reading of real handoffs, where $(SHARED) is at hand"
	@echo "make bench-speed  time parsing and planning, and hold them to their targets; make bench shows it, and goes on"
	@echo "make bench-requests  count the requests of runs, by the number of issues; make bench does it too"
	@echo "make fit          learn anew from labelled notes; NOTES='folder folder' names them, ARGS=--check writes nothing"
	@echo "make image-check  build the Action's image and run it the way GitHub does"
	@echo "make lock         write requirements/*.txt anew after pyproject.toml changed; UPGRADE=1 takes newer versions"
	@echo "make clean        remove what the other targets made"

demo: $(VENV)/.runtime
	@$(BIN)/python scripts/demo.py

test: $(VENV)/.dev $(GITHUB)/node_modules/.package-lock.json
	$(BIN)/pytest $(or $(ARGS),--numprocesses auto)

fault-check: $(VENV)/.dev $(GITHUB)/node_modules/.package-lock.json
	@PYTHONPATH=tests:$(GITHUB) $(BIN)/python scripts/fault_check.py

contract-check: $(VENV)/.dev $(GITHUB)/node_modules/.package-lock.json
	npm ci --prefix $(GITHUB)/contract --ignore-scripts --no-audit --no-fund --loglevel=error
	rm -rf build/records && mkdir -p build/records
	FORGE_RECORDS=build/records $(BIN)/pytest -q --numprocesses auto
	@$(BIN)/python scripts/contract_check.py build/records

browser-check: $(VENV)/.dev
	npm ci --prefix $(BROWSER) --ignore-scripts --no-audit --no-fund --loglevel=error
	@PYTHONPATH=tests $(BIN)/python scripts/browser_check.py

picture: browser-check
	cp build/browser/readme.png docs/explain.png
	cp build/browser/readme-issue.png docs/issue.png
	cp build/browser/readme-pull-request.png docs/pull-request.png

fuzz: $(VENV)/.dev
	@PYTHONPATH=tests:$(GITHUB) $(BIN)/python scripts/fuzz.py --seconds $(or $(SECONDS),30) $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/basedpyright
	$(BIN)/zizmor --offline --persona pedantic --no-progress --quiet .
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml src/handoff_issues/starter/workflow.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-actions action.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/hadolint Dockerfile

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

readme: $(VENV)/.runtime
	@$(BIN)/python scripts/readme.py

bench: $(VENV)/.runtime bench-requests
	-@$(MAKE) --no-print-directory bench-speed
	@if [ ! -e $(SHARED)/bench/score.py ]; then echo "$(SHARED)/bench is not here: nothing to score"; exit 0; fi; \
	PATH="$(abspath $(BIN)):$$PATH"; set -e; \
	for part in "" "--part build" "--part aside"; do \
	  echo "== score.py $$part"; python $(SHARED)/bench/score.py $$part; \
	done; \
	echo "== continuity.py"; python $(SHARED)/bench/continuity.py; \
	echo "== secrets"; python scripts/bench_secrets.py $(SHARED)/corpus/docs

fit: $(VENV)/.fit
	@$(BIN)/python scripts/fit.py $(or $(NOTES),$(SHARED)/corpus) $(ARGS)

bench-speed: $(VENV)/.runtime
	@$(BIN)/python scripts/bench_speed.py $(SHARED)/corpus/docs

bench-requests: $(VENV)/.dev $(GITHUB)/node_modules/.package-lock.json
	@PYTHONPATH=tests:$(GITHUB) $(BIN)/python scripts/bench_requests.py

image-check: $(VENV)/.dev $(GITHUB)/node_modules/.package-lock.json
	@PYTHONPATH=$(GITHUB) $(BIN)/python scripts/image_check.py

lock: $(VENV)/.dev
	$(COMPILE) pyproject.toml --group dev --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --constraints requirements/dev.txt --output-file requirements/runtime.txt
	$(COMPILE) --group build --constraints requirements/dev.txt --output-file requirements/build.txt
	$(COMPILE) --group fit --constraints requirements/dev.txt --output-file requirements/fit.txt

clean:
	rm -rf $(VENV) build demo dist $(GITHUB)/node_modules $(GITHUB)/contract/node_modules $(BROWSER)/node_modules

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found; name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip' 2>/dev/null || \
	  { echo "$(PYTHON) has no ensurepip; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

# What running needs, and the package itself, in place; the lock names everything, so nothing else is fetched.
$(VENV)/.runtime: pyproject.toml requirements/runtime.txt requirements/build.txt | $(BIN)/python
	$(PIP) install $(LOCKED) --requirement requirements/runtime.txt --requirement requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	$(PIP) install $(LOCKED) --requirement requirements/dev.txt
	@touch $@

$(VENV)/.fit: $(VENV)/.runtime requirements/fit.txt
	$(PIP) install $(LOCKED) --requirement requirements/fit.txt
	@touch $@

# No package of npm's runs a script of its own here.
$(GITHUB)/node_modules/.package-lock.json: $(GITHUB)/package.json $(GITHUB)/package-lock.json
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null || \
	  { echo "The tests need Node 20 or newer, with npm; found: $$(node --version 2>/dev/null || echo none)" >&2; exit 1; }
	npm ci --prefix $(GITHUB) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
