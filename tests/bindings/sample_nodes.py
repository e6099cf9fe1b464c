# SPDX-License-Identifier: LGPL-2.1-or-later


def complain(value):
    raise ValueError(f"{value} is no good")


def one():
    return 1
