# SPDX-License-Identifier: LGPL-2.1-or-later
"""What Python adds to the introspected namespace Noob: native values in and out."""

import collections.abc
import numbers
import operator

from gi.repository import GLib, GObject

from ..module import get_introspection_module
from ..overrides import override

Noob = get_introspection_module("Noob")

__all__ = []


def _export(cls):
    cls = override(cls)
    __all__.append(cls.__name__)
    return cls


def to_value(native):
    """Returns the GObject.Value that stands for a Python value: the inverse of to_native()."""
    if native is None:
        return GObject.Value(GObject.TYPE_POINTER)
    if isinstance(native, bool):
        return GObject.Value(GObject.TYPE_BOOLEAN, native)
    if isinstance(native, numbers.Integral):
        return GObject.Value(GObject.TYPE_INT64, int(native))
    if isinstance(native, numbers.Real):
        return GObject.Value(GObject.TYPE_DOUBLE, float(native))
    if isinstance(native, str):
        if "\0" in native:
            raise ValueError("a string cannot have a null character; bytes can")
        return GObject.Value(GObject.TYPE_STRING, native)
    if isinstance(native, (bytes, bytearray, memoryview)):
        return GObject.Value(GLib.Bytes, GLib.Bytes.new(bytes(native)))
    if isinstance(native, collections.abc.Mapping):
        return GObject.Value(Noob.Record, Record.from_dict(native))
    if isinstance(native, (list, tuple)):
        return GObject.Value(Noob.List, List.from_sequence(native))
    if isinstance(native, GObject.Value):
        return native
    if isinstance(native, GLib.Variant):
        return GObject.Value(GObject.TYPE_VARIANT, native)
    if isinstance(native, (GObject.Object, GObject.GBoxed)):
        return GObject.Value(type(native), native)
    return GObject.Value(GObject.TYPE_PYOBJECT, native)


def to_native(value):
    """Returns the Python value that stands for what PyGObject made of a GValue.

    PyGObject does not copy a boxed value that it finds in a GValue, and such a value is gone as soon
    as what holds the GValue is. So this has to be called while that is there.
    """
    if isinstance(value, Noob.Record):
        return {name: to_native(Noob.Record.get_value(value, name)) for name in value.get_names()}
    if isinstance(value, Noob.List):
        return [to_native(Noob.List.get_value(value, index)) for index in range(value.get_length())]
    if isinstance(value, GLib.Bytes):
        return value.get_data()
    if isinstance(value, Noob.NoEvent):
        return NO_EVENT
    if isinstance(value, GObject.GBoxed):
        return GObject.Value(type(value), value).get_value()
    return value


def codec_encode(native):
    return Noob.codec_encode(to_value(native))


def codec_decode(variant):
    return Noob.codec_decode_to_list(variant)[0]


__all__ += ["codec_encode", "codec_decode"]


@_export
class NoEvent(Noob.NoEvent):
    """The absence of an event: false, and equal only to itself. There is one, NO_EVENT."""

    def __bool__(self):
        return False

    def __eq__(self, other):
        return isinstance(other, Noob.NoEvent)

    def __hash__(self):
        return hash(Noob.NoEvent)

    def __repr__(self):
        return "Noob.NO_EVENT"


NO_EVENT = Noob.NoEvent.get()
__all__.append("NO_EVENT")


def _ordered_by(holds):
    def comparison(self, other):
        if not isinstance(other, Noob.Epoch):
            return NotImplemented
        return holds(self.compare(other), 0)

    return comparison


@_export
class Epoch(Noob.Epoch):
    # All of them, since the base class has some that compare addresses.
    __lt__ = _ordered_by(operator.lt)
    __le__ = _ordered_by(operator.le)
    __gt__ = _ordered_by(operator.gt)
    __ge__ = _ordered_by(operator.ge)

    def __str__(self):
        return self.to_string()

    def __repr__(self):
        return f"<Noob.Epoch {self}>"

    def __eq__(self, other):
        return isinstance(other, Noob.Epoch) and self.equal(other)

    def __hash__(self):
        return self.hash()

    def __add__(self, count):
        return self.add(count)


@_export
class Event(Noob.Event):
    def get_value(self):
        return to_native(super().get_value())

    def __repr__(self):
        return f"<Noob.Event {self.get_node_id()}.{self.get_signal()} in {self.get_epoch()}>"


@_export
class List(Noob.List):
    """An immutable sequence."""

    @classmethod
    def from_sequence(cls, sequence):
        return Noob.List.new([to_value(item) for item in sequence])

    def __len__(self):
        return self.get_length()

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        position = index + len(self) if index < 0 else index
        if not 0 <= position < len(self):
            raise IndexError(f"index {index} of a list of {len(self)}")
        return to_native(super().get_value(position))

    def get_value(self, index):
        return self[index]

    def __iter__(self):
        return (self[index] for index in range(len(self)))

    def __eq__(self, other):
        if isinstance(other, Noob.List):
            return self.equal(other)
        return isinstance(other, (list, tuple)) and to_native(self) == list(other)

    __hash__ = None

    def __repr__(self):
        return f"Noob.List({to_native(self)!r})"


@_export
class Record(Noob.Record):
    """A mapping from names to values, in the order in which the names were first set."""

    @classmethod
    def from_dict(cls, mapping):
        record = Noob.Record.new()
        for name, native in mapping.items():
            record.set_value(name, to_value(native))
        return record

    def get(self, name, default=None):
        return to_native(super().get_value(name)) if self.has(name) else default

    def get_value(self, name):
        return self.get(name)

    def set(self, name, native):
        self.set_value(name, to_value(native))

    def keys(self):
        return self.get_names()

    def values(self):
        return [self[name] for name in self]

    def items(self):
        return [(name, self[name]) for name in self]

    def __len__(self):
        return self.get_size()

    def __iter__(self):
        return iter(self.get_names())

    def __contains__(self, name):
        return self.has(name)

    def __getitem__(self, name):
        if not self.has(name):
            raise KeyError(name)
        return self.get(name)

    def __setitem__(self, name, native):
        self.set(name, native)

    def __delitem__(self, name):
        if not self.remove(name):
            raise KeyError(name)

    def __eq__(self, other):
        if isinstance(other, Noob.Record):
            return self.equal(other)
        return isinstance(other, collections.abc.Mapping) and to_native(self) == dict(other)

    __hash__ = None

    def __repr__(self):
        return f"Noob.Record({to_native(self)!r})"


@_export
class Tube(Noob.Tube):
    @classmethod
    def load(cls, source, **inputs):
        """Returns the tube of a path, an id or a dict, bound to its tube-scoped inputs."""
        given = Record.from_dict(inputs)
        if not isinstance(source, collections.abc.Mapping):
            return cls.new_from_name(str(source), given)
        inline = Record.from_dict(source)
        return cls.new(Noob.TubeSpecification.new_from_record(inline, None), given)


@_export
class Results(Noob.Results):
    def __iter__(self):
        return self

    def __next__(self):
        result = self.next_to_list()
        if result is None:
            raise StopIteration
        return result[0]


@_export
class Runner(Noob.Runner):
    """Runs a tube; as a context manager it is initialized inside the block."""

    def init(self):
        self.initialize()

    def deinit(self):
        self.deinitialize()

    def __enter__(self):
        self.initialize()
        return self

    def __exit__(self, *_exception):
        self.deinitialize()

    def process(self, **inputs):
        """Returns the result of one epoch, or NO_EVENT, which is false, when it has none."""
        return self.process_to_list(Record.from_dict(inputs))[0]

    def iter(self, n=-1):
        return self.iterate(n)

    def run(self, n=None):
        """Returns `n` results; without `n`, runs freely until stop() and returns at once."""
        if n is None:
            return self.start()
        return to_native(super().run(n))


from ._noob_nodes import PythonLoader  # noqa: E402 (it needs what is above)

__all__ += ["PythonLoader"]
