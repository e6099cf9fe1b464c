/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#define SAMPLE_TYPE_SCALER (sample_scaler_get_type ())

__attribute__ ((visibility ("default")))
G_DECLARE_FINAL_TYPE (SampleScaler, sample_scaler, SAMPLE, SCALER, GObject)

__attribute__ ((visibility ("default")))
SampleScaler *
         sample_scaler_new     (double         factor);

__attribute__ ((visibility ("default")))
gboolean sample_scaler_init    (SampleScaler  *self,
                                GError       **error);

__attribute__ ((visibility ("default")))
void     sample_scaler_deinit  (SampleScaler  *self);

__attribute__ ((visibility ("default")))
double   sample_scaler_process (SampleScaler  *self,
                                double         value,
                                double         offset,
                                int           *n_calls,
                                GError       **error);

__attribute__ ((visibility ("default")))
int      sample_count_open     (void);
