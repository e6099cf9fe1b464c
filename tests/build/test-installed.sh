#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# test-installed.sh BUILD-FOLDER SOURCE PREFIX: a program that knows only pkg-config builds against
# an installed copy of the library, and runs; and the installed tool finds what was installed with it.

set -eu

build=$1
source=$2
prefix=$3
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

DESTDIR=$stage meson install -C "$build" --no-rebuild --quiet

pc=$(find "$stage" -name noob-1.pc)
sed -i "s|^prefix=.*|prefix=$stage$prefix|" "$pc"
PKG_CONFIG_PATH=${pc%/*}
export PKG_CONFIG_PATH

# shellcheck disable=SC2046 # several options
cc -Wall -Werror "$source" -o "$stage/program" $(pkg-config --cflags --libs noob-1)
LD_LIBRARY_PATH=$(pkg-config --variable=libdir noob-1)
export LD_LIBRARY_PATH
"$stage/program"

# The folders that are built in are those without the stage.
NOOB_MODULE_PATH=$(dirname "$(find "$stage" -name libcounter.so)")
NOOB_LIBEXEC_DIR=$(dirname "$(find "$stage" -name noob-node)")
XDG_DATA_DIRS=$stage$prefix/share
export NOOB_MODULE_PATH NOOB_LIBEXEC_DIR XDG_DATA_DIRS
unset NOOB_TUBE_PATH

for runner in sync zmq; do
  results=$("$stage$prefix/bin/noob" run -n 3 --runner "$runner" counter </dev/null | tr '\n' ' ')
  [ "$results" = '0 2 4 ' ] || {
    echo "The installed tool gave $results with the runner $runner." >&2
    exit 1
  }
done
