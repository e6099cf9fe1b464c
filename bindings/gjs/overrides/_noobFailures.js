// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported EndOfStream, makeError, reporting, addFailure */

// Exceptions of JavaScript as failures of nodes, and failures as exceptions.

const {GLib, Noob} = imports.gi;

// What a source throws when it has nothing more to emit.
var EndOfStream = class EndOfStream extends Error {
    constructor(message = 'there is nothing more') {
        super(message);
        this.name = 'EndOfStream';
    }
};

function makeError(code, message) {
    return new GLib.Error(Noob.error_quark(), code, message);
}

function isEndOfStream(error) {
    return error instanceof EndOfStream || error instanceof GLib.Error &&
        error.matches(Noob.error_quark(), Noob.Error.END_OF_STREAM);
}

function getTypeName(error) {
    if (error instanceof GLib.Error)
        return GLib.quark_to_string(error.domain);
    return typeof error?.name === 'string' ? error.name : null;
}

function report(node, error) {
    if (isEndOfStream(error))
        throw makeError(Noob.Error.END_OF_STREAM, error.message);
    node.report_failure(getTypeName(error), `${error?.message ?? error}`, error?.stack ?? null);
}

// The same vfunc, whose exceptions are failures of its node with type and stack.
function reporting(vfunc) {
    return function (...args) {
        try {
            return vfunc.apply(this, args) !== false;
        } catch (error) {
            report(this, error);
            return false;
        }
    };
}

// The same method of a runner, whose exceptions have the `failure` of the node.
function addFailure(method) {
    return function (...args) {
        try {
            return method.apply(this, args);
        } catch (error) {
            if (error instanceof GLib.Error && error.matches(Noob.error_quark(), Noob.Error.NODE))
                error.failure = this.get_failure();
            throw error;
        }
    };
}
