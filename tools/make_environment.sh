#!/usr/bin/env bash
# Creates the virtual environment named by $1, after checking that Python and Node are new enough.
set -euo pipefail

venv=$1
say() { printf '%s\n' "$@" >&2; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    if is_new_enough "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

if ! python=$(find_python); then
  say "Python 3.11 or newer is needed; python3 here is: $(python3 --version 2>/dev/null || echo none)" \
    "Install one (https://www.python.org/downloads) or name it: make install PYTHON=/path/to/python3.12"
  exit 1
fi

node_version=$(node --version 2>/dev/null || echo none)
node_major=${node_version#v}
node_major=${node_major%%.*}
if [[ ! $node_major =~ ^[0-9]+$ ]] || ((node_major < 20)); then
  say "Node 20 or newer is needed to build the panel; found: $node_version" \
    "Install it from https://nodejs.org, or install a released wheel, which needs no Node."
  exit 1
fi

# Debian and Ubuntu ship Python without the part that makes environments.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "$package" >/dev/null
  else
    say "This Python cannot make virtual environments. On Debian or Ubuntu: sudo apt-get install $package"
    exit 1
  fi
fi

say "Creating $venv with $("$python" --version) and Node $node_version; this takes a minute or two."
if ! { is_new_enough "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1; }; then
  rm -rf "$venv"
  "$python" -m venv "$venv"
fi
"$venv/bin/pip" install --quiet --upgrade 'pip>=25.1'
