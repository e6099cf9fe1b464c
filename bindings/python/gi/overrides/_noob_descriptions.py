# SPDX-License-Identifier: LGPL-2.1-or-later
"""What Python callables tell of themselves, for people to read."""

import inspect

from ._noob_signatures import get_signature
from ._noob_values import set_native

_PLAIN = (bool, int, float, str, type(None))


def _get_documentation(function):
    if inspect.ismethod(function):
        return inspect.getdoc(function) or inspect.getdoc(type(function.__self__))
    return inspect.getdoc(function)


def _get_defaults(function):
    signature = get_signature(function)
    if signature is None:
        return {}
    return {parameter.name: {"default": parameter.default}
            for parameter in signature.parameters.values() if type(parameter.default) in _PLAIN}


def describe_function(function, description):
    """Tells of a function, or of the method of an object, in a record."""
    documentation = _get_documentation(function)
    if documentation is not None:
        set_native(description, "documentation", documentation)
    set_native(description, "params", _get_defaults(function))
