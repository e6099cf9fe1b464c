/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* An object to be made, of a class whose properties are params. */
typedef struct _NoobConstruction NoobConstruction;

NoobConstruction *noob_construction_new         (GType              type);
void              noob_construction_free        (NoobConstruction  *self);

/* Whether the class has a property of this name that can be set; what the specification itself says
 * of a node is none. */
gboolean          noob_construction_has_param   (NoobConstruction  *self,
                                                 const char        *name);

/* Free with g_strfreev(). */
char            **noob_construction_list_params (NoobConstruction  *self);

/* Takes @value, which has the type of the property, and leaves it zero-filled. */
void              noob_construction_add         (NoobConstruction  *self,
                                                 const char        *name,
                                                 GValue            *value);

/* NOOB_ERROR_LOAD for an unknown name, and for a value that the property does not take. */
gboolean          noob_construction_add_param   (NoobConstruction  *self,
                                                 const char        *name,
                                                 const GValue      *param,
                                                 GError           **error);

/* Transfer full. */
GObject          *noob_construction_make        (NoobConstruction  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobConstruction, noob_construction_free)

G_END_DECLS
