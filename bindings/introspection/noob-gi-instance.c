/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects, boxed values and variants, which pass by reference. */

#include "noob-gi-type-private.h"

#include <noob.h>

#include "core/noob-value-private.h"

static gboolean
fail_type (const NoobGiType  *self,
           const GValue      *value,
           GError           **error)
{
  g_autofree char *expected = g_strdup_printf ("a %s", self->name);

  return noob_gi_set_error_kind (expected, value, error);
}

static gboolean
object_to_c (const NoobGiType  *self,
             const GValue      *value,
             GITransfer         transfer,
             NoobGiScratch     *scratch,
             GIArgument        *argument,
             gsize             *length,
             GError           **error)
{
  GObject *object;

  if (noob_value_get_kind (value) != NOOB_VALUE_OBJECT)
    return fail_type (self, value, error);

  object = g_value_get_object (value);
  if (!g_type_is_a (G_OBJECT_TYPE (object), self->gtype))
    return fail_type (self, value, error);

  argument->v_pointer = object;
  if (transfer != GI_TRANSFER_NOTHING)
    noob_gi_scratch_add (scratch, g_object_ref (object), g_object_unref, TRUE);

  return TRUE;
}

static void
object_from_c (const NoobGiType *self,
               GIArgument       *argument,
               gsize             length,
               GITransfer        transfer,
               GValue           *value)
{
  GObject *object = argument->v_pointer;

  if (object == NULL)
    {
      noob_value_set_null (value);
      return;
    }

  if (transfer == GI_TRANSFER_NOTHING || g_object_is_floating (object))
    g_object_ref_sink (object);
  g_value_init (value, G_OBJECT_TYPE (object));
  g_value_take_object (value, object);
}

const NoobGiTypeClass noob_gi_object_class = { object_to_c, object_from_c };

/* Of a fundamental type that is no object, such as GParamSpec. */
static gboolean
instance_to_c (const NoobGiType  *self,
               const GValue      *value,
               GITransfer         transfer,
               NoobGiScratch     *scratch,
               GIArgument        *argument,
               gsize             *length,
               GError           **error)
{
  gpointer instance;

  if (!G_TYPE_IS_INSTANTIATABLE (G_VALUE_TYPE (value)) || !g_value_fits_pointer (value))
    return fail_type (self, value, error);

  instance = g_value_peek_pointer (value);
  if (instance == NULL || !G_TYPE_CHECK_INSTANCE_TYPE (instance, self->gtype))
    return fail_type (self, value, error);

  argument->v_pointer = instance;
  if (transfer != GI_TRANSFER_NOTHING)
    {
      GIObjectInfo *info = GI_OBJECT_INFO (self->info);

      gi_object_info_get_ref_function_pointer (info) (instance);
      noob_gi_scratch_add (scratch, instance, gi_object_info_get_unref_function_pointer (info),
                           TRUE);
    }

  return TRUE;
}

static void
instance_from_c (const NoobGiType *self,
                 GIArgument       *argument,
                 gsize             length,
                 GITransfer        transfer,
                 GValue           *value)
{
  gpointer instance = argument->v_pointer;

  if (instance == NULL)
    {
      noob_value_set_null (value);
      return;
    }

  g_value_init (value, G_TYPE_FROM_INSTANCE (instance));
  g_value_set_instance (value, instance);
  if (transfer != GI_TRANSFER_NOTHING)
    gi_object_info_get_unref_function_pointer (GI_OBJECT_INFO (self->info)) (instance);
}

const NoobGiTypeClass noob_gi_instance_class = { instance_to_c, instance_from_c };

static gpointer
give_boxed (GType          type,
            gconstpointer  boxed,
            NoobGiScratch *scratch)
{
  gpointer copy = g_boxed_copy (type, boxed);

  noob_gi_scratch_add_boxed (scratch, type, copy);

  return copy;
}

static gboolean
boxed_to_c (const NoobGiType  *self,
            const GValue      *value,
            GITransfer         transfer,
            NoobGiScratch     *scratch,
            GIArgument        *argument,
            gsize             *length,
            GError           **error)
{
  gpointer boxed = G_VALUE_HOLDS (value, self->gtype) ? g_value_get_boxed (value) : NULL;

  if (boxed == NULL)
    return fail_type (self, value, error);

  argument->v_pointer = boxed;
  if (transfer != GI_TRANSFER_NOTHING)
    argument->v_pointer = give_boxed (self->gtype, boxed, scratch);

  return TRUE;
}

static void
boxed_from_c (const NoobGiType *self,
              GIArgument       *argument,
              gsize             length,
              GITransfer        transfer,
              GValue           *value)
{
  if (argument->v_pointer == NULL)
    {
      noob_value_set_null (value);
      return;
    }

  g_value_init (value, self->gtype);
  if (transfer == GI_TRANSFER_NOTHING)
    g_value_set_boxed (value, argument->v_pointer);
  else
    g_value_take_boxed (value, argument->v_pointer);
}

const NoobGiTypeClass noob_gi_boxed_class = { boxed_to_c, boxed_from_c };

/* GBytes, also of a string, which is all that a file can give. */
static gboolean
bytes_to_c (const NoobGiType  *self,
            const GValue      *value,
            GITransfer         transfer,
            NoobGiScratch     *scratch,
            GIArgument        *argument,
            gsize             *length,
            GError           **error)
{
  GBytes *bytes = NULL;

  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_BYTES:
      bytes = g_bytes_ref (g_value_get_boxed (value));
      break;

    case NOOB_VALUE_ARRAY:
      bytes = g_bytes_ref (noob_array_get_bytes (g_value_get_boxed (value)));
      break;

    case NOOB_VALUE_STRING:
      bytes = g_bytes_new (g_value_get_string (value), strlen (g_value_get_string (value)));
      break;

    default:
      return noob_gi_set_error_kind ("bytes or a string", value, error);
    }

  argument->v_pointer = bytes;
  noob_gi_scratch_add (scratch, bytes, (GDestroyNotify) g_bytes_unref,
                       transfer != GI_TRANSFER_NOTHING);

  return TRUE;
}

const NoobGiTypeClass noob_gi_bytes_class = { bytes_to_c, boxed_from_c };

static gboolean
variant_to_c (const NoobGiType  *self,
              const GValue      *value,
              GITransfer         transfer,
              NoobGiScratch     *scratch,
              GIArgument        *argument,
              gsize             *length,
              GError           **error)
{
  GVariant *variant;

  if (noob_value_get_kind (value) == NOOB_VALUE_VARIANT)
    variant = g_value_dup_variant (value);
  else
    variant = noob_codec_encode (value, error);

  if (variant == NULL)
    return FALSE;

  argument->v_pointer = variant;
  noob_gi_scratch_add (scratch, g_variant_take_ref (variant), (GDestroyNotify) g_variant_unref,
                       transfer != GI_TRANSFER_NOTHING);

  return TRUE;
}

static void
variant_from_c (const NoobGiType *self,
                GIArgument       *argument,
                gsize             length,
                GITransfer        transfer,
                GValue           *value)
{
  if (argument->v_pointer == NULL)
    {
      noob_value_set_null (value);
      return;
    }

  g_value_init (value, G_TYPE_VARIANT);
  if (transfer == GI_TRANSFER_NOTHING)
    g_value_set_variant (value, argument->v_pointer);
  else
    g_value_take_variant (value, argument->v_pointer);
}

const NoobGiTypeClass noob_gi_variant_class = { variant_to_c, variant_from_c, TRUE };

/* A GValue argument is the value itself. */
static gboolean
value_to_c (const NoobGiType  *self,
            const GValue      *value,
            GITransfer         transfer,
            NoobGiScratch     *scratch,
            GIArgument        *argument,
            gsize             *length,
            GError           **error)
{
  argument->v_pointer = (gpointer) value;
  if (transfer != GI_TRANSFER_NOTHING)
    argument->v_pointer = give_boxed (G_TYPE_VALUE, value, scratch);

  return TRUE;
}

static void
value_from_c (const NoobGiType *self,
              GIArgument       *argument,
              gsize             length,
              GITransfer        transfer,
              GValue           *value)
{
  GValue *given = argument->v_pointer;

  if (given == NULL || G_VALUE_TYPE (given) == G_TYPE_INVALID)
    {
      noob_value_set_null (value);
    }
  else
    {
      g_value_init (value, G_VALUE_TYPE (given));
      g_value_copy (given, value);
    }

  if (transfer != GI_TRANSFER_NOTHING && given != NULL)
    g_boxed_free (G_TYPE_VALUE, given);
}

const NoobGiTypeClass noob_gi_value_class = { value_to_c, value_from_c, TRUE };
