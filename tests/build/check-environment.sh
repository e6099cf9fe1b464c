#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# check-environment.sh ROOT: doc/environment.md tells of every environment variable of noob's own.

set -eu

cd "$1"
missing=$(
  grep -rhoE --include='*.[ch]' '"NOOB_(DEBUG|GJS|PYTHON|[A-Z_]+_(DIR|PATH))"' noob | tr -d '"' | sort -u |
    while read -r name; do
      grep -q "^\`$name\`$" doc/environment.md || echo "$name"
    done
)

if [ -n "$missing" ]; then
  echo "doc/environment.md does not tell of:" >&2
  echo "$missing" >&2
  exit 1
fi
