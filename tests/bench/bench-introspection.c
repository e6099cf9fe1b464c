/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <noob.h>
#include <time.h>

#include "../nodes/test-support.h"

/* What it costs to call a function of a typelib as a node, over calling it directly in the same
 * run (in time of the processor). Target: at most 2 microseconds a call. */

#define N_RUNS 5
#define N_CALLS 200000
#define TARGET_US 2.0

typedef void (*DirectCall) (void);

static volatile gsize sink;

static void
call_bit_storage (void)
{
  sink = g_bit_storage (sink + 12345);
}

static void
call_strup (void)
{
  g_autofree char *text = g_ascii_strup ("a short text", -1);

  sink = (gsize) text[0];
}

static void
call_checksum (void)
{
  static const guchar data[64];
  g_autofree char *text = g_compute_checksum_for_data (G_CHECKSUM_MD5, data, sizeof data);

  sink = (gsize) text[0];
}

static double
time_direct (DirectCall call)
{
  clock_t start = clock ();

  for (guint i = 0; i < N_CALLS; i++)
    call ();

  return 1e6 * (double) (clock () - start) / CLOCKS_PER_SEC / N_CALLS;
}

static double
time_node (NoobNode   *node,
           NoobRecord *inputs)
{
  g_autoptr (NoobRecord) outputs = noob_record_new ();
  clock_t start = clock ();

  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autoptr (GError) error = NULL;

      noob_record_clear (outputs);
      if (!noob_node_process (node, inputs, outputs, &error))
        g_error ("%s", error->message);
    }

  return 1e6 * (double) (clock () - start) / CLOCKS_PER_SEC / N_CALLS;
}

/* The least of some runs: whatever else the machine does only adds. FALSE: over the target. */
static gboolean
bench (const char *type,
       NoobRecord *inputs,
       DirectCall  direct)
{
  g_autofree char *yaml = g_strdup_printf ("{ type: %s }", type);
  g_autoptr (NoobNode) node = test_node_new (yaml);
  g_autoptr (NoobRecord) taken = inputs;
  double direct_us = G_MAXDOUBLE;
  double node_us = G_MAXDOUBLE;

  for (guint i = 0; i < N_RUNS; i++)
    {
      direct_us = MIN (direct_us, time_direct (direct));
      node_us = MIN (node_us, time_node (node, taken));
    }

  g_print ("%-32s %6.3f us directly, %6.3f us as a node, %6.3f us over\n", type, direct_us,
           node_us, node_us - direct_us);

  return node_us - direct_us <= TARGET_US;
}

int
main (void)
{
  static const guint8 data[64];
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, sizeof data);
  gboolean in_time = TRUE;

  noob_use_introspection ();

  g_print ("Calling functions of typelibs, the best of %d runs:\n", N_RUNS);
  in_time &= bench ("GLib.bit_storage", test_record_new ("number", TEST_INTEGER (12345)),
                    call_bit_storage);
  in_time &= bench ("GLib.ascii_strup",
                    test_record_new ("str", G_TYPE_STRING, "a short text",
                                     "len", TEST_INTEGER (-1)), call_strup);
  in_time &= bench ("GLib.compute_checksum_for_data",
                    test_record_new ("checksum_type", G_TYPE_STRING, "md5",
                                     "data", G_TYPE_BYTES, bytes), call_checksum);

  return in_time ? 0 : 1;
}
