# SPDX-License-Identifier: LGPL-2.1-or-later
"""Arrays of numpy, which need not be there, as Noob.Array and back."""

import functools
import sys

from gi.repository import GObject

from ..module import get_introspection_module

Noob = get_introspection_module("Noob")

# Structured and object types are not among them: what their elements mean is not in their bytes.
_KINDS = "biufcmMSUV"


def get_numpy():
    """Returns numpy if the program uses it, as it does when it has an array."""
    return sys.modules.get("numpy")


@functools.cache
def _import_numpy():
    try:
        import numpy
    except ImportError:
        return None
    return numpy


def is_array(native):
    """Whether a value is an array that has a form of its own."""
    numpy = get_numpy()
    return (numpy is not None and type(native) in (numpy.ndarray, numpy.memmap) and
            _has_form(native.dtype))


def is_scalar(native):
    numpy = get_numpy()
    return numpy is not None and isinstance(native, numpy.generic) and _has_form(native.dtype)


def _has_form(dtype):
    return (dtype.kind in _KINDS and dtype.names is None and dtype.subdtype is None and
            dtype.itemsize > 0)


def from_numpy(array):
    """Returns the Noob.Array of an array, which lies in its memory, or of a scalar."""
    contiguous = get_numpy().asarray(array, order="C")
    address, _read_only = contiguous.__array_interface__["data"]
    return Noob.Array.new_in_place(contiguous.dtype.str, contiguous.shape, address,
                                   contiguous.nbytes, _own(contiguous))


def _own(array):
    return GObject.Value(GObject.TYPE_PYOBJECT, array)


def to_numpy(array):
    """Returns the array that a Noob.Array was made of, or else a copy of its elements.

    One element without dimensions is a scalar. Without numpy it stays a Noob.Array.
    """
    owner = array.get_owner()
    if owner is not None:
        return owner if owner.shape else owner[()]

    numpy = _import_numpy()
    if numpy is None:
        return array

    copy = numpy.empty(array.get_shape(), array.get_element_type())
    address, _read_only = copy.__array_interface__["data"]
    array.copy_data(address, copy.nbytes)
    return copy if copy.shape else copy[()]
