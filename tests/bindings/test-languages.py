#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-languages.py NOOB SOURCES: a tube with nodes of five languages, on a real file, and what
noob inspect tells of each."""

import hashlib
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import unittest

NOOB, SOURCES = map(os.path.abspath, sys.argv[1:3])
COPYING = os.path.join(SOURCES, "COPYING")
TEXT = f"gjs:{SOURCES}/data/examples/text.js"
NODES = f"gjs:{SOURCES}/tests/bindings/nodes.js"


def noob(*arguments):
    return subprocess.run([NOOB, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=120, check=False)


class TestTube(unittest.TestCase):
    def test_words_of_the_licence(self):
        text = pathlib.Path(COPYING).read_text(encoding="utf-8").lower()
        words = re.findall(r"[^\W\d_]+", text)
        joined = "\n".join(words).encode()

        done = noob("run", "--runner", "zmq", "-i", "path", COPYING, "languages")

        self.assertEqual((done.returncode, done.stderr), (0, ""))
        result = json.loads(done.stdout)
        self.assertAlmostEqual(
            result.pop("mean"), statistics.fmean(len(word) for word in words if len(word) >= 2))
        self.assertEqual(result, {
            "longest": max(words, key=len),
            "digest": hashlib.sha256(joined).hexdigest(),
        })


class TestInspect(unittest.TestCase):
    def inspect(self, node_type, *options):
        done = noob("inspect", "--json", node_type, *options)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        description = json.loads(done.stdout)
        self.assertEqual(description["type"], node_type)
        return description

    def assert_told(self, node_type, language, stateful, slots, signals, *options):
        """Slots by name: required (!) or not (?), = where they may be left unwired, the type."""
        def show(slot):
            return (f"{'!' if slot['required'] else '?'}{'=' if slot['has-default'] else ''}"
                    f"{slot.get('type', '')}")

        told = self.inspect(node_type, *options)
        self.assertEqual((told["language"], told["stateful"]), (language, stateful))
        self.assertEqual({slot["name"]: show(slot) for slot in told["slots"]}, slots)
        self.assertEqual(told["signals"], signals)
        return told

    def test_c(self):
        self.assert_told("c:libcounter.so#multiply", "c", False,
                         {"value": "!int64", "factor": "!int64"}, ["value"])
        self.assert_told("c:libcounter.so#count", "c", True, {"start": "!=int64"}, ["value"])

    def test_special(self):
        self.assert_told("map", "special", False, {"value": "!list"}, ["value", "n"])
        told = self.assert_told("gather", "special", True,
                                {"value": "!", "trigger": "?=", "n": "!=int64"}, ["value"])
        self.assertEqual(told["params"]["flatten"], {"type": "a boolean", "default": False})

    def test_vala(self):
        told = self.assert_told("c:libtext.so#TextLengths", "c", False,
                                {"words": "!list[string]"}, ["lengths"])
        self.assertEqual(told["params"]["at-least"], {
            "type": "an integer", "default": 1,
            "documentation": "The length of the shortest words that count"})

    def test_typelib(self):
        told = self.assert_told("GLib.compute_checksum_for_string", "gi", False, {
            "checksum_type": "!GLib.ChecksumType", "str": "!utf8", "length": "!gint64"}, ["value"])
        self.assertEqual(told["language"], "gi")

    def test_python(self):
        told = self.assert_told("statistics.fmean", "python", False, {"data": "!", "weights": "!="},
                                ["value"])
        self.assertEqual(told["params"], {"weights": {"default": None}})
        self.assertIn("arithmetic mean", told["documentation"])

    def test_javascript(self):
        told = self.assert_told(f"{TEXT}#split", "gjs", False, {"lines": "!", "separator": "!="},
                                ["words", "text"])
        self.assertEqual(told["params"], {"lines": {}, "separator": {"default": "\n"}})
        self.assertIn("a run of letters", told["documentation"])
        self.assert_told(f"{TEXT}#Longest", "gjs", True, {"words": "!"}, ["value"])
        self.assert_told(f"{NODES}#fallback", "gjs", False, {"value": "?=", "other": "!="},
                         ["value"])
        self.assert_told(f"{NODES}#countTo", "gjs", True, {}, ["value"], "-i", "end", "3")
        told = self.assert_told(f"{NODES}#Ramp", "gjs", True, {"offset": "?="}, ["at"])
        self.assertEqual(told["params"]["step"]["default"], 1)

    def test_text(self):
        done = noob("inspect", f"{TEXT}#split")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for line in (r"Language: +gjs", r"  lines +required", r"  separator +required when wired",
                     r"  words", r'  separator +default "\\n"', r"  Takes a text apart"):
            self.assertRegex(done.stdout, f"(?m)^{line}")

    def test_what_cannot_be_loaded(self):
        for node_type, *words in (
            (f"{NODES}#scael", "scael", "scale"),
            ("no_such_module.f", "no_such_module"),
            ("c:libnosuch.so#f", "libnosuch.so"),
            ("NoSuchNode", "NoSuchNode"),
        ):
            with self.subTest(node_type=node_type):
                done = noob("inspect", node_type)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertRegex(done.stderr, r"\Anoob: [^\n]*\n\Z")
                for word in words:
                    self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
