#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""demo.py NOOB TUBE TEXT: counts the words of a text, each step in a process of its own."""

import collections
import json
import subprocess
import sys
import time


def main(noob, tube, text):
    start = time.monotonic()
    run = subprocess.run(
        [noob, "run", "--runner", "zmq", "--progress", "-i", "path", text, tube],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - start
    if run.returncode != 0:
        return run.stderr

    files = [json.loads(line) for line in run.stdout.splitlines()]
    counts = collections.Counter()
    for counts_of_file in files:
        counts.update(counts_of_file)

    print(f"The ten commonest words of {text}:")
    for word, count in counts.most_common(10):
        print(f"  {count:8}  {word}")
    print("counted by:")
    for line in run.stderr.splitlines():
        if line.startswith("process "):
            print(f"  {line}")
    total = sum(counts.values())
    print(f"{total} words, {len(counts)} of them different, {len(files)} file(s), {seconds:.2f} s")
    return 0


sys.exit(main(*sys.argv[1:]))
