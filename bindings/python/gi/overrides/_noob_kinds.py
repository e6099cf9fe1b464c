# SPDX-License-Identifier: LGPL-2.1-or-later
"""The kinds of values that only Python knows, as the marked values in which they cross processes.

What is decoded may come from anywhere. It makes values of the kinds below and of the classes that
trust() was told of, and runs no code of theirs.
"""

import collections.abc
import dataclasses
import datetime
import enum
import functools
import inspect
import operator
import os
import pathlib

# By the name that they cross with.
_classes = {}


def _name_class(cls):
    return f"{cls.__module__}:{cls.__qualname__}"


def trust(module):
    """Lets dataclasses and enumerations in, as far as a module has them under names of its own.

    For modules that a tube names.
    """
    for cls in list(vars(module).values()):
        if inspect.isclass(cls) and (dataclasses.is_dataclass(cls) or issubclass(cls, enum.Enum)):
            _classes[_name_class(cls)] = cls


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


@dataclasses.dataclass(frozen=True)
class _Kind:
    base: type
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
    "python.path": _Kind(pathlib.PurePath, os.fsencode,
                         lambda content: pathlib.Path(os.fsdecode(content))),
}
_DATACLASS = "python.dataclass"


def encode(native):
    """Returns a tag and its content; None for a value that has no form."""
    for tag, kind in _KINDS.items():
        if isinstance(native, kind.base):
            return tag, kind.encode(native)
    if dataclasses.is_dataclass(native) and not isinstance(native, type):
        return _DATACLASS, _encode_dataclass(native)
    return None


def is_known(tag):
    return tag in _KINDS or tag == _DATACLASS


def decode(tag, content):
    decoder = _decode_dataclass if tag == _DATACLASS else _KINDS[tag].decode
    try:
        return decoder(content)
    except (AttributeError, TypeError, ValueError, KeyError, OverflowError) as error:
        raise ValueError(f'what is marked as "{tag}" is none: {error}') from error
