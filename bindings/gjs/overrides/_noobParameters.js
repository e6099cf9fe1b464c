// SPDX-License-Identifier: LGPL-2.1-or-later
/* exported readFunction, readMethod */

// What a function says of its parameters. Its source is parsed, and nothing of it is executed.

function parseExpression(source) {
    return Reflect.parse(`(${source})`, {loc: false}).body[0].expression;
}

// A method has the form of a function only inside of an object.
function parseFunction(source) {
    try {
        return parseExpression(source);
    } catch {
        return parseExpression(`{${source}}`).properties[0].value;
    }
}

function isNullish(expression) {
    return expression.type === 'Literal' && expression.value === null ||
        expression.type === 'Identifier' && expression.name === 'undefined';
}

function readParameter(pattern, defaultValue, position, owner) {
    if (pattern.type !== 'Identifier') {
        throw new TypeError(`parameter ${position + 1} of ${owner} is a pattern; a slot needs a ` +
            'name, so take the value whole and take it apart in the body');
    }
    return {
        name: pattern.name,
        hasDefault: defaultValue !== null,
        isOptional: defaultValue !== null && isNullish(defaultValue),
        literal: defaultValue?.type === 'Literal' ? defaultValue.value : undefined,
    };
}

function readParsed(parsed, owner) {
    const {params, defaults, rest, generator} = parsed;
    return {
        parameters: params.map((pattern, position) =>
            readParameter(pattern, defaults[position] ?? null, position, owner)),
        hasRest: rest !== null,
        isGenerator: generator,
    };
}

function checkReadable(source, owner) {
    if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) {
        throw new TypeError(`${owner} is built in, so the names of its parameters are not known; ` +
            'export a function that calls it');
    }
}

// The parameters of `fn`; whether it takes a rest, and whether it is a generator.
function readFunction(fn, owner) {
    const source = Function.prototype.toString.call(fn);
    checkReadable(source, owner);
    return readParsed(parseFunction(source), owner);
}

// Private names are known only in the class as a whole.
function findInClass(klass, name) {
    return parseExpression(Function.prototype.toString.call(klass)).body
        .find(({type, static: isStatic, name: {name: memberName}}) =>
            type === 'ClassMethod' && !isStatic && memberName === name)
        ?.body;
}

// The same of the method `name` of `object`.
function readMethod(object, name, owner) {
    let holder = object;
    while (!Object.hasOwn(holder, name))
        holder = Object.getPrototypeOf(holder);

    const klass = Object.hasOwn(holder, 'constructor') ? holder.constructor : null;
    const inClass = klass !== null && /^class\b/.test(Function.prototype.toString.call(klass))
        ? findInClass(klass, name) : undefined;
    return inClass === undefined ? readFunction(holder[name], owner) : readParsed(inClass, owner);
}
