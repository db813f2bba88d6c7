#!/usr/bin/env bash
# Prints the last word of each test run from what `make test` keeps in artifacts/.
set -euo pipefail
cd "$(dirname "$0")/.."

summarise() { # NAME FILE PATTERN
  printf '%-9s ' "$1"
  if [[ -f artifacts/$2 ]]; then
    sed 's/\x1b\[[0-9;]*m//g' "artifacts/$2" | grep -E "$3" | tr -s ' =' ' ' | paste -sd ';' - || echo 'no summary'
  else
    echo 'did not run'
  fi
}

summarise pytest pytest.txt '^=+ .*(passed|failed|error).* in '
summarise wheel wheel.txt '^=+ .*(passed|failed|error).* in '
summarise agreement agreement.txt '^=+ .*(passed|failed|error).* in '
summarise jest jest.txt '^(Tests|Test Suites):'
summarise browser browser.txt '^ +[0-9]+ (passed|failed|flaky|skipped|did not run|interrupted)'
