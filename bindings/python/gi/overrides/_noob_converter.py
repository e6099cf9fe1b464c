# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lets the kinds of values that only Python knows leave the process."""

from gi.repository import GObject

from ..module import get_introspection_module
from . import _noob_kinds as kinds
from ._noob_errors import new_error
from ._noob_values import hold, is_boxed_form, to_value

Noob = get_introspection_module("Noob")

_WHAT_CAN = ("None, bool, int, float, str, bytes, list, tuple, dict, set, frozenset, complex, "
             "datetime, date, time, timedelta, paths, enumerations, dataclasses, arrays of numpy, "
             "objects of classes that the tube's modules define, and what a Noob.Converter knows")


def _describe_type(value):
    cls = type(value)
    name = f"{cls.__module__}.{cls.__qualname__}"
    return f"{name} with elements of type {value.dtype}" if hasattr(value, "dtype") else name


class PythonConverter(Noob.Converter):
    """Is asked last, so that a converter of the application comes before it."""

    # As in PythonLoader.
    __module__ = "Noob"
    __gtype_name__ = "NoobPythonConverter"

    def do_encode(self, value):
        if isinstance(value, (GObject.Object, GObject.GBoxed)):
            return None
        try:
            if is_boxed_form(value):
                return Noob.Tagged.new(None, to_value(value))
            encoded = kinds.encode(value)
            if encoded is not None:
                tag, content = encoded
                return Noob.Tagged.new(tag, to_value(content))
        except RecursionError as error:
            raise new_error(Noob.Error.VALUE, f"a value of the Python type {_describe_type(value)} "
                            "refers to itself, or is nested too deeply") from error
        except Exception as error:
            raise new_error(Noob.Error.VALUE, f"{type(error).__name__}: {error}") from error

        raise new_error(Noob.Error.VALUE, f"values of the Python type {_describe_type(value)} "
                        f"cannot leave this process; what can are {_WHAT_CAN}; a class "
                        "can define __getstate__ and __setstate__, and an asset can have the scope "
                        "node")

    def do_decode(self, _tagged):
        return None  # to_native() does it, when and where somebody wants the value

    def do_hold(self, value):
        native = hold(value)
        if native is None:
            return None
        return Noob.List.new([GObject.Value(GObject.TYPE_PYOBJECT, native)])
