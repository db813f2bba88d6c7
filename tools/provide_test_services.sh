#!/usr/bin/env bash
# Makes sure that what the tests start is there: Chromium, Redis, PostgreSQL, npm.
# Installs what is missing when run as root on Debian or Ubuntu; elsewhere says what to install.
set -euo pipefail

has() { command -v "$1" >/dev/null; }
has_any() { for name in "$@"; do has "$name" && return; done; return 1; }
has_postgres() { has postgres || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; }

missing=()
[[ -n ${CHROMIUM_PATH:-} ]] || has_any chromium chromium-browser google-chrome || missing+=(chromium)
has redis-server || missing+=(redis-server)
has_postgres || missing+=(postgresql)
has npm || missing+=(npm)
((${#missing[@]})) || exit 0

if [[ $(id -u) == 0 ]] && has apt-get; then
  echo "Installing for the tests: ${missing[*]}"
  apt-get update -qq
  if [[ " ${missing[*]} " == *" chromium "* ]]; then
    if apt-cache policy chromium | grep -qE 'Candidate: .*(snap|\(none\))'; then
      echo "This system has no Chromium package: install Google Chrome, or set CHROMIUM_PATH to a browser." >&2
      exit 1
    fi
    missing+=(fonts-dejavu-core) # a browser without a font draws boxes
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "${missing[@]}" >/dev/null
  exit 0
fi

cat >&2 <<MESSAGE
The tests need these programs, which are not here: ${missing[*]}
  Debian, Ubuntu: sudo apt-get install ${missing[*]}
  Fedora:         sudo dnf install chromium redis postgresql-server nodejs-npm
  macOS:          brew install redis postgresql@16 node && brew install --cask chromium
A browser somewhere else is named by the environment variable CHROMIUM_PATH.
MESSAGE
exit 1
