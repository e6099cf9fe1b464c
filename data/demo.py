#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""demo.py NOOB TUBE TEXT: counts the words of a text, each step in a process of its own."""

import collections
import json
import subprocess
import sys
import time


def main(noob, tube, text):
    counts = collections.Counter()
    files = 0
    start = time.monotonic()

    command = [noob, "run", "--runner", "zmq", "--progress", "-i", "path", text, tube]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        for line in run.stdout:
            counts.update(json.loads(line))
            files += 1
    if run.returncode != 0:
        return run.returncode

    seconds = time.monotonic() - start
    print("\nThe ten commonest words:")
    for word, count in counts.most_common(10):
        print(f"  {count:8}  {word}")
    print(f"\n{counts.total()} words of {files} file{'s'[:files != 1]} in {seconds:.2f} s")
    return 0


sys.exit(main(*sys.argv[1:]))
