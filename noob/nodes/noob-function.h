/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-record.h"

G_BEGIN_DECLS

/**
 * NoobProcessFunc:
 * @state: what the function's `open` gave, or the user data it was registered with.
 * @inputs: the values of this call, by slot; params too, where no slot has the same name.
 * @outputs: set the signals here; a signal that is not set emits nothing.
 * @error: return location for an error.
 *
 * One call of a node that is a C function.
 *
 * Returns: whether it succeeded; FALSE needs @error set.
 *
 * Since: 1.0
 */
typedef gboolean (*NoobProcessFunc) (gpointer     state,
                                     NoobRecord  *inputs,
                                     NoobRecord  *outputs,
                                     GError     **error);

typedef gpointer (*NoobOpenFunc)    (NoobRecord  *params,
                                     GError     **error);

typedef void     (*NoobCloseFunc)   (gpointer     state);

/**
 * NoobFunction: (skip)
 * @signature: slots and signals, such as `line: string, limit?: int64 -> words: list, n`.
 * @process: the function.
 * @open: (nullable): makes the state from the params (a function with state is stateful).
 * @close: (nullable): frees the state.
 *
 * What a C module exports for each of its functions; written with NOOB_FUNCTION() or NOOB_STATEFUL_FUNCTION().
 *
 * The signature lists slots, `->`, and signals. `?` after a slot makes it optional, `=` says that it may be left unwired
 * (its default is the function's affair); `: type` is a free annotation. Without `->` there is one signal, `value`.
 *
 * Since: 1.0
 */
typedef struct
{
  const char      *signature;
  NoobProcessFunc  process;
  NoobOpenFunc     open;
  NoobCloseFunc    close;

  /*< private >*/
  gpointer _reserved[4];
} NoobFunction;

/* NOOB_FUNCTION (split, "line: string -> words: list"); exports the static function `split` as node `c:libfoo.so#split`. */
#define NOOB_FUNCTION(name, signature_) \
  G_MODULE_EXPORT const NoobFunction noob_function_##name = { \
    .signature = signature_, \
    .process = name, \
  }

/* The same with state: `name_open` and `name_close` make and free it, `name` gets it. */
#define NOOB_STATEFUL_FUNCTION(name, signature_) \
  G_MODULE_EXPORT const NoobFunction noob_function_##name = { \
    .signature = signature_, \
    .process = name, \
    .open = name##_open, \
    .close = name##_close, \
  }

G_END_DECLS
