// SPDX-License-Identifier: LGPL-2.1-or-later

// Tests that print TAP.

import GLib from 'gi://GLib';
import System from 'system';

const tests = [];

export function test(name, body) {
    tests.push([name, body]);
}

function show(value) {
    return value instanceof Uint8Array
        ? `bytes ${[...value]}`
        : JSON.stringify(value, (_key, item) => typeof item === 'bigint' ? `${item}n` : item);
}

export function assertEqual(actual, expected) {
    if (show(actual) !== show(expected))
        throw new Error(`${show(actual)} is not ${show(expected)}`);
}

export function assert(condition) {
    if (!condition)
        throw new Error('assertion failed');
}

// That it throws, and with all of the words in the message. Returns what was thrown.
export function assertThrows(body, ...words) {
    let error = null;
    try {
        body();
    } catch (caught) {
        error = caught;
    }
    assert(error !== null);
    for (const word of words) {
        if (!error.message.includes(word))
            throw new Error(`"${error.message}" does not tell of ${word}`);
    }
    return error;
}

// Waits for a promise.
export function settle(promise) {
    const loop = new GLib.MainLoop(null, false);
    let outcome = null;
    promise.then(value => {
        outcome = {value};
    }, error => {
        outcome = {error};
    }).finally(() => loop.quit());
    loop.run();
    if (outcome.error)
        throw outcome.error;
    return outcome.value;
}

// Prints the results as TAP and ends the program.
export function main() {
    let failed = 0;
    print(`1..${tests.length}`);
    tests.forEach(([name, body], index) => {
        try {
            body();
            print(`ok ${index + 1} ${name}`);
        } catch (error) {
            failed++;
            print(`not ok ${index + 1} ${name}`);
            printerr(`${error}\n${error.stack}`);
        }
    });
    System.exit(failed > 0 ? 1 : 0);
}
