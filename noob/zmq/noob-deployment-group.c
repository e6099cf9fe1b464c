/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "zmq/noob-deployment-group-private.h"

#include <string.h>

static const char *const launchers[] = {
  [NOOB_LAUNCH_LOCAL] = "local",
  [NOOB_LAUNCH_SSH] = "ssh",
  [NOOB_LAUNCH_SLURM] = "slurm",
  [NOOB_LAUNCH_EXTERNAL] = "external",
  [NOOB_LAUNCH_PREFIX] = NULL,
};
static const char *const transports[] = {
  [NOOB_TRANSPORT_IPC] = "ipc",
  [NOOB_TRANSPORT_TCP] = "tcp",
  NULL,
};
static const char *const restarts[] = {
  [NOOB_RESTART_NEVER] = "never",
  [NOOB_RESTART_ON_FAILURE] = "on-failure",
  [NOOB_RESTART_ALWAYS] = "always",
  NULL,
};

typedef enum
{
  HOST_USELESS,
  HOST_OPTIONAL,
  HOST_REQUIRED,
} HostNeed;

static const struct
{
  gboolean is_elsewhere; /* so that sockets of this machine do not reach it */
  gboolean has_options;
  HostNeed host;
} kinds[] = {
  [NOOB_LAUNCH_LOCAL] = { FALSE, FALSE, HOST_USELESS },
  [NOOB_LAUNCH_SSH] = { TRUE, TRUE, HOST_REQUIRED },
  [NOOB_LAUNCH_SLURM] = { TRUE, TRUE, HOST_OPTIONAL },
  [NOOB_LAUNCH_EXTERNAL] = { TRUE, FALSE, HOST_USELESS },
  [NOOB_LAUNCH_PREFIX] = { FALSE, FALSE, HOST_USELESS },
};

/* Reading. */

static gboolean
fail_at (NoobDeploymentGroup  *self,
         const char           *key,
         GError              **error,
         const char           *message)
{
  NoobDocument *place = noob_fields_get (&self->fields, key);

  return noob_fields_fail (&self->fields, place != NULL ? place : self->fields.document, error,
                           "%s", message);
}

static gboolean
read_launcher (NoobDeploymentGroup  *self,
               GError              **error)
{
  NoobDocument *found = noob_fields_get (&self->fields, "launcher");
  int launch = NOOB_LAUNCH_LOCAL;

  if (found == NULL || noob_document_get_kind (found) != NOOB_DOCUMENT_SEQUENCE)
    {
      if (!noob_fields_get_choice (&self->fields, "launcher", launchers, &launch, error))
        return FALSE;
      self->launch = launch;
      return TRUE;
    }

  self->launch = NOOB_LAUNCH_PREFIX;
  if (!noob_fields_get_words (&self->fields, "launcher", &self->prefix, error))
    return FALSE;
  return (self->prefix[0] != NULL && self->prefix[0][0] != '\0') ||
         fail_at (self, "launcher", error, "`launcher` has to begin with the name of a program");
}

static gboolean
read_options (NoobDeploymentGroup  *self,
              GError              **error)
{
  if (!noob_fields_get_words (&self->fields, "options", &self->options, error))
    return FALSE;
  return self->options == NULL || kinds[self->launch].has_options ||
         fail_at (self, "options", error,
                  "`options` are those of ssh or srun; write others into `launcher`, as a list");
}

/* What begins with a dash would be an option. */
static gboolean
is_host (const char *host)
{
  if (host[0] == '\0' || host[0] == '-')
    return FALSE;
  for (const char *at = host; *at != '\0'; at++)
    if (g_ascii_isspace (*at) || g_ascii_iscntrl (*at))
      return FALSE;
  return TRUE;
}

static gboolean
read_host (NoobDeploymentGroup  *self,
           GError              **error)
{
  HostNeed need = kinds[self->launch].host;

  if (!noob_fields_get_string (&self->fields, "host", &self->host, error))
    return FALSE;
  if (self->host == NULL)
    return need != HOST_REQUIRED ||
           fail_at (self, "launcher", error, "`host` is missing: it says where ssh logs in");
  if (need == HOST_USELESS)
    return fail_at (self, "host", error, "`host` goes with the launchers ssh and slurm only");
  return is_host (self->host) ||
         fail_at (self, "host", error,
                  "`host` has to be the name of a host, without spaces, and not to begin with -");
}

static gboolean
read_transport (NoobDeploymentGroup  *self,
                GError              **error)
{
  gboolean is_elsewhere = kinds[self->launch].is_elsewhere;
  int transport = is_elsewhere ? NOOB_TRANSPORT_TCP : NOOB_TRANSPORT_IPC;

  if (!noob_fields_get_choice (&self->fields, "transport", transports, &transport, error))
    return FALSE;
  self->transport = transport;
  return !is_elsewhere || self->transport == NOOB_TRANSPORT_TCP ||
         fail_at (self, "transport", error,
                  "`transport` has to be tcp: ipc does not leave this machine");
}

static gboolean
read_restart (NoobDeploymentGroup  *self,
              GError              **error)
{
  int restart = NOOB_RESTART_NEVER;

  if (!noob_fields_get_choice (&self->fields, "restart", restarts, &restart, error))
    return FALSE;
  self->restart = restart;
  return self->launch != NOOB_LAUNCH_EXTERNAL || self->restart == NOOB_RESTART_NEVER ||
         fail_at (self, "restart", error,
                  "`restart` has to be never: what is started by hand is restarted by hand");
}

static gboolean
read_environment (NoobDeploymentGroup  *self,
                  GError              **error)
{
  g_autoptr (GStrvBuilder) environment = g_strv_builder_new ();
  NoobDocument *found = NULL;

  if (!noob_fields_get_mapping (&self->fields, "environment", &found, error))
    return FALSE;

  for (guint i = 0; found != NULL && i < noob_document_get_length (found); i++)
    {
      NoobDocument *key = noob_document_get_key (found, i);
      NoobDocument *value = noob_document_get_child (found, i);
      const char *name = noob_document_get_text (key);
      g_autofree char *setting = NULL;

      if (!noob_is_identifier (name))
        return noob_fields_fail (&self->fields, key, error,
                                 "\"%s\" cannot be the name of an environment variable", name);
      if (noob_document_get_kind (value) != NOOB_DOCUMENT_SCALAR ||
          noob_document_is_null (value))
        return noob_fields_fail (&self->fields, value, error,
                                 "the value of %s has to be a string or a number, not %s", name,
                                 noob_document_describe (value));
      setting = g_strconcat (name, "=", noob_document_get_text (value), NULL);
      g_strv_builder_add (environment, setting);
    }

  if (found != NULL)
    self->environment = g_strv_builder_end (environment);
  return TRUE;
}

static gboolean
read_patterns (NoobDeploymentGroup  *self,
               GError              **error)
{
  static const char what[] = "it lists the ids of the group's nodes, or patterns with * and ?";

  if (!noob_fields_require (&self->fields, "nodes", what, error) ||
      !noob_fields_get_words (&self->fields, "nodes", &self->patterns, error))
    return FALSE;
  return self->patterns[0] != NULL || fail_at (self, "nodes", error, "`nodes` lists nothing");
}

NoobDeploymentGroup *
noob_deployment_group_new_default (void)
{
  NoobDeploymentGroup *self = g_new0 (NoobDeploymentGroup, 1);

  self->launch = NOOB_LAUNCH_LOCAL;
  self->transport = NOOB_TRANSPORT_IPC;
  self->restart = NOOB_RESTART_NEVER;
  return self;
}

NoobDeploymentGroup *
noob_deployment_group_new (NoobDocument  *key,
                           NoobDocument  *document,
                           GError       **error)
{
  static const char *const known[] = { "launcher", "options", "host", "nodes", "transport",
                                       "restart", "libexec_dir", "interpreter", "environment",
                                       NULL };
  g_autoptr (NoobDeploymentGroup) self = noob_deployment_group_new_default ();

  if (!noob_fields_init (&self->fields, "group", key, document, known, error) ||
      !read_launcher (self, error) ||
      !read_options (self, error) ||
      !read_host (self, error) ||
      !read_transport (self, error) ||
      !read_restart (self, error) ||
      !noob_fields_get_string (&self->fields, "libexec_dir", &self->libexec_dir, error) ||
      !noob_fields_get_string (&self->fields, "interpreter", &self->interpreter, error) ||
      !read_environment (self, error) ||
      !read_patterns (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
noob_deployment_group_free (NoobDeploymentGroup *self)
{
  g_strfreev (self->prefix);
  g_strfreev (self->options);
  g_free (self->host);
  g_free (self->libexec_dir);
  g_free (self->interpreter);
  g_strfreev (self->environment);
  g_strfreev (self->patterns);
  g_free (self);
}

/* Commands. */

static void
add_words (GStrvBuilder      *argv,
           const char *const *words)
{
  if (words != NULL)
    g_strv_builder_addv (argv, (const char **) words);
}

/* With the variables of the group: a launcher passes on its own environment or not, as it is set
 * up, and env does it anywhere. */
static char **
make_host_command (const NoobDeploymentGroup *self,
                   const char *const         *host_argv)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();

  if (self->environment != NULL)
    {
      g_strv_builder_add (argv, "env");
      add_words (argv, (const char *const *) self->environment);
    }
  add_words (argv, host_argv);
  return g_strv_builder_end (argv);
}

/* No terminal, which would echo and change what is written to it, and no questions. The shell of
 * the other machine takes the last word apart. */
static void
add_ssh (const NoobDeploymentGroup *self,
         GStrvBuilder              *argv,
         const char *const         *command)
{
  static const char *const ssh[] = { "ssh", "-T", "-o", "BatchMode=yes", NULL };
  g_autofree char *line = noob_command_quote (command);

  add_words (argv, ssh);
  add_words (argv, (const char *const *) self->options);
  g_strv_builder_add (argv, self->host);
  g_strv_builder_add (argv, "--");
  g_strv_builder_add (argv, line);
}

/* One process, however many the allocation is for, and beside those of other groups: without
 * --overlap one would wait until another ends. It gets what srun reads, unchanged. */
static void
add_slurm (const NoobDeploymentGroup *self,
           GStrvBuilder              *argv,
           const char *const         *command)
{
  static const char *const srun[] = { "srun", "--nodes=1", "--ntasks=1", "--overlap",
                                      "--input=all", NULL };

  add_words (argv, srun);
  if (self->host != NULL)
    {
      g_autofree char *node_list = g_strconcat ("--nodelist=", self->host, NULL);

      g_strv_builder_add (argv, node_list);
    }
  add_words (argv, (const char *const *) self->options);
  add_words (argv, command);
}

char **
noob_deployment_group_make_command (const NoobDeploymentGroup *self,
                                    const char *const         *host_argv)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_auto (GStrv) host_command = make_host_command (self, host_argv);
  const char *const *command = (const char *const *) host_command;

  switch (self->launch)
    {
    case NOOB_LAUNCH_SSH:
      add_ssh (self, argv, command);
      break;
    case NOOB_LAUNCH_SLURM:
      add_slurm (self, argv, command);
      break;
    case NOOB_LAUNCH_PREFIX:
      add_words (argv, (const char *const *) self->prefix);
      add_words (argv, command);
      break;
    case NOOB_LAUNCH_LOCAL:
    case NOOB_LAUNCH_EXTERNAL:
    default:
      add_words (argv, command);
    }

  return g_strv_builder_end (argv);
}

NoobHostPlace
noob_deployment_group_get_place (const NoobDeploymentGroup *self)
{
  return (NoobHostPlace) {
    .libexec_dir = self->libexec_dir,
    .interpreter = self->interpreter,
    .elsewhere = self->launch != NOOB_LAUNCH_LOCAL,
  };
}

const char *
noob_launch_to_string (NoobLaunch launch)
{
  return launchers[launch];
}

const char *
noob_restart_to_string (NoobRestart restart)
{
  return restarts[restart];
}

/* Means the same to every shell, wherever it stands. Some give a meaning to = at the start. */
static gboolean
is_plain_word (const char *word)
{
  return word[0] != '\0' && word[0] != '=' &&
         word[strspn (word, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-+=:,./@")] == '\0';
}

char *
noob_command_quote (const char *const *argv)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; argv[i] != NULL; i++)
    {
      g_autofree char *quoted = is_plain_word (argv[i]) ? g_strdup (argv[i])
                                                        : g_shell_quote (argv[i]);

      g_string_append_printf (line, "%s%s", i > 0 ? " " : "", quoted);
    }

  return g_string_free (g_steal_pointer (&line), FALSE);
}
