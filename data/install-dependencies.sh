#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Installs the Debian packages (12 or 13) that noob needs and that are not there yet.
#
#   sh data/install-dependencies.sh         what building and running needs
#   sh data/install-dependencies.sh tests   also what the test suite needs

set -eu

packages='
  gcc libc6-dev meson ninja-build pkgconf python3
  libglib2.0-dev libjson-glib-dev libyaml-dev libzmq3-dev
'

if [ "${1:-}" = tests ]; then
  packages="$packages
    gobject-introspection libgirepository1.0-dev valac gi-docgen
    python3-gi python3-numpy gjs graphviz gir1.2-gdkpixbuf-2.0 alsa-utils
  "
fi

missing=
for package in $packages; do
  state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || {
    echo "These packages are missing, and only root can install them:$missing" >&2
    exit 1
  }
  as_root=sudo
fi

echo "Installing$missing" >&2
$as_root apt-get -qq update >&2
# shellcheck disable=SC2086 # one argument for each package
$as_root env DEBIAN_FRONTEND=noninteractive \
  apt-get -qq install --yes --no-install-recommends $missing >&2
