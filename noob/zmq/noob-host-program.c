/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-host-program-private.h"

#include "core/noob-error.h"
#include "nodes/noob-type-name-private.h"

#define LIBEXEC_DIR_VARIABLE "NOOB_LIBEXEC_DIR"

typedef struct
{
  const char *program;
  const char *variable;    /* that names the interpreter; NULL for a program that needs none */
  const char *interpreter; /* without the variable */
  const char *option;      /* of the interpreter, or NULL */
  const char *package;     /* what to install */
} HostProgram;

static const HostProgram native_program = { "noob-node", NULL, NULL, NULL, "noob" };
static const HostProgram python_program = {
  "noob-node-python", "NOOB_PYTHON", NOOB_DEFAULT_PYTHON, NULL, "Python 3 with PyGObject",
};
static const HostProgram gjs_program = { "noob-node-gjs", "NOOB_GJS", "gjs", "-m", "GJS" };

static const HostProgram *
find_program (const char *node_type)
{
  switch (noob_type_name_classify (node_type))
    {
    case NOOB_TYPE_NAME_PYTHON:
      return &python_program;
    case NOOB_TYPE_NAME_GJS:
      return &gjs_program;
    case NOOB_TYPE_NAME_SPECIAL:
    case NOOB_TYPE_NAME_GTYPE:
    case NOOB_TYPE_NAME_C:
    case NOOB_TYPE_NAME_GI:
    default:
      return &native_program;
    }
}

static const char *
get_variable (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && value[0] != '\0' ? value : NULL;
}

static char *
find_interpreter (const HostProgram    *self,
                  const NoobHostPlace  *place,
                  GError              **error)
{
  const char *name = place->interpreter;
  char *path;

  if (name == NULL)
    name = get_variable (self->variable);
  if (name == NULL)
    name = self->interpreter;

  if (place->elsewhere)
    return g_strdup (name);

  path = g_find_program_in_path (name);
  if (path == NULL)
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                 "there is no program \"%s\"; install %s, or set %s to where it is", name,
                 self->package, place->interpreter != NULL ? "`interpreter`" : self->variable);

  return path;
}

static char *
find_host (const HostProgram    *self,
           const NoobHostPlace  *place,
           GError              **error)
{
  const char *directory = place->libexec_dir;
  g_autofree char *path = NULL;

  if (directory == NULL)
    directory = get_variable (LIBEXEC_DIR_VARIABLE);
  if (directory == NULL)
    directory = NOOB_LIBEXEC_DIR;

  path = g_build_filename (directory, self->program, NULL);
  if (place->elsewhere || g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&path);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
               "its host %s is not installed: there is no %s", self->program, path);
  return NULL;
}

static char **
make_argv (const HostProgram    *self,
           const NoobHostPlace  *place,
           GError              **error)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *interpreter = NULL;
  g_autofree char *host = NULL;

  if (self->variable != NULL)
    {
      interpreter = find_interpreter (self, place, error);
      if (interpreter == NULL)
        return NULL;

      g_strv_builder_add (argv, interpreter);
      if (self->option != NULL)
        g_strv_builder_add (argv, self->option);
    }

  host = find_host (self, place, error);
  if (host == NULL)
    return NULL;

  g_strv_builder_add (argv, host);
  return g_strv_builder_end (argv);
}

char **
noob_host_program_make_argv (NoobNodeSpecification  *node,
                             const NoobHostPlace    *place,
                             GError                **error)
{
  static const NoobHostPlace here = { NULL, NULL, FALSE };
  const char *type = noob_node_specification_get_node_type (node);
  char **argv = make_argv (find_program (type), place != NULL ? place : &here, error);

  if (argv == NULL)
    g_prefix_error (error, "node \"%s\": \"%s\" is %s: ", noob_node_specification_get_id (node),
                    type, noob_type_name_describe (noob_type_name_classify (type)));

  return argv;
}

const char *
noob_host_program_get_name (const char *node_type)
{
  if (noob_type_name_classify (node_type) == NOOB_TYPE_NAME_SPECIAL)
    return NULL;

  return find_program (node_type)->program;
}
