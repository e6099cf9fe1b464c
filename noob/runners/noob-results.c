/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobResults:
 *
 * The results of a runner, one after the other: what [method@Noob.Runner.iterate] gives.
 *
 * ```c
 * g_autoptr (NoobResults) results = noob_runner_iterate (runner, 10, &error);
 * g_auto (GValue) value = G_VALUE_INIT;
 *
 * while (results != NULL && noob_results_next (results, &value, &error))
 *   use (&value);
 * ```
 *
 * Epochs are run as results are asked for. Dropping the object early discards no epoch silently:
 * those that have run are reported as ended, and the numbers of epochs go on.
 *
 * To be used in the thread in which the runner is used.
 *
 * Since: 1.0
 */

#include "core/noob-error.h"
#include "runners/noob-runner-private.h"

struct _NoobResults
{
  GObject parent_instance;

  NoobRunner *runner;
  gint64      n_left; /* -1: no end */
  gboolean    per_epoch;
  gboolean    begun;
  gboolean    ended;
};

G_DEFINE_FINAL_TYPE (NoobResults, noob_results, G_TYPE_OBJECT)

static void
end (NoobResults *self)
{
  if (self->ended)
    return;

  self->ended = TRUE;
  if (self->begun)
    noob_runner_end_iteration (self->runner);
}

static void
noob_results_dispose (GObject *object)
{
  NoobResults *self = NOOB_RESULTS (object);

  end (self);
  g_clear_object (&self->runner);

  G_OBJECT_CLASS (noob_results_parent_class)->dispose (object);
}

static void
noob_results_class_init (NoobResultsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = noob_results_dispose;
}

static void
noob_results_init (NoobResults *self)
{
}

NoobResults *
noob_results_new (NoobRunner *runner,
                  gint64      n,
                  gboolean    per_epoch)
{
  NoobResults *self = g_object_new (NOOB_TYPE_RESULTS, NULL);

  self->runner = g_object_ref (runner);
  self->n_left = n;
  self->per_epoch = per_epoch;

  return self;
}

/* Runs epochs until one gives something to hand out. */
static gboolean
next_value (NoobResults  *self,
            GValue       *value,
            GError      **error)
{
  guint64 n_wanted = self->n_left < 0 ? G_MAXUINT64 : (guint64) self->n_left;
  guint max_loops = noob_runner_get_max_iter_loops (self->runner);

  for (guint loops = 0; loops <= max_loops; loops++)
    {
      if (!noob_runner_next_epoch (self->runner, n_wanted, value, error))
        return FALSE;

      if (self->per_epoch || !noob_value_is_no_event (value))
        return TRUE;
    }

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_NO_RESULT,
               "more than %u epochs in a row gave no result (max-iter-loops)", max_loops);
  return FALSE;
}

/**
 * noob_results_next:
 * @self: the results
 * @value: (out caller-allocates): where to put the next result, whatever it holds now;
 *   %NOOB_NO_EVENT at the end, and for an epoch that gave no result
 * @error: return location for an error
 *
 * Gets the next result, running epochs until there is one.
 *
 * The end of the stream is the end of the results, not an error. More than
 * [property@Noob.Runner:max-iter-loops] epochs in a row without a result are
 * [error@Noob.Error.NO_RESULT].
 *
 * Returns: whether there was one; at the end %FALSE without an error
 *
 * Since: 1.0
 */
gboolean
noob_results_next (NoobResults  *self,
                   GValue       *value,
                   GError      **error)
{
  GError *local_error = NULL;

  g_return_val_if_fail (NOOB_IS_RESULTS (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (!self->ended && self->n_left != 0)
    {
      self->begun = TRUE;
      if (next_value (self, value, &local_error))
        {
          if (self->n_left > 0)
            self->n_left--;
          return TRUE;
        }

      end (self);
      if (g_error_matches (local_error, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM))
        g_clear_error (&local_error);
    }

  noob_value_set_no_event (value);
  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return FALSE;
}

/**
 * noob_results_next_to_list:
 * @self: the results
 * @error: return location for an error
 *
 * Does what [method@Noob.Results.next] does, for languages whose bindings lose a list or a record
 * that comes out in a #GValue.
 *
 * Returns: (transfer full) (nullable): a list of one, the next result; at the end %NULL without
 * an error
 *
 * Since: 1.0
 */
NoobList *
noob_results_next_to_list (NoobResults  *self,
                           GError      **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  return noob_results_next (self, &value, error) ? noob_list_new (&value, 1) : NULL;
}
