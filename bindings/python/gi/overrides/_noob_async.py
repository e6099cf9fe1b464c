# SPDX-License-Identifier: LGPL-2.1-or-later
"""Coroutines of nodes, which share one asyncio loop in a thread."""

import asyncio
import collections.abc
import concurrent.futures
import threading


_local = threading.local()


def get_loop():
    if not hasattr(_local, "loop"):
        _local.loop = asyncio.new_event_loop()
    return _local.loop


async def _wait(awaitable):
    return await awaitable


def finish(result):
    """Returns what was returned or, if that is to be awaited, what it comes to."""
    if not isinstance(result, collections.abc.Awaitable):
        return result
    if asyncio._get_running_loop() is None:
        return get_loop().run_until_complete(_wait(result))

    # The thread is within a loop of the application, which cannot run another.
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(get_loop().run_until_complete, _wait(result)).result()
