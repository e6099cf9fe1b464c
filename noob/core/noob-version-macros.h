/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined (NOOB_INSIDE) && !defined (NOOB_COMPILATION)
# error "Only <noob.h> can be included directly."
#endif

#include <glib.h>

#ifdef NOOB_COMPILATION
# define _NOOB_EXPORT __attribute__ ((visibility ("default"))) extern
#else
# define _NOOB_EXPORT extern
#endif

/* Each release adds one such macro, so that a symbol tells since when it exists. */
#define NOOB_AVAILABLE_IN_1_0 _NOOB_EXPORT
