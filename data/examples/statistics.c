/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The nodes and the asset of data/tubes/statistics.yaml. */

#include <math.h>

#include <noob.h>

/* What stands before the samples of a WAV file. */
#define HEADER_SIZE 44

/* read_samples: emits a sound file of 16 bits per sample, some samples at a time. */

typedef struct
{
  GInputStream *stream;
  gsize         block_size; /* in bytes */
} Samples;

static void
read_samples_close (gpointer state)
{
  Samples *self = state;

  g_clear_object (&self->stream);
  g_free (self);
}

static gpointer
read_samples_open (NoobRecord  *params,
                   GError     **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  Samples *self;
  gint64 size = 4096;
  const char *path;

  if (!noob_record_get (params, error, "path", G_TYPE_STRING, &path, "size?", G_TYPE_INT64, &size,
                        NULL))
    return NULL;

  file = g_file_new_for_path (path);
  stream = g_file_read (file, NULL, error);
  if (stream == NULL || g_input_stream_skip (G_INPUT_STREAM (stream), HEADER_SIZE, NULL, error) < 0)
    return NULL;

  self = g_new (Samples, 1);
  self->stream = G_INPUT_STREAM (g_steal_pointer (&stream));
  self->block_size = (gsize) MAX (size, 1) * sizeof (gint16);

  return self;
}

static gboolean
read_samples (gpointer     state,
              NoobRecord  *inputs,
              NoobRecord  *outputs,
              GError     **error)
{
  Samples *self = state;
  g_autofree guint8 *block = g_malloc (self->block_size);
  g_autoptr (GBytes) bytes = NULL;
  gsize n_read;

  if (!g_input_stream_read_all (self->stream, block, self->block_size, &n_read, NULL, error))
    return FALSE;

  if (n_read < sizeof (gint16))
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM, "the file has been read");
      return FALSE;
    }

  bytes = g_bytes_new_take (g_steal_pointer (&block), n_read);
  noob_record_set (outputs, "value", G_TYPE_BYTES, bytes, NULL);

  return TRUE;
}

NOOB_STATEFUL_FUNCTION (read_samples, "path: string, size=: int64 -> value: bytes")

/* no_samples: an asset, the statistics of no samples at all. */
static gboolean
no_samples (gpointer     state,
            NoobRecord  *inputs,
            NoobRecord  *outputs,
            GError     **error)
{
  g_autoptr (NoobRecord) statistics = noob_record_new ();

  noob_record_set (statistics, "count", G_TYPE_INT64, (gint64) 0, "mean", G_TYPE_DOUBLE, 0.0,
                   "deviations", G_TYPE_DOUBLE, 0.0, "least", G_TYPE_DOUBLE, INFINITY, "greatest",
                   G_TYPE_DOUBLE, -INFINITY, NULL);
  noob_record_set (outputs, "value", NOOB_TYPE_RECORD, statistics, NULL);

  return TRUE;
}

NOOB_FUNCTION (no_samples, "-> value: record")

/* recall: emits an asset as an event, so that the nodes after it are in an order. */
static gboolean
recall (gpointer     state,
        NoobRecord  *inputs,
        NoobRecord  *outputs,
        GError     **error)
{
  noob_record_set_value (outputs, "value", noob_record_get_value (inputs, "asset"));

  return TRUE;
}

NOOB_FUNCTION (recall, "asset -> value")

/* add_samples: the statistics of all samples before, and of these.
 *
 * The mean and the sum of squared deviations from it are carried on by Welford's method, which
 * stays exact where a sum of squares does not. */

typedef struct
{
  gint64 count;
  double mean;
  double deviations;
  double least;
  double greatest;
} Statistics;

static void
add_sample (Statistics *self,
            double      sample)
{
  double deviation = sample - self->mean;

  self->count++;
  self->mean += deviation / (double) self->count;
  self->deviations += deviation * (sample - self->mean);
  self->least = MIN (self->least, sample);
  self->greatest = MAX (self->greatest, sample);
}

static gboolean
add_samples (gpointer     state,
             NoobRecord  *inputs,
             NoobRecord  *outputs,
             GError     **error)
{
  g_autoptr (NoobRecord) sum = noob_record_new ();
  NoobRecord *before;
  GBytes *samples;
  Statistics statistics;
  const guint8 *data;
  gsize size;

  if (!noob_record_get (inputs, error, "samples", G_TYPE_BYTES, &samples, "before",
                        NOOB_TYPE_RECORD, &before, NULL) ||
      !noob_record_get (before, error, "count", G_TYPE_INT64, &statistics.count, "mean",
                        G_TYPE_DOUBLE, &statistics.mean, "deviations", G_TYPE_DOUBLE,
                        &statistics.deviations, "least", G_TYPE_DOUBLE, &statistics.least,
                        "greatest", G_TYPE_DOUBLE, &statistics.greatest, NULL))
    return FALSE;

  data = g_bytes_get_data (samples, &size);
  for (gsize i = 0; i + 1 < size; i += 2)
    add_sample (&statistics, (gint16) (data[i] | data[i + 1] << 8));

  noob_record_set (sum, "count", G_TYPE_INT64, statistics.count, "mean", G_TYPE_DOUBLE,
                   statistics.mean, "variance", G_TYPE_DOUBLE,
                   statistics.deviations / (double) statistics.count, "deviations", G_TYPE_DOUBLE,
                   statistics.deviations, "least", G_TYPE_DOUBLE, statistics.least, "greatest",
                   G_TYPE_DOUBLE, statistics.greatest, NULL);
  noob_record_set (outputs, "value", NOOB_TYPE_RECORD, sum, NULL);

  return TRUE;
}

NOOB_FUNCTION (add_samples, "samples: bytes, before: record -> value: record")
