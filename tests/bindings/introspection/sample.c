/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A class as an author of nodes writes it, who knows nothing of noob. */

#include "sample.h"

#include <gio/gio.h>

struct _SampleScaler
{
  GObject parent_instance;

  double    factor;
  GBusType  bus;
  gboolean  is_open;
  int       n_calls;
};

enum
{
  PROP_FACTOR = 1,
  PROP_BUS,
};

static int n_open;

/* Not by the prefix of the class: its method init would be that of the instance. */
GType scaler_get_type (void);

G_DEFINE_FINAL_TYPE (SampleScaler, scaler, G_TYPE_OBJECT)

static void
scaler_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  SampleScaler *self = SAMPLE_SCALER (object);

  if (id == PROP_FACTOR)
    self->factor = g_value_get_double (value);
  else
    self->bus = g_value_get_enum (value);
}

static void
scaler_class_init (SampleScalerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = scaler_set_property;

  g_object_class_install_property (object_class, PROP_FACTOR,
                                   g_param_spec_double ("factor", NULL, NULL, 0, 100, 1, flags));
  g_object_class_install_property (object_class, PROP_BUS,
                                   g_param_spec_enum ("bus", NULL, NULL, G_TYPE_BUS_TYPE,
                                                      G_BUS_TYPE_NONE, flags));
}

static void
scaler_init (SampleScaler *self)
{
}

GType
sample_scaler_get_type (void)
{
  return scaler_get_type ();
}

/**
 * sample_scaler_new:
 * @factor: what to multiply by
 *
 * Returns: (transfer full): a scaler
 */
SampleScaler *
sample_scaler_new (double factor)
{
  return g_object_new (SAMPLE_TYPE_SCALER, "factor", factor, NULL);
}

/**
 * sample_scaler_init:
 * @self: a scaler
 * @error: return location for an error
 *
 * Returns: whether it is ready
 */
gboolean
sample_scaler_init (SampleScaler  *self,
                    GError       **error)
{
  if (self->factor == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "the factor is zero");
      return FALSE;
    }

  self->is_open = TRUE;
  n_open++;

  return TRUE;
}

/**
 * sample_scaler_deinit:
 * @self: a scaler
 */
void
sample_scaler_deinit (SampleScaler *self)
{
  self->is_open = FALSE;
  n_open--;
}

/**
 * sample_scaler_process:
 * @self: a scaler
 * @value: a number
 * @offset: what to add
 * @n_calls: (out): how often it was called
 * @error: return location for an error
 *
 * Returns: the number, scaled
 */
double
sample_scaler_process (SampleScaler  *self,
                       double         value,
                       double         offset,
                       int           *n_calls,
                       GError       **error)
{
  if (!self->is_open)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "not ready");
      return 0;
    }

  *n_calls = ++self->n_calls;

  return value * self->factor + offset + (self->bus == G_BUS_TYPE_SESSION ? 1000 : 0);
}

/**
 * sample_count_open:
 *
 * Returns: how many scalers are ready
 */
int
sample_count_open (void)
{
  return n_open;
}
