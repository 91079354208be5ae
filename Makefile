# make run    install what is needed and open the demonstration clinic (no screen: issue the example)
# make test   install what is needed, then lint, types, architecture and tests
#
# PYTHON=/path/to/python chooses the interpreter for a new .venv.

VENV := .venv
BIN := $(VENV)/bin
FOR_RUN := $(VENV)/installed-for-run
FOR_DEV := $(VENV)/installed-for-dev

# Tests open real windows on a screen of their own, with nothing taken from the developer's session:
# its locale, its Wayland socket, its message bus and its scaling would all change the outcome.
ifeq ($(shell uname -s),Linux)
ON_SCREEN := env -u WAYLAND_DISPLAY LC_ALL=C.UTF-8 QT_QPA_PLATFORM=xcb QT_SCALE_FACTOR=1 \
	DBUS_SESSION_BUS_ADDRESS=disabled: XDG_RUNTIME_DIR="$(CURDIR)/$(VENV)/runtime" \
	xvfb-run -a -s "-screen 0 1600x1200x24 -noreset"
endif

.DEFAULT_GOAL := help
.PHONY: help run test test-full lint wheel clean machine-for-run machine-for-test machine-for-lint

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile
	@echo "also: make lint, make test-full, make wheel, make clean"

run: machine-for-run $(FOR_RUN)
	@tools/prepare.sh start

test: machine-for-test lint
	@$(ON_SCREEN) $(BIN)/pytest -m "not slow"

test-full: machine-for-test lint
	@$(ON_SCREEN) $(BIN)/pytest

lint: machine-for-lint $(FOR_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: machine-for-lint $(FOR_DEV)
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find consult_app tests -name __pycache__ -prune -exec rm -rf {} +

machine-for-run machine-for-test machine-for-lint:
	@tools/prepare.sh machine $(@:machine-for-%=%)

# The developers' installation holds everything that running needs.
$(FOR_RUN): pyproject.toml | machine-for-lint
	@tools/prepare.sh environment run
	@touch $@

$(FOR_DEV): pyproject.toml | machine-for-lint
	@tools/prepare.sh environment dev
	@touch $@ $(FOR_RUN)
