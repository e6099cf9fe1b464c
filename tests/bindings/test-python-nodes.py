#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Nodes in Python, under every runner."""

import asyncio
import concurrent.futures
import os
import pathlib
import sys
import tempfile
import threading
import unittest

import gi

gi.require_version("Noob", "1")
from gi.repository import GLib, Noob  # noqa: E402

MODULES = pathlib.Path(__file__).parent / "modules"

# For this process, and for the hosts.
sys.path.insert(0, str(MODULES))
os.environ["PYTHONPATH"] = f"{MODULES}:{os.environ['PYTHONPATH']}"

INPUTS = {name: {"scope": "process", "required": False} for name in ("x", "y", "z")}


def load(node, signals="value", **nodes):
    """Returns the tube of a node "a" and others, which returns signals of "a"."""
    depends = (f"a.{signals}" if isinstance(signals, str)
               else [{signal: f"a.{signal}"} for signal in signals])
    node = {**node, "type": node["type"].replace("~", "python_nodes")}
    return Noob.Tube.load({
        "input": INPUTS,
        "nodes": {"a": node, **nodes, "return": {"type": "return", "depends": depends}},
    })


class NodeTestCase(unittest.TestCase):
    RUNNERS = (Noob.SyncRunner, Noob.ZmqRunner)

    def each_runner(self, *arguments, **keywords):
        for runner_class in self.RUNNERS:
            with self.subTest(runner=runner_class.__name__):
                with runner_class(tube=load(*arguments, **keywords)) as runner:
                    yield runner

    def assert_does_not_load(self, node, *words, signals="value"):
        for runner_class in self.RUNNERS:
            with self.subTest(runner=runner_class.__name__):
                with self.assertRaises(GLib.Error) as raised:
                    runner_class(tube=load(node, signals)).init()
                for word in words:
                    self.assertIn(word, raised.exception.message)
                yield raised.exception

    def assert_load_error(self, node, *words):
        for error in self.assert_does_not_load(node, '"a"', *words):
            self.assertTrue(error.matches(Noob.error_quark(), Noob.Error.LOAD), error)


class TestFunctions(NodeTestCase):
    def test_parameters_are_slots(self):
        for runner in self.each_runner({"type": "~.add", "depends": ["input.x", "input.y"]}):
            self.assertEqual(runner.process(x=1, y=2), 3)
        for runner in self.each_runner({"type": "~.add", "depends": [{"left": "input.x"}]}):
            self.assertEqual(runner.process(x=1), 11)

    def test_params_are_arguments_that_slots_override(self):
        node = {"type": "~.add", "params": {"left": 5, "right": 6}}
        for runner in self.each_runner(node):
            self.assertEqual(runner.process(), 11)
        for runner in self.each_runner({**node, "depends": [{"right": "input.x"}]}):
            self.assertEqual(runner.process(x=1), 6)

    def test_optional_slots(self):
        node = {"type": "~.needs_one_of",
                "depends": [{"first": "odd.value"}, {"second": "input.x"}]}
        odd = {"type": "python_nodes.only_odd", "depends": "input.x"}
        for runner in self.each_runner(node, odd=odd):
            self.assertEqual(runner.process(x=3), [3, 3])
            self.assertEqual(runner.process(x=4), [None, 4])

    def test_default_alone_makes_no_slot_optional(self):
        node = {"type": "~.no_type_says_it_may_be_none", "depends": "odd.value"}
        odd = {"type": "python_nodes.only_odd", "depends": "input.x"}
        for runner in self.each_runner(node, odd=odd):
            self.assertEqual(runner.process(x=3), [3])
            self.assertIs(runner.process(x=4), Noob.NO_EVENT)

    def test_positional_only(self):
        depends = [{"left": "input.x"}]
        for runner in self.each_runner({"type": "~.positional_only", "depends": depends}):
            self.assertEqual(runner.process(x=5), 2)
        depends = [{"right": "input.x"}, {"left": "input.y"}]
        for runner in self.each_runner({"type": "~.positional_only", "depends": depends}):
            self.assertEqual(runner.process(x=5, y=7), 2)

    def test_rest_of_positions(self):
        node = {"type": "~.join", "depends": ["input.x", "input.y", "input.z"]}
        for runner in self.each_runner(node):
            self.assertEqual(runner.process(x="-", y="a", z="b"), "a-b")
        node = {"type": "~.join", "params": {"separator": "+"}}
        for runner in self.each_runner(node):
            self.assertEqual(runner.process(), "")

    def test_rest_of_names_are_optional_slots(self):
        node = {"type": "~.collect_names", "params": {"extra": [1]},
                "depends": [{"odd": "odd.value"}, {"any": "input.x"}]}
        odd = {"type": "python_nodes.only_odd", "depends": "input.x"}
        for runner in self.each_runner(node, odd=odd):
            self.assertEqual(runner.process(x=3), {"extra": [1], "odd": 3, "any": 3})
            self.assertEqual(runner.process(x=4), {"extra": [1], "any": 4})

    def test_builtins(self):
        for node_type, given, expected in [
                ("sum", [1, 2], 3), ("max", [4, 9, 2], 9), ("len", "four", 4), ("str", 3, "3"),
                ("sorted", [2, 1], [1, 2]), ("math.sqrt", 16, 4.0), ("operator.neg", 3, -3)]:
            for runner in self.each_runner({"type": node_type, "depends": "input.x"}):
                self.assertEqual(runner.process(x=given), expected, node_type)

    def test_partial(self):
        node = {"type": "~.double_from_partial", "depends": "input.x"}
        for runner in self.each_runner(node):
            self.assertEqual(runner.process(x=1), 101)

    def test_coroutine(self):
        node = {"type": "~.add_slowly", "depends": ["input.x", "input.y"]}
        for runner in self.each_runner(node):
            self.assertEqual(runner.process(x=1, y=2), 3)

    def test_coroutines_in_threads(self):
        both_run = threading.Barrier(2, timeout=30)

        def meet(x):
            tube = load({"type": "~.meet", "depends": ["input.x", "input.y"]})
            with Noob.SyncRunner(tube=tube) as runner:
                return runner.process(x=x, y=both_run)

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            self.assertEqual(list(pool.map(meet, (1, 2))), [1, 2])

    def test_coroutine_within_a_loop_of_the_application(self):
        async def main():
            tube = load({"type": "~.add_slowly", "depends": ["input.x", "input.y"]})
            with Noob.SyncRunner(tube=tube) as runner:
                return runner.process(x=1, y=2)

        self.assertEqual(asyncio.run(main()), 3)

    def test_epoch_is_injected(self):
        for runner in self.each_runner({"type": "~.tell_epoch", "depends": "input.x"}):
            self.assertEqual(runner.process(x=1), [1, "0"])
            self.assertEqual(runner.process(x=2), [2, "1"])

    def test_events_are_injected(self):
        for runner in self.each_runner({"type": "~.tell_events", "depends": "b.value"},
                                       b={"type": "operator.neg", "depends": "input.x"}):
            self.assertEqual(runner.process(x=1), [-1, "b", "value", -1])

    def test_events_pass_as_they_are(self):
        for runner in self.each_runner({"type": "~.spread", "depends": "input.x"}):
            self.assertEqual(runner.process(x=["a", "b"]), ["a", "b"])

    def test_is_stateless(self):
        self.assertFalse(load_node("python_nodes.add").get_stateful())

    def test_slots_tell_types(self):
        slots = load_node("python_nodes.add").list_slots()
        self.assertEqual([(slot.get_name(), slot.get_type_name()) for slot in slots],
                         [("left", "int"), ("right", "int")])


def load_node(node_type, **params):
    tube = Noob.Tube.load({"nodes": {"a": {"type": node_type}}})
    specification = tube.get_specification().get_node("a")
    return Noob.load_node(specification, Noob.Record.from_dict(params))


class TestSignals(NodeTestCase):
    def test_names_of_a_tuple(self):
        for runner in self.each_runner({"type": "~.minimum_and_maximum", "depends": "input.x"},
                                       ["least", "most"]):
            self.assertEqual(runner.process(x=[3, 1, 2]), {"least": 1, "most": 3})

    def test_one_name(self):
        for runner in self.each_runner({"type": "~.one_named", "depends": "input.x"}, "twice"):
            self.assertEqual(runner.process(x=4), 8)

    def test_unknown_signal_lists_the_real_ones(self):
        node = {"type": "~.one_named", "depends": "input.x"}
        for error in self.assert_does_not_load(node, "twice", signals="value"):
            self.assertTrue(error.matches(Noob.error_quark(), Noob.Error.PORTS))

    def test_no_event_of_one_of_them(self):
        for runner in self.each_runner({"type": "~.odd_or_even", "depends": "input.x"},
                                       ["odd", "even"]):
            self.assertEqual(runner.process(x=3), {"odd": 3})
            self.assertEqual(runner.process(x=4), {"even": 4})

    def test_tuple_of_another_length_fails(self):
        for runner in self.each_runner({"type": "~.too_many"}, ["a", "b"]):
            with self.assertRaises(TypeError) as raised:
                runner.process()
            self.assertIn("tuple of 2", str(raised.exception))
            self.assertIn("tuple of 3", str(raised.exception))

    def test_none_is_a_value(self):
        for runner in self.each_runner({"type": "~.same", "depends": "input.x"}):
            self.assertIsNone(runner.process(x=None))


class TestGenerators(NodeTestCase):
    def test_yields_once_per_epoch_until_the_end(self):
        for runner in self.each_runner({"type": "~.count_up", "params": {"start": 1}}):
            self.assertEqual(runner.process(), 1)
            self.assertEqual(list(runner.iter(5)), [2])
            with self.assertRaises(GLib.Error) as raised:
                runner.process()
            self.assertTrue(raised.exception.matches(Noob.error_quark(),
                                                     Noob.Error.END_OF_STREAM))

    def test_names_of_what_it_yields(self):
        for runner in self.each_runner({"type": "~.pairs"}, ["number", "letter"]):
            self.assertEqual(runner.run(2), [{"number": 0, "letter": "a"},
                                             {"number": 1, "letter": "b"}])

    def test_in_a_class(self):
        for runner in self.each_runner({"type": "~.CountingClass", "params": {"n": 2}}, "index"):
            self.assertEqual(runner.run(5), [0, 1])

    def test_stop_iteration_is_the_end_of_stream(self):
        for runner in self.each_runner({"type": "~.first_of_nothing"}):
            self.assertEqual(runner.run(5), [])

    def test_starts_anew_when_enabled_again(self):
        with Noob.SyncRunner(tube=load({"type": "~.count_up"})) as runner:
            self.assertEqual(runner.run(2), [0, 1])
            runner.disable_node("a")
            runner.enable_node("a")
            self.assertEqual(runner.run(1), [0])

    def test_is_stateful(self):
        self.assertTrue(load_node("python_nodes.count_up").get_stateful())

    def test_async_generator_is_refused_by_name(self):
        self.assert_load_error({"type": "~.count_slowly"}, "async generator", "count_slowly")

    def test_wrong_param(self):
        self.assert_load_error({"type": "~.count_up", "params": {"strat": 1}}, '"strat"', "start")


class TestClasses(NodeTestCase):
    def test_is_made_of_params_and_keeps_its_state(self):
        for runner in self.each_runner({"type": "~.Counter", "params": {"step": 2},
                                        "depends": "input.x"}):
            self.assertEqual([runner.process(x=n) for n in (1, 2, 3)], [2, 6, 12])

    def test_init_and_deinit(self):
        for runner_class in self.RUNNERS:
            with tempfile.NamedTemporaryFile("r") as log:
                tube = load({"type": "~.Counter", "params": {"log": log.name}})
                with runner_class(tube=tube) as runner:
                    self.assertEqual(log.read(), "init\n")
                    self.assertEqual(runner.process(), 1)
                self.assertEqual(log.read(), "deinit\n")

    def test_marked_method(self):
        for runner in self.each_runner({"type": "~.Marked", "depends": "input.x"}):
            self.assertEqual(runner.process(x=1), "worked on 1")

    def test_object(self):
        node = {"type": "~.shared_counter", "depends": "input.x"}
        with Noob.SyncRunner(tube=load(node)) as runner:
            self.assertEqual([runner.process(x=1), runner.process(x=1)], [5, 10])
        self.assertTrue(load_node("python_nodes.shared_counter").get_stateful())

    def test_refused(self):
        self.assert_load_error({"type": "~.MarkedTwice"}, "MarkedTwice", "a, b")
        self.assert_load_error({"type": "~.NoProcess"}, "NoProcess", '"process"')
        self.assert_load_error({"type": "~.CountingClass"}, "missing", "'n'")
        self.assert_load_error({"type": "~.Counter", "params": {"setp": 1}}, '"setp"', '"step"')
        self.assert_load_error({"type": "~.a_number"}, "int")

    def test_subclass_of_node(self):
        node = {"type": "~.Scale", "params": {"factor": 2.5}, "depends": "input.x"}
        for runner in self.each_runner(node, "scaled"):
            self.assertEqual(runner.process(x=2.0), 5.0)

    def test_subclass_of_node_with_a_constructor(self):
        node = {"type": "~.ScaleMore", "params": {"factor": 2, "more": 3}, "depends": "input.x"}
        for runner in self.each_runner(node, "scaled"):
            self.assertEqual(runner.process(x=2), 12)

    def test_subclass_of_node_with_a_wrong_param(self):
        self.assert_load_error({"type": "~.Scale", "params": {"fcator": 2}}, '"fcator"')


class TestErrors(NodeTestCase):
    def fail(self, kind, expected_type, message):
        for runner in self.each_runner({"type": "~.fail", "depends": "input.x"}):
            with self.assertRaises(expected_type) as raised:
                runner.process(x=kind)
            self.assertIs(type(raised.exception), expected_type)
            if message is not None:
                self.assertEqual(str(raised.exception), message)
            yield raised.exception

    def test_builtin_exceptions_come_back(self):
        for kind, expected_type, message in [
                ("ValueError", ValueError, "no good"),
                ("KeyError", KeyError, "'key'"),
                ("ZeroDivisionError", ZeroDivisionError, "nothing"),
                ("FileNotFoundError", FileNotFoundError, "[Errno 2] No such file: 'x'")]:
            for exception in self.fail(kind, expected_type, message):
                self.assertIn("python_nodes.py", exception.__notes__[0])
                self.assertNotIn("overrides", exception.__notes__[0])
                self.assertIsInstance(exception.__cause__, Noob.NodeError)
                self.assertEqual(exception.__cause__.failure.get_node_id(), "a")
                self.assertEqual(str(exception.__cause__.failure.get_epoch()), "0")

    def test_others_come_back_as_their_nearest_builtin(self):
        for exception in self.fail("TooCold", ValueError, "brr"):
            self.assertEqual(exception.__cause__.failure.get_type_name(),
                             "python_nodes.TooCold(ValueError)")
        for _ in self.fail("Speechless", ValueError, "<str() of this Speechless failed>"):
            pass
        for _ in self.fail("UnicodeDecodeError", UnicodeError, None):
            pass
        for exception in self.fail("GLib.Error", RuntimeError, None):
            self.assertIn("from GLib", str(exception))

    def test_messages_that_are_no_text_of_c(self):
        for kind, message in (("surrogate", r"\ud800"), ("null", r"a\x00b")):
            for exception in self.fail(kind, ValueError, message):
                self.assertIn("python_nodes.py", exception.__notes__[0])

    def test_what_would_end_more_than_a_call_does_not_come_back(self):
        for exception in self.fail("SystemExit", Noob.NodeError, None):
            self.assertEqual(exception.failure.get_type_name(), "SystemExit")
        for _ in self.fail("StopAsyncIteration", Noob.NodeError, None):
            pass

    def test_runner_stays_usable(self):
        for runner in self.each_runner({"type": "math.sqrt", "depends": "input.x"}):
            with self.assertRaises(ValueError):
                runner.process(x=-1)
            self.assertEqual(runner.process(x=4), 2)

    def test_while_iterating(self):
        for runner in self.each_runner({"type": "~.fail", "params": {"kind": "ValueError"}}):
            with self.assertRaises(ValueError):
                list(runner.iter(3))
            with self.assertRaises(ValueError):
                runner.run(3)

    def test_deinit(self):
        runner = Noob.SyncRunner(tube=load({"type": "~.FailsToDeinit"}))
        runner.init()
        with self.assertRaises(GLib.Error) as raised:
            runner.deinit()
        self.assertIn("still busy", raised.exception.message)

    def test_init(self):
        for runner_class in self.RUNNERS:
            with self.subTest(runner=runner_class.__name__):
                with self.assertRaises(GLib.Error) as raised:
                    runner_class(tube=load({"type": "~.FailsToInit"})).init()
                self.assertIn("nobody there", raised.exception.message)

    def test_modules(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "bad_syntax.py").write_text("x = 1\ndef f(:\n")
            pathlib.Path(folder, "bad_import.py").write_text("import no_such_thing\n")
            pathlib.Path(folder, "bad_start.py").write_text("\n1 / 0\n")
            pathlib.Path(folder, "bad_exit.py").write_text("import sys; sys.exit(3)\n")
            for name, *words in [("bad_syntax", "SyntaxError", "bad_syntax.py", "line 2"),
                                 ("bad_import", "no_such_thing"),
                                 ("bad_start", "ZeroDivisionError", "bad_start.py", "line 2"),
                                 ("bad_exit", "SystemExit")]:
                path = pathlib.Path(folder, "tube.yaml")
                path.write_text(f"nodes: {{a: {{type: {name}.f}}}}\n")
                for runner_class in self.RUNNERS:
                    with self.assertRaises(GLib.Error) as raised:
                        runner_class(tube=Noob.Tube.load(path)).init()
                    for word in ('"a"', *words):
                        self.assertIn(word, raised.exception.message)
            sys.path.remove(folder)

    def test_what_is_not_there(self):
        self.assert_load_error({"type": "no_such_module.f"}, "no_such_module")
        self.assert_load_error({"type": "~.no_such_function"}, "no_such_function")
        self.assert_load_error({"type": "no_such_builtin"}, "no_such_builtin")

    def test_wrong_params_and_slots(self):
        self.assert_load_error({"type": "~.add", "params": {"lfet": 1}}, '"lfet"', "left, right")
        node = {"type": "~.add", "depends": [{"lfet": "input.x"}]}
        for error in self.assert_does_not_load(node, '"lfet"', '"left"'):
            self.assertTrue(error.matches(Noob.error_quark(), Noob.Error.PORTS))
        for _ in self.assert_does_not_load({"type": "~.add"}, '"left"'):
            pass


class TestTubesOfOtherAuthors(unittest.TestCase):
    """A tube and its package that were written for another graph library, with nothing of ours."""

    def test_run_unchanged(self):
        path = MODULES / "weather_station" / "station.yaml"
        for runner_class in (Noob.SyncRunner, Noob.ZmqRunner):
            with self.subTest(runner=runner_class.__name__):
                with runner_class(tube=Noob.Tube.load(path)) as runner:
                    self.assertEqual(list(runner.iter()), [
                        {"alarm": None},
                        {"report": "day 2: 11.0 to 14.0", "alarm": None},
                        {"alarm": None},
                        {"report": "day 4: 9.0 to 31.0", "alarm": "hot"}])

    def test_have_nothing_of_ours(self):
        for path in (MODULES / "weather_station").glob("*.py"):
            self.assertNotIn("Noob", path.read_text())


if __name__ == "__main__":
    unittest.main(verbosity=2)
