/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobDeployment:
 *
 * Where the nodes of a tube run: which of them share a process, on which machine, and how that
 * process is started.
 *
 * A tube says nothing of this, so that the same tube runs anywhere, and a deployment nothing of
 * what nodes do, so that it fits any tube with nodes of such names. It is a file of YAML or JSON:
 *
 * ```yaml
 * groups:
 *   acquire: { nodes: [camera] }
 *   compute: { launcher: slurm, options: [--cpus-per-task=2], nodes: ["segment*"] }
 * ```
 *
 * A group is one process that holds all nodes whose ids match a pattern of its `nodes`; a node that
 * is in none has a process of its own on this machine. The
 * [guide to deployments](deployment.html) tells of every key. Runners do not take deployments yet.
 *
 * ```c
 * static gboolean
 * print_commands (const char             *path,
 *                 NoobTubeSpecification  *specification,
 *                 GError                **error)
 * {
 *   g_autoptr (NoobDeployment) deployment = noob_deployment_new_from_file (path, error);
 *   g_autoptr (NoobList) groups = NULL;
 *   const char *command;
 *
 *   if (deployment != NULL)
 *     groups = noob_deployment_describe (deployment, specification, error);
 *
 *   for (gsize i = 0; groups != NULL && i < noob_list_get_length (groups); i++)
 *     if (noob_record_get (g_value_get_boxed (noob_list_get_value (groups, i)), NULL,
 *                          "command-line", G_TYPE_STRING, &command, NULL))
 *       g_print ("%s\n", command);
 *
 *   return groups != NULL;
 * }
 * ```
 *
 * What is wrong with a file is %NOOB_ERROR_SPECIFICATION, with its line and column.
 *
 * A deployment does not change once it is loaded; any thread may read it.
 *
 * Since: 1.0
 */

#include "zmq/noob-deployment.h"

#include "core/noob-error.h"
#include "zmq/noob-placement-private.h"

struct _NoobDeployment
{
  GObject parent_instance;

  NoobDocument *document; /* which the groups borrow from */
  GPtrArray *groups;      /* of NoobDeploymentGroup */
  NoobDeploymentGroup *lone;
};

G_DEFINE_FINAL_TYPE (NoobDeployment, noob_deployment, G_TYPE_OBJECT)

static void
noob_deployment_finalize (GObject *object)
{
  NoobDeployment *self = NOOB_DEPLOYMENT (object);

  g_ptr_array_unref (self->groups);
  noob_deployment_group_free (self->lone);
  g_clear_pointer (&self->document, noob_document_unref);
  G_OBJECT_CLASS (noob_deployment_parent_class)->finalize (object);
}

static void
noob_deployment_class_init (NoobDeploymentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = noob_deployment_finalize;
}

static void
noob_deployment_init (NoobDeployment *self)
{
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) noob_deployment_group_free);
  self->lone = noob_deployment_group_new_default ();
}

static gboolean
read_groups (NoobDeployment  *self,
             NoobFields      *fields,
             GError         **error)
{
  NoobDocument *groups = NULL;

  if (!noob_fields_require (fields, "groups", "it is a mapping from names to groups", error) ||
      !noob_fields_get_mapping (fields, "groups", &groups, error))
    return FALSE;

  for (guint i = 0; i < noob_document_get_length (groups); i++)
    {
      NoobDeploymentGroup *group = noob_deployment_group_new (
        noob_document_get_key (groups, i), noob_document_get_child (groups, i), error);

      if (group == NULL)
        return FALSE;
      g_ptr_array_add (self->groups, group);
    }
  return TRUE;
}

/* Takes @document; NULL: with @error set. */
static NoobDeployment *
new_from_document (NoobDocument  *document,
                   GError       **error)
{
  static const char *const known[] = { "description", "groups", NULL };
  g_autoptr (NoobDeployment) self = NULL;
  g_autofree char *description = NULL;
  NoobFields fields;

  if (document == NULL)
    return NULL;

  self = g_object_new (NOOB_TYPE_DEPLOYMENT, NULL);
  self->document = document;
  if (!noob_fields_init (&fields, "deployment", NULL, document, known, error) ||
      !noob_fields_get_string (&fields, "description", &description, error) ||
      !read_groups (self, &fields, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * noob_deployment_new_from_file:
 * @path: (type filename): the path of a file of YAML or JSON
 * @error: return location for an error
 *
 * Loads a deployment from a file.
 *
 * %NOOB_ERROR_SPECIFICATION says where the file is wrong, %NOOB_ERROR_NOT_FOUND that it is not
 * there, %NOOB_ERROR_FAILED that it cannot be read.
 *
 * Returns: (transfer full): the deployment
 *
 * Since: 1.0
 */
NoobDeployment *
noob_deployment_new_from_file (const char  *path,
                               GError     **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return new_from_document (noob_document_parse_file (path, error), error);
}

/**
 * noob_deployment_new_from_data:
 * @data: YAML or JSON
 * @length: the length of @data in bytes, or -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Loads a deployment from a text.
 *
 * %NOOB_ERROR_SPECIFICATION says where the text is wrong.
 *
 * Returns: (transfer full): the deployment
 *
 * Since: 1.0
 */
NoobDeployment *
noob_deployment_new_from_data (const char  *data,
                               gssize       length,
                               GError     **error)
{
  g_autoptr (NoobDocumentSource) source = noob_document_source_new (NULL, NULL);

  g_return_val_if_fail (data != NULL, NULL);

  return new_from_document (noob_document_parse (data, length, source, error), error);
}

static void
set_strings (NoobRecord        *record,
             const char        *name,
             const char *const *strings)
{
  noob_record_take_list (record, name, noob_list_new_strv (strings));
}

static void
set_launcher (NoobRecord                *record,
              const NoobDeploymentGroup *group)
{
  const char *launcher = noob_launch_to_string (group->launch);

  if (launcher != NULL)
    noob_record_set_string (record, "launcher", launcher);
  else
    set_strings (record, "launcher", (const char *const *) group->prefix);
}

static NoobRecord *
describe_placement (const NoobPlacement  *placement,
                    GError              **error)
{
  const NoobDeploymentGroup *group = placement->group;
  g_autoptr (NoobRecord) record = noob_record_new ();
  g_auto (GStrv) command = noob_placement_make_command (placement, error);
  g_auto (GStrv) ids = NULL;
  g_autofree char *line = NULL;

  if (command == NULL)
    return NULL;

  ids = noob_placement_list_ids (placement->nodes);
  line = noob_command_quote ((const char *const *) command);
  noob_record_set_string (record, "name", placement->name);
  set_strings (record, "nodes", (const char *const *) ids);
  set_launcher (record, group);
  if (group->host != NULL)
    noob_record_set_string (record, "host", group->host);
  noob_record_set_string (record, "transport", noob_transport_to_string (group->transport));
  noob_record_set_string (record, "restart", noob_restart_to_string (group->restart));
  set_strings (record, "command", (const char *const *) command);
  noob_record_set_string (record, "command-line", line);

  return g_steal_pointer (&record);
}

/**
 * noob_deployment_describe:
 * @self: a deployment
 * @specification: the tube whose nodes are deployed
 * @error: return location for an error
 *
 * Tells where the nodes of a tube would run, and by which commands; nothing is started, no code of
 * a node is loaded, and no other machine is asked anything.
 *
 * The list has a [struct@Noob.Record] for each process, with these entries:
 *
 * - `name`: that of the group, or of a node that is in none
 * - `nodes`: the ids of its nodes
 * - `launcher`: as in the file: a string, or a list of strings
 * - `host`: as in the file, if it is there
 * - `transport` and `restart`: strings
 * - `command`: the words of the command that starts the process; for the launcher `external` it has
 *   to be run on the other machine
 * - `command-line`: the same for a shell, as one string
 *
 * The return node is in none of them, since the runner itself does what it does.
 *
 * %NOOB_ERROR_SPECIFICATION says that a node is in two groups, that a pattern matches no node, or
 * that nodes of a group cannot share a process, since they are of different languages.
 * %NOOB_ERROR_LOAD says that a program which has to be on this machine is not installed.
 *
 * Returns: (transfer full): the processes, in the order of their first nodes in the tube
 *
 * Since: 1.0
 */
NoobList *
noob_deployment_describe (NoobDeployment         *self,
                          NoobTubeSpecification  *specification,
                          GError                **error)
{
  g_autoptr (GPtrArray) placements = NULL;
  g_autoptr (GArray) values = NULL;

  g_return_val_if_fail (NOOB_IS_DEPLOYMENT (self), NULL);
  g_return_val_if_fail (NOOB_IS_TUBE_SPECIFICATION (specification), NULL);

  placements = noob_placement_make_all (specification, self->groups, self->lone, error);
  if (placements == NULL)
    return NULL;

  values = g_array_new (FALSE, TRUE, sizeof (GValue));
  g_array_set_clear_func (values, (GDestroyNotify) g_value_unset);
  for (guint i = 0; i < placements->len; i++)
    {
      NoobRecord *record = describe_placement (placements->pdata[i], error);
      GValue value = G_VALUE_INIT;

      if (record == NULL)
        return NULL;
      g_value_init (&value, NOOB_TYPE_RECORD);
      g_value_take_boxed (&value, record);
      g_array_append_val (values, value);
    }

  return noob_list_new_take (g_steal_pointer (&values));
}
