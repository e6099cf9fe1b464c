// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported Ports */

// The slots of a function are its parameters, and its signals what it says in `signals`.

const {Noob} = imports.gi;
const {describe, getItem, setValue} = imports.overrides._noobValues;

const IDENTIFIER = /^[A-Za-z_]\w*$/;

function checkSignals(signals, owner) {
    if (!Array.isArray(signals) || !signals.every(name => IDENTIFIER.test(name))) {
        throw new TypeError(`the property "signals" of ${owner} has to be an array of names, ` +
            'such as ["edges", "count"]');
    }
    return signals;
}

function makeFlags({hasDefault, isOptional}, isParam) {
    const flags = isOptional ? 0 : Noob.SlotFlags.REQUIRED;
    return hasDefault || isParam ? flags | Noob.SlotFlags.HAS_DEFAULT : flags;
}

function setSignal(outputs, signal, result) {
    if (result === undefined)
        return;
    try {
        setValue(outputs, signal, result);
    } catch (error) {
        error.message = `signal "${signal}": ${error.message}`;
        throw error;
    }
}

var Ports = class Ports {
    // `signals`: undefined for a function that emits what it returns as `value`.
    constructor({parameters, hasRest}, signals, owner) {
        this._parameters = parameters;
        this._hasRest = hasRest;
        this._named = signals === undefined ? null : checkSignals(signals, owner);
    }

    get signals() {
        return this._named ?? ['value'];
    }

    makeSlots(params = {}) {
        const slots = this._parameters.map(parameter => Noob.Slot.new(parameter.name,
            makeFlags(parameter, Object.hasOwn(params, parameter.name)), null));
        if (this._hasRest) {
            slots.push(Noob.Slot.new('*',
                Noob.SlotFlags.REST | Noob.SlotFlags.HAS_DEFAULT, null));
        }
        return slots;
    }

    // The parameters with their defaults, as far as these can be told without running anything.
    describeParams() {
        return Object.fromEntries(this._parameters.map(({name, literal}) => [name,
            ['boolean', 'number', 'string'].includes(typeof literal) ? {default: literal} : {}]));
    }

    // Refuses params that no parameter takes.
    checkParams(params, owner) {
        const names = this._parameters.map(({name}) => name);
        const unknown = Object.keys(params).find(name => !names.includes(name));
        if (unknown !== undefined) {
            throw new TypeError(`${owner} has no parameter "${unknown}"; its parameters are: ` +
                `${names.join(', ') || 'none'}`);
        }
    }

    // Refuses params that leave a parameter without a value.
    requireParams(params, owner) {
        const missing = this._parameters.find(({name, hasDefault}) =>
            !hasDefault && !Object.hasOwn(params, name));
        if (missing !== undefined) {
            throw new TypeError(`${owner} needs a value for its parameter "${missing.name}" in ` +
                '"params"');
        }
    }

    // A list of params by the names of the parameters that take them.
    nameParams(list) {
        const taken = this._hasRest ? list.slice(0, this._parameters.length) : list;
        return Object.fromEntries(taken.map((param, position) =>
            [this._parameters[position]?.name ?? position, param]));
    }

    // The arguments of a call that takes them from params only.
    arrangeParams(params) {
        return this._parameters.map(({name}) => params[name]);
    }

    // The arguments of a call: from slots, else from params, else undefined.
    collect(inputs, params = {}) {
        const args = this._parameters.map(({name}) => {
            const value = getItem(inputs, name);
            return value === null && !inputs.has(name) ? params[name] : value;
        });
        return this._hasRest ? args.concat(this._collectRest(inputs)) : args;
    }

    _collectRest(inputs) {
        return inputs.get_names().filter(name => /^\d+$/.test(name)).sort((a, b) => a - b)
            .map(name => getItem(inputs, name));
    }

    // Sets the signals to what a call returned; what is undefined emits nothing.
    emit(outputs, result) {
        if (this._named === null)
            setSignal(outputs, 'value', result);
        else if (result !== undefined)
            this._emitNamed(outputs, result);
    }

    _emitNamed(outputs, result) {
        if (result === null || typeof result !== 'object' || Array.isArray(result)) {
            throw new TypeError(`returned ${describe(result)}, not an object with some of the ` +
                `signals ${this._named.join(', ')}`);
        }
        for (const [signal, value] of Object.entries(result))
            setSignal(outputs, signal, value);
    }
};
