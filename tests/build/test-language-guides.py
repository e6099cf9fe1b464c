#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-language-guides.py NOOB DOC VAPI: what the guides of JavaScript and Vala show runs."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

NOOB, DOC, VAPI = map(os.path.abspath, sys.argv[1:4])

JAVASCRIPT_TUBE = """
nodes:
  count: { type: "gjs:./nodes.js#count", params: { start: 3, end: 6 } }
  scale: { type: "gjs:./nodes.js#scale", depends: count.value }
  divide: { type: "gjs:./nodes.js#divide", depends: [scale.value], params: { by: 4 } }
  sum: { type: "gjs:./nodes.js#Sum", depends: scale.value, params: { start: 100 } }
  ramp: { type: "gjs:./nodes.js#Ramp", depends: sum.total, params: { step: 0.5 } }
  return: { type: return, depends: [
    quotient: divide.quotient, rest: divide.rest, ramp: ramp.value] }
"""
JAVASCRIPT_RESULTS = [
    {"quotient": 1, "rest": 2, "ramp": 106.5},
    {"quotient": 2, "ramp": 115},
    {"quotient": 2, "rest": 2, "ramp": 125.5},
]
JAVASCRIPT_ASSET_TUBE = """
input: { word: { scope: process } }
assets:
  counts: { type: "gjs:./nodes.js#Counts", params: { path: counts.json }, scope: runner }
nodes:
  count:
    type: "gjs:./nodes.js#countWord"
    depends: [ counts: assets.counts, word: input.word ]
  return: { type: return, depends: count.value }
"""
VALA_TUBE = """
input: { x: { scope: process } }
nodes:
  scale: { type: "c:./libexample.so#ExampleScale", depends: input.x, params: { factor: 3 } }
  return: { type: return, depends: scale.value }
"""


def read(name, pattern):
    text = pathlib.Path(DOC, name).read_text(encoding="utf-8")
    return re.findall(pattern, text, re.DOTALL | re.MULTILINE)


class GuideTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, name, text):
        pathlib.Path(self.folder, name).write_text(text, encoding="utf-8")

    def run_in_folder(self, *command, **keywords):
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True,
                              check=False, timeout=120, **keywords)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout


@unittest.skipUnless(shutil.which("gjs"), "there is no gjs")
class TestJavaScript(GuideTest):
    def setUp(self):
        super().setUp()
        *self.nodes, self.program = read("javascript.md", r"^```js\n(.*?)^```$")

    def test_nodes(self):
        self.write("nodes.js", "\n".join(self.nodes))
        self.write("tube.yaml", JAVASCRIPT_TUBE)
        output = self.run_in_folder(NOOB, "run", "--runner", "zmq", "tube.yaml",
                                    stdin=subprocess.DEVNULL)
        self.assertEqual([json.loads(line) for line in output.splitlines()], JAVASCRIPT_RESULTS)

    def test_assets(self):
        self.write("nodes.js", "\n".join(self.nodes))
        self.write("tube.yaml", JAVASCRIPT_ASSET_TUBE)
        output = self.run_in_folder(NOOB, "run", "--runner", "zmq", "--input-format", "jsonl",
                                    "tube.yaml",
                                    input='{"word": "a"}\n{"word": "b"}\n{"word": "a"}\n')
        self.assertEqual(output.split(), ["1", "2", "2"])
        counts = pathlib.Path(self.folder, "counts.json").read_text(encoding="utf-8")
        self.assertEqual(json.loads(counts), [["a", 2], ["b", 1]])

    def test_program(self):
        self.write("program.js", f"import Noob from 'gi://Noob?version=1';\n{self.program}")
        output = self.run_in_folder("gjs", "-m", "program.js")
        self.assertEqual(output.splitlines(), ["50", "12", "14", "16"])


@unittest.skipUnless(shutil.which("valac"), "there is no valac")
class TestVala(GuideTest):
    def build(self, command):
        self.run_in_folder("sh", "-c", command.replace("valac", f"valac --vapidir {VAPI} -X -w"))

    def test_node_and_program(self):
        node, program = read("vala.md", r"^```vala\n(.*?)^```$")
        build_module, build_program = read("vala.md", r"^    (valac .*?)$")
        self.write("scale.vala", node)
        self.write("program.vala", program)
        self.write("scale.yaml", VALA_TUBE)
        self.build(build_module)
        self.build(build_program)
        self.assertEqual(self.run_in_folder("./program"), "4.5\n")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
