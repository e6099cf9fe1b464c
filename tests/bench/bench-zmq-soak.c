/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Runs a tube of six nodes freely, for as many seconds as it is told, and looks at the memory of all
 * processes a hundred times. Target: after the first tenth it stays within 5 %. */

#include <noob.h>
#include <stdlib.h>

#include "zmq/process-memory.h"

#define SECONDS 20 /* in less, what is allocated at first is all there is */
#define N_SAMPLES 100
#define N_SAMPLES_BEFORE (N_SAMPLES / 10)
#define MAX_GROWTH 0.05

#define TUBE \
  "nodes:\n" \
  "  a: {type: 'c:libzmq-runner-nodes.so#count'}\n" \
  "  b: {type: 'c:libzmq-runner-nodes.so#add', depends: a.value}\n" \
  "  c: {type: 'c:libzmq-runner-nodes.so#divide', depends: [{value: b.value}], params: {by: 3}}\n" \
  "  d: {type: 'c:libzmq-runner-nodes.so#add', depends: [c.quotient, c.rest]}\n" \
  "  e: {type: 'c:libzmq-runner-nodes.so#multiple', depends: [{value: b.value}], params: {of: 2}}\n" \
  "  f: {type: 'c:libzmq-runner-nodes.so#add', depends: [d.value, e.value]}\n"

typedef struct
{
  GPid  pid;
  gsize first; /* after the first tenth */
  gsize least;
  gsize most;
  gsize last;
} Process;

typedef struct
{
  GMainLoop *loop;
  GArray    *processes; /* of Process */
  guint      n_samples;
  guint64    n_epochs;
  guint64    n_events;
} Soak;

static void
count_epoch (NoobRunner *runner,
             NoobEpoch  *epoch,
             gpointer    soak)
{
  ((Soak *) soak)->n_epochs++;
}

static void
count_event (NoobRunner *runner,
             NoobEvent  *event,
             gpointer    soak)
{
  ((Soak *) soak)->n_events++;
}

static gboolean
sample (gpointer data)
{
  Soak *soak = data;

  soak->n_samples++;
  for (guint i = 0; soak->n_samples >= N_SAMPLES_BEFORE && i < soak->processes->len; i++)
    {
      Process *process = &g_array_index (soak->processes, Process, i);
      gsize size = process_memory (process->pid);

      if (soak->n_samples == N_SAMPLES_BEFORE)
        *process = (Process) { process->pid, size, size, size, size };
      process->least = MIN (process->least, size);
      process->most = MAX (process->most, size);
      process->last = size;
    }

  if (soak->n_samples < N_SAMPLES)
    return G_SOURCE_CONTINUE;

  g_main_loop_quit (soak->loop);
  return G_SOURCE_REMOVE;
}

static NoobRunner *
make_runner (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NoobTubeSpecification) specification =
    noob_tube_specification_new_from_data (TUBE, -1, NULL, &error);
  g_autoptr (NoobTube) tube =
    specification != NULL ? noob_tube_new (specification, NULL, &error) : NULL;

  if (tube == NULL)
    g_error ("%s", error->message);

  return noob_zmq_runner_new (tube);
}

static GArray *
list_processes (NoobRunner *runner)
{
  g_autoptr (GArray) pids = noob_zmq_runner_get_node_processes (NOOB_ZMQ_RUNNER (runner));
  GArray *processes = g_array_new (FALSE, FALSE, sizeof (Process));
  Process process = { getpid (), 0, 0, 0, 0 };

  g_array_append_val (processes, process);
  for (guint i = 0; i < pids->len; i++)
    {
      process.pid = g_array_index (pids, GPid, i);
      g_array_append_val (processes, process);
    }

  return processes;
}

/* Whether all is flat. */
static gboolean
report (Soak   *soak,
        double  seconds)
{
  gboolean flat = TRUE;

  g_print ("%" G_GUINT64_FORMAT " epochs, %.0f a second, %" G_GUINT64_FORMAT " events heard\n",
           soak->n_epochs, (double) soak->n_epochs / seconds, soak->n_events);
  for (guint i = 0; i < soak->processes->len; i++)
    {
      Process *process = &g_array_index (soak->processes, Process, i);
      double growth = (double) process->most / (double) process->first - 1;

      g_print ("%s %u: %6zu KiB after a tenth, least %6zu, most %6zu (%+.1f %%), last %6zu\n",
               i == 0 ? "runner" : "node  ", i, process->first / 1024, process->least / 1024,
               process->most / 1024, 100 * growth, process->last / 1024);
      flat = flat && process->least > 0 && growth <= MAX_GROWTH;
    }

  return flat;
}

int
main (int   argc,
      char *argv[])
{
  double seconds = argc > 1 ? g_ascii_strtod (argv[1], NULL) : SECONDS;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (NoobRunner) runner = make_runner ();
  g_autoptr (GArray) processes = NULL;
  g_autoptr (GError) error = NULL;
  Soak soak = { loop, NULL, 0, 0, 0 };

  g_signal_connect (runner, "epoch-ended", G_CALLBACK (count_epoch), &soak);
  g_signal_connect (runner, "event::f", G_CALLBACK (count_event), &soak);
  if (!noob_runner_initialize (runner, &error) || !noob_runner_start (runner, &error))
    g_error ("%s", error->message);

  soak.processes = processes = list_processes (runner);
  g_timeout_add ((guint) (seconds * 1000 / N_SAMPLES), sample, &soak);
  g_main_loop_run (loop);

  if (!noob_runner_deinitialize (runner, &error))
    g_error ("%s", error->message);

  return report (&soak, seconds) ? EXIT_SUCCESS : EXIT_FAILURE;
}
