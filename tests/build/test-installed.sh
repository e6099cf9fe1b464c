#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# test-installed.sh BUILD-FOLDER SOURCE PREFIX: a program that knows only pkg-config builds against
# an installed copy of the library, and runs.

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
LD_LIBRARY_PATH=$(pkg-config --variable=libdir noob-1) "$stage/program"
