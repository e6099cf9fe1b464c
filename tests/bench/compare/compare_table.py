# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads lines of JSON, and prints the median of each figure as a table and as lines of JSON."""

import collections
import json
import statistics
import sys

COLUMNS = ("native", "python", "library", "ezmsg")
HEADINGS = ("native nodes", "Python nodes", "Python library", "ezmsg")


def main():
    samples = collections.defaultdict(list)
    for line in sys.stdin:
        sample = json.loads(line)
        samples[sample["what"], sample["unit"], sample["library"]].append(sample["value"])
    medians = {key: statistics.median(values) for key, values in samples.items()}

    print(f"{'':44}" + "".join(f"{heading:>16}" for heading in HEADINGS))
    for what, unit in dict.fromkeys((what, unit) for what, unit, _ in medians):
        values = (medians.get((what, unit, column)) for column in COLUMNS)
        cells = (f"{value:16.6g}" if value is not None else f"{'-':>16}" for value in values)
        print(f"{what + ', ' + unit:44}" + "".join(cells))

    print()
    for (what, unit, library), value in medians.items():
        print(json.dumps({"benchmark": "compare", "what": what, "unit": unit, "library": library,
                          "value": float(f"{value:.6g}")}))


main()
