# One command per task. Every step leaves a stamp, so a second call does only what has changed.
SHELL := bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
PANEL := labextension
UI := tests/ui
AIMOCK := tests/doubles/aimock
AGREEMENT := $(VENV)/agreement
PORT ?= 8888
# Python tests side by side; most of them wait more than they compute.
WORKERS ?= 3

# jlpm, which builds the panel, is found through PATH by the package's own build.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PANEL_SOURCES := $(shell find $(PANEL)/src $(PANEL)/style $(PANEL)/schema -type f 2>/dev/null) \
	$(wildcard $(PANEL)/*.json $(PANEL)/yarn.lock $(PANEL)/.yarnrc.yml)
PACKAGE_SOURCES := $(shell find jupyter_tutor jupyter-config -type f \
	-not -path '*/__pycache__/*' -not -path 'jupyter_tutor/labextension/*') README.md LICENSE

# The browser of the tests, looked up when they run: `services` may just have installed it.
CHROMIUM = "$${CHROMIUM_PATH:-$$(command -v chromium || command -v chromium-browser || command -v google-chrome)}"

# $(call kept,FILE,COMMAND) runs COMMAND and keeps what it prints in artifacts/FILE.
kept = set -o pipefail; mkdir -p artifacts; ($(2)) 2>&1 | tee artifacts/$(1)

# Otherwise make would take these for leftovers of a chain of rules and delete them.
.PRECIOUS: %/node_modules/.package-lock.json

.PHONY: help install run test services quality train lint lint-python lint-panel test-python test-panel \
	test-wheel test-agreement test-ui summary wheel bench soak clean

help: ## List these commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

install: $(STAMPS)/package ## Create .venv with the tutor, JupyterLab and Notebook in it.

run: $(STAMPS)/package ## Start JupyterLab on the sample course, with the tutor beside it.
	@$(BIN)/python tools/run_example.py --port $(PORT)

test: services lint test-python test-panel test-wheel test-agreement test-ui summary ## Run every check there is.

lint: lint-python lint-panel ## Style, types and import contracts of both languages.

lint-python: $(STAMPS)/test-tools
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

lint-panel: $(STAMPS)/test-tools $(UI)/node_modules/.package-lock.json
	cd $(PANEL) && jlpm lint:check
	cd $(UI) && npm run --silent check

test-python: services $(STAMPS)/test-tools $(AIMOCK)/node_modules/.package-lock.json ## The Python tests.
	$(call kept,pytest.txt,$(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile)

test-panel: $(STAMPS)/package ## The panel's unit tests.
	$(call kept,jest.txt,cd $(PANEL) && jlpm test)

test-wheel: dist/stamp $(STAMPS)/test-tools ## Install the built wheel where there is no Node.
	$(call kept,wheel.txt,$(BIN)/pytest -m wheel tests/test_wheel.py)

test-agreement: $(AGREEMENT)/stamp ## Whether nbgrader and Otter make of their notebooks what we make.
	$(call kept,agreement.txt,$(AGREEMENT)/bin/python -m pytest -c tests/agreement/pytest.ini tests/agreement)

test-ui: services $(STAMPS)/package $(UI)/node_modules/.package-lock.json ## What a person does, in a real browser.
	$(call kept,browser.txt,cd $(UI) && CHROMIUM_PATH=$(CHROMIUM) npm test --silent)

summary:
	@tools/summarise_tests.sh

services: ## Chromium, Redis and PostgreSQL for the tests, when missing.
	@tools/provide_test_services.sh

wheel: dist/stamp ## Build dist/*.whl and dist/*.tar.gz from a fresh panel.

train: $(STAMPS)/package ## Fit the message kinds' weights anew, from ../shared/data or JUPYTER_TUTOR_DATA.
	$(BIN)/python tools/train_message_kind.py

bench: $(STAMPS)/test-tools ## Print the tutor's figures beside the bare provider SDK.
	$(BIN)/python bench/run.py
	$(BIN)/python bench/limits_bench.py
	$(BIN)/python bench/modules_bench.py

soak: $(STAMPS)/test-tools ## Long runs under load, which are no part of `make test`.
	$(BIN)/python bench/sessions.py
	$(BIN)/python bench/soak.py

QUALITY_DATA ?= ../shared/data

quality: $(STAMPS)/test-tools ## How good the teaching decisions are on labelled data, with a report page.
	@mkdir -p artifacts
	$(BIN)/python -m jupyter_tutor.faces.command.main quality --data $(QUALITY_DATA) --report artifacts/quality.html

clean: ## Remove everything that was built or installed here.
	rm -rf $(VENV) dist build artifacts $(PANEL)/lib $(PANEL)/node_modules $(PANEL)/coverage \
		$(PANEL)/tsconfig.tsbuildinfo $(UI)/node_modules $(AIMOCK)/node_modules jupyter_tutor/labextension \
		.hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- steps ---------------------------------------------------------------------------------

$(STAMPS)/environment: tools/make_environment.sh
	tools/make_environment.sh $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/build-tools: pyproject.toml | $(STAMPS)/environment
	$(BIN)/pip install --quiet --group build --group jupyter
	@touch $@

# The old bundle goes first: the build would take a bundle that is there for a current one.
$(STAMPS)/package: $(STAMPS)/build-tools $(PANEL_SOURCES) $(wildcard jupyter-config/*/*.json)
	rm -rf jupyter_tutor/labextension
	$(BIN)/pip install --quiet --no-build-isolation --editable '.[all]'
	@touch $@

$(STAMPS)/test-tools: $(STAMPS)/package
	$(BIN)/pip install --quiet --group lint --group test
	@touch $@

# Heavy tools with versions of their own: they are kept out of the environment of everything else.
$(AGREEMENT)/stamp: tests/agreement/requirements.txt | $(STAMPS)/environment
	$(BIN)/python -m venv --clear $(AGREEMENT)
	$(AGREEMENT)/bin/pip install --quiet --requirement tests/agreement/requirements.txt
	@touch $@

%/node_modules/.package-lock.json: %/package-lock.json
	cd $* && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# The wheel is built from the sdist, as an installer without Node would build it.
dist/stamp: $(STAMPS)/build-tools $(PANEL_SOURCES) $(PACKAGE_SOURCES)
	rm -rf dist jupyter_tutor/labextension
	$(BIN)/python -m build --no-isolation
	@touch $@
