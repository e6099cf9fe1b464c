# SPDX-License-Identifier: LGPL-2.1-or-later
"""Assets in Python for the tests, and nodes that change them."""

import asyncio
import contextlib
import itertools
import threading
import weakref

from gi.repository import Noob


def note(path, text):
    if path is not None:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text + "\n")


class Counter:
    """Crosses by its attributes."""

    def __init__(self, start=0, step=1):
        self.count = start
        self.step = step

    def bump(self):
        self.count += self.step
        return self.count


class Slotted(Counter):
    """Crosses by what it says of its state."""

    __slots__ = ("extra",)

    def __getstate__(self):
        return [self.count, self.step]

    def __setstate__(self, state):
        self.count, self.step = state


class Connection:
    """Is begun and ended, and has no form in other processes."""

    def __init__(self, journal=None):
        self.journal = journal
        self.lock = threading.Lock()
        self.count = 0

    def init(self):
        note(self.journal, "init")

    def deinit(self):
        note(self.journal, "deinit")

    def bump(self):
        self.count += 1
        return self.count


@contextlib.contextmanager
def entered(journal, start=0):
    note(journal, "init")
    yield {"count": start}
    note(journal, "deinit")


def make_dict(start=0):
    return {"count": start}


def make_list(*items):
    return list(items)


def make_array(size):
    import numpy
    return numpy.zeros(size)


def make_set():
    return set()


def fail_to_make():
    raise LookupError("there is none")


def count_up(start=0):
    return itertools.count(start)


@contextlib.asynccontextmanager
async def entered_later(journal):
    await asyncio.sleep(0)
    note(journal, "init")
    yield {"count": 0}
    await asyncio.sleep(0)
    note(journal, "deinit")


async def make_dict_later(start=0):
    await asyncio.sleep(0)
    return {"count": start}


class LaterConnection:
    """Is begun and ended by coroutines."""

    def __init__(self, journal):
        self.journal = journal

    async def init(self):
        await asyncio.sleep(0)
        note(self.journal, "init")

    async def deinit(self):
        await asyncio.sleep(0)
        note(self.journal, "deinit")

    def bump(self):
        return 1


class Session:
    """Is not the asset itself, but what gives and takes it."""

    def __init__(self, journal):
        self.journal = journal

    def __enter__(self):
        note(self.journal, "init")
        return {"count": 0}

    def __exit__(self, *exception):
        note(self.journal, f"deinit{exception}".replace(" ", ""))


@contextlib.contextmanager
def fail_to_leave():
    yield {"count": 0}
    raise ZeroDivisionError("cannot leave")


@contextlib.contextmanager
def fail_to_enter():
    raise ZeroDivisionError("cannot enter")
    yield


class FailsToBegin:
    def __init__(self, journal):
        self.journal = journal

    def init(self):
        raise ZeroDivisionError("cannot begin")

    def deinit(self):
        note(self.journal, "deinit")


# Only the process that makes an asset comes to have an odd number here.
_n_made = itertools.count(1)


def fail_every_other_time():
    if next(_n_made) % 2 == 0:
        raise ZeroDivisionError("not this time")
    return {"count": 0}


living = weakref.WeakSet()


class Watched:
    def __init__(self):
        living.add(self)
        self.count = 0

    def bump(self):
        self.count += 1
        return len(living)


class OwnKind(Noob.Asset):
    """Would be a maker that knows of noob."""


class Selfish:
    def __init__(self):
        self.me = self


def bump(counter, after=None):
    return counter.bump()


def bump_dict(tally, after=None):
    tally["count"] += 1
    return tally["count"]


def pass_dict(tally):
    tally["count"] += 1
    return tally


def pass_counter(counter):
    counter.bump()
    return counter


def pass_set(numbers):
    numbers.add(len(numbers))
    return numbers


def pass_array(array):
    array += 1
    return array


def show(value):
    if isinstance(value, Counter):
        return value.count
    return sorted(value) if isinstance(value, set) else value.tolist()


def append(items, after=None):
    items.append(len(items))
    return list(items)


def add_one(array, after=None):
    array += 1
    return float(array[0]), array.size


def take_next(iterator, after=None):
    return next(iterator)


def is_same(one, other):
    return one is other


def get_identity(asset, after=None):
    return id(asset)


def fail_at_two(tally, after=None):
    tally["count"] += 1
    if tally["count"] == 2:
        raise ValueError("it is two")
    return tally["count"]
