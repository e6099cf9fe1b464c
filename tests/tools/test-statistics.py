#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""State that is carried from epoch to epoch, against what Python says of the whole file.

Arguments: the tool, and the runners."""

import array
import json
import os
import statistics
import subprocess
import sys
import unittest
import wave

TOOL = os.path.abspath(sys.argv[1])
RUNNERS = sys.argv[2:]
SOUND = "/usr/share/sounds/alsa/Noise.wav"


def read_sound():
    with wave.open(SOUND) as sound:
        return array.array("h", sound.readframes(sound.getnframes()))


def run(runner, *arguments):
    output = subprocess.run([TOOL, "run", "--runner", runner, *arguments, "statistics"],
                            stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
                            timeout=300, check=True).stdout
    return [json.loads(line) for line in output.splitlines()]


class TestStatistics(unittest.TestCase):
    def check(self, said, samples):
        self.assertEqual(said["count"], len(samples))
        self.assertEqual(said["least"], min(samples))
        self.assertEqual(said["greatest"], max(samples))
        self.assertAlmostEqual(said["mean"], statistics.fmean(samples))
        self.assertAlmostEqual(said["variance"], statistics.pvariance(samples), places=3)

    def test_each_block_goes_on_from_the_one_before(self):
        samples = read_sound()
        for runner in RUNNERS:
            with self.subTest(runner=runner):
                results = run(runner)
                self.assertEqual(len(results), -(-len(samples) // 4096))
                self.check(results[0], samples[:4096])
                self.check(results[1], samples[:8192])
                self.check(results[-1], samples)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
