#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# check-spdx.sh ROOT: every source file says under which licence it stands.

set -eu

cd "$1"
unmarked=$(
  find .ci bindings data doc noob tests -type f \
    \( -name '*.[ch]' -o -name '*.h.in' -o -name '*.py' -o -name '*.js' -o -name '*.sh' \
       -o -name '*.vala' -o -path .ci/run \) \
    -exec grep -L 'SPDX-License-Identifier: LGPL-2.1-or-later' {} +
) || true

if [ -n "$unmarked" ]; then
  echo "No SPDX-License-Identifier line in:" >&2
  echo "$unmarked" >&2
  exit 1
fi
