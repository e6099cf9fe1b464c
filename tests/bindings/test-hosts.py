#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Nodes of other languages in processes of their own."""

import os
import pathlib
import tempfile
import unittest
from unittest import mock

import gi

gi.require_version("Noob", "1")
from gi.repository import GLib, Noob  # noqa: E402

FOLDER = pathlib.Path(__file__).parent


def load(nodes):
    """Returns the tube of some nodes, the last of which is returned."""
    *_, last = nodes
    return Noob.Tube.load({
        "input": {"x": {"scope": "process", "required": False}},
        "nodes": {**nodes, "return": {"type": "return", "depends": f"{last}.value"}},
    })


def one_node(node_type, **rest):
    return load({"a": {"type": node_type, "depends": [{"value": "input.x"}], **rest}})


class HostTestCase(unittest.TestCase):
    def assert_fails(self, tube, code, *words):
        with self.assertRaises(GLib.Error) as raised:
            Noob.ZmqRunner(tube=tube).init()
        self.assertTrue(raised.exception.matches(Noob.error_quark(), code), raised.exception)
        for word in words:
            self.assertIn(word, raised.exception.message)


class TestNativeAndPythonHosts(HostTestCase):
    def test_python_function(self):
        tube = load({"root": {"type": "math.sqrt", "depends": "input.x"}})
        with Noob.ZmqRunner(tube=tube) as runner:
            self.assertEqual(runner.process(x=16.0), 4.0)
            self.assertEqual(runner.process(x=25), 5.0)

    def test_python_builtin_and_param(self):
        tube = load({"total": {"type": "sum", "depends": "input.x", "params": {"start": 10}}})
        with Noob.ZmqRunner(tube=tube) as runner:
            self.assertEqual(runner.process(x=[1, 2]), 13)

    def test_python_module_beside_the_tube(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "beside_the_tube.py").write_text("def two(): return 2\n")
            path = pathlib.Path(folder, "tube.yaml")
            path.write_text("nodes: {a: {type: beside_the_tube.two},"
                            " return: {type: return, depends: a.value}}\n")
            with Noob.ZmqRunner(tube=Noob.Tube.load(path)) as runner:
                self.assertEqual(runner.process(), 2)

    def test_python_exception_keeps_type_and_traceback(self):
        with mock.patch.dict(os.environ, PYTHONPATH=f"{FOLDER}:{os.environ['PYTHONPATH']}"):
            with Noob.ZmqRunner(tube=one_node("sample_nodes.complain")) as runner:
                with self.assertRaises(ValueError):
                    runner.process(x=3)
                failure = runner.get_failure()
        self.assertEqual((failure.get_node_id(), failure.get_type_name(), failure.get_message()),
                         ("a", "ValueError", "3 is no good"))
        self.assertIn("sample_nodes.py", failure.get_traceback())

    def test_python_module_that_is_not_there(self):
        self.assert_fails(one_node("no_such_module.f"), Noob.Error.LOAD, '"a"', "no_such_module")

    def test_missing_python_says_how_to_set_it(self):
        with mock.patch.dict(os.environ, NOOB_PYTHON="/nowhere/python"):
            self.assert_fails(one_node("math.sqrt"), Noob.Error.LOAD, '"a"', "/nowhere/python",
                              "install", "NOOB_PYTHON")

    def test_missing_host_program(self):
        with tempfile.TemporaryDirectory() as folder:
            with mock.patch.dict(os.environ, NOOB_LIBEXEC_DIR=folder):
                self.assert_fails(one_node("math.sqrt"), Noob.Error.LOAD, '"a"',
                                  "noob-node-python", folder)

    def test_typelib_function(self):
        tube = load({
            "root": {"type": "GLib.ascii_strup", "depends": "input.x", "params": {"len": -1}},
        })
        with Noob.ZmqRunner(tube=tube) as runner:
            self.assertEqual(runner.process(x="shout"), "SHOUT")

    def test_typelib_without_its_module(self):
        with mock.patch.dict(os.environ, NOOB_MODULE_PATH="", LD_LIBRARY_PATH=""):
            self.assert_fails(one_node("gi:GLib.get_host_name"), Noob.Error.LOAD, '"a"',
                              "libnoob-introspection-1.so")


@unittest.skipUnless(GLib.find_program_in_path("gjs"), "there is no gjs")
class TestGjsHost(HostTestCase):
    SCALE = f"gjs:{FOLDER}/nodes.js#scale"

    def test_exported_function(self):
        with Noob.ZmqRunner(tube=one_node(self.SCALE)) as runner:
            self.assertEqual(runner.process(x=4), 8)
        with Noob.ZmqRunner(tube=one_node(self.SCALE, params={"factor": 0.5})) as runner:
            self.assertEqual(runner.process(x=1), 0.5)

    def test_path_relative_to_the_tube(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "two.js").write_text("export function two() { return 2; }\n")
            path = pathlib.Path(folder, "tube.yaml")
            path.write_text("nodes: {a: {type: 'gjs:./two.js#two'},"
                            " return: {type: return, depends: a.value}}\n")
            with Noob.ZmqRunner(tube=Noob.Tube.load(path)) as runner:
                self.assertEqual(runner.process(), 2)

    def test_exception_keeps_type_and_stack(self):
        with Noob.ZmqRunner(tube=one_node(f"gjs:{FOLDER}/nodes.js#complain")) as runner:
            with self.assertRaises(GLib.Error):
                runner.process(x=3)
            failure = runner.get_failure()
        self.assertEqual((failure.get_type_name(), failure.get_message()),
                         ("RangeError", "3 is out of range"))
        self.assertIn("nodes.js", failure.get_traceback())

    def test_what_is_not_exported(self):
        self.assert_fails(one_node(f"gjs:{FOLDER}/nodes.js#scael"), Noob.Error.LOAD, '"a"',
                          "scael", "complain", "scale")

    def test_file_that_is_not_there(self):
        self.assert_fails(one_node("gjs:/nowhere.js#f"), Noob.Error.LOAD, '"a"', "/nowhere.js")

    def test_missing_gjs_says_how_to_set_it(self):
        with mock.patch.dict(os.environ, NOOB_GJS="/nowhere/gjs"):
            self.assert_fails(one_node(self.SCALE), Noob.Error.LOAD, '"a"', "/nowhere/gjs",
                              "install", "NOOB_GJS")

    def test_mixes_with_python(self):
        tube = load({
            "root": {"type": "math.sqrt", "depends": "input.x"},
            "each": {"type": self.SCALE, "depends": [{"value": "root.value"}]},
        })
        with Noob.ZmqRunner(tube=tube) as runner:
            self.assertEqual([runner.process(x=n * n) for n in range(4)], [0, 2, 4, 6])


if __name__ == "__main__":
    unittest.main(verbosity=2)
