// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported defineNodes */

// JavaScript functions as nodes.

const {Gio, GLib, GObject} = imports.gi;

const TYPE_PATTERN = /^gjs:(.+)#([A-Za-z_$][\w$]*)$/;

// The names between the parentheses of a function's source.
function listParameters(fn) {
    const source = fn.toString().replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
    const list = /^[^(]*\(([^)]*)\)/.exec(source)?.[1] ?? /^(?:async\s+)?([\w$]+)\s*=>/.exec(source)?.[1];
    return (list ?? '').split(',').map(text => text.trim()).filter(text => text !== '')
        .map(text => ({name: /^[\w$]+/.exec(text)?.[0] ?? text, hasDefault: text.includes('=')}));
}

// What a promise comes to. The main loop runs meanwhile, as promises need it.
function waitFor(promise) {
    let settled = false, result, failure;
    promise.then(value => {
        result = value;
    }, error => {
        failure = {error};
    }).finally(() => {
        settled = true;
    });
    while (!settled)
        GLib.MainContext.default().iteration(true);
    if (failure)
        throw failure.error;
    return result;
}

function defineNodes(Noob, toValue) {
    function makeError(code, message) {
        return new GLib.Error(Noob.error_quark(), code, message);
    }

    const FunctionNode = GObject.registerClass({
        GTypeName: 'NoobGjsFunctionNode',
    }, class FunctionNode extends Noob.Node {
        constructor(id, fn, params) {
            super({id, stateful: false});
            this._function = fn;
            this._params = params;
            this._parameters = listParameters(fn);
        }

        vfunc_get_slots() {
            return this._parameters.map(({name, hasDefault}) => {
                const flags = hasDefault || name in this._params
                    ? Noob.SlotFlags.REQUIRED | Noob.SlotFlags.HAS_DEFAULT
                    : Noob.SlotFlags.REQUIRED;
                return Noob.Slot.new(name, flags, null);
            });
        }

        vfunc_process(inputs, outputs) {
            try {
                const args = this._parameters.map(({name}) =>
                    inputs.has(name) ? inputs.get(name) : this._params[name]);
                outputs.set_value('value', toValue(this._function(...args)));
                return true;
            } catch (error) {
                this.report_failure(error.name ?? null, `${error.message ?? error}`,
                    error.stack ?? null);
                return false;
            }
        }
    });

    const GjsLoader = GObject.registerClass({
        GTypeName: 'NoobGjsLoader',
    }, class GjsLoader extends Noob.Loader {
        vfunc_can_load(nodeType) {
            return Noob.Loader.get_language(nodeType) === 'gjs';
        }

        vfunc_load_node(specification, params) {
            const type = specification.get_node_type();
            const [, path, name] = TYPE_PATTERN.exec(type) ?? [];
            if (path === undefined) {
                throw makeError(Noob.Error.LOAD,
                    `a GJS node is written gjs:FILE#NAME, such as gjs:./filter.js#blur, not "${type}"`);
            }

            const folder = Gio.File.new_for_path(specification.get_directory() ?? '.');
            const file = folder.resolve_relative_path(path);
            let module;
            try {
                module = waitFor(import(file.get_uri()));
            } catch (error) {
                throw makeError(Noob.Error.LOAD,
                    `${file.get_path()}: ${error.name}: ${error.message}`);
            }
            if (typeof module[name] !== 'function') {
                throw makeError(Noob.Error.LOAD,
                    `${file.get_path()} exports no function ${name}; it exports ` +
                    `${Object.keys(module).join(', ') || 'nothing'}`);
            }
            return new FunctionNode(specification.get_id(), module[name],
                Object.fromEntries(params.entries()));
        }
    });

    return {GjsLoader};
}
