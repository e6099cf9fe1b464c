/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-wire-private.h"

#include <string.h>

#include "core/noob-error.h"
#include "zmq/noob-run-directory-private.h"

#define IN_PROCESS "inproc://"

GBytes *
noob_topic_new (const char *text)
{
  return g_bytes_new (text, strlen (text) + 1);
}

GBytes *
noob_topic_new_for_signal (const char *node_id,
                           const char *signal)
{
  g_autofree char *text = g_strconcat ("s/", node_id, "/", signal, NULL);

  return noob_topic_new (text);
}

GBytes *
noob_topic_new_for_asset (const char *node_id,
                           const char *asset_id)
{
  g_autofree char *text = g_strconcat ("a/", node_id, "/", asset_id, NULL);

  return noob_topic_new (text);
}

GBytes *
noob_topic_new_for_hello (const char *node_id,
                          guint       count)
{
  g_autofree char *text = g_strdup_printf (NOOB_TOPIC_GREETING "%s/%u", node_id, count);

  return noob_topic_new (text);
}

char *
noob_wire_make_address (const char *run_directory,
                        guint       index)
{
  if (run_directory != NULL)
    return noob_run_directory_address (run_directory, index);

  return g_strdup_printf (IN_PROCESS "%u", index);
}

gboolean
noob_wire_is_in_process (const char *address)
{
  return g_str_has_prefix (address, IN_PROCESS);
}

gboolean
noob_wire_subscribe (NoobSocket  *socket,
                     GBytes      *topic,
                     GError     **error)
{
  g_autoptr (GBytes) taken = topic;
  gsize size;
  const char *data = g_bytes_get_data (taken, &size);

  return noob_socket_subscribe (socket, data, size, error);
}

GBytes *
noob_wire_write_variant (GVariant *variant)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (variant);

  return g_variant_get_data_as_bytes (sunk);
}

GVariant *
noob_wire_peek_variant (NoobFrames  *frames,
                        guint        index,
                        const char  *type,
                        GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (index >= noob_frames_get_length (frames))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "frame %u is missing", index);
      return NULL;
    }

  bytes = noob_frames_get_bytes (frames, index);

  return g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));
}

/* What checks a variant for its form in GLib 2.74 looks at one byte beyond the end of one that is
 * cut off in its padding: there has to be one. */
static GVariant *
copy_with_margin (GVariant *variant)
{
  gsize size = g_variant_get_size (variant);
  guint8 *copy = g_malloc0 (size + 1);

  g_variant_store (variant, copy);

  return g_variant_ref_sink (g_variant_new_from_data (g_variant_get_type (variant), copy, size,
                                                      FALSE, g_free, copy));
}

GVariant *
noob_wire_read_variant (NoobFrames  *frames,
                        guint        index,
                        const char  *type,
                        GError     **error)
{
  g_autoptr (GVariant) frame = noob_wire_peek_variant (frames, index, type, error);
  g_autoptr (GVariant) variant = frame != NULL ? copy_with_margin (frame) : NULL;

  if (variant == NULL)
    return NULL;

  if (!g_variant_is_normal_form (variant))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "frame %u is not a %s", index, type);
      return NULL;
    }

  return g_steal_pointer (&variant);
}
