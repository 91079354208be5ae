#!/usr/bin/env bash
# Prepare this machine, one step per call. The Makefile calls it; it can also be called by hand.
#
#   tools/prepare.sh machine lint|run|test   install, or name exactly, what the system lacks
#   tools/prepare.sh environment run|dev     make .venv and install the project into it, editable
#   tools/prepare.sh start                   open the demonstration clinic, or issue the example
#
# PYTHON chooses the interpreter; otherwise the first Python 3.11 or later is taken.
set -euo pipefail
cd "$(dirname "$0")/.."

# What is looked for, and the Debian or Ubuntu package that brings it. Libraries are looked for by
# name, not packages, because package names differ between releases and libraries do not.
QT_LIBRARIES=(
  libglib-2.0.so.0=libglib2.0-0
  libEGL.so.1=libegl1
  libGL.so.1=libgl1
  libdbus-1.so.3=libdbus-1-3
  libfontconfig.so.1=libfontconfig1
  libxkbcommon.so.0=libxkbcommon0
  libxcb-cursor.so.0=libxcb-cursor0
  libxcb-icccm.so.4=libxcb-icccm4
  libxcb-keysyms.so.1=libxcb-keysyms1
  libxcb-shape.so.0=libxcb-shape0
  libxcb-randr.so.0=libxcb-randr0
  libxkbcommon-x11.so.0=libxkbcommon-x11-0
  libxcb-xkb.so.1=libxcb-xkb1
  libxcb-image.so.0=libxcb-image0
  libxcb-render-util.so.0=libxcb-render-util0
)
# Needed at a real desk only: printers, and desktops that offer no X11.
DESKTOP_LIBRARIES=(
  libcups.so.2=libcups2
  libwayland-cursor.so.0=libwayland-cursor0
  libwayland-egl.so.1=libwayland-egl1
)
TEST_PROGRAMS=(
  xvfb-run=xvfb
  xauth=xauth
  openbox=openbox
  xdotool=xdotool
  pdftotext=poppler-utils
  qpdf=qpdf
  certutil=libnss3-tools
)

say() { echo "set-up: $*"; }
fail() {
  echo "set-up: $*" >&2
  exit 1
}

is_linux() { [ "$(uname -s)" = Linux ]; }
has_screen() { ! is_linux || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }

choose_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  if [ -n "${PYTHON:-}" ]; then
    fail "PYTHON=$PYTHON is not Python 3.11 or later; choose another."
  fi
  fail "Python 3.11 or later was not found; install it (Ubuntu 22.04: sudo apt-get install python3.11 python3.11-venv), or name it with PYTHON=/path/to/python."
}

# Print the packages for what is missing among the given NAME=PACKAGE pairs, one a line.
missing_libraries() {
  local known pair
  known=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p) # not on every user's path
  for pair in "$@"; do
    grep -qF "${pair%%=*}" <<<"$known" || echo "${pair#*=}"
  done
}

missing_programs() {
  local pair
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || echo "${pair#*=}"
  done
}

# Debian keeps venv apart from Python, in a package with the version in its name.
missing_venv() {
  "$1" -c 'import ensurepip, venv' 2>/dev/null ||
    "$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

install_packages() {
  local as_root=() command="apt-get install --yes --no-install-recommends $*"
  command -v apt-get >/dev/null ||
    fail "this system lacks what Debian calls: $*. Install these with its package manager and run this again."
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null ||
      fail "system packages are missing. Run this line, then the same make command again: sudo $command"
    as_root=(sudo -n)
  fi
  say "installing system packages: $*"
  # A third party's broken package source must not stop us: the installation itself decides.
  ${as_root[@]+"${as_root[@]}"} apt-get update -qq || true
  # shellcheck disable=SC2086  # unquoted: the words of the command
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive $command -qq >/dev/null ||
    fail "apt could not install the packages; the lines above say why. The command was: $command"
}

prepare_machine() {
  local python packages
  python=$(choose_python)
  is_linux || return 0
  packages=$(
    missing_venv "$python"
    case "$1" in
      # Without a screen nothing of Qt is loaded, so nothing is needed for it.
      run) ! has_screen || missing_libraries "${QT_LIBRARIES[@]}" "${DESKTOP_LIBRARIES[@]}" ;;
      test)
        missing_libraries "${QT_LIBRARIES[@]}"
        missing_programs "${TEST_PROGRAMS[@]}"
        ;;
    esac
  )
  # shellcheck disable=SC2086  # unquoted: each line is one package
  [ -z "$packages" ] || install_packages $packages
}

prepare_environment() {
  local python project=.
  python=$(choose_python)
  [ "$1" = run ] || project=".[dev]"
  if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
  fi
  mkdir -p .venv/runtime # for the tests' virtual screen; Qt insists that nobody else can read it
  chmod 700 .venv/runtime
  say "installing the project and what it needs into .venv (the first time, some 150 MB to download)"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable "$project" ||
    fail "the installation into .venv did not finish; the lines above say why. Run the same command again."
}

start() {
  has_screen && exec .venv/bin/consult-app --demo
  echo "No screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): taking the example consultation to a signed PDF in out/ instead."
  exec .venv/bin/consult-app demo --out out
}

case "${1:-} ${2:-}" in
  "machine lint" | "machine run" | "machine test") prepare_machine "$2" ;;
  "environment run" | "environment dev") prepare_environment "$2" ;;
  "start ") start ;;
  *) fail "usage: tools/prepare.sh machine lint|run|test, environment run|dev, or start" ;;
esac
