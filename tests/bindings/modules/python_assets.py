# SPDX-License-Identifier: LGPL-2.1-or-later
"""Assets in Python for the tests, and nodes that change them."""

import contextlib
import itertools
import threading


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


def fail_to_make():
    raise LookupError("there is none")


def count_up(start=0):
    return itertools.count(start)


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


def append(items, after=None):
    items.append(len(items))
    return list(items)


def add_one(array, after=None):
    array += 1
    return float(array[0]), array.size


def take_next(iterator, after=None):
    return next(iterator)


def fail_at_two(tally, after=None):
    tally["count"] += 1
    if tally["count"] == 2:
        raise ValueError("it is two")
    return tally["count"]
