# SPDX-License-Identifier: LGPL-2.1-or-later
"""The asset and the nodes of database.yaml."""

import collections
import re
import sqlite3


class Database:
    """A database that is opened once, and closed when nobody needs it any more."""

    def __init__(self, path):
        self._path = path
        self._connection = None

    def init(self):
        self._connection = sqlite3.connect(self._path)
        self._connection.execute("create table if not exists words (word text primary key, "
                                 "count integer not null)")

    def add(self, counts):
        """Adds to the counts that are there, and returns how many words there are."""
        with self._connection:  # one transaction
            self._connection.executemany(
                "insert into words values (?, ?) "
                "on conflict (word) do update set count = count + excluded.count", counts.items())
        return self._connection.execute("select count(*) from words").fetchone()[0]

    def deinit(self):
        self._connection.close()


def read_paragraphs(path):
    """Emits one paragraph of a text after another."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    yield from filter(str.strip, re.split(r"\n\s*\n", text))


def count_words(text):
    return dict(collections.Counter(re.findall(r"[a-z]+", text.lower())))


def store(database, counts):
    return database.add(counts)
