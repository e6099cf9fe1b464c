// SPDX-License-Identifier: LGPL-2.1-or-later

export function scale(value, factor = 2) {
    return value * factor;
}

export function complain(value) {
    throw new RangeError(`${value} is out of range`);
}
