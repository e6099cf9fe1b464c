/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-edge.h"
#include "core/noob-error.h"
#include "graph/noob-scheduler-private.h"

/* Schedulers in a few words. Epochs are written as they print: `0`, `0/m.1`. */

static inline NoobEpoch *
epoch_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  NoobEpoch *epoch = noob_epoch_new_from_string (text, &error);

  g_assert_no_error (error);

  return epoch;
}

/* `a` is a node, `a*` a stateful one, `a:map`, `a:gather` and `a:disabled` say what else it is. */
static inline void
add_described_node (NoobScheduler *scheduler,
                    const char    *description)
{
  g_auto (GStrv) parts = g_strsplit (description, ":", 2);
  NoobNodeFlags flags = NOOB_NODE_FLAGS_NONE;

  if (g_str_has_suffix (parts[0], "*"))
    {
      parts[0][strlen (parts[0]) - 1] = '\0';
      flags |= NOOB_NODE_FLAGS_STATEFUL;
    }
  if (g_strcmp0 (parts[1], "map") == 0)
    flags |= NOOB_NODE_FLAGS_MAP;
  else if (g_strcmp0 (parts[1], "gather") == 0)
    flags |= NOOB_NODE_FLAGS_GATHER | NOOB_NODE_FLAGS_STATEFUL;
  else if (g_strcmp0 (parts[1], "disabled") == 0)
    flags |= NOOB_NODE_FLAGS_DISABLED;
  else
    g_assert_null (parts[1]);

  noob_scheduler_add_node (scheduler, parts[0], flags);
}

/* `a.value>b` is a required dependency, `a.value?b` an optional one; every edge has a slot of its
 * own. */
static inline void
add_described_edge (NoobScheduler *scheduler,
                    const char    *description,
                    guint          number)
{
  g_auto (GStrv) ends = g_strsplit_set (description, ">?", 2);
  g_auto (GStrv) source = g_strsplit (ends[0], ".", 2);
  g_autofree char *slot = g_strdup_printf ("%u", number);
  g_autoptr (NoobEdge) edge = noob_edge_new (source[0], source[1], ends[1], slot,
                                             strchr (description, '>') != NULL);

  noob_scheduler_add_edge (scheduler, edge);
}

/* Nodes and edges, separated by spaces. No epoch comes into being by itself. @own is NULL or the
 * node to stand at. */
static inline NoobScheduler *
schedule_at (const char *own,
             const char *nodes,
             const char *edges)
{
  NoobScheduler *scheduler =
    own != NULL ? noob_scheduler_new_for_node (own) : noob_scheduler_new ();
  g_auto (GStrv) node_descriptions = g_strsplit (nodes, " ", -1);
  g_auto (GStrv) edge_descriptions = g_strsplit (edges, " ", -1);

  noob_scheduler_set_epoch_limit (scheduler, 0);
  for (guint i = 0; node_descriptions[i] != NULL; i++)
    add_described_node (scheduler, node_descriptions[i]);
  for (guint i = 0; edge_descriptions[i] != NULL; i++)
    add_described_edge (scheduler, edge_descriptions[i], i);

  return scheduler;
}

static inline NoobScheduler *
schedule (const char *nodes,
          const char *edges)
{
  return schedule_at (NULL, nodes, edges);
}

static inline void
add_epoch (NoobScheduler *scheduler,
           const char    *epoch)
{
  g_autoptr (NoobEpoch) parsed = epoch_of (epoch);
  g_autoptr (NoobEpoch) added = noob_scheduler_add_epoch (scheduler, parsed);

  g_assert_true (noob_epoch_equal (added, parsed));
}

static inline void
end_epoch (NoobScheduler *scheduler,
           const char    *epoch)
{
  g_autoptr (NoobEpoch) parsed = epoch_of (epoch);

  noob_scheduler_end_epoch (scheduler, parsed);
}

static inline NoobEvent *
described_event (const char *description)
{
  gboolean is_no_event = g_str_has_prefix (description, "!");
  g_auto (GStrv) words = g_strsplit (description + (is_no_event ? 1 : 0), " ", 2);
  g_auto (GStrv) source = g_strsplit (words[0], ".", 2);
  g_autoptr (NoobEpoch) epoch = epoch_of (words[1]);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT64);

  return noob_event_new (source[0], source[1], epoch, is_no_event ? NULL : &value);
}

/* What was emitted, in one piece of news: `a.value 0` is an event, `!a.value 0` a NoEvent. */
static inline void
report (NoobScheduler *scheduler,
        const char    *description,
        ...) G_GNUC_NULL_TERMINATED;

static inline void
report (NoobScheduler *scheduler,
        const char    *description,
        ...)
{
  g_autoptr (GPtrArray) events =
    g_ptr_array_new_with_free_func ((GDestroyNotify) noob_event_unref);
  va_list rest;

  va_start (rest, description);
  for (; description != NULL; description = va_arg (rest, const char *))
    g_ptr_array_add (events, described_event (description));
  va_end (rest);

  noob_scheduler_update (scheduler, events);
}

static inline void
done (NoobScheduler *scheduler,
      const char    *epoch,
      const char    *node)
{
  g_autoptr (NoobEpoch) parsed = epoch_of (epoch);

  noob_scheduler_done (scheduler, parsed, node);
}

static inline void
expire (NoobScheduler *scheduler,
        const char    *epoch,
        const char    *node)
{
  g_autoptr (NoobEpoch) parsed = epoch_of (epoch);

  noob_scheduler_expire (scheduler, parsed, node);
}

static inline gboolean
is_ready (NoobScheduler *scheduler,
          const char    *epoch,
          const char    *node)
{
  g_autoptr (NoobEpoch) parsed = epoch_of (epoch);

  return noob_scheduler_node_is_ready (scheduler, parsed, node);
}

static inline gboolean
is_done (NoobScheduler *scheduler,
         const char    *epoch,
         const char    *node)
{
  g_autoptr (NoobEpoch) parsed = epoch_of (epoch);

  return noob_scheduler_node_is_done (scheduler, parsed, node);
}

static inline gboolean
is_active (NoobScheduler *scheduler,
           const char    *epoch)
{
  g_autoptr (NoobEpoch) parsed = epoch_of (epoch);

  return noob_scheduler_is_active (scheduler, parsed);
}

static inline gboolean
has_ended (NoobScheduler *scheduler,
           const char    *epoch)
{
  g_autoptr (NoobEpoch) parsed = epoch_of (epoch);

  return noob_scheduler_epoch_completed (scheduler, parsed);
}

/* Takes all that is ready, and asserts what it is, in order: `a 0, b 0/m.1`. */
#define assert_handed_out(scheduler, expected) \
  G_STMT_START \
  { \
    g_autofree char *handed_out = take_ready (scheduler); \
    g_assert_cmpstr (handed_out, ==, expected); \
  } \
  G_STMT_END

static inline char *
take_ready (NoobScheduler *scheduler)
{
  g_autoptr (GPtrArray) items = noob_scheduler_get_ready (scheduler, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      g_autofree char *epoch = noob_epoch_to_string (noob_item_get_epoch (items->pdata[i]));

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "",
                              noob_item_get_node_id (items->pdata[i]), epoch);
    }

  return g_string_free (text, FALSE);
}

/* A handler of epoch-ended, which notes the roots in a string: `0 1 `. */
static inline void
note_ended (NoobScheduler *scheduler,
            NoobEpoch     *epoch,
            GString       *ended)
{
  g_string_append_printf (ended, "%" G_GUINT64_FORMAT " ", noob_epoch_get_root (epoch));
}
