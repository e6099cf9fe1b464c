#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""check-headers.py ROOT HEADER...: noob.h includes every public header, and nothing but those."""

import pathlib
import re
import sys

INCLUDE = re.compile(r'^#include "([^"]+)"', re.MULTILINE)
GENERATED = {"core/noob-version.h"}


def main(root, *headers):
    folder = pathlib.Path(root, "noob").resolve()
    included = set(INCLUDE.findall((folder / "noob.h").read_text(encoding="utf-8")))
    installed = {pathlib.Path(header).resolve().relative_to(folder).as_posix() for header in headers}
    installed |= GENERATED

    complaints = [f"noob.h does not include {name}" for name in sorted(installed - included)]
    complaints += [f"{name} is in noob.h but not installed" for name in sorted(included - installed)]
    return "\n".join(complaints) or None


sys.exit(main(*sys.argv[1:]))
