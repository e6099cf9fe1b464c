/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <gimarshallingtests.h>

#define VFUNC_TYPE_OBJECT (vfunc_object_get_type ())

/* A GIMarshallingTestsObject that has what its class leaves to be overridden. */
GType vfunc_object_get_type (void);
