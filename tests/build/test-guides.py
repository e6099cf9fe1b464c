#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-guides.py NOOB DOC: the module that the guides show builds as they say, and its nodes run."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TUBE = """
nodes:
  count: { type: "c:./libnumbers.so#count" }
  add: { type: "c:./libnumbers.so#add", params: { right: 10 }, depends: [{ left: count.value }] }
  return: { type: return, depends: [count.value, add.value] }
"""


def blocks(path, pattern):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    return re.findall(pattern, text, re.DOTALL | re.MULTILINE)


def main(noob, doc):
    guide = pathlib.Path(doc, "writing-nodes.md")
    [build] = blocks(guide, r"^    (cc -shared .*?)$")
    with tempfile.TemporaryDirectory() as folder:
        source = "\n".join(blocks(guide, r"^```c\n(.*?)^```$"))
        pathlib.Path(folder, "numbers.c").write_text(source, encoding="utf-8")
        pathlib.Path(folder, "tube.yaml").write_text(TUBE, encoding="utf-8")
        subprocess.run(f"{build} -Wall -Werror", shell=True, cwd=folder, check=True)

        command = [os.path.abspath(noob), "run", "-n", "3", "tube.yaml"]
        output = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE).stdout

    results = [json.loads(line) for line in output.splitlines()]
    return None if results == [[0, 10], [1, 11], [2, 12]] else f"The tube gave {results}"


sys.exit(main(*sys.argv[1:]))
