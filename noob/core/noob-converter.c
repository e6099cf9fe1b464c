/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobConverter:
 *
 * Gives values that only one language knows, such as the sets of Python, a form in which they can
 * cross to other processes.
 *
 * The codec asks the converters of its process ([func@Noob.codec_add_converter]) about each value
 * that it has no form of its own for, and about each [struct@Noob.Tagged] that comes in; the one
 * added last is asked first.
 *
 * **Threads.** Converters are asked in the thread of whoever calls the library, and never in a
 * thread that the library made, since languages do not bear that. In the process of a node that is
 * the thread in which the node runs. In an application with a [class@Noob.ZmqRunner], inputs are
 * converted in the call that takes them, while results and events arrive as [struct@Noob.Tagged]
 * and are converted by who reads them.
 *
 * **Safety.** What is decoded may come from anywhere. A converter makes values of it and runs
 * nothing: it knows the kinds that it makes, and looks up none by names that the content gives.
 *
 * Since: 1.0
 */

#include "core/noob-converter-private.h"

#include "core/noob-codec-private.h"
#include "core/noob-error.h"
#include "core/noob-record-private.h"
#include "core/noob-value-private.h"

G_DEFINE_ABSTRACT_TYPE (NoobConverter, noob_converter, G_TYPE_OBJECT)

/* The last is asked first. */
G_LOCK_DEFINE_STATIC (converters);
static GPtrArray *converters;
static gint n_converters;

static GPrivate kept_out;
static GPrivate keeps_tagged; /* does not ask them to decode */

static NoobTagged *
noob_converter_real_encode (NoobConverter  *self,
                            const GValue   *value,
                            GError        **error)
{
  return NULL;
}

static NoobList *
noob_converter_real_decode (NoobConverter  *self,
                            NoobTagged     *tagged,
                            GError        **error)
{
  return NULL;
}

static NoobList *
noob_converter_real_hold (NoobConverter  *self,
                          const GValue   *value,
                          GError        **error)
{
  return NULL;
}

static void
noob_converter_class_init (NoobConverterClass *klass)
{
  klass->encode = noob_converter_real_encode;
  klass->decode = noob_converter_real_decode;
  klass->hold = noob_converter_real_hold;
}

static void
noob_converter_init (NoobConverter *self)
{
}

static gpointer
ref_converter (gconstpointer converter,
               gpointer      user_data)
{
  return g_object_ref ((gpointer) converter);
}

/* Converters run code of the application, so they are asked outside of the lock. NULL when there
 * are none to ask. */
static GPtrArray *
list_converters (void)
{
  GPtrArray *snapshot;

  if (g_atomic_int_get (&n_converters) == 0 || g_private_get (&kept_out) != NULL)
    return NULL;

  G_LOCK (converters);
  snapshot = g_ptr_array_copy (converters, ref_converter, NULL);
  G_UNLOCK (converters);

  return snapshot;
}

void
noob_converters_keep_out_of_thread (void)
{
  g_private_set (&kept_out, GINT_TO_POINTER (TRUE));
}

NoobTagged *
noob_converters_encode (const GValue  *value,
                        GError       **error)
{
  g_autoptr (GPtrArray) list = list_converters ();

  for (guint i = list != NULL ? list->len : 0; i-- > 0;)
    {
      g_autoptr (GError) reason = NULL;
      NoobTagged *tagged = noob_converter_encode (list->pdata[i], value, &reason);

      if (tagged != NULL)
        return tagged;
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }

  return NULL;
}

NoobList *
noob_converters_decode (NoobTagged  *tagged,
                        GError     **error)
{
  g_autoptr (GPtrArray) list =
    g_private_get (&keeps_tagged) == NULL ? list_converters () : NULL;

  for (guint i = list != NULL ? list->len : 0; i-- > 0;)
    {
      g_autoptr (GError) reason = NULL;
      NoobList *decoded = noob_converter_decode (list->pdata[i], tagged, &reason);

      if (decoded != NULL)
        return decoded;
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }

  return NULL;
}

gboolean
noob_converters_hold (const GValue  *value,
                      GValue        *held,
                      GError       **error)
{
  g_autoptr (GPtrArray) list = list_converters ();

  for (guint i = list != NULL ? list->len : 0; i-- > 0;)
    {
      GError *reason = NULL;
      g_autoptr (NoobList) made = noob_converter_hold (list->pdata[i], value, &reason);

      if (made != NULL)
        {
          noob_value_init_copy (held, noob_list_get_value (made, 0));
          return TRUE;
        }
      if (reason != NULL)
        {
          g_propagate_error (error, reason);
          return FALSE;
        }
    }

  noob_value_init_copy (held, value);

  return TRUE;
}

static gboolean value_is_foreign (const GValue *value);

static gboolean
list_is_foreign (NoobList *list)
{
  for (gsize i = 0; i < noob_list_get_length (list); i++)
    if (value_is_foreign (noob_list_get_value (list, i)))
      return TRUE;

  return FALSE;
}

static gboolean
record_is_foreign (NoobRecord *record)
{
  for (guint i = 0; i < noob_record_get_size (record); i++)
    if (value_is_foreign (noob_record_get_nth (record, i)))
      return TRUE;

  return FALSE;
}

static gboolean
value_is_foreign (const GValue *value)
{
  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_LIST:
      return list_is_foreign (g_value_get_boxed (value));
    case NOOB_VALUE_RECORD:
      return record_is_foreign (g_value_get_boxed (value));
    case NOOB_VALUE_TAGGED:
      return value_is_foreign (noob_tagged_get_content (g_value_get_boxed (value)));
    case NOOB_VALUE_OBJECT:
    case NOOB_VALUE_OTHER:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Not by way of a message: the objects in it are of this process, and need not be expected. */
static gboolean
prepare_value (const GValue  *value,
               GValue        *prepared,
               GError       **error)
{
  gpointer kept_tagged = g_private_get (&keeps_tagged);
  gboolean copied;

  g_private_set (&keeps_tagged, GINT_TO_POINTER (TRUE));
  copied = noob_codec_copy (value, prepared, error);
  g_private_set (&keeps_tagged, kept_tagged);

  return copied;
}

NoobRecord *
noob_converters_prepare (NoobRecord  *record,
                         GError     **error)
{
  g_autoptr (NoobRecord) prepared = NULL;

  if (g_atomic_int_get (&n_converters) == 0 || !record_is_foreign (record))
    return noob_record_ref (record);

  prepared = noob_record_copy (record);
  for (guint i = 0; i < noob_record_get_size (record); i++)
    {
      const char *name = noob_record_get_name (record, i);
      const GValue *value = noob_record_get_nth (record, i);
      g_auto (GValue) plain = G_VALUE_INIT;

      if (!value_is_foreign (value))
        continue;

      if (!prepare_value (value, &plain, error))
        {
          g_prefix_error (error, "input \"%s\": ", name);
          return NULL;
        }
      noob_record_set_value (prepared, name, &plain);
    }

  return g_steal_pointer (&prepared);
}

/* Takes @list, which is to be one of one value. */
static NoobList *
check_one (NoobConverter  *self,
           NoobList       *list,
           const char     *origin,
           GError        **error)
{
  g_autoptr (NoobList) made = list;

  if (made == NULL || noob_list_get_length (made) == 1)
    return g_steal_pointer (&made);

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "%s made %" G_GSIZE_FORMAT " values of %s, not one",
               G_OBJECT_TYPE_NAME (self), noob_list_get_length (made), origin);
  return NULL;
}

/**
 * noob_converter_encode: (virtual encode)
 * @self: a converter
 * @value: a value that the codec has no form for
 * @error: return location for an error
 *
 * Makes a tagged value of a value, without a tag where its content says it all to any language. The
 * content may have values in it that need converting too.
 *
 * Returns: (transfer full) (nullable): the tagged value; %NULL if @error is set, or if @value is
 *   not this converter's affair
 *
 * Since: 1.0
 */
NoobTagged *
noob_converter_encode (NoobConverter  *self,
                       const GValue   *value,
                       GError        **error)
{
  g_return_val_if_fail (NOOB_IS_CONVERTER (self), NULL);
  g_return_val_if_fail (value != NULL, NULL);

  return NOOB_CONVERTER_GET_CLASS (self)->encode (self, value, error);
}

/**
 * noob_converter_decode: (virtual decode)
 * @self: a converter
 * @tagged: a tagged value, which may come from anywhere; its content has been converted
 * @error: return location for an error
 *
 * Makes a value again of what [method@Noob.Converter.encode] made of it.
 *
 * Returns: (transfer full) (nullable): a list of one, the value; %NULL if @error is set, or if the
 *   tag is not this converter's affair
 *
 * Since: 1.0
 */
NoobList *
noob_converter_decode (NoobConverter  *self,
                       NoobTagged     *tagged,
                       GError        **error)
{
  g_return_val_if_fail (NOOB_IS_CONVERTER (self), NULL);
  g_return_val_if_fail (tagged != NULL, NULL);

  return check_one (self, NOOB_CONVERTER_GET_CLASS (self)->decode (self, tagged, error),
                    noob_tagged_get_tag (tagged), error);
}

/**
 * noob_converter_hold: (virtual hold)
 * @self: a converter
 * @value: a value that came from another process, or from a signal
 * @error: return location for an error
 *
 * Makes of a value that is kept as an asset one that nodes of this language can change in place,
 * so that each of them sees what the others did: of a record, for instance, a dictionary of the
 * language, boxed. When the asset leaves the process, [method@Noob.Converter.encode] is asked for the
 * form of what was made here.
 *
 * Returns: (transfer full) (nullable): a list of one, the value; %NULL if @error is set, or if
 *   @value is not this converter's affair
 *
 * Since: 1.0
 */
NoobList *
noob_converter_hold (NoobConverter  *self,
                     const GValue   *value,
                     GError        **error)
{
  g_return_val_if_fail (NOOB_IS_CONVERTER (self), NULL);
  g_return_val_if_fail (value != NULL, NULL);

  return check_one (self, NOOB_CONVERTER_GET_CLASS (self)->hold (self, value, error),
                    noob_value_describe (value), error);
}

/**
 * noob_codec_add_converter:
 * @converter: a converter
 *
 * Has [func@Noob.codec_encode] and [func@Noob.codec_decode] ask @converter in this process, before
 * those that were added earlier. Any thread may call this.
 *
 * Since: 1.0
 */
void
noob_codec_add_converter (NoobConverter *converter)
{
  g_return_if_fail (NOOB_IS_CONVERTER (converter));

  G_LOCK (converters);
  if (converters == NULL)
    converters = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (converters, g_object_ref (converter));
  g_atomic_int_inc (&n_converters);
  G_UNLOCK (converters);
}

/**
 * noob_codec_remove_converter:
 * @converter: a converter that was added
 *
 * Has @converter asked no more. Any thread may call this.
 *
 * Since: 1.0
 */
void
noob_codec_remove_converter (NoobConverter *converter)
{
  gpointer removed = NULL;
  guint index;

  g_return_if_fail (NOOB_IS_CONVERTER (converter));

  G_LOCK (converters);
  if (converters != NULL && g_ptr_array_find (converters, converter, &index))
    {
      removed = g_ptr_array_steal_index (converters, index);
      g_atomic_int_add (&n_converters, -1);
    }
  G_UNLOCK (converters);

  g_clear_object (&removed);
}
