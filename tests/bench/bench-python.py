#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a call of a Python function costs beyond its own time, and how often an array is copied."""

import time

import gi

gi.require_version("Noob", "1")
from gi.repository import Noob  # noqa: E402

CALLS = 5000
LIMIT = 15.0  # µs


def load(n_nodes, node_type="operator.neg"):
    nodes = {}
    source = "input.x"
    for index in range(n_nodes):
        nodes[f"n{index}"] = {"type": node_type, "depends": source}
        source = f"n{index}.value"
    nodes["return"] = {"type": "return", "depends": source}
    return Noob.Tube.load({"input": {"x": {"scope": "process"}}, "nodes": nodes})


def measure(runner_class, n_nodes, value, calls, **keywords):
    """Returns the least time of a call, in µs."""
    with runner_class(tube=load(n_nodes, **keywords)) as runner:
        best = float("inf")
        for _ in range(10):
            begin = time.thread_time() if runner_class is Noob.SyncRunner else time.perf_counter()
            for _ in range(calls // 10):
                runner.process(x=value)
            end = time.thread_time() if runner_class is Noob.SyncRunner else time.perf_counter()
            best = min(best, (end - begin) / (calls // 10) * 1e6)
        return best


def measure_functions():
    cost = (measure(Noob.SyncRunner, 11, 3, CALLS) - measure(Noob.SyncRunner, 1, 3, CALLS)) / 10
    print(f"a call of a Python function in the sync runner: {cost:.1f} µs (at most {LIMIT})")


def measure_arrays():
    try:
        import numpy
    except ImportError:
        return

    array = numpy.zeros(2**20, "u1")
    begin = time.perf_counter()
    for _ in range(200):
        array.copy()
    copy = (time.perf_counter() - begin) / 200 * 1e6
    small = numpy.zeros(1, "u1")
    for runner_class, calls in ((Noob.SyncRunner, 2000), (Noob.ZmqRunner, 500)):
        cost = measure(runner_class, 1, array, calls, node_type="numpy.asarray")
        base = measure(runner_class, 1, small, calls, node_type="numpy.asarray")
        print(f"1 MiB through {runner_class.__name__}: {cost - base:.0f} µs more than one byte; "
              f"a copy takes {copy:.0f} µs")


measure_functions()
measure_arrays()
