#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later

import unittest

import gi

gi.require_version("Noob", "1")
from gi.repository import GLib, GObject, Noob  # noqa: E402


class TestEpoch(unittest.TestCase):
    def test_reads_as_text(self):
        self.assertEqual(str(Noob.Epoch.new(3).child("b", 2)), "3/b.2")

    def test_is_ordered_and_hashable(self):
        epoch = Noob.Epoch.new(3)
        child = epoch.child("b", 0)
        self.assertLess(epoch, child)
        self.assertGreaterEqual(epoch + 1, child)
        self.assertEqual(child.get_parent(), epoch)
        self.assertEqual({epoch, Noob.Epoch.new(3)}, {epoch})
        self.assertEqual([str(parent) for parent in child.child("c", 1).get_parents()],
                         ["3/b.0", "3"])

    def test_holds_64_bits(self):
        self.assertEqual(Noob.Epoch.new(2**63).get_root(), 2**63)

    def test_bad_text_raises(self):
        with self.assertRaises(GLib.Error) as raised:
            Noob.Epoch.new_from_string("three")
        self.assertTrue(raised.exception.matches(Noob.error_quark(), Noob.Error.VALUE))


class TestValues(unittest.TestCase):
    NATIVES = {
        "nothing": None,
        "yes": True,
        "small": 7,
        "big": 2**40,
        "least": -(2**63),
        "half": 0.5,
        "whole": 2.0,
        "text": "naïve",
        "bytes": b"\0\xff",
        "list": [1, [2, None], "x"],
        "empty": [],
        "map": {"a": {"b": [True]}},
    }

    def test_record_keeps_native_values(self):
        record = Noob.Record.from_dict(self.NATIVES)
        self.assertEqual(dict(record), self.NATIVES)
        self.assertEqual(list(record), list(self.NATIVES))
        for name, native in self.NATIVES.items():
            self.assertIs(type(record[name]), type(native), name)

    def test_codec_encodes_native_values(self):
        types = {True: "b", 2**40: "x", 0.5: "d", "é": "s", b"": "ay"}
        for native, expected in types.items():
            self.assertEqual(Noob.codec_encode(native).get_type_string(), expected, native)

    def test_values_survive_the_codec(self):
        for name, native in self.NATIVES.items():
            self.assertEqual(Noob.codec_decode(Noob.codec_encode(native)), native, name)

    def test_tuple_stays_one(self):
        pair = (1, ("x", [2]))
        self.assertEqual(Noob.Record.from_dict({"t": pair})["t"], pair)
        self.assertEqual(Noob.codec_decode(Noob.codec_encode(pair)), pair)

    def test_too_big_an_integer_raises(self):
        with self.assertRaises(OverflowError):
            Noob.Record.from_dict({"n": 2**63})

    def test_null_character_raises(self):
        with self.assertRaises(ValueError):
            Noob.Record.from_dict({"text": "a\0b"})

    def test_variant_stays_one(self):
        variant = GLib.Variant("(ii)", (1, 2))
        self.assertTrue(Noob.Record.from_dict({"pair": variant})["pair"].equal(variant))
        self.assertEqual(Noob.codec_decode(Noob.codec_encode(variant)), variant)

    def test_gvalue_passes_as_it_is(self):
        self.assertEqual(Noob.Record.from_dict({"n": GObject.Value(GObject.TYPE_UINT, 3)})["n"], 3)

    def test_objects_pass_by_reference(self):
        thing = object()
        cancellable = GObject.Object()
        record = Noob.Record.from_dict({"thing": thing, "object": cancellable})
        self.assertIs(record["thing"], thing)
        self.assertIs(record["object"], cancellable)

    def test_record_is_a_mapping(self):
        record = Noob.Record.new()
        record["a"] = 1
        record["b"] = None
        self.assertEqual(len(record), 2)
        self.assertIn("b", record)
        self.assertIsNone(record["b"])
        self.assertIsNone(record.get("c"))
        self.assertEqual(record.get("c", 3), 3)
        with self.assertRaises(KeyError):
            record["c"]
        del record["a"]
        with self.assertRaises(KeyError):
            del record["a"]
        self.assertEqual(record.items(), [("b", None)])
        self.assertEqual(record, {"b": None})

    def test_list_is_a_sequence(self):
        items = Noob.List.from_sequence([1, "two", [3]])
        self.assertEqual(len(items), 3)
        self.assertEqual(items[-1], [3])
        self.assertEqual(items[1:], ["two", [3]])
        self.assertIn("two", items)
        self.assertEqual(items, [1, "two", [3]])
        with self.assertRaises(IndexError):
            items[3]

    def test_no_event_is_false_and_itself(self):
        self.assertFalse(Noob.NO_EVENT)
        self.assertIs(Noob.Record.from_dict({"none": Noob.NO_EVENT})["none"], Noob.NO_EVENT)
        self.assertNotEqual(Noob.NO_EVENT, None)


class Celsius:
    def __init__(self, degrees):
        self.degrees = degrees


class CelsiusConverter(Noob.Converter):
    def do_encode(self, value):
        if not isinstance(value, Celsius):
            return None
        if value.degrees < -273:
            raise GLib.Error.new_literal(Noob.error_quark(), "too cold", Noob.Error.VALUE)
        return Noob.Tagged.new("test.celsius", value.degrees)

    def do_decode(self, tagged):
        if tagged.get_tag() != "test.celsius":
            return None
        return Noob.List.from_sequence([Celsius(tagged.get_content())])


class TestConverter(unittest.TestCase):
    def setUp(self):
        self.converter = CelsiusConverter()
        Noob.codec_add_converter(self.converter)
        self.addCleanup(Noob.codec_remove_converter, self.converter)

    def test_converts_values_in_lists_and_records(self):
        for _ in range(100):
            encoded = Noob.codec_encode({"outside": [Celsius(4.5)]})
            self.assertEqual(Noob.codec_decode(encoded)["outside"][0].degrees, 4.5)

    def test_errors_are_its_own(self):
        with self.assertRaises(GLib.Error) as raised:
            Noob.codec_encode(Celsius(-300))
        self.assertEqual(raised.exception.message, "too cold")

    def test_leaves_other_kinds_alone(self):
        encoded = GLib.Variant("(sv)", ("other.kind", GLib.Variant("x", 7)))
        decoded = Noob.codec_decode(encoded)
        self.assertEqual(decoded.get_tag(), "other.kind")
        self.assertEqual(Noob.codec_encode(decoded).unpack(), ("other.kind", 7))
        with self.assertRaises(GLib.Error) as raised:
            Noob.codec_encode(object())
        self.assertTrue(raised.exception.matches(Noob.error_quark(), Noob.Error.VALUE))

    def test_inputs_of_a_zmq_runner_are_converted_and_pass_through(self):
        with Noob.ZmqRunner(tube=Noob.Tube.load(TestSyncRunner.EACH)) as runner:
            [result] = runner.process(items=[Celsius(20.0)])
        self.assertEqual(result.degrees, 20.0)


class TestArray(unittest.TestCase):
    def test_tells_what_it_is(self):
        array = Noob.Array.new("<f4", [2, 3], GLib.Bytes.new(bytes(range(24))))
        self.assertEqual(array.get_shape(), [2, 3])
        self.assertEqual(array.get_element_type(), "<f4")
        self.assertEqual(array.get_bytes().get_data(), bytes(range(24)))

    def test_of_the_wrong_size_raises(self):
        with self.assertRaises(GLib.Error) as raised:
            Noob.Array.new("<f8", [2, 3], GLib.Bytes.new(bytes(40)))
        self.assertIn("(2, 3)", raised.exception.message)


class FailingNode(Noob.Node):
    __gtype_name__ = "PythonFailing"

    def do_process(self, inputs, outputs):
        self.report_failure("ValueError", "no good", "Traceback: line 7")
        return False


class TestNode(unittest.TestCase):
    def test_failure_keeps_type_and_traceback(self):
        tube = Noob.Tube.load({"nodes": {"bad": {"type": "PythonFailing"}}})
        with Noob.SyncRunner(tube=tube) as runner:
            with self.assertRaises(ValueError) as raised:
                runner.process()
            failure = runner.get_failure()
        self.assertEqual(str(raised.exception), "no good")
        self.assertIn("Traceback: line 7", raised.exception.__notes__[0])
        cause = raised.exception.__cause__
        self.assertIsInstance(cause, Noob.NodeError)
        self.assertTrue(cause.matches(Noob.error_quark(), Noob.Error.NODE))
        self.assertEqual(cause.failure.get_node_id(), "bad")
        self.assertEqual((failure.get_node_id(), failure.get_type_name(), failure.get_message(),
                          failure.get_traceback()),
                         ("bad", "ValueError", "no good", "Traceback: line 7"))


class TestSpecification(unittest.TestCase):
    def test_loads_inline_data(self):
        specification = Noob.TubeSpecification.new_from_data(
            "{noob_id: t, nodes: {a: {type: Any.node, params: {x: [1, null]}}}}", -1, None)
        self.assertEqual(specification.get_id(), "t")
        self.assertEqual(dict(specification.get_node("a").get_params()), {"x": [1, None]})

    def test_bad_data_raises(self):
        with self.assertRaises(GLib.Error) as raised:
            Noob.TubeSpecification.new_from_data("nodes: {a: {tpye: map}}", -1, None)
        self.assertTrue(raised.exception.matches(Noob.error_quark(), Noob.Error.SPECIFICATION))
        self.assertIn("type", raised.exception.message)


class TestDeployment(unittest.TestCase):
    def setUp(self):
        self.tube = Noob.TubeSpecification.new_from_data(
            "nodes: { a: { type: sum }, b: { type: sum } }", -1, None)

    def test_describe(self):
        deployment = Noob.Deployment.new_from_data(
            "groups: { g: { launcher: slurm, nodes: [ '*' ], libexec_dir: /x, interpreter: py } }",
            -1)
        group, = deployment.describe(self.tube)
        self.assertEqual(group["nodes"], ["a", "b"])
        self.assertEqual(group["command"][-2:], ["py", "/x/noob-node-python"])

    def test_errors(self):
        with self.assertRaisesRegex(GLib.Error, '1:9: .*has to be a mapping'):
            Noob.Deployment.new_from_data("groups: 1", -1)
        with self.assertRaisesRegex(GLib.Error, 'no node of the tube matches "c"'):
            Noob.Deployment.new_from_data("groups: { g: { nodes: [ c ] } }", -1).describe(self.tube)


class Pair(Noob.Node):
    """Emits its slot `x` twice, as one list."""

    __gtype_name__ = "PythonPair"
    calls = []

    def do_init(self):
        self.calls.append("init")
        return True

    def do_deinit(self):
        self.calls.append("deinit")
        return True

    def do_get_slots(self):
        return [Noob.Slot.new("x", Noob.SlotFlags.REQUIRED, None)]

    def do_process(self, inputs, outputs):
        if inputs["x"] == "bad":
            return False
        outputs["value"] = [inputs["x"], inputs["x"]]
        return True


class TestSyncRunner(unittest.TestCase):
    EACH = {
        "input": {"items": {"scope": "process"}},
        "nodes": {
            "each": {"type": "map", "depends": "input.items"},
            "all": {"type": "gather", "depends": [{"value": "each.value"}, {"n": "each.n"}]},
            "return": {"type": "return", "depends": "all.value"},
        },
    }
    PAIR = {
        "input": {"x": {"scope": "process"}},
        "nodes": {
            "pair": {"type": "PythonPair", "depends": [{"x": "input.x"}]},
            "return": {"type": "return", "depends": [{"pair": "pair.value"}]},
        },
    }

    def test_gives_native_results(self):
        items = [1, None, 2**40, "x", {"a": [2]}]
        with Noob.SyncRunner(tube=Noob.Tube.load(self.EACH)) as runner:
            self.assertEqual(runner.process(items=items), items)

    def test_no_result_is_no_event(self):
        with Noob.SyncRunner(tube=Noob.Tube.load(self.EACH)) as runner:
            self.assertIs(runner.process(items=[]), Noob.NO_EVENT)

    def test_emits_events(self):
        seen = []
        with Noob.SyncRunner(tube=Noob.Tube.load(self.EACH)) as runner:
            runner.connect("event::each", lambda _runner, event: seen.append(
                (str(event.get_epoch()), event.get_signal(), event.get_value())))
            runner.process(items=["a", ["b"]])
        self.assertEqual(seen, [("0/each.0", "value", "a"), ("0/each.1", "value", ["b"]),
                                ("0", "n", 2)])

    def test_missing_input_raises_and_leaves_it_usable(self):
        with Noob.SyncRunner(tube=Noob.Tube.load(self.EACH)) as runner:
            with self.assertRaises(GLib.Error) as raised:
                runner.process()
            self.assertTrue(raised.exception.matches(Noob.error_quark(), Noob.Error.INPUT))
            self.assertEqual(runner.process(items="ab"), ["a", "b"])

    def test_runs_a_python_class(self):
        Pair.calls.clear()
        with Noob.SyncRunner(tube=Noob.Tube.load(self.PAIR)) as runner:
            for x in (2**40, "text", [1, {"a": None}]):
                self.assertEqual(runner.process(x=x), {"pair": [x, x]})
        self.assertEqual(Pair.calls, ["init", "deinit"])

    def test_failing_node_raises_and_leaves_it_usable(self):
        with Noob.SyncRunner(tube=Noob.Tube.load(self.PAIR)) as runner:
            with self.assertRaises(GLib.Error) as raised:
                runner.process(x="bad")
            self.assertTrue(raised.exception.matches(Noob.error_quark(), Noob.Error.NODE))
            self.assertEqual(runner.get_failure().get_node_id(), "pair")
            self.assertEqual(runner.process(x=1), {"pair": [1, 1]})

    def test_iterates_without_process_inputs(self):
        tube = Noob.Tube.load({
            "input": {"x": {"default": 3}},
            "nodes": {
                "pair": {"type": "PythonPair", "depends": [{"x": "input.x"}]},
                "return": {"type": "return", "depends": "pair.value"},
            },
        }, x=[4])
        with Noob.SyncRunner(tube=tube) as runner:
            self.assertEqual(list(runner.iter(2)), [[[4], [4]], [[4], [4]]])
            self.assertEqual(runner.run(2), [[[4], [4]], [[4], [4]]])

    def test_containers_are_not_freed_twice(self):
        tube = Noob.Tube.load(self.EACH)
        for _ in range(100):
            scheduler = tube.get_scheduler()
            self.assertEqual(scheduler.generations(), [["each"], ["all"], ["return"]])
            self.assertEqual([slot.get_name() for slot in Noob.Map().list_slots()], ["value"])
            self.assertEqual([slot.get_name() for slot in Pair().list_slots()], ["x"])


class TestZmqRunner(unittest.TestCase):
    def test_gives_native_results(self):
        items = [1, None, 2**40, "x", {"a": [2]}]
        with Noob.ZmqRunner(tube=Noob.Tube.load(TestSyncRunner.EACH)) as runner:
            self.assertEqual(len(runner.get_node_processes()), 2)
            self.assertEqual(runner.process(items=items), items)
            self.assertIs(runner.process(items=[]), Noob.NO_EVENT)

    def test_ledger_unpacks(self):
        with Noob.ZmqRunner(tube=Noob.Tube.load("counter")) as runner:
            runner.run(3)
            self.assertEqual(runner.get_ledger().unpack(), [])
        for entry in runner.get_ledger().unpack():
            self.assertEqual(entry["sent"], entry["received"] + entry["abandoned"])
            self.assertGreaterEqual(entry["sent"], 3)
            self.assertEqual(entry["lost"], [])
        self.assertEqual(entry["source-node"], "multiply")
        self.assertEqual(entry["target-node"], "result")

    def test_calls_back(self):
        loop = GLib.MainLoop()
        results = []

        def on_processed(runner, result):
            results.append(list(runner.process_finish_to_list(result)))
            if len(results) == 2:
                loop.quit()

        with Noob.ZmqRunner(tube=Noob.Tube.load(TestSyncRunner.EACH)) as runner:
            for items in [1], ["a", None]:
                runner.process_async(Noob.Record.from_dict({"items": items}), None, on_processed)
            loop.run()
        self.assertEqual(sorted(results, key=str), [[["a", None]], [[1]]])

    def test_runs_and_calls_back(self):
        loop = GLib.MainLoop()
        results = []

        def on_run(runner, result):
            results.extend(runner.run_finish(result))
            loop.quit()

        with Noob.ZmqRunner(tube=Noob.Tube.load("counter", start=5)) as runner:
            runner.run_async(3, None, on_run)
            loop.run()
        self.assertEqual(results, [10, 12, 14])

    def test_emits_events_without_a_main_loop(self):
        seen = []
        with Noob.ZmqRunner(tube=Noob.Tube.load(TestSyncRunner.EACH)) as runner:
            runner.connect("event::each", lambda _runner, event: seen.append(
                (str(event.get_epoch()), event.get_signal(), event.get_value())))
            runner.process(items=["a", ["b"]])
        self.assertEqual(seen, [("0/each.0", "value", "a"), ("0/each.1", "value", ["b"]),
                                ("0", "n", 2)])

    def test_iterates(self):
        with Noob.ZmqRunner(tube=Noob.Tube.load("counter", start=5)) as runner:
            self.assertEqual(list(runner.iter(3)), [10, 12, 14])
            self.assertEqual(runner.run(2), [16, 18])

    def test_failing_node_raises_and_leaves_it_usable(self):
        with Noob.ZmqRunner(tube=Noob.Tube.load("counter")) as runner:
            with self.assertRaises(GLib.Error) as raised:
                runner.process(factor="three")
            self.assertTrue(raised.exception.matches(Noob.error_quark(), Noob.Error.NODE))
            self.assertIn("factor", raised.exception.message)
            self.assertEqual(runner.get_failure().get_node_id(), "multiply")
            self.assertEqual(runner.process(factor=3), 3)

    def test_missing_input_raises_and_leaves_it_usable(self):
        with Noob.ZmqRunner(tube=Noob.Tube.load(TestSyncRunner.EACH)) as runner:
            with self.assertRaises(GLib.Error) as raised:
                runner.process()
            self.assertTrue(raised.exception.matches(Noob.error_quark(), Noob.Error.INPUT))
            self.assertEqual(runner.process(items="ab"), ["a", "b"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
