#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The main job on real files, under each runner, against what tr, sort and uniq say of them.

Arguments: the tool, the folder of the sources, and the runners."""

import json
import os
import random
import subprocess
import sys
import tempfile
import unittest

TOOL, SOURCES = map(os.path.abspath, sys.argv[1:3])
RUNNERS = sys.argv[3:]
COPYING = os.path.join(SOURCES, "COPYING")
PIPELINE = "tr -cs A-Za-z '\\n' | tr A-Z a-z | grep . | sort | uniq -c"


def expect(path):
    with open(path, "rb") as file:
        output = subprocess.run(["sh", "-c", PIPELINE], stdin=file, stdout=subprocess.PIPE,
                                check=False, text=True, env={**os.environ, "LC_ALL": "C"}).stdout
    return {word: int(count) for count, word in (line.split() for line in output.splitlines())}


def count(runner, *arguments, **keywords):
    output = subprocess.run([TOOL, "run", "--runner", runner, *arguments, "wordcount"],
                            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
                            timeout=300, check=True, **keywords).stdout
    return [json.loads(line) for line in output.splitlines()]


def write_large_file(path):
    """Over 1 MiB of words of the licence, with all kinds of line ends and bytes that are no text."""
    ends = [b"\n", b"\r\n", b"\xff\n", b"\x00\n", b" \xc3\xa9-\n"]
    generator = random.Random(1)
    with open(COPYING, encoding="utf-8") as file:
        words = file.read().split()
    with open(path, "wb") as file:
        while file.tell() < 1 << 20:
            line = " ".join(generator.choices(words, k=generator.randint(0, 14)))
            file.write(line.encode() + generator.choice(ends))


class TestWordcount(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def check_each_runner(self, expected, *arguments, **keywords):
        for runner in RUNNERS:
            with self.subTest(runner=runner):
                self.assertEqual(count(runner, *arguments, **keywords), expected)

    def test_default_is_the_licence_here(self):
        self.check_each_runner([expect(COPYING)], cwd=SOURCES)

    def test_folder_is_read_in_order(self):
        write_large_file(self.path("b"))
        for name, text in (("a", "One two.\n\nTWO"), ("c", ""), ("d", "\n"), (".hidden", "no")):
            with open(self.path(name), "w", encoding="utf-8") as file:
                file.write(text)
        os.mkdir(self.path("e"))

        self.check_each_runner([{"one": 1, "two": 2}, expect(self.path("b")), {}, {}],
                               "-i", "path", self.folder)

    def test_missing_file_is_an_error(self):
        for runner in RUNNERS:
            with self.subTest(runner=runner):
                done = subprocess.run([TOOL, "run", "--runner", runner, "-i", "path",
                                       self.path("none"), "wordcount"],
                                      stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                      timeout=60, check=False)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn("files", done.stderr)
                self.assertIn(self.path("none"), done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
