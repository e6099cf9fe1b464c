#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-guides.py NOOB DOC: what the guides show builds as they say, and does what they say."""

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
PROGRAM_OUTPUT = """\
process: 0
iterate: 2
iterate: 4
iterate: 6
run: 100 results
start: 1000 events
failure: node "multiply"
process: 10
disabled: no result
process: 0
by hand: 3 events
"""


def blocks(path, pattern):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    return re.findall(pattern, text, re.DOTALL | re.MULTILINE)


def join_blocks(guide, folder, name):
    """The pieces of C of a guide are those of one file."""
    source = "\n".join(blocks(guide, r"^```c\n(.*?)^```$"))
    pathlib.Path(folder, name).write_text(source, encoding="utf-8")


def check_module(noob, doc):
    guide = pathlib.Path(doc, "writing-nodes.md")
    [build] = blocks(guide, r"^    (cc -shared .*?)$")
    with tempfile.TemporaryDirectory() as folder:
        join_blocks(guide, folder, "numbers.c")
        pathlib.Path(folder, "tube.yaml").write_text(TUBE, encoding="utf-8")
        subprocess.run(f"{build} -Wall -Werror", shell=True, cwd=folder, check=True)

        command = [os.path.abspath(noob), "run", "-n", "3", "tube.yaml"]
        output = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE).stdout

    results = [json.loads(line) for line in output.splitlines()]
    return None if results == [[0, 10], [1, 11], [2, 12]] else f"The tube gave {results}"


def check_program(doc):
    with tempfile.TemporaryDirectory() as folder:
        join_blocks(pathlib.Path(doc, "zmq-runner.md"), folder, "program.c")
        subprocess.run("cc -Wall -Werror program.c -o program "
                       "$(pkg-config --cflags --libs noob-1)", shell=True, cwd=folder, check=True)
        output = subprocess.run(["./program"], cwd=folder, check=True, stdout=subprocess.PIPE,
                                text=True).stdout

    return None if output == PROGRAM_OUTPUT else f"The program wrote:\n{output}"


def main(noob, doc):
    return check_module(noob, doc) or check_program(doc)


sys.exit(main(*sys.argv[1:]))
