#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Runs the same tubes here, under the Python library whose tubes these are, and the same job under
# ezmsg, one after the other and over again, and prints the medians side by side. The others are
# installed into a folder that is removed afterwards.
#
#   tests/bench/compare.sh BUILD-FOLDER
#
# PYTHON is the Python that has PyGObject, PEER_PYTHON the one that the others are installed for.

set -eu

if [ $# -ne 1 ] || [ ! -e "$1/noob/tools/noob-node" ]; then
  echo "usage: compare.sh BUILD-FOLDER" >&2
  exit 2
fi

runs=5
build=$(cd "$1" && pwd)
bench=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$bench/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if ! "${PEER_PYTHON:-python3}" -m venv "$folder/venv" >"$folder/log" 2>&1 ||
   ! "$folder/venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 \
     'noob[zmq]' ezmsg >>"$folder/log" 2>&1; then
  tail -n 1 "$folder/log" >&2
  echo "skipped: the libraries to compare with cannot be installed here" >&2
  exit 77
fi

mkdir -m 700 "$folder/run"
export XDG_RUNTIME_DIR="$folder/run" PYTHONDONTWRITEBYTECODE=1

run_here ()
{
  LD_LIBRARY_PATH="$build/noob" GI_TYPELIB_PATH="$build/noob" \
  PYTHONPATH="$root/bindings/python:$bench/compare" NOOB_LIBEXEC_DIR="$build/noob/tools" \
  NOOB_MODULE_PATH="$build/tests/zmq" \
  "${PYTHON:-/usr/bin/python3}" "$bench/compare/compare_tubes.py" "$1"
}

run_peer ()
{
  (cd "$folder" && PYTHONPATH="$bench/compare" "$folder/venv/bin/python" "$@" 2>>"$folder/log")
}

i=0
while [ $i -lt $runs ]; do
  run_here native
  run_here python
  run_peer "$bench/compare/compare_tubes.py" library
  run_peer "$bench/compare/compare_ezmsg.py"
  i=$((i + 1))
done >"$folder/samples"

"${PYTHON:-/usr/bin/python3}" "$bench/compare/compare_table.py" <"$folder/samples"
