#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-readme.py README: the tube that README shows runs, and from C and Python alike."""

import pathlib
import re
import subprocess
import sys
import tempfile


def block(text, language):
    return re.search(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE).group(1)


def run(folder, *command):
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


def main(readme):
    text = pathlib.Path(readme).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for language, name in (("yaml", "counter.yaml"), ("c", "counter.c"), ("python", "counter.py")):
            pathlib.Path(folder, name).write_text(block(text, language), encoding="utf-8")

        flags = run(folder, "pkg-config", "--cflags", "--libs", "noob-1").split()
        run(folder, "cc", "-Wall", "-Werror", "counter.c", "-o", "counter", *flags)
        from_c = run(folder, "./counter")
        from_python = run(folder, sys.executable, "counter.py")

    print(from_c, end="")
    return None if from_c and from_c == from_python else f"Python prints:\n{from_python}"


sys.exit(main(*sys.argv[1:]))
