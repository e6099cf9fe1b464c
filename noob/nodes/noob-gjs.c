/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "nodes/noob-gjs.h"

#include <gmodule.h>

/* JS::DisableIncrementalGC (JSContext *), which has no name in C. */
#define DISABLE_INCREMENTAL_GC "_ZN2JS20DisableIncrementalGCEP9JSContext"

/**
 * noob_use_gjs:
 *
 * Makes GJS, whose process this is, fit for nodes.
 *
 * GJS collects garbage in slices, and between some of them it refuses to be called: a node that
 * leaves much garbage would fail now and then. From here on it collects in one go. The overrides of
 * GJS do this; it is nothing to programs in other languages.
 *
 * To be called in the thread of JavaScript.
 *
 * Returns: whether this is a process of GJS, and of a version in which that can be done
 *
 * Since: 1.0
 */
gboolean
noob_use_gjs (void)
{
  gpointer (*get_current) (void);
  gpointer (*get_native_context) (gpointer context);
  void (*disable_incremental_gc) (gpointer native_context);
  GModule *program = g_module_open (NULL, G_MODULE_BIND_LAZY);
  gboolean is_found;

  is_found =
    g_module_symbol (program, "gjs_context_get_current", (gpointer *) &get_current) &&
    g_module_symbol (program, "gjs_context_get_native_context", (gpointer *) &get_native_context) &&
    g_module_symbol (program, DISABLE_INCREMENTAL_GC, (gpointer *) &disable_incremental_gc);
  if (is_found)
    disable_incremental_gc (get_native_context (get_current ()));
  g_module_close (program);

  return is_found;
}
