/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the code of a node is, as far as its type string alone tells. */
typedef enum
{
  NOOB_TYPE_NAME_SPECIAL, /* return, gather, map, tube */
  NOOB_TYPE_NAME_GTYPE,
  NOOB_TYPE_NAME_C,
  NOOB_TYPE_NAME_GI,
  NOOB_TYPE_NAME_PYTHON,
  NOOB_TYPE_NAME_GJS,
} NoobTypeName;

/* NULL-terminated. */
extern const char *const noob_type_name_special[];

/* Asks the file system whether a typelib is installed where `Foo.bar` leaves that open; loads
 * nothing. */
NoobTypeName noob_type_name_classify (const char *node_type);

/* "python", "gjs", "gi", "c", "class", "special". */
const char  *noob_type_name_language (NoobTypeName kind);

/* "a Python node", …. */
const char  *noob_type_name_describe (NoobTypeName kind);

G_END_DECLS
