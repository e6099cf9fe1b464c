#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Installs what is missing, builds noob, and counts the words of a text with each step of the work in
# a process of its own.
#
#   sh data/demo.sh [FILE-OR-FOLDER]

set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
text=$(realpath "${1:-$root/COPYING}")
build=$root/_build-demo

sh "$root/data/install-dependencies.sh"
sh "$root/data/build.sh" _build-demo --buildtype=release \
  -Dintrospection=false -Dvapi=false -Dman=false -Dtests=false >&2

export NOOB_LIBEXEC_DIR="$build/noob/tools"
export NOOB_MODULE_PATH="$build/data/examples"
exec /usr/bin/python3 "$root/data/demo.py" "$build/noob/tools/noob" \
  "$root/data/tubes/wordcount.yaml" "$text"
