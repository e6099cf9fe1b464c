// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported extendRunners */

// Runners that take and give values of JavaScript, iterate, and return promises.

const {addFailure} = imports.overrides._noobFailures;
const {toNative} = imports.overrides._noobValues;

// A promise of what `finish` gives, for `start`, which takes a cancellable and a callback last.
// Given a callback all the same, it is called as in C.
function promising(start, finish) {
    return function (...args) {
        if (typeof args[args.length - 1] === 'function')
            return start.apply(this, args);
        const given = Array.from({length: start.length - 1}, (_, index) => args[index] ?? null);
        return new Promise((resolve, reject) => {
            start.call(this, ...given, (_source, result) => {
                try {
                    resolve(finish.call(this, result));
                } catch (error) {
                    reject(error);
                }
            });
        });
    };
}

// A loop that is left early ends the iteration at once, and not when garbage is collected.
function* takeResults(runner, results) {
    const next = addFailure(() => results.next_to_list()).bind(runner);
    try {
        for (let result = next(); result !== null; result = next())
            yield result.get(0);
    } finally {
        results.run_dispose();
    }
}

async function* awaitResults(runner, results, cancellable) {
    const finish = addFailure(result => results.next_finish_to_list(result)).bind(runner);
    const next = promising(results.next_async, finish).bind(results);
    try {
        let result;
        while ((result = await next(cancellable)) !== null)
            yield result.get(0);
    } finally {
        results.run_dispose();
    }
}

function extendCalls(Noob) {
    const {initialize, deinitialize, run, iterate} = Noob.Runner.prototype;

    Object.assign(Noob.Runner.prototype, {
        init: addFailure(initialize),
        deinit: addFailure(deinitialize),

        process: addFailure(function (inputs = {}) {
            return this.process_to_list(Noob.Record.from_object(inputs)).get(0);
        }),

        // `n` results; without `n` the tube runs freely until stop().
        run: addFailure(function (n = null) {
            return n === null ? this.start() : toNative(run.call(this, n));
        }),

        // `n` results, one for each turn of a loop; without `n` all that there are.
        iter: addFailure(function (n = -1) {
            return takeResults(this, iterate.call(this, n));
        }),
    });
}

function toRecord(Noob, inputs) {
    return inputs instanceof Noob.Record ? inputs : Noob.Record.from_object(inputs);
}

function extendAsyncCalls(Noob) {
    const {prototype} = Noob.Runner;
    const {iterate} = prototype;

    function define(name, finishName = `${name}_finish`) {
        const finish = prototype[finishName];
        prototype[`${name}_async`] = promising(prototype[`${name}_async`],
            addFailure(function (result) {
                const value = finish.call(this, result);
                return value instanceof Noob.List ? toNative(value) : value;
            }));
    }

    for (const name of ['initialize', 'deinitialize', 'run', 'enable_node', 'disable_node'])
        define(name);
    prototype.init_async = prototype.initialize_async;
    prototype.deinit_async = prototype.deinitialize_async;

    define('process', 'process_finish_to_list');
    const processAsync = prototype.process_async;

    prototype.process_async = function (inputs = {}, ...rest) {
        const promise = processAsync.call(this, toRecord(Noob, inputs), ...rest);
        return promise?.then(([value]) => value);
    };

    // The same as iter(), for a loop that awaits.
    prototype.iter_async = function (n = -1, cancellable = null) {
        return awaitResults(this, iterate.call(this, n), cancellable);
    };
}

// Where the library gives a NoobResults, a loop can go over it.
function extendResults(Noob) {
    Noob.Results.prototype[Symbol.iterator] = function* () {
        for (let result = this.next_to_list(); result !== null; result = this.next_to_list())
            yield result.get(0);
    };
}

function extendRunners(Noob) {
    extendResults(Noob);
    extendCalls(Noob);
    extendAsyncCalls(Noob);
}
