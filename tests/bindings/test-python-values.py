#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values of Python between nodes, in one process and between processes."""

import datetime
import fractions
import os
import pathlib
import subprocess
import sys
import unittest

import gi

gi.require_version("Noob", "1")
from gi.repository import GLib, Noob  # noqa: E402

try:
    import numpy
except ImportError:
    numpy = None

MODULES = pathlib.Path(__file__).parent / "modules"
sys.path.insert(0, str(MODULES))
os.environ["PYTHONPATH"] = f"{MODULES}:{os.environ['PYTHONPATH']}"

import python_values  # noqa: E402
from python_values import Bits, Colour, Level, Point, Shape  # noqa: E402

RUNNERS = (Noob.SyncRunner, Noob.ZmqRunner)


def load(*types):
    """Returns the tube of nodes in a chain."""
    nodes = {}
    source = "input.x"
    for name, node_type in zip("abcdef", types):
        nodes[name] = {"type": node_type, "depends": source}
        source = f"{name}.value"
    nodes["return"] = {"type": "return", "depends": source}
    return Noob.Tube.load({"input": {"x": {"scope": "process"}}, "nodes": nodes})


SAME = ("python_values.same", "python_values.same")


def same_value(left, right):
    """Whether two values are equal and of the same types all the way down."""
    if type(left) is not type(right):
        return False
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(same_value, left, right))
    if isinstance(left, dict):
        return (same_value(list(left), list(right)) and
                same_value(list(left.values()), list(right.values())))
    return left == right or left != left and right != right


class TestValues(unittest.TestCase):
    UTC = datetime.timezone.utc
    VALUES = [
        None, True, 0, -(2**63), 2**63 - 1, 0.1, float("inf"), float("nan"), "", "naïve 🙂",
        b"\0\xff", 3 + 4j, [], [[], {}], [1, 2.5, None, "x", True], (), (1, (2, [3])),
        list(range(1000)), tuple(range(20)), [0.5] * 100, ["word"] * 50, [True] * 20,
        {}, {"a": {"b": [None]}}, {1: "x", (2, 3): [4], None: None}, set(), {1, "two", (3, 4)},
        frozenset({1, frozenset({2})}), datetime.datetime(2024, 2, 29, 12, 30, 15, 999999),
        datetime.datetime(2024, 2, 29, 12, 30, 15, 1, UTC),
        datetime.datetime(1, 1, 2, tzinfo=UTC), datetime.datetime(1969, 12, 31, 23, 59, 59, 3, UTC),
        datetime.datetime(2024, 7, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=-5))),
        datetime.date(2024, 2, 29), datetime.time(1, 2, 3, 4),
        datetime.timedelta(days=-1, microseconds=7), pathlib.Path("/tmp/\udcff"),
        Colour.RED, Colour.GREEN, Level.LOW, Bits.A, Bits.A | Bits.B, Bits(0), Point(1.5), Point(1, 2, Colour.GREEN),
        Shape([Point(0.0), {"x": {1}}], name="all"), {"deep": [(Point(1.0), {Colour.RED})]},
    ]

    def test_come_back_the_same(self):
        for runner_class in RUNNERS:
            with runner_class(tube=load(*SAME)) as runner:
                for value in self.VALUES:
                    with self.subTest(runner=runner_class.__name__, value=value):
                        result = runner.process(x=value)
                        self.assertTrue(same_value(result, value), f"{result!r} is not {value!r}")

    def test_are_in_events_the_same(self):
        seen = []
        with Noob.ZmqRunner(tube=load(*SAME)) as runner:
            runner.connect("event::b", lambda _runner, event: seen.append(event.get_value()))
            for value in self.VALUES:
                runner.process(x=value)
        self.assertTrue(same_value(seen, self.VALUES), seen)

    def test_are_in_other_processes_what_they_are_here(self):
        for value in self.VALUES:
            expected = python_values.type_of(value)
            with self.subTest(expected=expected):
                with Noob.ZmqRunner(tube=load("python_values.type_of")) as runner:
                    self.assertEqual(runner.process(x=value), expected)

    def test_any_object_passes_by_reference_in_one_process(self):
        with Noob.SyncRunner(tube=load(*SAME)) as runner:
            for thing in (object(), lambda: None, {1, 2}, Point(1.0), python_values):
                self.assertIs(runner.process(x=thing), thing)

    def test_return_of_positions_is_a_tuple(self):
        for depends, expected in [(["input.x", "input.x"], (1, 1)),
                                  (["input.x", {"y": "input.x"}], ((1,), {"y": 1}))]:
            tube = Noob.Tube.load({
                "input": {"x": {"scope": "process"}},
                "nodes": {"a": {"type": "python_values.same", "depends": "input.x"},
                          "return": {"type": "return", "depends": depends}},
            })
            for runner_class in RUNNERS:
                with runner_class(tube=tube) as runner:
                    self.assertTrue(same_value(runner.process(x=1), expected))

    def test_too_big_an_integer_is_refused_clearly(self):
        for value in (2**63, -(2**63) - 1, [2**63] * 20, {"a": [2**70]}):
            with Noob.SyncRunner(tube=load(*SAME)) as runner:
                with self.assertRaises(OverflowError) as raised:
                    runner.process(x=value)
                self.assertIn("64 bits", str(raised.exception))

    def test_value_without_a_form_names_node_signal_and_type(self):
        for kind, type_name in (("object", "builtins.object"), ("lambda", "builtins.function")):
            with Noob.ZmqRunner(tube=load("python_values.make_object", "builtins.len")) as runner:
                with self.assertRaises(GLib.Error) as raised:
                    runner.process(x=kind)
                self.assertEqual(runner.get_failure().get_node_id(), "a")
            for word in ("node a", '"value"', type_name, "Noob.Converter"):
                self.assertIn(word, raised.exception.message)

    def test_input_without_a_form_names_it(self):
        with Noob.ZmqRunner(tube=load(*SAME)) as runner:
            with self.assertRaises(GLib.Error) as raised:
                runner.process(x=object())
        for word in ('"x"', "builtins.object"):
            self.assertIn(word, raised.exception.message)

    def test_key_with_a_null_character_is_refused(self):
        with Noob.SyncRunner(tube=load(*SAME)) as runner:
            with self.assertRaises(ValueError):
                runner.process(x={"a\0b": 1})

    def test_fraction_does_not_become_a_float(self):
        third = fractions.Fraction(1, 3)
        with Noob.SyncRunner(tube=load(*SAME)) as runner:
            self.assertIs(runner.process(x=third), third)
        with Noob.ZmqRunner(tube=load(*SAME)) as runner:
            with self.assertRaises(GLib.Error) as raised:
                runner.process(x=third)
        self.assertIn("fractions.Fraction", raised.exception.message)

    def test_dataclasses_are_made_without_their_constructor(self):
        with Noob.ZmqRunner(tube=load("python_values.use_point")) as runner:
            self.assertEqual(runner.process(x=Point(1.0, 2.0)), (3.0, 0))

    def test_dataclass_of_a_node(self):
        for runner_class in RUNNERS:
            with runner_class(tube=load("python_values.make_shape")) as runner:
                self.assertEqual(runner.process(x="s"),
                                 Shape([Point(1.0, 2.0, Colour.GREEN)], name="s"))


class TestHostile(unittest.TestCase):
    """What comes in is data, whatever it pretends to be."""

    def decode(self, tag, content):
        return Noob.codec_decode(Noob.codec_encode(Noob.Tagged.new(tag, content)))

    def test_content_names_no_class_to_import(self):
        before = set(sys.modules)
        for tag, content in [
                ("python.enum", ["antigravity:Colour", "RED"]),
                ("python.enum", ["os:system", "x"]),
                ("python.dataclass", ["antigravity:Point", {"x": 1}]),
                ("python.dataclass", ["subprocess:Popen", {"args": "true"}]),
                ("python.object", ["subprocess:Popen", {"args": "true"}]),
                ("python.object", ["python_values:Point", {"x": 1}]),
                ("python.dataclass", ["python_values:Colour", {}]),
                ("python.dataclass", ["python_values:Point", {"x": 1, "__class__": 2, "y": 3}]),
                ("python.enum", ["python_values:Point", "x"]),
                ("python.enum", ["python_values:Colour", "__class__"]),
                ("python.flags", ["python_values:Colour", ["RED"]]),
                ("python.flags", ["python_values:Bits", ["C"]]),
                ("python.flags", ["re:RegexFlag", ["A"]]),
                ("python.dataclass", ["python_values:Point", ["x", "y", "colour"]])]:
            with self.assertRaises(ValueError, msg=content):
                self.decode(tag, content)
        self.assertEqual(set(sys.modules) - before, set())

    def test_named_modules_let_in_no_classes_of_python_and_none_that_end(self):
        import tempfile
        for name in ("tempfile:_TemporaryFileCloser", "tempfile:TemporaryDirectory"):
            Noob.SyncRunner(tube=load("tempfile.mkdtemp")).check()
            with self.assertRaises(ValueError):
                self.decode("python.object", [name, {"name": tempfile.gettempdir()}])

    def test_content_of_the_wrong_kind(self):
        for tag in ("python.enum", "python.flags", "python.set", "python.complex", "python.dict", "python.datetime",
                    "python.date", "python.time", "python.timedelta", "python.path",
                    "python.dataclass", "python.object", "python.iterator", "python.range_iterator",
                    "python.count"):
            for content in (None, 1, [[]], [{}], {"x": 1}, "__import__('os').abort()"):
                try:
                    self.decode(tag, content)
                except ValueError as error:
                    self.assertIn(tag, str(error))

    def test_unknown_tags_stay_what_they_are(self):
        for tag in ("python.pickle", "python.code"):
            self.assertIsInstance(self.decode(tag, b"cos\nabort\n(tR."), Noob.Tagged)

    def test_pickles_and_code_are_bytes_and_text(self):
        pickled = b"cos\nabort\n(tR."
        code = "__import__('os').abort()"
        for runner_class in RUNNERS:
            with runner_class(tube=load(*SAME)) as runner:
                for value in (pickled, code, [code, {"__reduce__": code}], {"__class__": code}):
                    self.assertEqual(runner.process(x=value), value)

    def test_bad_content_fails_the_epoch_only(self):
        with Noob.ZmqRunner(tube=load(*SAME)) as runner:
            with self.assertRaises(ValueError):
                runner.process(x=Noob.Tagged.new("python.enum", ["os:system", "x"]))
            self.assertEqual(runner.process(x=1), 1)


@unittest.skipIf(numpy is None, "there is no numpy")
class TestNumpy(unittest.TestCase):
    TYPES = ["|b1", "|i1", "<i2", ">i4", "<i8", "|u1", "<u2", "<u4", ">u8", "<f2", "<f4", "<f8",
             ">f8", "<f16", "<c8", "<c16", "<M8[ns]", "<m8[25us]", "|S5", "<U7", "|V3"]

    def make(self, dtype, shape):
        dtype = numpy.dtype(dtype)
        count = int(numpy.prod(shape, dtype=int))
        data = bytes(index % 2 for index in range(count * dtype.itemsize))
        if dtype.kind == "U":
            return numpy.array(["αβ"] * count, dtype).reshape(shape)
        return numpy.frombuffer(data, dtype, count).reshape(shape).copy()

    def assert_same(self, result, array):
        self.assertEqual(type(result), type(array))
        self.assertEqual(result.dtype, array.dtype)
        self.assertEqual(result.shape, array.shape)
        self.assertEqual(result.tobytes(), array.tobytes())

    def test_arrays_of_any_type_and_shape(self):
        with Noob.ZmqRunner(tube=load(*SAME)) as runner:
            for dtype in self.TYPES:
                for shape in [(4,), (2, 3), (0,), (3, 0, 2), (1, 2, 1, 2)]:
                    with self.subTest(dtype=dtype, shape=shape):
                        array = self.make(dtype, shape)
                        self.assert_same(runner.process(x=array), array)

    def test_arrays_in_any_order(self):
        square = numpy.arange(12.0).reshape(3, 4)
        with Noob.ZmqRunner(tube=load(*SAME)) as runner:
            for array in (square.T, square[:, ::2], square[::-1], numpy.asfortranarray(square)):
                self.assert_same(runner.process(x=array), numpy.ascontiguousarray(array))

    def test_arrays_are_not_copied_before_they_are_sent(self):
        array = numpy.zeros(4, "u1")
        record = Noob.Record.from_dict({"array": array})
        array[2] = 7
        encoded = Noob.codec_encode(record)
        self.assertEqual(Noob.codec_decode(encoded)["array"].tolist(), [0, 0, 7, 0])

    def test_arrays_pass_by_reference_in_one_process(self):
        array = numpy.arange(4)
        with Noob.SyncRunner(tube=load(*SAME)) as runner:
            self.assertIs(runner.process(x=array), array)
            self.assertIs(runner.process(x=[array])[0], array)

    def test_arrays_that_came_in_can_be_written(self):
        with Noob.ZmqRunner(tube=load("python_values.double_in_place")) as runner:
            array = numpy.arange(4)
            self.assertEqual(runner.process(x=array).tolist(), [0, 2, 4, 6])
            self.assertEqual(array.tolist(), [0, 1, 2, 3])

    def test_node_may_reuse_an_array_that_it_emitted(self):
        tube = Noob.Tube.load({"nodes": {
            "a": {"type": "python_values.Refill"},
            "return": {"type": "return", "depends": "a.value"},
        }})
        with Noob.ZmqRunner(tube=tube) as runner:
            results = runner.run(100)
        for index, result in enumerate(results):
            self.assertTrue((result == index).all(), index)

    def test_scalars(self):
        for runner_class in RUNNERS:
            with runner_class(tube=load(*SAME)) as runner:
                for scalar in (numpy.float64(0.5), numpy.float32(0.5), numpy.int8(-3),
                               numpy.uint64(7), numpy.bool_(True), numpy.str_("x"),
                               numpy.bytes_(b"x")):
                    result = runner.process(x=scalar)
                    self.assertIs(type(result), type(scalar.item()))
                    self.assertEqual(result, scalar)
                for scalar in (numpy.complex64(1 + 2j), numpy.datetime64("2024-02-29"),
                               numpy.timedelta64(3, "s"), numpy.longdouble("0.1")):
                    result = runner.process(x=scalar)
                    self.assertIs(type(result), type(scalar))
                    self.assertEqual(result, scalar)

    def test_other_types_are_refused_clearly(self):
        for array, word in [(numpy.array([object()]), "object"),
                            (numpy.zeros(2, [("a", "i4")]), "('a', '<i4')"),
                            (numpy.ma.masked_array([1, 2], [0, 1]), "MaskedArray")]:
            with Noob.SyncRunner(tube=load(*SAME)) as runner:
                self.assertIs(runner.process(x=array), array)
            with Noob.ZmqRunner(tube=load(*SAME)) as runner:
                with self.assertRaises(GLib.Error) as raised:
                    runner.process(x=array)
                self.assertIn(word, raised.exception.message)

    def test_memory_is_released(self):
        with Noob.SyncRunner(tube=load(*SAME)) as runner:
            array = numpy.zeros(10)
            count = sys.getrefcount(array)
            for _ in range(10):
                runner.process(x=array)
            runner.process(x=None)
        self.assertEqual(sys.getrefcount(array), count)


class TestWithoutNumpy(unittest.TestCase):
    def test_arrays_stay_noob_arrays(self):
        program = """
import sys
sys.modules["numpy"] = None
import gi
gi.require_version("Noob", "1")
from gi.repository import GLib, Noob
array = Noob.Array.new("<f8", [1], GLib.Bytes.new(bytes(8)))
print(type(Noob.codec_decode(Noob.codec_encode([array, 1, {2}]))[0]).__name__)
"""
        result = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True,
                                text=True)
        self.assertEqual(result.stdout, "Array\n")


if __name__ == "__main__":
    unittest.main(verbosity=2)
