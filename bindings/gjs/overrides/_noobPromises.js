// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported settle, waitFor */

// Waiting for promises in calls of C, which are over when they return.

const {GLib} = imports.gi;

// Promises go on before all else that is in the main loop; but not inside of one that is going on.
function promisesGoOn() {
    let goesOn = false;
    Promise.resolve().then(() => {
        goesOn = true;
    });
    GLib.MainContext.default().iteration(false);
    return goesOn;
}

// What a promise comes to. The main loop runs meanwhile.
function waitFor(promise) {
    let settled = false, result, failure;
    promise.then(value => {
        settled = true;
        result = value;
    }, error => {
        settled = true;
        failure = {error};
    });

    if (!promisesGoOn()) {
        throw new Error('a promise would never be resolved here, since the runner was called ' +
            'from an async function; call it from the main loop or from the program itself');
    }
    while (!settled)
        GLib.MainContext.default().iteration(true);
    if (failure)
        throw failure.error;
    return result;
}

function settle(result) {
    return typeof result?.then === 'function' ? waitFor(result) : result;
}
