/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "noob-gi-callable-private.h"
#include "noob-gi-type-private.h"

G_BEGIN_DECLS

#define NOOB_GI_NO_ARGUMENT -1

/* An argument, the return value, or what a method is called on. */
typedef struct
{
  char        *name; /* of its slot or signal; NULL when it has none */
  NoobGiType  *type;
  GIDirection  direction;
  GITransfer   transfer;
  gboolean     nullable;
  gboolean     is_length; /* of an array that comes in */
  gboolean     is_set;    /* in the call in progress, of a length */
} NoobGiArgument;

struct _NoobGiCallable
{
  char             *name;
  GIFunctionInvoker invoker;
  gboolean          has_invoker;
  gboolean          throws;

  NoobGiArgument    instance;
  NoobGiArgument    returned; /* without a type if void */
  NoobGiArgument   *arguments;
  guint             n_arguments;

  /* Of the call in progress. */
  NoobGiScratch     scratch;
  GIArgument       *storage; /* by argument */
  gpointer         *pointers; /* to the storage, of what comes out */
  gpointer         *addresses; /* of what is passed: the instance, the arguments, the error */
  GIArgument        instance_storage;
};

/* Fills in @self, which is zero-filled but for its name. NOOB_ERROR_LOAD says what cannot be
 * called. */
gboolean noob_gi_callable_prepare (NoobGiCallable  *self,
                                   GIFunctionInfo  *info,
                                   gboolean         self_is_slot,
                                   GError         **error);

G_END_DECLS
