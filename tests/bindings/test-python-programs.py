#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whole programs in Python: how they end, in which Python their nodes run, and the examples."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import venv
import wave

import gi

gi.require_version("Noob", "1")
from gi.repository import Noob  # noqa: E402

try:
    import numpy
except ImportError:
    numpy = None

SOUND = pathlib.Path("/usr/share/sounds/alsa/Front_Center.wav")

PROLOGUE = """
import gi, os, signal, sys
gi.require_version("Noob", "1")
from gi.repository import GLib, Noob
"""


def run(program, python=sys.executable, **environment):
    return subprocess.run([python, "-c", PROLOGUE + program], capture_output=True, text=True,
                          env={**os.environ, **environment}, timeout=60, check=False)


class TestPrograms(unittest.TestCase):
    def test_end_of_the_program_deinitializes_runners(self):
        for runner_class in ("SyncRunner", "ZmqRunner"):
            with tempfile.TemporaryDirectory() as folder:
                pathlib.Path(folder, "leaving.py").write_text(
                    "class Node:\n"
                    "    def process(self): pass\n"
                    "    def deinit(self): open('left', 'w').close()\n")
                result = run(f"""
os.chdir({folder!r})
runner = Noob.{runner_class}(tube=Noob.Tube.load({{"nodes": {{"a": {{"type": "leaving.Node"}}}}}}))
runner.init()
""", PYTHONPATH=f"{folder}:{os.environ['PYTHONPATH']}")
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                self.assertTrue(pathlib.Path(folder, "left").exists(), runner_class)

    def test_interrupting_a_node_interrupts_the_program(self):
        result = run("""
tube = Noob.Tube.load({"nodes": {"a": {"type": "signal.raise_signal", "params": {"signalnum": 2}}}})
with Noob.SyncRunner(tube=tube) as runner:
    try:
        runner.process()
    except KeyboardInterrupt:
        print("interrupted")
""")
        self.assertEqual((result.stdout, result.stderr), ("interrupted\n", ""))

    def test_forked_process_leaves_the_nodes_alone(self):
        result = run("""
tube = Noob.Tube.load({"nodes": {"a": {"type": "os.getpid"},
                                 "return": {"type": "return", "depends": "a.value"}}})
runner = Noob.ZmqRunner(tube=tube)
runner.init()
before = runner.process()
child = os.fork()
if child == 0:
    try:
        runner.process()
    except GLib.Error as error:
        sys.exit("forked off" not in error.message)
print(os.waitpid(child, 0) == (child, 0), runner.process() == before)
""")
        self.assertEqual((result.stdout, result.stderr), ("True True\n", ""))

    def test_nodes_run_in_the_virtual_environment_of_the_program(self):
        with tempfile.TemporaryDirectory() as folder:
            venv.create(folder, system_site_packages=True, with_pip=False)
            packages = next(pathlib.Path(folder).glob("lib/python*/site-packages"))
            (packages / "only_there.py").write_text("import sys\ndef where(): return sys.prefix\n")
            environment = dict(os.environ)
            environment.pop("NOOB_PYTHON", None)
            result = run("""
tube = Noob.Tube.load({"nodes": {"a": {"type": "only_there.where"},
                                 "return": {"type": "return", "depends": "a.value"}}})
with Noob.ZmqRunner(tube=tube) as runner:
    print(runner.process())
""", f"{folder}/bin/python", NOOB_PYTHON="")
            self.assertEqual((result.stdout, result.stderr), (f"{folder}\n", ""))


class TestCallersInC(unittest.TestCase):
    """The tool `noob` knows no Python, and tells what a node in Python has to say."""

    def fail(self, node_type):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "bad_syntax.py").write_text("def f(:\n")
            pathlib.Path(folder, "math_on.py").write_text(
                "import math\n"
                "def root(x): return math.sqrt(x)\n"
                "def give_object(x): return object()\n")
            tube = pathlib.Path(folder, "tube.yaml")
            tube.write_text("nodes:\n"
                            f"  a: {{type: {node_type}, params: {{x: -1}}}}\n"
                            "  return: {type: return, depends: a.value}\n")
            tool = pathlib.Path(os.environ["NOOB_LIBEXEC_DIR"], "noob")
            result = subprocess.run([tool, "run", "--runner", "zmq", "-n", "1", tube], check=False,
                                    capture_output=True, text=True, timeout=60)
        self.assertNotEqual(result.returncode, 0)
        return result.stderr

    def test_are_told_what_it_raises(self):
        self.assertIn("math domain error", self.fail("math_on.root"))

    def test_are_told_of_errors_at_load(self):
        self.assertIn("SyntaxError", self.fail("bad_syntax.f"))
        self.assertIn("no_such_module", self.fail("no_such_module.f"))
        self.assertIn('no parameter "x"', self.fail("colorsys.rgb_to_hsv"))

    def test_are_told_of_values_without_converter(self):
        message = self.fail("math_on.give_object")
        for words in ("node a", 'signal "value"', "builtins.object", "Noob.Converter"):
            self.assertIn(words, message)


@unittest.skipIf(numpy is None or not SOUND.exists(), "there is no numpy, or no sound")
class TestSpectrum(unittest.TestCase):
    """The example data/tubes/spectrum.yaml."""

    SIZE = 4096

    def find_strongest(self):
        """Returns what the tube is to find, in plain numpy."""
        with wave.open(str(SOUND)) as file:
            samples = numpy.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
        count = len(samples) // self.SIZE
        blocks = samples[:count * self.SIZE].reshape(count, self.SIZE)
        spectra = numpy.abs(numpy.fft.rfft(blocks * numpy.hanning(self.SIZE)))
        return [{"frequency": index * 48000 / self.SIZE} for index in spectra.argmax(axis=1)]

    def test_finds_the_strongest_frequencies(self):
        expected = self.find_strongest()
        self.assertGreater(len(expected), 10)
        for runner_class in (Noob.SyncRunner, Noob.ZmqRunner):
            tube = Noob.Tube.load("spectrum", path=str(SOUND), size=self.SIZE)
            with runner_class(tube=tube) as runner:
                self.assertEqual(list(runner.iter()), expected)


if __name__ == "__main__":
    unittest.main(verbosity=2)
