# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds the Python code that the types of nodes name."""

import importlib
import sys

from gi.repository import GLib

from ..module import get_introspection_module
from . import _noob_kinds as kinds
from ._noob_assets import make_asset
from ._noob_errors import describe, new_error
from ._noob_nodes import make_node
from ._noob_values import to_native

Noob = get_introspection_module("Noob")

_PREFIX = "python:"


def _import_module(name):
    """Returns the module, or None when there is none of that name."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name + ".").startswith(error.name + "."):
            return None
        raise


def _list_splits(path):
    """Returns the ways to read a type as a module and names in it, the longest module first."""
    parts = path.split(".")
    if len(parts) == 1:
        parts.insert(0, "builtins")
    return [(".".join(parts[:split]), parts[split:]) for split in range(len(parts) - 1, 0, -1)]


def find_object(path):
    """Returns what `pkg.module.attribute`, or the name of a builtin, stands for."""
    for module_name, names in _list_splits(path):
        found = _import_module(module_name)
        if found is None:
            continue
        kinds.trust(found)
        for name in names:
            found = getattr(found, name)
        return found

    name = path.partition(".")[0]
    raise ModuleNotFoundError(f"no module named {name!r}", name=name)


def trust_modules(tube):
    """Lets in what the nodes of a tube may emit, as far as their modules are loaded here."""
    specification = tube.get_specification()
    types = [node.get_node_type() for node in specification.get_nodes()]
    types += [asset.get_asset_type() for asset in specification.get_assets()]
    for type_name in types:
        for module_name, _names in _list_splits(type_name.removeprefix(_PREFIX)):
            if module_name in sys.modules:
                kinds.trust(sys.modules[module_name])
                break


class PythonLoader(Noob.Loader):
    """Makes nodes and assets of Python callables; the folder of the tube's file is looked in too."""

    # PyGObject registers no GTypes for classes of gi.overrides, and no vfuncs for those of
    # gi.repository.
    __module__ = "Noob"
    __gtype_name__ = "NoobPythonLoader"

    def do_can_load(self, node_type):
        return Noob.Loader.get_language(node_type) == "python"

    def do_load_node(self, specification, params):
        return _load(specification, specification.get_node_type(), make_node, to_native(params))

    def do_load_asset(self, specification, params):
        given = to_native(params)
        if specification.get_params_are_list():
            arguments = list(given.values()), {}
        else:
            arguments = (), given
        return _load(specification, specification.get_asset_type(), make_asset, *arguments)


def _load(specification, type_name, make, *arguments):
    directory = specification.get_directory()
    if directory is not None and directory not in sys.path:
        sys.path.append(directory)

    try:
        target = find_object(type_name.removeprefix(_PREFIX))
        return make(specification.get_id(), target, *arguments)
    except GLib.Error:
        raise
    except BaseException as error:  # importing a module runs whatever it holds
        raise new_error(Noob.Error.LOAD, describe(error)) from error
