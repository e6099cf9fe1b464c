/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "noob-girepository-private.h"

G_BEGIN_DECLS

/* What the type string of a node names in a typelib. */
typedef struct
{
  GIBaseInfo     *container; /* the class, or what else the function belongs to; or NULL */
  GIFunctionInfo *function;  /* NULL when only a class is named */
} NoobGiSymbol;

/* "Foo.bar", "Foo-1.0.Bar", "gi:Foo.Bar.method". NOOB_ERROR_LOAD says what is missing, and what is
 * nearest. */
NoobGiSymbol   *noob_gi_symbol_new      (const char    *node_type,
                                         GError       **error);
void            noob_gi_symbol_free     (NoobGiSymbol  *self);

/* A method of @container, its parents or its interfaces; NULL when there is none. */
GIFunctionInfo *noob_gi_find_method     (GIBaseInfo    *container,
                                         const char    *name);

/* The same, and NOOB_ERROR_LOAD when there is none. */
GIFunctionInfo *noob_gi_require_method  (GIBaseInfo    *container,
                                         const char    *name,
                                         GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobGiSymbol, noob_gi_symbol_free)

G_END_DECLS
