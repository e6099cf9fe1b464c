/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-bootstrap-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/noob-json-private.h"
#include "spec/noob-tube-specification.h"

#define MAX_SIZE 65536
#define MAX_INDEX 999999

static void
node_free (NoobBootstrapNode *self)
{
  g_free (self->node_id);
  g_free (self->token);
  g_free (self);
}

NoobBootstrap *
noob_bootstrap_new (void)
{
  NoobBootstrap *self = g_new0 (NoobBootstrap, 1);

  self->protocol = NOOB_PROTOCOL_VERSION;
  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  return self;
}

void
noob_bootstrap_free (NoobBootstrap *self)
{
  g_free (self->runner_id);
  g_free (self->router);
  g_free (self->outbox);
  g_free (self->run_directory);
  g_ptr_array_unref (self->nodes);
  g_clear_object (&self->described);
  g_free (self);
}

void
noob_bootstrap_add_node (NoobBootstrap *self,
                         const char    *node_id,
                         const char    *token,
                         guint          index)
{
  NoobBootstrapNode *node = g_new0 (NoobBootstrapNode, 1);

  node->node_id = g_strdup (node_id);
  node->token = g_strdup (token);
  node->index = index;
  g_ptr_array_add (self->nodes, node);
}

static JsonArray *
nodes_to_json (NoobBootstrap *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->nodes->len; i++)
    {
      NoobBootstrapNode *node = self->nodes->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", node->node_id);
      json_object_set_string_member (object, "token", node->token);
      json_object_set_int_member (object, "index", node->index);
      json_array_add_object_element (array, object);
    }
  return array;
}

char *
noob_bootstrap_to_text (NoobBootstrap *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (root, object);
  json_object_set_int_member (object, "protocol", self->protocol);
  json_object_set_string_member (object, "runner_id", self->runner_id);
  json_object_set_int_member (object, "runner_pid", self->runner_pid);
  json_object_set_string_member (object, "router", self->router);
  json_object_set_string_member (object, "outbox", self->outbox);
  if (self->run_directory)
    json_object_set_string_member (object, "run_directory", self->run_directory);
  json_object_set_int_member (object, "quit_timeout", self->quit_timeout);
  json_object_set_array_member (object, "nodes", nodes_to_json (self));
  return noob_json_to_string (root, FALSE);
}

static gboolean
fail (GError     **error,
      const char  *why)
{
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL, "the bootstrap is malformed: %s", why);
  return FALSE;
}

static gboolean
check_members (JsonObject         *object,
               const char *const  *known,
               GError            **error)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l; l = l->next)
    if (!g_strv_contains (known, l->data))
      {
        g_autofree char *why = g_strdup_printf ("nobody knows its member \"%s\"", (char *) l->data);

        return fail (error, why);
      }
  return TRUE;
}

static gboolean
read_string (JsonObject  *object,
             const char  *member,
             char       **value,
             GError     **error)
{
  const char *string;

  if (!noob_json_get_string (object, member, &string, error))
    return FALSE;
  *value = g_strdup (string);
  return TRUE;
}

static gboolean
read_number (JsonObject  *object,
             const char  *member,
             gint64       maximum,
             gint64      *value,
             GError     **error)
{
  g_autofree char *why = NULL;

  if (!noob_json_get_int (object, member, value, error))
    return FALSE;
  if (*value >= 0 && *value <= maximum)
    return TRUE;
  why = g_strdup_printf ("its member \"%s\" is not within 0 and %" G_GINT64_FORMAT, member,
                         maximum);
  return fail (error, why);
}

static gboolean
read_node (NoobBootstrap  *self,
           JsonNode       *json,
           GError        **error)
{
  static const char *const known[] = { "id", "token", "index", NULL };
  const char *node_id;
  const char *token;
  JsonObject *object;
  gint64 index;

  if (!JSON_NODE_HOLDS_OBJECT (json))
    return fail (error, "a node is not an object");
  object = json_node_get_object (json);
  if (!check_members (object, known, error) ||
      !noob_json_get_string (object, "id", &node_id, error) ||
      !noob_json_get_string (object, "token", &token, error) ||
      !read_number (object, "index", MAX_INDEX, &index, error))
    return FALSE;
  noob_bootstrap_add_node (self, node_id, token, index);
  return TRUE;
}

static gboolean
read_nodes (NoobBootstrap  *self,
            JsonObject     *object,
            GError        **error)
{
  JsonArray *array;

  if (!noob_json_get_array (object, "nodes", &array, error))
    return FALSE;
  if (json_array_get_length (array) == 0)
    return fail (error, "it names no nodes");
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!read_node (self, json_array_get_element (array, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
read_protocol (NoobBootstrap  *self,
               JsonObject     *object,
               GError        **error)
{
  gint64 protocol;

  if (!read_number (object, "protocol", G_MAXINT, &protocol, error))
    return FALSE;
  self->protocol = protocol;
  if (protocol == NOOB_PROTOCOL_VERSION)
    return TRUE;
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_PROTOCOL,
               "the runner speaks version %u of the protocol, this host version %d: install the "
               "same version of both", self->protocol, NOOB_PROTOCOL_VERSION);
  return FALSE;
}

/* The node, whose specification is made as that of any other: from a tube. */
static gboolean
read_described (NoobBootstrap  *self,
                JsonObject     *object,
                GError        **error)
{
  static const char *const known[] = { "protocol", "directory", "describe", NULL };
  g_autoptr (NoobRecord) source = noob_record_new ();
  g_autoptr (NoobRecord) nodes = noob_record_new ();
  g_autoptr (NoobTubeSpecification) tube = NULL;
  g_auto (GValue) node = G_VALUE_INIT;
  const char *directory;

  if (!check_members (object, known, error) ||
      !noob_json_get_string (object, "directory", &directory, error))
    return FALSE;

  noob_json_to_value (json_object_get_member (object, "describe"), &node);
  noob_record_set_value (nodes, "inspected", &node);
  noob_record_take_record (source, "nodes", g_steal_pointer (&nodes));
  tube = noob_tube_specification_new_from_record (source, directory, error);
  if (tube == NULL)
    return FALSE;

  self->described = g_object_ref (noob_tube_specification_get_node (tube, "inspected"));
  return TRUE;
}

static gboolean
read_bootstrap (NoobBootstrap  *self,
                JsonObject     *object,
                GError        **error)
{
  static const char *const known[] = {
    "protocol", "runner_id", "runner_pid", "router", "outbox", "run_directory", "quit_timeout",
    "nodes", NULL,
  };
  gint64 quit_timeout;

  /* The version first: another one may have other members. */
  if (!read_protocol (self, object, error))
    return FALSE;
  if (json_object_has_member (object, "describe"))
    return read_described (self, object, error);

  if (!check_members (object, known, error) ||
      !read_string (object, "runner_id", &self->runner_id, error) ||
      !read_number (object, "runner_pid", G_MAXINT, &self->runner_pid, error) ||
      !read_string (object, "router", &self->router, error) ||
      !read_string (object, "outbox", &self->outbox, error) ||
      !read_number (object, "quit_timeout", G_MAXUINT, &quit_timeout, error) ||
      !read_nodes (self, object, error))
    return FALSE;
  self->quit_timeout = quit_timeout;
  return !json_object_has_member (object, "run_directory") ||
         read_string (object, "run_directory", &self->run_directory, error);
}

NoobBootstrap *
noob_bootstrap_parse (const char  *text,
                      gssize       length,
                      GError     **error)
{
  g_autoptr (NoobBootstrap) self = noob_bootstrap_new ();
  g_autoptr (GError) json_error = NULL;
  g_autoptr (JsonNode) root = noob_json_parse (text, length, MAX_SIZE, &json_error);

  if (root && !JSON_NODE_HOLDS_OBJECT (root))
    fail (&json_error, "it is not an object");
  if (!json_error && read_bootstrap (self, json_node_get_object (root), &json_error))
    return g_steal_pointer (&self);
  if (g_error_matches (json_error, NOOB_ERROR, NOOB_ERROR_PROTOCOL))
    g_propagate_error (error, g_steal_pointer (&json_error));
  else
    fail (error, json_error->message);
  return NULL;
}

/* Up to and without the line break; nothing may follow it. */
static GString *
read_line (int      fd,
           GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (text->len == 0 || text->str[text->len - 1] != '\n')
    {
      char buffer[4096];
      gssize n_read = read (fd, buffer, sizeof buffer);

      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read <= 0 || text->len + n_read > MAX_SIZE)
        {
          fail (error, n_read > 0 ? "it is too long"
                                  : "it ends too early; this program is started by a runner");
          return NULL;
        }
      g_string_append_len (text, buffer, n_read);
    }
  g_string_truncate (text, text->len - 1);
  return g_steal_pointer (&text);
}

static int
move_away (int      fd,
           GError **error)
{
  int moved = fcntl (fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  int null = open ("/dev/null", O_RDONLY | O_CLOEXEC);

  /* Unlike the descriptor it is made of, the copy is inherited, as standard input should be. */
  if (moved >= 0 && null >= 0 && dup2 (null, fd) == fd)
    {
      close (null);
      return moved;
    }
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_FAILED, "cannot put /dev/null at standard input: %s",
               g_strerror (errno));
  if (moved >= 0)
    close (moved);
  if (null >= 0)
    close (null);
  return -1;
}

NoobBootstrap *
noob_bootstrap_receive (int      fd,
                        int     *life_line,
                        GError **error)
{
  g_autoptr (GString) text = read_line (fd, error);
  g_autoptr (NoobBootstrap) self = NULL;

  if (!text)
    return NULL;
  self = noob_bootstrap_parse (text->str, text->len, error);
  if (!self)
    return NULL;
  *life_line = move_away (fd, error);
  return *life_line >= 0 ? g_steal_pointer (&self) : NULL;
}
