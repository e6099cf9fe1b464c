#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Assets in Python, under every runner."""

import os
import pathlib
import sys
import tempfile
import unittest

import gi

gi.require_version("Noob", "1")
from gi.repository import GLib, Noob  # noqa: E402

MODULES = pathlib.Path(__file__).parent / "modules"

# For this process, and for the hosts.
sys.path.insert(0, str(MODULES))
os.environ["PYTHONPATH"] = f"{MODULES}:{os.environ['PYTHONPATH']}"


def load(asset, function, scope="runner", **keys):
    """Returns a tube of two nodes in succession that both depend on the asset."""
    function = f"python_assets.{function}"
    return Noob.Tube.load({
        "assets": {"t": {"type": f"python_assets.{asset}", "scope": scope, **keys}},
        "nodes": {
            "a": {"type": function, "depends": [{_slot(function): "assets.t"}]},
            "b": {"type": function, "depends": [{_slot(function): "assets.t"},
                                                {"after": "a.value"}]},
            "result": {"type": "return", "depends": [{"a": "a.value"}, {"b": "b.value"}]},
        },
    })


def _slot(function):
    import python_assets
    import inspect
    return next(iter(inspect.signature(getattr(python_assets, function.partition(".")[2]))
                     .parameters))


class AssetTestCase(unittest.TestCase):
    RUNNERS = (Noob.SyncRunner, Noob.ZmqRunner)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def each_runner(self, *arguments, **keywords):
        for runner_class in self.RUNNERS:
            with self.subTest(runner=runner_class.__name__):
                with runner_class(tube=load(*arguments, **keywords)) as runner:
                    yield runner


class TestSharing(AssetTestCase):
    """In one process nodes change one object; else each has the copy of the one before."""

    def check(self, *arguments, **keywords):
        for runner in self.each_runner(*arguments, **keywords):
            second = {"a": 3, "b": 4} if isinstance(runner, Noob.SyncRunner) else {"a": 2, "b": 3}
            self.assertEqual(runner.process(), {"a": 1, "b": 2})
            self.assertEqual(runner.process(), second)

    def test_object_of_a_class(self):
        self.check("Counter", "bump")

    def test_object_that_says_its_state(self):
        self.check("Slotted", "bump")

    def test_dict(self):
        self.check("make_dict", "bump_dict")

    def test_params_in_a_list(self):
        for runner in self.each_runner("Counter", "bump", params=[10, 5]):
            self.assertEqual(runner.process(), {"a": 15, "b": 20})

    def test_params_in_a_map(self):
        for runner in self.each_runner("Counter", "bump", params={"step": 3}):
            self.assertEqual(runner.process(), {"a": 3, "b": 6})

    def test_list(self):
        for runner in self.each_runner("make_list", "append", params=[5]):
            self.assertEqual(runner.process(), {"a": [5, 1], "b": [5, 1, 2]})

    def test_iterator(self):
        for runner in self.each_runner("count_up", "take_next", params=[7]):
            self.assertEqual(runner.process(), {"a": 7, "b": 8})

    def test_array(self):
        for runner in self.each_runner("make_array", "add_one", params=[1000]):
            self.assertEqual(runner.process(), {"a": (1.0, 1000), "b": (2.0, 1000)})

    def test_more_params_in_a_list_than_one_digit_counts(self):
        for runner in self.each_runner("make_list", "append", params=list(range(12))):
            self.assertEqual(runner.process()["a"], [*range(12), 12])

    def test_maker_that_is_awaited(self):
        for runner in self.each_runner("make_dict_later", "bump_dict", params={"start": 4}):
            self.assertEqual(runner.process(), {"a": 5, "b": 6})

    def test_what_entering_gives_is_the_asset(self):
        for runner in self.each_runner("Session", "bump_dict", scope="process", params=[None]):
            self.assertEqual(runner.run(2), [{"a": 1, "b": 2}] * 2)

    def test_builtin(self):
        tube = {
            "assets": {"t": {"type": "dict", "scope": "runner", "params": {"count": 6}}},
            "nodes": {"a": {"type": "python_assets.bump_dict", "depends": ["assets.t"]},
                      "result": {"type": "return", "depends": "a.value"}},
        }
        for runner_class in self.RUNNERS:
            with self.subTest(runner=runner_class.__name__):
                with runner_class(tube=Noob.Tube.load(tube)) as runner:
                    self.assertEqual(runner.run(2), [7, 8])

    def test_is_the_object_itself(self):
        for asset, params in [("make_dict", []), ("make_list", []), ("make_array", [4]),
                              ("count_up", []), ("Counter", []), ("Slotted", [])]:
            with self.subTest(asset=asset):
                with Noob.SyncRunner(tube=load(asset, "get_identity", params=params)) as runner:
                    first = runner.process()
                    self.assertEqual(first["a"], first["b"])
                    self.assertEqual(runner.process(), first)

    def test_is_one_object_in_two_slots(self):
        for scope in ("runner", "process", "node"):
            tube = {
                "assets": {"t": {"type": "python_assets.make_dict", "scope": scope}},
                "nodes": {"a": {"type": "python_assets.is_same",
                                "depends": [{"one": "assets.t"}, {"other": "assets.t"}]},
                          "result": {"type": "return", "depends": "a.value"}},
            }
            for runner_class in self.RUNNERS:
                with self.subTest(runner=runner_class.__name__, scope=scope):
                    with runner_class(tube=Noob.Tube.load(tube)) as runner:
                        self.assertIs(runner.process(), True)

    def test_each_root_epoch_has_its_own(self):
        for runner in self.each_runner("make_dict", "bump_dict", scope="process"):
            self.assertEqual(runner.run(3), [{"a": 1, "b": 2}] * 3)

    def test_each_call_has_its_own(self):
        for runner in self.each_runner("Connection", "bump", scope="node"):
            self.assertEqual(runner.run(2), [{"a": 1, "b": 1}] * 2)


class TestSize(AssetTestCase):
    """An array of 100 MB that is changed in place has one copy in each process, and goes again."""

    SIZE = 100 << 20
    SLACK = 60 << 20
    TUBE = {
        "assets": {"t": {"type": "python_assets.make_array", "scope": "runner",
                         "params": [SIZE // 8]}},
        "nodes": {
            "a": {"type": "python_assets.add_one", "depends": ["assets.t"]},
            "b": {"type": "python_assets.add_one", "depends": ["assets.t", "a.value"]},
            "c": {"type": "python_assets.add_one", "depends": ["assets.t", "b.value"]},
            "d": {"type": "python_assets.add_one", "depends": ["assets.t", "c.value"]},
            "result": {"type": "return", "depends": "d.value"},
        },
    }

    @staticmethod
    def read_memory(pid, name):
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1]) * 1024
        raise LookupError(name)

    def test_array_in_a_chain(self):
        import numpy  # noqa: F401 (part of what a process has anyway)
        with Noob.ZmqRunner(tube=Noob.Tube.load(self.TUBE)) as runner:
            for epoch in range(3):
                self.assertEqual(runner.process(), (epoch + 4.0, self.SIZE // 8))
            for pid in runner.get_node_processes():
                self.assertLess(self.read_memory(pid, "VmHWM"), 2 * self.SIZE + self.SLACK)


class TestDepends(AssetTestCase):
    def check(self, asset, function, params, expected):
        """Nodes that change what they take and pass it on."""
        tube = {
            "assets": {"t": {"type": f"python_assets.{asset}", "scope": "runner", "params": params,
                             "depends": "b.value"}},
            "nodes": {
                "a": {"type": f"python_assets.{function}", "depends": ["assets.t"]},
                "b": {"type": f"python_assets.{function}", "depends": ["a.value"]},
                "c": {"type": "python_assets.show", "depends": ["b.value"]},
                "result": {"type": "return", "depends": "c.value"},
            },
        }
        for runner_class in self.RUNNERS:
            with self.subTest(runner=runner_class.__name__):
                with runner_class(tube=Noob.Tube.load(tube)) as runner:
                    self.assertEqual(runner.run(len(expected)), expected)

    def test_object(self):
        self.check("Counter", "pass_counter", [], [2, 4, 6])

    def test_object_that_says_its_state(self):
        self.check("Slotted", "pass_counter", [1, 2], [5, 9, 13])

    def test_set(self):
        self.check("make_set", "pass_set", [], [[0, 1], [0, 1, 2, 3]])

    def test_array(self):
        self.check("make_array", "pass_array", [3], [[2.0] * 3, [4.0] * 3, [6.0] * 3])

    def test_what_was_emitted_is_there_in_the_next_epoch(self):
        tube = {
            "assets": {"t": {"type": "python_assets.make_dict", "scope": "runner",
                             "depends": "b.value"}},
            "nodes": {
                "a": {"type": "python_assets.pass_dict", "depends": [{"tally": "assets.t"}]},
                "b": {"type": "python_assets.pass_dict", "depends": [{"tally": "a.value"}]},
                "result": {"type": "return", "depends": "b.value"},
            },
        }
        for runner_class in self.RUNNERS:
            with self.subTest(runner=runner_class.__name__):
                with runner_class(tube=Noob.Tube.load(tube)) as runner:
                    self.assertEqual(runner.run(3), [{"count": n} for n in (2, 4, 6)])


class TestLife(AssetTestCase):
    def check(self, asset, function, scope, expected, n_epochs=2, **params):
        for runner_class in self.RUNNERS:
            with self.subTest(runner=runner_class.__name__):
                journal = self.folder / runner_class.__name__
                tube = {
                    "assets": {"t": {"type": f"python_assets.{asset}", "scope": scope,
                                     "params": {"journal": str(journal), **params}}},
                    "nodes": {"a": {"type": f"python_assets.{function}",
                                    "depends": ["assets.t"]}},
                }
                with runner_class(tube=Noob.Tube.load(tube)) as runner:
                    for _epoch in range(n_epochs):
                        try:
                            runner.process()
                        except ValueError:
                            pass
                self.assertEqual(journal.read_text().split(), expected)

    def test_context_manager_is_left(self):
        self.check("entered", "bump_dict", "runner", ["init", "deinit"])

    def test_context_manager_of_each_epoch(self):
        self.check("entered", "bump_dict", "process", ["init", "deinit"] * 2)

    def test_object_with_init_and_deinit(self):
        self.check("Connection", "bump", "runner", ["init", "deinit"])

    def test_asynchronous_context_manager(self):
        self.check("entered_later", "bump_dict", "runner", ["init", "deinit"])

    def test_asynchronous_context_manager_of_each_epoch(self):
        self.check("entered_later", "bump_dict", "process", ["init", "deinit"] * 2)

    def test_asynchronous_context_manager_of_each_call(self):
        self.check("entered_later", "bump_dict", "node", ["init", "deinit"] * 2)

    def test_coroutines_that_begin_and_end(self):
        self.check("LaterConnection", "bump", "process", ["init", "deinit"] * 2)

    def test_context_manager_is_left_without_an_exception(self):
        self.check("Session", "fail_at_two", "runner", ["init", "deinit(None,None,None)"])

    def test_what_could_not_begin_is_not_ended(self):
        for runner_class in self.RUNNERS:
            with self.subTest(runner=runner_class.__name__):
                journal = self.folder / runner_class.__name__
                runner = runner_class(tube=load("FailsToBegin", "bump", params=[str(journal)]))
                for _attempt in range(2):
                    with self.assertRaises(GLib.Error) as raised:
                        runner.init()
                    self.assertIn("cannot begin", str(raised.exception))
                self.assertFalse(journal.exists())

    def test_is_made_anew_by_a_runner_that_is_initialized_again(self):
        for runner_class in self.RUNNERS:
            with self.subTest(runner=runner_class.__name__):
                journal = self.folder / runner_class.__name__
                runner = runner_class(tube=load("entered", "bump_dict", params=[str(journal)]))
                for _time in range(3):
                    with runner:
                        self.assertEqual(runner.process(), {"a": 1, "b": 2})
                self.assertEqual(journal.read_text().split(), ["init", "deinit"] * 3)

    def test_nothing_keeps_what_was_torn_down(self):
        import python_assets
        for scope in ("runner", "process", "node"):
            with self.subTest(scope=scope):
                with Noob.SyncRunner(tube=load("Watched", "bump", scope=scope)) as runner:
                    self.assertEqual(runner.run(5), [{"a": 1, "b": 1}] * 5)
                    self.assertEqual(len(python_assets.living), int(scope == "runner"))
                self.assertEqual(len(python_assets.living), 0)

    def test_node_that_raises(self):
        self.check("entered", "fail_at_two", "process", ["init", "deinit"] * 3, 3, start=1)


class TestErrors(AssetTestCase):
    def assert_epoch_fails(self, runner, message):
        with self.assertRaises(ZeroDivisionError) as raised:
            runner.process()
        self.assertIs(type(raised.exception), ZeroDivisionError)
        self.assertEqual(str(raised.exception), f'asset "t": {message}')
        self.assertIn("python_assets.py", raised.exception.__notes__[0])
        self.assertNotIn("overrides", raised.exception.__notes__[0])

    def test_maker_that_raises_in_a_call(self):
        for runner in self.each_runner("fail_to_enter", "bump_dict", scope="node"):
            for _epoch in range(2):
                self.assert_epoch_fails(runner, "cannot enter")

    def test_maker_that_raises_in_an_epoch(self):
        for runner in self.each_runner("fail_every_other_time", "bump_dict", scope="process"):
            for _epoch in range(2):
                self.assertEqual(runner.process(), {"a": 1, "b": 2})
                self.assert_epoch_fails(runner, "not this time")

    def test_teardown_that_raises_after_a_call(self):
        for runner in self.each_runner("fail_to_leave", "bump_dict", scope="node"):
            for _epoch in range(2):
                self.assert_epoch_fails(runner, "teardown: cannot leave")

    def test_teardown_that_raises_in_the_end(self):
        for runner_class in self.RUNNERS:
            with self.subTest(runner=runner_class.__name__):
                runner = runner_class(tube=load("fail_to_leave", "bump_dict"))
                runner.init()
                self.assertEqual(runner.process(), {"a": 1, "b": 2})
                with self.assertRaises(GLib.Error) as raised:
                    runner.deinit()
                self.assertIn('asset "t": teardown: cannot leave', str(raised.exception))

    def test_what_is_no_maker(self):
        for asset, word in [("living", "neither a function nor a class"),
                            ("nobody", "nobody"),
                            ("OwnKind", "subclass of Noob.Asset")]:
            for runner_class in self.RUNNERS:
                self.assert_init_fails(runner_class, GLib.Error, '"t"', word,
                                       asset=asset, function="bump")

    def test_wrong_number_of_params(self):
        for runner_class in self.RUNNERS:
            self.assert_init_fails(runner_class, GLib.Error, '"t"', "too many",
                                   asset="Counter", function="bump", params=[1, 2, 3])
            self.assert_init_fails(runner_class, GLib.Error, '"t"', "size",
                                   asset="make_array", function="add_one")

    def assert_init_fails(self, runner_class, error_class, *words, **keywords):
        with self.subTest(runner=runner_class.__name__):
            with self.assertRaises(error_class) as raised:
                runner_class(tube=load(**keywords)).init()
            for word in words:
                self.assertIn(word, str(raised.exception))

    def test_maker_that_raises(self):
        for runner_class in self.RUNNERS:
            self.assert_init_fails(runner_class, GLib.Error, '"t"', "there is none",
                                   asset="fail_to_make", function="bump")

    def test_unknown_param(self):
        for runner_class in self.RUNNERS:
            self.assert_init_fails(runner_class, GLib.Error, '"t"', "stap", asset="Counter",
                                   function="bump", params={"stap": 1})

    def test_what_cannot_cross_is_refused_before_anything_runs(self):
        self.assert_init_fails(Noob.ZmqRunner, GLib.Error, '"t"', "lock", "__getstate__",
                               asset="Connection", function="bump")
        self.assert_init_fails(Noob.ZmqRunner, GLib.Error, '"t"', "nested",
                               asset="Selfish", function="bump")


if __name__ == "__main__":
    unittest.main(verbosity=2)
