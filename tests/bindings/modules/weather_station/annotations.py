# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a graph library might have for naming signals and marking methods."""


class Signal:
    def __init__(self, name, unit=None):
        self.name = name
        self.unit = unit


def process_method(method):
    method.__is_process_method__ = True
    return method
