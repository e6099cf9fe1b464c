/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Telling of nodes without running them. What this process cannot load is asked of the host that
 * would run it: its bootstrap says so, and it answers with one JSON object on standard output. */

#include "zmq/noob-description-private.h"

#include <gio/gio.h>
#include <stdio.h>
#include <unistd.h>

#include "core/noob-error.h"
#include "nodes/noob-loader-private.h"
#include "zmq/noob-bootstrap-private.h"
#include "zmq/noob-host-program-private.h"

static NoobRecord *
describe_here (NoobNodeSpecification  *specification,
               GError                **error)
{
  const char *type = noob_node_specification_get_node_type (specification);
  g_autoptr (NoobNode) node = noob_load_node (
    specification, noob_node_specification_get_params (specification), error);
  NoobRecord *description;

  if (node == NULL)
    return NULL;

  description = noob_record_new ();
  noob_record_set_string (description, "type", type);
  noob_record_set_string (description, "language", noob_loader_get_language (type));
  noob_node_describe (node, description);

  return description;
}

/* Takes @record. */
static char *
record_to_json (NoobRecord  *record,
                GError     **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, NOOB_TYPE_RECORD);
  g_value_take_boxed (&value, record);

  return noob_value_to_json (&value, FALSE, error);
}

static char *
make_question (NoobNodeSpecification  *specification,
               GError                **error)
{
  NoobRecord *question = noob_record_new ();
  g_autoptr (NoobRecord) node = noob_record_new ();
  g_autofree char *directory = NULL;
  g_autofree char *text = NULL;

  noob_record_set_string (node, "type", noob_node_specification_get_node_type (specification));
  noob_record_set (node, "params", NOOB_TYPE_RECORD,
                   noob_node_specification_get_params (specification), NULL);

  directory =
    g_canonicalize_filename (noob_node_specification_get_directory (specification), NULL);
  noob_record_set_int64 (question, "protocol", NOOB_PROTOCOL_VERSION);
  noob_record_set_string (question, "directory", directory);
  noob_record_take_record (question, "describe", g_steal_pointer (&node));
  text = record_to_json (question, error);

  return text != NULL ? g_strconcat (text, "\n", NULL) : NULL;
}

static NoobRecord *
read_answer (const char  *text,
             const char  *program,
             GError     **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  NoobRecord *description;
  const char *message;

  if (noob_value_from_json (&value, text, -1, NULL) && G_VALUE_HOLDS (&value, NOOB_TYPE_RECORD))
    {
      NoobRecord *answer = g_value_get_boxed (&value);

      if (noob_record_get (answer, NULL, "description", NOOB_TYPE_RECORD, &description, NULL))
        return noob_record_ref (description);
      if (noob_record_get (answer, NULL, "error", G_TYPE_STRING, &message, NULL))
        {
          g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_LOAD, message);
          return NULL;
        }
    }

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD, "%s ended without an answer", program);
  return NULL;
}

static NoobRecord *
ask_host (NoobNodeSpecification  *specification,
          GError                **error)
{
  g_auto (GStrv) argv = noob_host_program_make_argv (specification, NULL, error);
  g_autoptr (GSubprocess) host = NULL;
  g_autofree char *question = NULL;
  g_autofree char *answer = NULL;

  if (argv == NULL)
    return NULL;

  question = make_question (specification, error);
  if (question == NULL)
    return NULL;

  host = g_subprocess_newv ((const char *const *) argv,
                            G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error);
  if (host == NULL ||
      !g_subprocess_communicate_utf8 (host, question, NULL, &answer, NULL, error))
    return NULL;

  return read_answer (answer, argv[g_strv_length (argv) - 1], error);
}

/**
 * noob_describe_node:
 * @specification: the specification of the node, with params that name no inputs
 * @error: return location for an error
 *
 * Tells what there is to know of a node before it is run: `type`, `language`, and what
 * [method@Noob.Node.describe] tells.
 *
 * A node that no loader of this process takes is loaded by the program that would host it. This
 * blocks until that has answered.
 *
 * The error is %NOOB_ERROR_LOAD.
 *
 * Returns: (transfer full): the description
 *
 * Since: 1.0
 */
NoobRecord *
noob_describe_node (NoobNodeSpecification  *specification,
                    GError                **error)
{
  g_return_val_if_fail (NOOB_IS_NODE_SPECIFICATION (specification), NULL);

  if (noob_loader_has_type (noob_node_specification_get_node_type (specification)))
    return describe_here (specification, error);

  return ask_host (specification, error);
}

static char *
make_answer (NoobNodeSpecification *specification)
{
  g_autoptr (NoobRecord) answer = noob_record_new ();
  g_autoptr (GError) error = NULL;
  NoobRecord *description = describe_here (specification, &error);

  if (description != NULL)
    noob_record_take_record (answer, "description", description);
  else
    noob_record_set_string (answer, "error", error->message);

  return record_to_json (g_steal_pointer (&answer), NULL);
}

int
noob_description_answer (NoobNodeSpecification *specification)
{
  int output = dup (STDOUT_FILENO);
  g_autofree char *answer = NULL;
  FILE *stream;

  /* What a module writes while it is loaded must not get between. */
  if (output < 0 || dup2 (STDERR_FILENO, STDOUT_FILENO) < 0)
    return 1;

  answer = make_answer (specification);
  stream = fdopen (output, "w");
  if (answer == NULL || stream == NULL || fputs (answer, stream) < 0 || fclose (stream) != 0)
    return 1;

  return 0;
}
