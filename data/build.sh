#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Builds noob in a folder of the source tree, setting it up when it is new.
#
#   sh data/build.sh FOLDER [MESON-OPTION]...

set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
build=$root/$1
shift

# A folder that was set up for another tree, or only half, is of no use.
if ! grep -qsF "\"$root/meson.build\"" "$build/meson-info/intro-buildsystem_files.json"; then
  rm -rf "$build"
  meson setup "$@" "$build" "$root"
fi
ninja -C "$build"
