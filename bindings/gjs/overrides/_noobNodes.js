// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported FunctionNode, GeneratorNode, ObjectNode */

// Nodes that call functions, generators and methods of JavaScript.

const {GObject, Noob} = imports.gi;
const {EndOfStream} = imports.overrides._noobFailures;
const {readFunction, readMethod} = imports.overrides._noobParameters;
const {Ports} = imports.overrides._noobPorts;
const {settle} = imports.overrides._noobPromises;

function describe(description, documentation, params) {
    if (documentation !== null)
        description.set('documentation', documentation);
    description.set('params', params);
}

var FunctionNode = GObject.registerClass({
    GTypeName: 'NoobGjsFunctionNode',
}, class FunctionNode extends Noob.Node {
    constructor(id, fn, params, getDocumentation) {
        super({id, stateful: false});
        this._getDocumentation = getDocumentation;
        this._function = fn;
        this._params = params;
        this._ports = new Ports(readFunction(fn, fn.name), fn.signals, fn.name);
        this._ports.checkParams(params, fn.name);
    }

    vfunc_get_slots() {
        return this._ports.makeSlots(this._params);
    }

    vfunc_get_signals() {
        return this._ports.signals;
    }

    vfunc_describe(description) {
        describe(description, this._getDocumentation(), this._ports.describeParams());
    }

    vfunc_process(inputs, outputs) {
        const args = this._ports.collect(inputs, this._params);
        this._ports.emit(outputs, settle(this._function.apply(this, args)));
    }
});

// A source: its arguments are params, and each epoch gets what it yields next.
var GeneratorNode = GObject.registerClass({
    GTypeName: 'NoobGjsGeneratorNode',
}, class GeneratorNode extends Noob.Node {
    constructor(id, generator, params, getDocumentation) {
        super({id, stateful: true});
        this._getDocumentation = getDocumentation;
        const ports = new Ports(readFunction(generator, generator.name), generator.signals,
            generator.name);
        ports.checkParams(params, generator.name);
        ports.requireParams(params, generator.name);
        this._generator = generator;
        this._args = ports.arrangeParams(params);
        this._ports = ports;
    }

    vfunc_get_signals() {
        return this._ports.signals;
    }

    vfunc_describe(description) {
        describe(description, this._getDocumentation(), this._ports.describeParams());
    }

    vfunc_init() {
        this._iterator = this._generator.apply(this, this._args);
    }

    vfunc_deinit() {
        settle(this._iterator.return());
        this._iterator = null;
    }

    vfunc_process(_inputs, outputs) {
        const {done, value} = settle(this._iterator.next());
        if (done)
            throw new EndOfStream(`${this._generator.name} is exhausted`);
        this._ports.emit(outputs, value);
    }
});

// An object whose method `process` is called.
var ObjectNode = GObject.registerClass({
    GTypeName: 'NoobGjsObjectNode',
}, class ObjectNode extends Noob.Node {
    constructor(id, object, owner, getDocumentation) {
        super({id, stateful: true});
        this._getDocumentation = getDocumentation;
        this._object = object;
        this._ports = new Ports(readMethod(object, 'process', `${owner}.process`),
            object.signals ?? object.constructor?.signals, owner);
    }

    vfunc_get_slots() {
        return this._ports.makeSlots();
    }

    vfunc_get_signals() {
        return this._ports.signals;
    }

    vfunc_describe(description) {
        describe(description, this._getDocumentation(), {});
    }

    vfunc_init() {
        settle(this._object.init?.());
    }

    vfunc_deinit() {
        settle(this._object.deinit?.());
    }

    vfunc_process(inputs, outputs) {
        this._ports.emit(outputs, settle(this._object.process(...this._ports.collect(inputs))));
    }
});
