#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A database as an asset of a node in a process of its own, against a count of the whole text.

Argument: the tool."""

import collections
import contextlib
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest

TOOL = os.path.abspath(sys.argv[1])
TEXT = pathlib.Path("/usr/share/common-licenses/GPL-3")


class TestDatabase(unittest.TestCase):
    def test_words_of_a_text(self):
        expected = collections.Counter(re.findall(r"[a-z]+", TEXT.read_text().lower()))
        # The tool itself has no Python, so that only processes of their own can run this.
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "words.sqlite")
            output = subprocess.run([TOOL, "run", "--runner", "zmq", "-i", "database", path, "database"],
                                    stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
                                    timeout=120, check=True).stdout
            self.assertEqual(output.splitlines()[-1], f'{{"words":{len(expected)}}}')
            with contextlib.closing(sqlite3.connect(path)) as database:
                self.assertEqual(dict(database.execute("select word, count from words")), expected)
            # A database that was not closed leaves a journal behind.
            self.assertEqual(os.listdir(folder), ["words.sqlite"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
