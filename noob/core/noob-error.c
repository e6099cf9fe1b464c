/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-error-private.h"

typedef struct
{
  NoobFailure *failure;
} NoobErrorPrivate;

static void
noob_error_private_init (NoobErrorPrivate *priv)
{
  priv->failure = NULL;
}

static void
noob_error_private_copy (const NoobErrorPrivate *source,
                         NoobErrorPrivate       *target)
{
  if (source->failure != NULL)
    target->failure = noob_failure_ref (source->failure);
}

static void
noob_error_private_clear (NoobErrorPrivate *priv)
{
  g_clear_pointer (&priv->failure, noob_failure_unref);
}

/**
 * noob_error_quark:
 *
 * Gets the error domain of the library.
 *
 * Returns: the quark behind [error@Noob.Error]
 *
 * Since: 1.0
 */
G_DEFINE_EXTENDED_ERROR (NoobError, noob_error)

/**
 * noob_error_get_failure:
 * @error: an error
 *
 * Gets what became of the node, if the error tells of a node that failed.
 *
 * Returns: (transfer none) (nullable): the failure, or %NULL
 *
 * Since: 1.0
 */
NoobFailure *
noob_error_get_failure (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != NOOB_ERROR)
    return NULL;

  return noob_error_get_private (error)->failure;
}

const char *
noob_error_get_node_id (const GError *error)
{
  NoobFailure *failure = noob_error_get_failure (error);

  return failure != NULL ? noob_failure_get_node_id (failure) : NULL;
}

static char *
describe_place (NoobFailure *failure)
{
  const char *node_id = noob_failure_get_node_id (failure);
  NoobEpoch *epoch = noob_failure_get_epoch (failure);
  g_autofree char *epoch_text = NULL;

  if (node_id == NULL)
    return g_strdup ("");
  if (epoch == NULL)
    return g_strdup_printf ("node %s: ", node_id);

  epoch_text = noob_epoch_to_string (epoch);
  return g_strdup_printf ("node %s, epoch %s: ", node_id, epoch_text);
}

GError *
noob_error_new_failure (NoobError    code,
                        NoobFailure *failure)
{
  g_autofree char *place = describe_place (failure);
  GError *error = g_error_new (NOOB_ERROR, code, "%s%s", place, noob_failure_get_message (failure));

  noob_error_get_private (error)->failure = noob_failure_ref (failure);

  return error;
}
