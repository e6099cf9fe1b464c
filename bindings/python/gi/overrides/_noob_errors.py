# SPDX-License-Identifier: LGPL-2.1-or-later
"""Exceptions of Python nodes on their way to the caller."""

import ast
import builtins
import functools
import os
import traceback

from gi.repository import GLib

from ..module import get_introspection_module

Noob = get_introspection_module("Noob")

_OUR_FOLDER = os.path.dirname(__file__) + os.sep

# Raised in a caller's code, these would end more than the call.
_NEVER_RAISED = (StopIteration, StopAsyncIteration, SystemExit, KeyboardInterrupt, GeneratorExit)

# What the user asked for while a node of this thread ran; the call that ran it raises it.
_interrupts = []


class NodeError(GLib.Error):
    """A node failed. `failure` is the Noob.Failure that tells where and how."""

    def __init__(self, error, failure):
        super().__init__(error.message, error.domain, error.code)
        self.failure = failure


def new_error(code, message):
    return GLib.Error.new_literal(Noob.error_quark(), message, code)


def end_of_stream():
    return new_error(Noob.Error.END_OF_STREAM, "the source has nothing more to emit")


def is_end_of_stream(error):
    return isinstance(error, StopIteration) or (
        isinstance(error, GLib.Error) and
        error.matches(Noob.error_quark(), Noob.Error.END_OF_STREAM))


def describe(error):
    """Returns an exception in a line, with where it was raised."""
    if isinstance(error, SyntaxError):
        return f"{type(error).__name__}: {error}"
    text = traceback.format_exception_only(type(error), error)[-1].strip()
    last = traceback.extract_tb(error.__traceback__)[-1]
    if last.filename.startswith((_OUR_FOLDER, "<frozen ")) or not os.path.exists(last.filename):
        return text
    return f"{text} ({last.filename}, line {last.lineno})"


def _skip_our_frames(traceback):
    while (traceback.tb_next is not None and
           traceback.tb_frame.f_code.co_filename.startswith(_OUR_FOLDER)):
        traceback = traceback.tb_next
    return traceback


def report(node, error):
    """Lets the call of a node in progress fail with an exception."""
    if isinstance(error, KeyboardInterrupt):
        _interrupts.append(error)
    lines = traceback.format_exception(type(error), error, _skip_our_frames(error.__traceback__))
    node.report_failure(*map(_make_sendable,
                             (_name_type(type(error)), _get_message(error), "".join(lines))))


def _get_message(error):
    try:
        return str(error)
    except BaseException:  # that it fails is no reason to fail here, too
        return f"<str() of this {type(error).__qualname__} failed>"


def _make_sendable(text):
    """Text of C has no lone surrogates, and ends at a null character."""
    return text.replace("\0", r"\x00").encode("utf-8", "backslashreplace").decode()


def _name_type(cls):
    """Returns a name like `ValueError`, or `pkg.mod.TooCold(ValueError)` for what is no builtin."""
    if cls.__module__ == "builtins":
        return cls.__qualname__
    builtin = next(base for base in cls.__mro__ if base.__module__ == "builtins")
    return f"{cls.__module__}.{cls.__qualname__}({builtin.__qualname__})"


def _find_builtin(type_name):
    """Returns the builtin exception of a name that _name_type() made, if it is one to raise."""
    name = type_name.rpartition("(")[2].removesuffix(")")
    found = getattr(builtins, name, None)
    if (isinstance(found, type) and issubclass(found, Exception) and
            not issubclass(found, _NEVER_RAISED)):
        return found
    return None


def _rebuild(builtin, message):
    """Returns an exception of that type, or of its nearest base that can be made of a message."""
    if issubclass(builtin, KeyError):
        return builtin(_read_key(message))
    for base in builtin.__mro__:
        try:
            return base(message)
        except TypeError:
            continue
    return None


def _read_key(message):
    """A KeyError shows the repr() of its key."""
    try:
        return ast.literal_eval(message)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return message


def _add_note(exception, note):
    if hasattr(exception, "add_note"):
        exception.add_note(note)
    else:
        exception.__notes__ = [*getattr(exception, "__notes__", []), note]


def _restore(error, failure):
    """Returns the exception that a node's failure is raised as, and its cause."""
    node_error = NodeError(error, failure)
    builtin = _find_builtin(failure.get_type_name() or "")
    exception = _rebuild(builtin, failure.get_message()) if builtin is not None else None
    if exception is None:
        return node_error, None
    if failure.get_traceback():
        _add_note(exception, f'In node "{failure.get_node_id()}":\n{failure.get_traceback()}')
    return exception, node_error


def raise_original(error, runner):
    """Raises what a node raised, instead of the error with which a call to a runner failed."""
    if _interrupts:
        raise _interrupts.pop() from None

    failure = runner.get_failure()
    if failure is None or not error.matches(Noob.error_quark(), Noob.Error.NODE):
        raise error

    exception, cause = _restore(error, failure)
    raise exception from cause


def raising_original(method):
    """Decorates a method of a runner."""

    @functools.wraps(method)
    def wrapper(self, *arguments, **keywords):
        try:
            return method(self, *arguments, **keywords)
        except GLib.Error as error:
            raise_original(error, self)

    return wrapper
