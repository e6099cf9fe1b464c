# SPDX-License-Identifier: LGPL-2.1-or-later
"""Python values as GValues, both ways."""

import array
import collections.abc
import datetime
import enum
import functools
import numbers

from gi.repository import GLib, GObject

from ..module import get_introspection_module
from . import _noob_arrays as arrays
from . import _noob_kinds as kinds

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
    if arrays.is_array(native):
        return GObject.Value(Noob.Array, arrays.from_numpy(native))
    if arrays.is_scalar(native):
        return _scalar_to_value(native)
    if isinstance(native, bool):
        return GObject.Value(GObject.TYPE_BOOLEAN, native)
    if isinstance(native, numbers.Integral):
        return GObject.Value(GObject.TYPE_INT64, _check_integer(int(native)))
    if isinstance(native, float):
        return GObject.Value(GObject.TYPE_DOUBLE, native)
    if isinstance(native, str):
        return GObject.Value(GObject.TYPE_STRING, _check_text(native))
    if isinstance(native, (bytes, bytearray, memoryview)):
        return GObject.Value(GLib.Bytes, GLib.Bytes.new(bytes(native)))
    if isinstance(native, collections.abc.Mapping):
        return _mapping_to_value(native)
    if isinstance(native, (list, tuple)):
        return GObject.Value(Noob.List, make_list(native))
    if isinstance(native, datetime.datetime) and native.tzinfo is not None:
        return GObject.Value(GLib.DateTime, _make_date_time(native))
    if isinstance(native, GObject.Value):
        return native
    if isinstance(native, GLib.Variant):
        return GObject.Value(GObject.TYPE_VARIANT, native)
    if isinstance(native, (GObject.Object, GObject.GBoxed)):
        return GObject.Value(type(native), native)
    return GObject.Value(GObject.TYPE_PYOBJECT, native)


_UNCHANGING = (type(None), bool, int, float, str, bytes, enum.Enum, GObject.Object, Noob.NoEvent)


def box(native):
    """Returns the GObject.Value of an asset: what can be changed in place passes by reference."""
    if isinstance(native, _UNCHANGING):
        return to_value(native)
    return GObject.Value(GObject.TYPE_PYOBJECT, native)


def is_boxed_form(native):
    """Whether a value that passes by reference has a form that all languages know."""
    if isinstance(native, collections.abc.Mapping):
        return all(isinstance(name, str) for name in native)
    return isinstance(native, (list, tuple, bytearray, memoryview)) or arrays.is_array(native)


def hold(value):
    """Returns what a value that crossed is to be kept as, or None for one that cannot change."""
    native = to_native(value)
    return None if native is value or isinstance(native, _UNCHANGING) else native


def _check_integer(native):
    if _fits(native):
        return native
    raise _make_overflow_error(native)


def _fits(integer):
    return -(2**63) <= integer < 2**63


def _make_overflow_error(integer):
    return OverflowError(f"the integer {integer} does not fit into 64 bits")


def _check_text(native):
    if "\0" in native:
        raise ValueError("a string cannot have a null character; bytes can")
    return native


def _mapping_to_value(mapping):
    if all(isinstance(name, str) for name in mapping):
        return GObject.Value(Noob.Record, make_record(mapping))
    return GObject.Value(GObject.TYPE_PYOBJECT, mapping)


def _scalar_to_value(scalar):
    """Returns a plain number or text, which nodes of every language know, where it is one."""
    if scalar.dtype.kind in "biuSU" or (scalar.dtype.kind == "f" and scalar.dtype.itemsize <= 8):
        return to_value(scalar.item())
    return GObject.Value(Noob.Array, arrays.from_numpy(scalar))


_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_MICROSECOND = datetime.timedelta(microseconds=1)


def _make_date_time(native):
    """GLib's own constructor takes seconds as a double, and so may lose a microsecond."""
    content = GLib.Variant("(xi)", ((native - _EPOCH) // _MICROSECOND, 0))
    decoded = Noob.codec_decode_to_list(GLib.Variant("(sv)", ("time", content)))
    offset = native.utcoffset() // datetime.timedelta(seconds=1)
    return Noob.List.get_value(decoded, 0).to_timezone(GLib.TimeZone.new_offset(offset))


def _read_date_time(value):
    offset = datetime.timedelta(microseconds=value.get_utc_offset())
    return datetime.datetime(*value.get_ymd(), value.get_hour(), value.get_minute(),
                             value.get_second(), value.get_microsecond(),
                             datetime.timezone(offset))


# From this length on, a list of numbers is better made and read as a whole.
_LONG = 16

# The variant and the array.array that hold such a list.
_WHOLES = {int: ("ax", "q"), float: ("ad", "d")}


def _get_common_type(items):
    kind = type(items[0])
    return kind if all(type(item) is kind for item in items) else None


def make_list(sequence):
    if len(sequence) >= _LONG:
        kind = _get_common_type(sequence)
        if kind in _WHOLES:
            return _make_long_list(sequence, kind)

    make = Noob.List.new_tuple if isinstance(sequence, tuple) else Noob.List.new
    return make([to_value(item) for item in sequence])


def _make_long_list(sequence, kind):
    form, code = _WHOLES[kind]
    try:
        data = GLib.Bytes.new(array.array(code, sequence).tobytes())
    except OverflowError:
        raise _make_overflow_error(next(item for item in sequence if not _fits(item))) from None
    variant = GLib.Variant.new_from_bytes(GLib.VariantType(form), data, True)
    if isinstance(sequence, tuple):
        variant = GLib.Variant("(sv)", ("tuple", variant))
    decoded = Noob.codec_decode_to_list(variant)  # has to be there until the copy is made
    return Noob.List.get_value(decoded, 0).copy()


def _list_to_native(value):
    length = value.get_length()
    items = _read_long_list(value) if length >= _LONG else None
    if items is None:
        items = [to_native(Noob.List.get_value(value, index)) for index in range(length)]
    return tuple(items) if value.is_tuple() else items


def _read_long_list(value):
    """Returns the items, or None when they are not numbers of one kind."""
    kind = type(Noob.List.get_value(value, 0))
    if kind not in _WHOLES or type(Noob.List.get_value(value, value.get_length() - 1)) is not kind:
        return None
    try:
        variant = Noob.codec_encode(GObject.Value(Noob.List, value))
    except GLib.Error:
        return None
    if value.is_tuple():
        variant = variant.get_child_value(1).get_variant()
    form, code = _WHOLES[kind]
    if variant.get_type_string() != form:
        return None
    items = array.array(code)
    items.frombytes(variant.get_data_as_bytes().get_data())
    return items.tolist()


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
    _check_text(name)
    setter = _SETTERS.get(type(native))
    if setter is not None:
        setter(record, name, native)
    else:
        Noob.Record.set_value(record, name, to_value(native))


_PLAIN = frozenset({type(None), bool, int, float, str})


def to_native(value):
    """Returns the Python value that stands for what PyGObject made of a GValue.

    PyGObject does not copy a boxed value that it finds in a GValue, and such a value is gone as
    soon as what holds the GValue is. So this has to be called while that is there.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Noob.Record):
        return {name: to_native(Noob.Record.get_value(value, name)) for name in value.get_names()}
    if isinstance(value, Noob.List):
        return _list_to_native(value)
    if isinstance(value, Noob.Array):
        return arrays.to_numpy(value)
    if isinstance(value, Noob.Tagged):
        return _tagged_to_native(value)
    if isinstance(value, GLib.DateTime):
        return _read_date_time(value)
    if isinstance(value, GLib.Bytes):
        return value.get_data()
    if isinstance(value, Noob.NoEvent):
        return get_no_event()
    if isinstance(value, GObject.GBoxed):
        return GObject.Value(type(value), value).get_value()
    return value


def _tagged_to_native(tagged):
    if kinds.is_known(tagged.get_tag()):
        return kinds.decode(tagged.get_tag(), to_native(Noob.Tagged.get_content(tagged)))

    # Converters of the application are asked by the codec only, and this may come from a runner.
    decoded = Noob.codec_decode_to_list(Noob.codec_encode(GObject.Value(Noob.Tagged, tagged)))
    value = Noob.List.get_value(decoded, 0)
    if isinstance(value, Noob.Tagged):
        return GObject.Value(Noob.Tagged, value).get_value()
    return to_native(value)
