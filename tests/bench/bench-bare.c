/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bench-bare.h"

#include <json-glib/json-glib.h>

static JsonObject *
run (const char *mode,
     guint       n_relays,
     gsize       size,
     guint       count)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (self);
  g_autofree char *command = g_strdup_printf ("%s/bare-chain %s %u %zu %u", folder, mode, n_relays,
                                              size, count);
  g_autofree char *output = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!g_spawn_command_line_sync (command, &output, NULL, &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s", command, error->message);

  node = json_from_string (output, &error);
  if (node == NULL)
    g_error ("%s: %s", command, error->message);

  return json_node_dup_object (node);
}

double
bench_bare_free (guint n_relays,
                 gsize size,
                 guint count)
{
  g_autoptr (JsonObject) result = run ("free", n_relays, size, count);

  return json_object_get_double_member (result, "per_second");
}

BenchTrip
bench_bare_trip (guint n_relays,
                 gsize size,
                 guint count)
{
  g_autoptr (JsonObject) result = run ("trip", n_relays, size, count);

  return (BenchTrip) { json_object_get_double_member (result, "p50_us"),
                       json_object_get_double_member (result, "p99_us") };
}
