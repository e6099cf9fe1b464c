# SPDX-License-Identifier: LGPL-2.1-or-later
"""Python values as GValues, both ways."""

import collections.abc
import enum
import functools
import numbers

from gi.repository import GLib, GObject

from ..module import get_introspection_module

Noob = get_introspection_module("Noob")


@functools.cache
def get_no_event():
    """Returns the one NO_EVENT; to be called when the overrides are there."""
    return Noob.NoEvent.get()


def to_value(native):
    """Returns the GObject.Value that stands for a Python value: the inverse of to_native().

    What has no form of its own passes by reference, and needs a converter to leave the process.
    """
    if native is None:
        return GObject.Value(GObject.TYPE_POINTER)
    if isinstance(native, enum.Enum):
        return GObject.Value(GObject.TYPE_PYOBJECT, native)
    if isinstance(native, bool):
        return GObject.Value(GObject.TYPE_BOOLEAN, native)
    if isinstance(native, numbers.Integral):
        return GObject.Value(GObject.TYPE_INT64, _check_integer(int(native)))
    if isinstance(native, numbers.Real):
        return GObject.Value(GObject.TYPE_DOUBLE, float(native))
    if isinstance(native, str):
        return GObject.Value(GObject.TYPE_STRING, _check_text(native))
    if isinstance(native, (bytes, bytearray, memoryview)):
        return GObject.Value(GLib.Bytes, GLib.Bytes.new(bytes(native)))
    if isinstance(native, collections.abc.Mapping):
        return _mapping_to_value(native)
    if isinstance(native, (list, tuple)):
        return GObject.Value(Noob.List, make_list(native))
    if isinstance(native, GObject.Value):
        return native
    if isinstance(native, GLib.Variant):
        return GObject.Value(GObject.TYPE_VARIANT, native)
    if isinstance(native, (GObject.Object, GObject.GBoxed)):
        return GObject.Value(type(native), native)
    return GObject.Value(GObject.TYPE_PYOBJECT, native)


def _check_integer(native):
    if -(2**63) <= native < 2**63:
        return native
    raise OverflowError(f"the integer {native} does not fit into 64 bits")


def _check_text(native):
    if "\0" in native:
        raise ValueError("a string cannot have a null character; bytes can")
    return native


def _mapping_to_value(mapping):
    if all(isinstance(name, str) for name in mapping):
        return GObject.Value(Noob.Record, make_record(mapping))
    return GObject.Value(GObject.TYPE_PYOBJECT, mapping)


def make_list(sequence):
    return Noob.List.new([to_value(item) for item in sequence])


def make_record(mapping):
    record = Noob.Record.new()
    for name, native in mapping.items():
        set_native(record, name, native)
    return record


# Those that need no GObject.Value, the making of which takes most of the time of a call.
_SETTERS = {
    type(None): lambda record, name, _native: record.set_null(name),
    bool: Noob.Record.set_boolean,
    int: lambda record, name, native: record.set_int64(name, _check_integer(native)),
    float: Noob.Record.set_double,
    str: lambda record, name, native: record.set_string(name, _check_text(native)),
}


def set_native(record, name, native):
    setter = _SETTERS.get(type(native))
    if setter is not None:
        setter(record, name, native)
    else:
        Noob.Record.set_value(record, name, to_value(native))


_PLAIN = frozenset({type(None), bool, int, float, str})


def to_native(value):
    """Returns the Python value that stands for what PyGObject made of a GValue.

    PyGObject does not copy a boxed value that it finds in a GValue, and such a value is gone as soon
    as what holds the GValue is. So this has to be called while that is there.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Noob.Record):
        return {name: to_native(Noob.Record.get_value(value, name)) for name in value.get_names()}
    if isinstance(value, Noob.List):
        return [to_native(Noob.List.get_value(value, index)) for index in range(value.get_length())]
    if isinstance(value, GLib.Bytes):
        return value.get_data()
    if isinstance(value, Noob.NoEvent):
        return get_no_event()
    if isinstance(value, GObject.GBoxed):
        return GObject.Value(type(value), value).get_value()
    return value
