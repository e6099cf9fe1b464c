# SPDX-License-Identifier: LGPL-2.1-or-later
"""The kinds of values that only Python knows, as the marked values in which they cross processes.

What is decoded may come from anywhere. It makes values of the kinds below and of the classes that
trust() was told of, and runs no code of theirs.
"""

import collections.abc
import copyreg
import dataclasses
import datetime
import enum
import functools
import inspect
import itertools
import operator
import os
import pathlib
import sys

# By the name that they cross with.
_classes = {}

# Those whose instances cross by their state.
_state_classes = {}


def _name_class(cls):
    return f"{cls.__module__}:{cls.__qualname__}"


def _is_harmless(cls):
    """Whether an instance with any state may be made, and go again: not of Python's own classes,
    which tubes name for their functions, nor of one that does something when it goes."""
    return (cls.__module__.partition(".")[0] not in sys.stdlib_module_names and
            not hasattr(cls, "__del__"))


def trust(module):
    """Lets in what a module has under names of its own: dataclasses and enumerations, and objects
    of the classes that it defines itself.

    For modules that a tube names.
    """
    for cls in list(vars(module).values()):
        if not inspect.isclass(cls):
            continue
        if dataclasses.is_dataclass(cls) or issubclass(cls, enum.Enum):
            _classes[_name_class(cls)] = cls
        elif cls.__module__ == module.__name__ and _is_harmless(cls):
            _state_classes[_name_class(cls)] = cls


def _find_class(name, wanted):
    cls = _classes.get(name)
    if cls is None or not wanted(cls):
        raise ValueError(f"no module that the tube names has the class {name}")
    return cls


def _is_enum(cls):
    return issubclass(cls, enum.Enum)


def _encode_enum(member):
    return [_name_class(type(member)), member.name]


def _decode_enum(content):
    name, member = content
    return _find_class(name, _is_enum).__members__[member]


def _is_flag(cls):
    return issubclass(cls, enum.Flag)


def _encode_flags(flags):
    """Unlike other members of an enumeration, a combination of them has no name of its own."""
    members = list(flags)
    if sum(member.value for member in members) != flags.value:
        raise ValueError(f"{flags!r} has bits that are no members")
    return [_name_class(type(flags)), [member.name for member in members]]


def _decode_flags(content):
    name, members = content
    cls = _find_class(name, _is_flag)
    return functools.reduce(operator.or_, [cls.__members__[member] for member in members], cls(0))


def _encode_dataclass(instance):
    return [_name_class(type(instance)), {field.name: getattr(instance, field.name)
                                          for field in dataclasses.fields(instance)}]


def _decode_dataclass(content):
    """Makes an instance without its constructor, which might do anything."""
    name, values = content
    cls = _find_class(name, dataclasses.is_dataclass)
    names = [field.name for field in dataclasses.fields(cls)]
    if sorted(names) != sorted(values):
        raise ValueError(f"a {name} has the fields {', '.join(names)}, not {', '.join(values)}")
    instance = object.__new__(cls)
    for field, value in values.items():
        object.__setattr__(instance, field, value)
    return instance


def _encode_items(iterator):
    sequence, *index = _reduce(iterator)
    return list(sequence[index[0] if index else 0:])


def _reduce(iterator):
    """Returns what an iterator goes through, and how far it has come."""
    _iter, (sequence, *_rest), *index = iterator.__reduce__()
    return sequence, *[place for place in index if place is not None]


def _encode_range(iterator):
    left, *index = _reduce(iterator)
    left = left[index[0] if index else 0:]
    return [left.start, left.stop, left.step]


def _encode_count(iterator):
    _count, arguments = iterator.__reduce__()
    return list(arguments)


@dataclasses.dataclass(frozen=True)
class _Kind:
    base: type | tuple
    encode: collections.abc.Callable
    decode: collections.abc.Callable


# In this order: a datetime is a date, and an enumeration may be anything else too.
_KINDS = {
    "python.flags": _Kind(enum.Flag, _encode_flags, _decode_flags),
    "python.enum": _Kind(enum.Enum, _encode_enum, _decode_enum),
    "python.set": _Kind(set, list, set),
    "python.frozenset": _Kind(frozenset, list, frozenset),
    "python.complex": _Kind(complex, lambda number: [number.real, number.imag],
                            lambda content: complex(*content)),
    "python.dict": _Kind(collections.abc.Mapping, lambda mapping: [list(item) for item in
                                                                  mapping.items()], dict),
    "python.datetime": _Kind(datetime.datetime, datetime.datetime.isoformat,
                             datetime.datetime.fromisoformat),
    "python.date": _Kind(datetime.date, datetime.date.isoformat, datetime.date.fromisoformat),
    "python.time": _Kind(datetime.time, datetime.time.isoformat, datetime.time.fromisoformat),
    "python.timedelta": _Kind(datetime.timedelta,
                              lambda delta: [delta.days, delta.seconds, delta.microseconds],
                              lambda content: datetime.timedelta(*content)),
    "python.iterator": _Kind((type(iter([])), type(iter(()))), _encode_items, iter),
    "python.range_iterator": _Kind(type(iter(range(0))), _encode_range,
                                   lambda content: iter(range(*content))),
    "python.count": _Kind(itertools.count, _encode_count,
                          lambda content: itertools.count(*content)),
    "python.path": _Kind(pathlib.PurePath, os.fsencode,
                         lambda content: pathlib.Path(os.fsdecode(content))),
}
_DATACLASS = "python.dataclass"
_OBJECT = "python.object"


def _has_state(native):
    """Whether an object is of a class that is let in, and says what its state is."""
    cls = type(native)
    if _state_classes.get(_name_class(cls)) is not cls:
        return False
    default = getattr(object, "__getstate__", None)
    return (getattr(cls, "__getstate__", default) is not default or hasattr(native, "__dict__") or
            bool(copyreg._slotnames(cls)))


def _get_state(native):
    if hasattr(native, "__getstate__"):
        return native.__getstate__()
    slots = {name: getattr(native, name) for name in copyreg._slotnames(type(native))
             if hasattr(native, name)}
    state = getattr(native, "__dict__", None)
    return (state, slots) if slots else state


def _encode_object(native):
    return [_name_class(type(native)), _get_state(native)]


def _decode_object(content):
    """Makes an instance without its constructor."""
    name, state = content
    cls = _state_classes.get(name)
    if cls is None:
        raise ValueError(f"no module that the tube names defines the class {name}")
    instance = object.__new__(cls)
    if hasattr(cls, "__setstate__"):
        instance.__setstate__(state)
        return instance
    attributes, slots = state if isinstance(state, tuple) else (state, None)
    for values in (attributes, slots):
        for attribute, value in (values or {}).items():
            object.__setattr__(instance, attribute, value)
    return instance


def encode(native):
    """Returns a tag and its content; None for a value that has no form."""
    for tag, kind in _KINDS.items():
        if isinstance(native, kind.base):
            return tag, kind.encode(native)
    if dataclasses.is_dataclass(native) and not isinstance(native, type):
        return _DATACLASS, _encode_dataclass(native)
    if _has_state(native):
        return _OBJECT, _encode_object(native)
    return None


_CLASS_DECODERS = {_DATACLASS: _decode_dataclass, _OBJECT: _decode_object}


def is_known(tag):
    return tag in _KINDS or tag in _CLASS_DECODERS


def decode(tag, content):
    decoder = _CLASS_DECODERS.get(tag) or _KINDS[tag].decode
    try:
        return decoder(content)
    except (AttributeError, TypeError, ValueError, KeyError, OverflowError) as error:
        raise ValueError(f'what is marked as "{tag}" is none: {error}') from error
