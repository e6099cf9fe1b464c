#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Installs what is missing, builds, and runs every test: the whole suite, and then the unit tests
# again with the address and undefined behaviour sanitizers. The last line is `N passed, N failed`.

set -u

root=$(cd "$(dirname "$0")/.." && pwd -P)
passed=0
failed=0

finish () {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}

# Adds what the log of one run says to the totals.
count_results () {
  counts=$(/usr/bin/python3 "$root/tests/count-results.py" "$1") || counts='0 1'
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
}

# run_tests FOLDER TEST-OPTIONS [MESON-OPTION]...
run_tests () {
  folder=$1
  test_options=$2
  shift 2

  echo "== $folder"
  if ! sh "$root/data/build.sh" "$folder" "$@"; then
    echo "The build in $folder failed."
    failed=$((failed + 1))
    return
  fi
  log=$root/$folder/meson-logs/testlog.json
  rm -f "$log"
  # shellcheck disable=SC2086 # several options
  meson test -C "$root/$folder" --no-rebuild --print-errorlogs $test_options
  count_results "$log"
}

if ! sh "$root/data/install-dependencies.sh" tests; then
  failed=1
  finish
fi

run_tests _build ''
run_tests _build-asan '--no-suite=build --timeout-multiplier=3' \
  -Db_sanitize=address,undefined -Db_lundef=false -Dintrospection=false -Dvapi=false
finish
