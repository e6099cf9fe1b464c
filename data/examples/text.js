// SPDX-License-Identifier: LGPL-2.1-or-later

// The nodes in JavaScript of data/tubes/languages.yaml.

/**
 * Takes a text apart: a word is a run of letters, in lower case.
 */
export function split(lines, separator = '\n') {
    const words = lines.join('\n').toLowerCase().match(/\p{L}+/gu) ?? [];
    return {words, text: words.join(separator)};
}
split.signals = ['words', 'text'];

/** Remembers the longest of all words so far. */
export class Longest {
    constructor({start = ''}) {
        this._longest = start;
    }

    process(words) {
        for (const word of words) {
            if (word.length > this._longest.length)
                this._longest = word;
        }
        return this._longest;
    }
}
