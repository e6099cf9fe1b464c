# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the tubes of compare_nodes under one library, and prints lines of JSON.

compare_tubes.py library        the Python library, with its nodes in Python
compare_tubes.py python|native  this one, with nodes in Python or in C
"""

import json
import sys
import time

from compare_nodes import chain

RELAYS = 2
EPOCHS = 1000
PAYLOADS = 200
TRIPS = 300

NATIVE = {"source": "c:libzmq-runner-nodes.so#count", "relay": "c:libzmq-runner-nodes.so#add",
          "slot": "left"}
PYTHON_PAYLOAD = {"source": "compare_nodes.payload", "relay": "compare_nodes.measure"}


def make_library_runner(nodes):
    from noob.runner.zmq import ZMQRunner
    from noob.tube import Tube, TubeSpecification

    specification = TubeSpecification(noob_id="compare", nodes=nodes)
    return ZMQRunner(tube=Tube.from_specification(specification))


def make_runner(nodes):
    import gi

    gi.require_version("Noob", "1")
    from gi.repository import Noob

    return Noob.ZmqRunner(tube=Noob.Tube.load({"nodes": nodes}))


def report(what, unit, value):
    print(json.dumps({"library": sys.argv[1], "what": what, "unit": unit, "value": value}))


def measure_run(runner, what, unit, epochs):
    runner.run(min(epochs, 50))
    begin = time.perf_counter()
    runner.run(epochs)
    report(what, unit, epochs / (time.perf_counter() - begin))


def measure_trips(runner):
    times = []
    for _ in range(TRIPS):
        begin = time.perf_counter()
        runner.process()
        times.append(time.perf_counter() - begin)
    times.sort()
    report("process (), k=2, p50", "us", 1e6 * times[TRIPS // 2])
    report("process (), k=2, p99", "us", 1e6 * times[TRIPS * 99 // 100])


def main():
    make = make_library_runner if sys.argv[1] == "library" else make_runner
    native = sys.argv[1] == "native"
    runner = make(chain(RELAYS, **(NATIVE if native else {})))
    begin = time.perf_counter()
    runner.init()
    report("initialize, k=2", "ms", 1e3 * (time.perf_counter() - begin))
    measure_run(runner, "run (1,000), k=2", "epochs/s", EPOCHS)
    measure_trips(runner)
    runner.deinit()

    if not native:
        runner = make(chain(1, **PYTHON_PAYLOAD))
        runner.init()
        measure_run(runner, "1 MiB from source to consumer", "payloads/s", PAYLOADS)
        runner.deinit()


if __name__ == "__main__":
    main()
