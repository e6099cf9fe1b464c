/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "noob-tool-private.h"

#include <signal.h>
#include <unistd.h>

typedef struct
{
  gint64    n; /* -1: until the end */
  char     *runner;
  char     *transport;
  char     *input_format;
  char     *output_format;
  gboolean  progress;
  gboolean  verbose;
  gboolean  ledger;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->runner);
  g_free (self->transport);
  g_free (self->input_format);
  g_free (self->output_format);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

typedef struct
{
  NoobRunner *runner;
  ToolReader *reader;
  ToolWriter *writer;
  gint64      n_left;
  gboolean    counts_results; /* else calls */
  gboolean    needs_inputs;
  gboolean    progress;
  gboolean    ledger;
} Run;

static const struct
{
  const char  *name;
  NoobRunner *(*create) (NoobTube *tube);
} runners[] = {
  { "sync", noob_sync_runner_new },
  { "zmq", noob_zmq_runner_new },
};

static NoobRunner *
create_runner (const char *name,
               NoobTube   *tube)
{
  for (gsize i = 0; i < G_N_ELEMENTS (runners); i++)
    {
      if (g_str_equal (runners[i].name, name))
        return runners[i].create (tube);
    }

  return NULL;
}

/* NULL: there is no such runner. */
static NoobRunner *
choose_runner (const Options *options,
               NoobTube      *tube)
{
  NoobRunner *runner = create_runner (options->runner != NULL ? options->runner : "sync", tube);

  if (runner == NULL)
    g_printerr ("noob: --runner is sync or zmq, not \"%s\"\n", options->runner);

  return runner;
}

/* FALSE: there is no such transport, or no use for one. NULL: the default. */
static gboolean
set_transport (NoobRunner *runner,
               const char *text)
{
  NoobTransport transport;

  if (text == NULL)
    return TRUE;

  if (!NOOB_IS_ZMQ_RUNNER (runner))
    {
      g_printerr ("noob: --transport is for --runner zmq\n");
      return FALSE;
    }

  if (!noob_transport_parse (text, &transport))
    {
      g_printerr ("noob: --transport is ipc or inproc, not \"%s\"\n", text);
      return FALSE;
    }

  g_object_set (runner, "transport", transport, NULL);

  return TRUE;
}

static gboolean
may_have_ledger (const Options *options,
                 NoobRunner    *runner)
{
  if (!options->ledger || NOOB_IS_ZMQ_RUNNER (runner))
    return TRUE;

  g_printerr ("noob: --ledger is for --runner zmq\n");
  return FALSE;
}

/* FALSE: it is neither format. NULL: @fallback. */
static gboolean
parse_format (const char *option,
              const char *text,
              ToolFormat  fallback,
              ToolFormat *format)
{
  *format = fallback;
  if (g_strcmp0 (text, "json") == 0)
    *format = TOOL_FORMAT_JSON;
  else if (g_strcmp0 (text, "jsonl") == 0)
    *format = TOOL_FORMAT_JSONL;
  else if (text != NULL)
    g_printerr ("noob: %s is json or jsonl, not \"%s\"\n", option, text);

  return text == NULL || g_str_equal (text, "json") || g_str_equal (text, "jsonl");
}

/* Counts the inputs of process scope, and those of them that every call has to be given. */
static void
count_inputs (NoobTubeSpecification *specification,
              guint                 *n_inputs,
              guint                 *n_needed)
{
  GPtrArray *inputs = noob_tube_specification_get_inputs (specification);

  *n_inputs = *n_needed = 0;
  for (guint i = 0; i < inputs->len; i++)
    {
      NoobInputSpecification *input = inputs->pdata[i];

      if (noob_input_specification_get_scope (input) != NOOB_INPUT_SCOPE_PROCESS)
        continue;

      *n_inputs += 1;
      if (noob_input_specification_get_required (input) &&
          noob_input_specification_get_default (input) == NULL)
        *n_needed += 1;
    }
}

static gboolean
write_result (Run           *self,
              const GValue  *result,
              GError       **error)
{
  gboolean is_there = !noob_value_is_no_event (result);

  if (self->n_left > 0 && (is_there || !self->counts_results))
    self->n_left--;

  return !is_there || tool_writer_write (self->writer, result, error);
}

/* One call for each object from standard input, beginning with @inputs (transfer full). */
static gboolean
run_calls (Run         *self,
           NoobRecord  *inputs,
           GError     **error)
{
  while (inputs != NULL)
    {
      g_autoptr (NoobRecord) call_inputs = g_steal_pointer (&inputs);
      g_auto (GValue) result = G_VALUE_INIT;
      g_autoptr (GError) reason = NULL;

      if (!noob_runner_process (self->runner, call_inputs, &result, &reason))
        {
          if (g_error_matches (reason, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM))
            return TRUE;

          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }

      if (!write_result (self, &result, error))
        return FALSE;

      if (self->n_left == 0 || tool_interrupt_caught ())
        return TRUE;

      inputs = tool_reader_next (self->reader, &reason);
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
    }

  return TRUE;
}

/* Without a number to reach, epochs without a result are no reason to give up. */
static gboolean
run_freely (Run     *self,
            GError **error)
{
  g_autoptr (NoobResults) results = NULL;
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) reason = NULL;

  results = self->n_left < 0 ? noob_runner_iterate_epochs (self->runner, -1, error)
                             : noob_runner_iterate (self->runner, self->n_left, error);
  if (results == NULL)
    return FALSE;

  while (!tool_interrupt_caught () && noob_results_next (results, &result, &reason))
    {
      if (!write_result (self, &result, error))
        return FALSE;
    }

  if (reason == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* A tube that can do without process-scoped inputs runs freely when there are none. */
static gboolean
run_tube (Run     *self,
          GError **error)
{
  NoobRecord *inputs = NULL;
  g_autoptr (GError) reason = NULL;

  if (self->n_left == 0)
    return TRUE;

  if (self->reader != NULL)
    inputs = tool_reader_next (self->reader, &reason);

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (inputs != NULL || self->needs_inputs)
    return run_calls (self, inputs, error);

  return run_freely (self, error);
}

/* A runner with a process for each node has one for all but the return node. */
static void
report_processes (NoobRunner *runner)
{
  GPtrArray *nodes =
    noob_tube_specification_get_nodes (noob_tube_get_specification (noob_runner_get_tube (runner)));
  g_autoptr (GArray) processes = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (runner));
  guint next = 0;

  for (guint i = 0; i < nodes->len && next < processes->len; i++)
    {
      const char *type = noob_node_specification_get_node_type (nodes->pdata[i]);

      if (!g_str_equal (type, "return"))
        g_printerr ("process %d: %s (%s)\n", g_array_index (processes, GPid, next++),
                    noob_node_specification_get_id (nodes->pdata[i]), type);
    }
}

/* Whatever fails first is the error; the rest is done all the same. */
static gboolean
run_initialized (Run     *self,
                 GError **error)
{
  g_autoptr (GError) run_error = NULL;
  g_autoptr (GError) write_error = NULL;
  g_autoptr (GError) deinit_error = NULL;

  if (!noob_runner_initialize (self->runner, error))
    return FALSE;

  if (self->progress && NOOB_IS_ZMQ_RUNNER (self->runner) &&
      noob_zmq_runner_get_transport (NOOB_ZMQ_RUNNER (self->runner)) != NOOB_TRANSPORT_INPROC)
    report_processes (self->runner);

  run_tube (self, &run_error);
  tool_writer_finish (self->writer, &write_error);
  noob_runner_deinitialize (self->runner, &deinit_error);
  if (self->ledger)
    tool_write_ledger (NOOB_ZMQ_RUNNER (self->runner));

  if (run_error != NULL)
    g_propagate_error (error, g_steal_pointer (&run_error));
  else if (write_error != NULL)
    g_propagate_error (error, g_steal_pointer (&write_error));
  else if (deinit_error != NULL)
    g_propagate_error (error, g_steal_pointer (&deinit_error));
  else
    return TRUE;

  return FALSE;
}

static int
run_with (const Options *options,
          const char    *name,
          NoobRecord    *inputs)
{
  g_autoptr (NoobTubeSpecification) specification = NULL;
  g_autoptr (NoobTube) tube = NULL;
  g_autoptr (NoobRunner) runner = NULL;
  g_autoptr (ToolReader) reader = NULL;
  g_autoptr (ToolWriter) writer = NULL;
  g_autoptr (GError) error = NULL;
  ToolFormat input_format, output_format;
  guint n_inputs, n_needed;
  gboolean done;
  Run run;

  if (!parse_format ("--input-format", options->input_format, TOOL_FORMAT_JSONL, &input_format) ||
      !parse_format ("--output-format", options->output_format,
                     options->n == 1 ? TOOL_FORMAT_JSON : TOOL_FORMAT_JSONL, &output_format))
    return TOOL_USAGE;

  specification = tool_load (name, &error);
  if (specification != NULL)
    tube = noob_tube_new (specification, inputs, &error);
  if (tube == NULL)
    return tool_fail (error, TOOL_FAILED);

  runner = choose_runner (options, tube);
  if (runner == NULL || !set_transport (runner, options->transport) ||
      !may_have_ledger (options, runner))
    return TOOL_USAGE;

  count_inputs (specification, &n_inputs, &n_needed);
  if (n_needed > 0 || (n_inputs > 0 && !isatty (STDIN_FILENO)))
    reader = tool_reader_new (input_format);
  writer = tool_writer_new (output_format, options->n == 1, options->progress);

  run = (Run) {
    .runner = runner,
    .reader = reader,
    .writer = writer,
    .n_left = options->n,
    .counts_results = noob_tube_specification_get_return_node (specification) != NULL,
    .needs_inputs = n_needed > 0,
    .progress = options->progress,
    .ledger = options->ledger,
  };
  tool_interrupt_catch ();
  if (options->verbose)
    tool_follow_status (runner);
  done = run_initialized (&run, &error);

  /* Whoever reads the results has enough of them. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    return TOOL_SIGNALLED + SIGPIPE;

  if (!done)
    return tool_fail (error, TOOL_FAILED);

  return tool_interrupt_caught () ? TOOL_SIGNALLED + tool_interrupt_caught () : TOOL_OK;
}

int
tool_run (GStrv *arguments)
{
  g_auto (Options) options = { .n = -1 };
  const GOptionEntry entries[] = {
    { "number", 'n', 0, G_OPTION_ARG_INT64, &options.n,
      "Stop after N results, or N epochs of a tube that returns nothing", "N" },
    { "runner", 'r', 0, G_OPTION_ARG_STRING, &options.runner,
      "Run all nodes here (the default), or each in a process of its own", "sync|zmq" },
    { "transport", 0, 0, G_OPTION_ARG_STRING, &options.transport,
      "With --runner zmq: a process for each node (the default), or a thread", "ipc|inproc" },
    TOOL_INPUT_ENTRY,
    { "input-format", 0, 0, G_OPTION_ARG_STRING, &options.input_format,
      "How standard input is read: one object (or an array) or one on each line (the default)",
      "json|jsonl" },
    { "output-format", 0, 0, G_OPTION_ARG_STRING, &options.output_format,
      "How results are written: as one value, or one on each line (the default without -n 1)",
      "json|jsonl" },
    { "progress", 'p', 0, G_OPTION_ARG_NONE, &options.progress,
      "Report progress on standard error", NULL },
    { "ledger", 0, 0, G_OPTION_ARG_NONE, &options.ledger,
      "Write how many events went from node to node on standard error, with --runner zmq", NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &options.verbose,
      "Report on standard error how each node is, whenever that changes", NULL },
    { NULL },
  };
  g_autofree char *tube = NULL;
  g_autoptr (NoobRecord) inputs = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  inputs = tool_take_inputs (arguments, &error);
  if (inputs == NULL)
    return tool_fail (error, TOOL_USAGE);

  if (!tool_parse (arguments, entries,
                   "Runs a tube and writes its results to standard output. Process-scoped inputs "
                   "are read from\nstandard input, one object for each epoch.", "TUBE", &tube,
                   &status))
    return status;

  if (options.n < -1)
    {
      g_printerr ("noob: -n is a number of results, not %" G_GINT64_FORMAT "\n", options.n);
      return TOOL_USAGE;
    }

  return run_with (&options, tube, inputs);
}
