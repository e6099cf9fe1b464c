// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported adoptMethods, adoptVfuncs */

// Subclasses of Noob.Node and Noob.Asset that are written in JavaScript.

const {reporting} = imports.overrides._noobFailures;
const {readMethod} = imports.overrides._noobParameters;
const {Ports} = imports.overrides._noobPorts;
const {settle} = imports.overrides._noobPromises;

const VFUNCS = ['vfunc_init', 'vfunc_deinit', 'vfunc_process', 'vfunc_make', 'vfunc_teardown'];

function addDefaults(prototype, methods) {
    for (const [name, method] of Object.entries(methods)) {
        if (!Object.hasOwn(prototype, name))
            prototype[name] = method;
    }
}

// The vfuncs for a method `process`, whose parameters are the slots.
function addProcess(klass) {
    const {prototype} = klass;
    const ports = new Ports(readMethod(prototype, 'process', `${klass.name}.process`),
        klass.signals, klass.name);
    addDefaults(prototype, {
        vfunc_get_slots: () => ports.makeSlots(),
        vfunc_get_signals: () => ports.signals,
        vfunc_process(inputs, outputs) {
            ports.emit(outputs, settle(this.process(...ports.collect(inputs))));
        },
    });
}

function addSimple(prototype, name) {
    addDefaults(prototype, {
        [`vfunc_${name}`]() {
            settle(this[name]());
        },
    });
}

// To be called for a subclass of Noob.Asset before it is registered.
function adoptVfuncs({prototype}) {
    for (const name of VFUNCS) {
        if (Object.hasOwn(prototype, name))
            prototype[name] = reporting(prototype[name]);
    }
}

// The same for one of Noob.Node.
function adoptMethods(klass) {
    const {prototype} = klass;
    if (Object.hasOwn(prototype, 'process'))
        addProcess(klass);
    for (const name of ['init', 'deinit'].filter(method => Object.hasOwn(prototype, method)))
        addSimple(prototype, name);
    adoptVfuncs(klass);
}
