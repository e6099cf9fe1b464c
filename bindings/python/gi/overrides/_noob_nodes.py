# SPDX-License-Identifier: LGPL-2.1-or-later
"""Python functions as nodes."""

import importlib
import inspect
import sys
import traceback

from gi.repository import GLib

from .Noob import Noob, to_native, to_value

_PREFIX = "python:"

# PyGObject registers no GTypes for classes of gi.overrides, and no vfuncs for those of gi.repository.
_MODULE = "Noob"


def _error(code, message):
    return GLib.Error.new_literal(Noob.error_quark(), message, code)


def _last_line(error):
    return traceback.format_exception_only(type(error), error)[-1].strip()


def _import_module(name):
    """Returns the module, or None when there is none of that name."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name + ".").startswith(error.name + "."):
            return None
        raise


def find_object(path):
    """Returns what `pkg.module.attribute`, or the name of a builtin, stands for."""
    parts = path.split(".")
    if len(parts) == 1:
        parts.insert(0, "builtins")

    for split in range(len(parts) - 1, 0, -1):
        found = _import_module(".".join(parts[:split]))
        if found is None:
            continue
        for name in parts[split:]:
            found = getattr(found, name)
        return found

    raise ModuleNotFoundError(f"no module named {parts[0]!r}", name=parts[0])


class FunctionNode(Noob.Node):
    """A node that calls a Python function."""

    __module__ = _MODULE
    __gtype_name__ = "NoobPythonFunctionNode"

    def __init__(self, id, function, params):
        super().__init__(id=id, stateful=False)
        self._function = function
        self._params = params
        self._parameters = inspect.signature(function).parameters

    def do_get_slots(self):
        return [self._make_slot(parameter) for parameter in self._parameters.values()]

    def _make_slot(self, parameter):
        flags = Noob.SlotFlags.REQUIRED
        if parameter.default is not parameter.empty or parameter.name in self._params:
            flags |= Noob.SlotFlags.HAS_DEFAULT
        return Noob.Slot.new(parameter.name, flags, None)

    def do_process(self, inputs, outputs):
        try:
            values = {**self._params, **inputs}
            result = self._function(*self._take_positional(values), **values)
            outputs.set_value("value", to_value(result))
            return True
        except Exception as error:  # whatever the function raises is its failure
            self.report_failure(type(error).__qualname__, str(error), traceback.format_exc())
            return False

    def _take_positional(self, values):
        return [values.pop(name) for name, parameter in self._parameters.items()
                if parameter.kind is parameter.POSITIONAL_ONLY and name in values]


class PythonLoader(Noob.Loader):
    """Makes nodes of Python functions; the folder of the tube's file is looked in too."""

    __module__ = _MODULE
    __gtype_name__ = "NoobPythonLoader"

    def do_can_load(self, node_type):
        return Noob.Loader.get_language(node_type) == "python"

    def do_load_node(self, specification, params):
        directory = specification.get_directory()
        if directory is not None and directory not in sys.path:
            sys.path.append(directory)

        path = specification.get_node_type().removeprefix(_PREFIX)
        try:
            return FunctionNode(specification.get_id(), find_object(path), to_native(params))
        except Exception as error:  # importing a module runs whatever it holds
            raise _error(Noob.Error.LOAD, _last_line(error)) from error
