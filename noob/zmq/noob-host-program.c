/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-host-program-private.h"

#include "core/noob-error.h"
#include "nodes/noob-type-name-private.h"
#include "zmq/noob-launcher-private.h"

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

static char *
find_interpreter (const HostProgram  *self,
                  GError            **error)
{
  const char *set = g_getenv (self->variable);
  const char *name = set != NULL && set[0] != '\0' ? set : self->interpreter;
  char *path = g_find_program_in_path (name);

  if (path == NULL)
    g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
                 "there is no program \"%s\"; install %s, or set %s to where it is", name,
                 self->package, self->variable);

  return path;
}

static char **
make_argv (const HostProgram  *self,
           GError            **error)
{
  g_autoptr (GStrvBuilder) prefix = g_strv_builder_new ();
  g_auto (GStrv) prefix_argv = NULL;
  g_autofree char *interpreter = NULL;
  g_auto (GStrv) argv = NULL;
  const char *program;

  if (self->variable != NULL)
    {
      interpreter = find_interpreter (self, error);
      if (interpreter == NULL)
        return NULL;

      g_strv_builder_add (prefix, interpreter);
      if (self->option != NULL)
        g_strv_builder_add (prefix, self->option);
    }

  prefix_argv = g_strv_builder_end (prefix);
  argv = noob_launcher_make_argv ((const char *const *) prefix_argv, self->program);
  program = argv[g_strv_length (argv) - 1];
  if (g_file_test (program, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&argv);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_LOAD,
               "its host %s is not installed: there is no %s", self->program, program);
  return NULL;
}

char **
noob_host_program_make_argv (NoobNodeSpecification  *node,
                             GError                **error)
{
  const char *type = noob_node_specification_get_node_type (node);
  char **argv = make_argv (find_program (type), error);

  if (argv == NULL)
    g_prefix_error (error, "node \"%s\": \"%s\" is %s: ", noob_node_specification_get_id (node),
                    type, noob_type_name_describe (noob_type_name_classify (type)));

  return argv;
}
