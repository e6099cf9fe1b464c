// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported defineLoader */

// Finds what a type such as gjs:./filter.js#blur names, and makes a node or an asset of it.

const {Gio, GLib, GObject, Noob} = imports.gi;
const {makeError} = imports.overrides._noobFailures;
const {trust} = imports.overrides._noobKinds;
const {waitFor} = imports.overrides._noobPromises;

const TYPE_PATTERN = /^gjs:(.+)#([A-Za-z_$][\w$]*)$/;

function splitType(type) {
    const [, path, name] = TYPE_PATTERN.exec(type) ?? [];
    if (path === undefined) {
        throw makeError(Noob.Error.LOAD,
            `what GJS loads is written gjs:FILE#NAME, such as gjs:./filter.js#blur, not "${type}"`);
    }
    return [path, name];
}

// `SyntaxError: missing ) in parenthetical (line 3)`
function describeError(error) {
    const isHere = error instanceof SyntaxError && error.lineNumber > 0;
    return `${error?.name ?? 'Error'}: ${error?.message ?? error}` +
        `${isHere ? ` (line ${error.lineNumber})` : ''}`;
}

function importModule(file) {
    try {
        return waitFor(import(file.get_uri()));
    } catch (error) {
        throw makeError(Noob.Error.LOAD, `${file.get_path()}: ${describeError(error)}`);
    }
}

function findExport(module, name, file) {
    const names = Object.keys(module);
    if (!names.includes(name)) {
        throw makeError(Noob.Error.LOAD, `${file.get_path()} has no export "${name}"; its ` +
            `exports are: ${names.join(', ') || 'none'}`);
    }
    return module[name];
}

function isClass(exported) {
    return typeof exported === 'function' &&
        /^class\b/.test(Function.prototype.toString.call(exported));
}

function isGenerator(fn) {
    return ['GeneratorFunction', 'AsyncGeneratorFunction'].includes(fn.constructor.name);
}

// The text of the comment right before the export of `name`, or null.
function findDocumentation(file, name) {
    const [, bytes] = file.load_contents(null);
    const pattern = new RegExp('/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s*export\\s+(?:async\\s+)?' +
        `(?:function\\s*\\*?|class|const|let|var)\\s*${name.replaceAll('$', '\\$')}(?![\\w$])`);
    const [, comment] = pattern.exec(new TextDecoder().decode(bytes)) ?? [];
    return comment?.replace(/^[ \t]*\*?[ \t]?/gm, '').trim() ?? null;
}

function checkProcess(object, name) {
    if (typeof object?.process !== 'function')
        throw new TypeError(`${name} is neither a function nor has it a method "process"`);
}

// What a type names: the module's file, and what it exports by that name.
function find(type, directory) {
    const [path, name] = splitType(type);
    const file = Gio.File.new_for_path(directory ?? '.').resolve_relative_path(path);
    const module = importModule(file);
    trust(module);
    return {file, name, exported: findExport(module, name, file)};
}

function attempt(file, make) {
    try {
        return make();
    } catch (error) {
        throw makeError(Noob.Error.LOAD, `${file.get_path()}: ${describeError(error)}`);
    }
}

function checkTakesNoParams(name, hasParams) {
    if (hasParams)
        throw new TypeError(`${name} is an object, which takes no params; a class does`);
}

function defineLoader({FunctionNode, GeneratorNode, ObjectNode},
    {Params, FunctionAsset, GeneratorAsset, ObjectAsset}) {
    // A plain class gets its params as an object, a subclass of Noob.Node as properties.
    function makeOfClass(id, klass, name, params, getDocumentation) {
        if (klass.prototype instanceof Noob.Node)
            return new klass({id, ...params});
        checkProcess(klass.prototype, name);
        return new ObjectNode(id, new klass(params), name, getDocumentation);
    }

    function makeNode(id, exported, name, params, getDocumentation) {
        if (isClass(exported))
            return makeOfClass(id, exported, name, params, getDocumentation);
        if (typeof exported === 'function') {
            const NodeClass = isGenerator(exported) ? GeneratorNode : FunctionNode;
            return new NodeClass(id, exported, params, getDocumentation);
        }
        checkProcess(exported, name);
        checkTakesNoParams(name, Object.keys(params).length > 0);
        return new ObjectNode(id, exported, name, getDocumentation);
    }

    // As of nodes; a list of params is what the constructor is called with.
    function makeAssetOfClass(id, klass, name, params) {
        if (!(klass.prototype instanceof Noob.Asset)) {
            return new ObjectAsset(id, () => params.areList
                ? new klass(...params.toList()) : new klass(params.toObject()));
        }
        if (params.areList)
            throw new TypeError(`the params of ${name} are properties, so they have to be a map`);
        return new klass({id, ...params.toObject()});
    }

    function makeAsset(id, exported, name, params) {
        if (isClass(exported))
            return makeAssetOfClass(id, exported, name, params);
        if (typeof exported === 'function') {
            const AssetClass = isGenerator(exported) ? GeneratorAsset : FunctionAsset;
            return new AssetClass(id, exported, params);
        }
        checkTakesNoParams(name, params.toList().length > 0);
        return new ObjectAsset(id, () => exported);
    }

    return GObject.registerClass({
        GTypeName: 'NoobGjsLoader',
    }, class GjsLoader extends Noob.Loader {
        vfunc_can_load(nodeType) {
            return Noob.Loader.get_language(nodeType) === 'gjs';
        }

        vfunc_load_node(specification, params) {
            const {file, name, exported} =
                find(specification.get_node_type(), specification.get_directory());
            return attempt(file, () => makeNode(specification.get_id(), exported, name,
                Object.fromEntries(params.entries()), () => findDocumentation(file, name)));
        }

        vfunc_load_asset(specification, params) {
            const {file, name, exported} =
                find(specification.get_asset_type(), specification.get_directory());
            return attempt(file, () => makeAsset(specification.get_id(), exported, name,
                new Params(params, specification.get_params_are_list())));
        }
    });
}
