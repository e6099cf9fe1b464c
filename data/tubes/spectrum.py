# SPDX-License-Identifier: LGPL-2.1-or-later
"""Nodes of spectrum.yaml. They are functions of numpy's arrays, and know nothing of noob."""

import wave

import numpy


def read_blocks(path, size):
    """Yields the samples of a sound file of one channel, from -1 to 1, in blocks of one size."""
    with wave.open(path) as file:
        if (file.getnchannels(), file.getsampwidth()) != (1, 2):
            raise ValueError(f"{path} has not one channel of 16 bits")
        for _ in range(file.getnframes() // size):
            yield numpy.frombuffer(file.readframes(size), "<i2") / 32768


def window(samples):
    """Fades a block in and out, so that its ends make no sound of their own."""
    return samples * numpy.hanning(len(samples))


def strongest(spectrum, rate: int = 48000) -> float:
    """Returns the frequency, in hertz, of which there is the most."""
    return numpy.argmax(spectrum) * rate / (2 * (len(spectrum) - 1))
