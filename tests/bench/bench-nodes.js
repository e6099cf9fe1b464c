// SPDX-License-Identifier: LGPL-2.1-or-later

export function multiply(value, factor) {
    return value * factor;
}

export class Multiplier {
    process(value, factor) {
        return value * factor;
    }
}
