/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "core/noob-list.h"
#include "core/noob-tagged.h"

G_BEGIN_DECLS

#define NOOB_TYPE_CONVERTER (noob_converter_get_type ())

NOOB_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (NoobConverter, noob_converter, NOOB, CONVERTER, GObject)

/**
 * NoobConverterClass:
 * @encode: makes a tagged value of one that the codec has no form for; %NULL without an error when
 *   it is not this converter's affair.
 * @decode: makes the value again, as a list of one; %NULL without an error when the tag is not this
 *   converter's affair.
 * @hold: makes of a value that crossed one that can be changed in place, as a list of one; %NULL
 *   without an error when it is not this converter's affair. May be left out.
 *
 * Gives the values of a language a form.
 *
 * Since: 1.0
 */
struct _NoobConverterClass
{
  GObjectClass parent_class;

  NoobTagged *(*encode) (NoobConverter  *self,
                         const GValue   *value,
                         GError        **error);
  NoobList   *(*decode) (NoobConverter  *self,
                         NoobTagged     *tagged,
                         GError        **error);
  NoobList   *(*hold)   (NoobConverter  *self,
                         const GValue   *value,
                         GError        **error);

  /*< private >*/
  gpointer _reserved[7];
};

NOOB_AVAILABLE_IN_1_0
NoobTagged *noob_converter_encode       (NoobConverter  *self,
                                         const GValue   *value,
                                         GError        **error);

NOOB_AVAILABLE_IN_1_0
NoobList   *noob_converter_decode       (NoobConverter  *self,
                                         NoobTagged     *tagged,
                                         GError        **error);

NOOB_AVAILABLE_IN_1_0
NoobList   *noob_converter_hold         (NoobConverter  *self,
                                         const GValue   *value,
                                         GError        **error);

NOOB_AVAILABLE_IN_1_0
void        noob_codec_add_converter    (NoobConverter  *converter);

NOOB_AVAILABLE_IN_1_0
void        noob_codec_remove_converter (NoobConverter  *converter);

G_END_DECLS
