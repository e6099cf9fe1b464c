/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Elements side by side in memory: C arrays, GArray, GByteArray. */

#include "noob-gi-sequence-private.h"

#include "core/noob-value-private.h"

/* The numbers of an array as they lie in memory, if they are just what an element is. */
static gboolean
peek_numbers (const NoobGiType  *element,
              NoobArray         *array,
              gconstpointer     *data,
              gsize             *length,
              GError           **error)
{
  static const char *const kinds[GI_TYPE_TAG_N_TYPES] = {
    [GI_TYPE_TAG_INT8] = "i1", [GI_TYPE_TAG_UINT8] = "u1",
    [GI_TYPE_TAG_INT16] = "i2", [GI_TYPE_TAG_UINT16] = "u2",
    [GI_TYPE_TAG_INT32] = "i4", [GI_TYPE_TAG_UINT32] = "u4",
    [GI_TYPE_TAG_INT64] = "i8", [GI_TYPE_TAG_UINT64] = "u8",
    [GI_TYPE_TAG_FLOAT] = "f4", [GI_TYPE_TAG_DOUBLE] = "f8",
  };
  const char *wanted = element->klass == noob_gi_number_class (element->tag) ? kinds[element->tag]
                                                                             : NULL;
  const char *type = noob_array_get_element_type (array);
  char other_order = G_BYTE_ORDER == G_LITTLE_ENDIAN ? '>' : '<';

  if (wanted == NULL || !g_str_equal (type + 1, wanted) ||
      (type[0] == other_order && element->size > 1))
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "its elements have to be %s, not those of an array of type %s", element->name,
                   type);
      return FALSE;
    }

  *data = noob_array_get_data (array);
  *length = noob_array_get_n_elements (array);

  return TRUE;
}

static gboolean
is_byte (const NoobGiType *element)
{
  return element->tag == GI_TYPE_TAG_UINT8 || element->tag == GI_TYPE_TAG_INT8;
}

/* FALSE with an error, or without one when @value is a list. */
static gboolean
peek_memory (const NoobGiType  *element,
             const GValue      *value,
             gconstpointer     *data,
             gsize             *length,
             GError           **error)
{
  switch (noob_value_get_kind (value))
    {
    case NOOB_VALUE_ARRAY:
      return peek_numbers (element, g_value_get_boxed (value), data, length, error);

    case NOOB_VALUE_BYTES:
      if (!is_byte (element))
        return noob_gi_set_error_kind ("a list", value, error);
      *data = g_bytes_get_data (g_value_get_boxed (value), length);
      return TRUE;

    case NOOB_VALUE_STRING:
      if (!is_byte (element))
        return noob_gi_set_error_kind ("a list", value, error);
      *data = g_value_get_string (value);
      *length = strlen (*data);
      return TRUE;

    case NOOB_VALUE_LIST:
    case NOOB_VALUE_STRINGS:
      return FALSE;

    default:
      return noob_gi_set_error_kind (is_byte (element) ? "bytes, a string or a list" : "a list",
                                     value, error);
    }
}

/* The elements of @value in new memory, with a zero after them. NULL with the error. */
static guint8 *
make_memory (const NoobGiType  *element,
             const GValue      *value,
             GITransfer         transfer,
             NoobGiScratch     *scratch,
             gsize             *length,
             GError           **error)
{
  g_autofree guint8 *memory = NULL;
  g_autoptr (GError) reason = NULL;
  gconstpointer data = NULL;
  NoobList *list;

  if (peek_memory (element, value, &data, length, &reason))
    {
      memory = g_malloc0_n (*length + 1, element->size);
      if (*length > 0)
        memcpy (memory, data, *length * element->size);
      return g_steal_pointer (&memory);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  list = noob_gi_peek_list (value, scratch);
  *length = noob_list_get_length (list);
  memory = g_malloc0_n (*length + 1, element->size);
  if (!noob_gi_store_elements (element, list, noob_gi_element_transfer (transfer), scratch, memory,
                               error))
    return NULL;

  return g_steal_pointer (&memory);
}

static gboolean
check_fixed_size (const NoobGiType  *self,
                  gsize              length,
                  GError           **error)
{
  if (self->fixed_size < 0 || length == (gsize) self->fixed_size)
    return TRUE;

  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "it has to have %" G_GSSIZE_FORMAT " elements, not %" G_GSIZE_FORMAT,
               self->fixed_size, length);
  return FALSE;
}

static gboolean
c_array_to_c (const NoobGiType  *self,
              const GValue      *value,
              GITransfer         transfer,
              NoobGiScratch     *scratch,
              GIArgument        *argument,
              gsize             *length,
              GError           **error)
{
  gconstpointer data = NULL;
  gsize n_elements = 0;
  guint8 *memory;

  /* Arrays of numbers are not copied where C code only reads them. */
  if (transfer == GI_TRANSFER_NOTHING && !self->zero_terminated &&
      peek_memory (self->element, value, &data, &n_elements, NULL))
    {
      argument->v_pointer = (gpointer) data;
    }
  else
    {
      memory = make_memory (self->element, value, transfer, scratch, &n_elements, error);
      if (memory == NULL)
        return FALSE;

      argument->v_pointer = memory;
      noob_gi_scratch_add (scratch, memory, g_free, transfer != GI_TRANSFER_NOTHING);
    }

  if (length != NULL)
    *length = n_elements;

  return check_fixed_size (self, n_elements, error);
}

static gboolean
is_zero (const guint8 *memory,
         gsize         size)
{
  for (gsize i = 0; i < size; i++)
    {
      if (memory[i] != 0)
        return FALSE;
    }

  return TRUE;
}

static void
c_array_from_c (const NoobGiType *self,
                GIArgument       *argument,
                gsize             length,
                GITransfer        transfer,
                GValue           *value)
{
  const guint8 *memory = argument->v_pointer;
  gsize size = self->element->size;

  if (memory == NULL)
    length = 0;
  else if (self->fixed_size >= 0)
    length = self->fixed_size;
  else if (self->length_index < 0)
    for (length = 0; !is_zero (memory + length * size, size); length++)
      ;

  noob_gi_take_elements (self->element, memory, length, noob_gi_element_transfer (transfer), value);
  if (transfer != GI_TRANSFER_NOTHING)
    g_free (argument->v_pointer);
}

const NoobGiTypeClass noob_gi_c_array_class = { c_array_to_c, c_array_from_c };

static gboolean
garray_to_c (const NoobGiType  *self,
             const GValue      *value,
             GITransfer         transfer,
             NoobGiScratch     *scratch,
             GIArgument        *argument,
             gsize             *length,
             GError           **error)
{
  gsize n_elements = 0;
  g_autofree guint8 *memory =
    make_memory (self->element, value, transfer, scratch, &n_elements, error);
  GArray *array;

  if (memory == NULL)
    return FALSE;

  array = g_array_sized_new (self->zero_terminated, FALSE, self->element->size, n_elements);
  g_array_append_vals (array, memory, n_elements);
  argument->v_pointer = array;
  noob_gi_scratch_add (scratch, array, (GDestroyNotify) g_array_unref,
                       transfer != GI_TRANSFER_NOTHING);

  return TRUE;
}

static void
garray_from_c (const NoobGiType *self,
               GIArgument       *argument,
               gsize             length,
               GITransfer        transfer,
               GValue           *value)
{
  GArray *array = argument->v_pointer;

  if (array != NULL && transfer == GI_TRANSFER_EVERYTHING)
    g_array_set_clear_func (array, NULL);

  noob_gi_take_elements (self->element, array != NULL ? (guint8 *) array->data : NULL,
                         array != NULL ? array->len : 0, noob_gi_element_transfer (transfer),
                         value);
  if (array != NULL && transfer != GI_TRANSFER_NOTHING)
    g_array_unref (array);
}

const NoobGiTypeClass noob_gi_garray_class = { garray_to_c, garray_from_c };

static gboolean
byte_array_to_c (const NoobGiType  *self,
                 const GValue      *value,
                 GITransfer         transfer,
                 NoobGiScratch     *scratch,
                 GIArgument        *argument,
                 gsize             *length,
                 GError           **error)
{
  gsize n_bytes = 0;
  guint8 *bytes = make_memory (self->element, value, transfer, scratch, &n_bytes, error);

  if (bytes == NULL)
    return FALSE;

  argument->v_pointer = g_byte_array_new_take (bytes, n_bytes);
  noob_gi_scratch_add (scratch, argument->v_pointer, (GDestroyNotify) g_byte_array_unref,
                       transfer != GI_TRANSFER_NOTHING);

  return TRUE;
}

static void
byte_array_from_c (const NoobGiType *self,
                   GIArgument       *argument,
                   gsize             length,
                   GITransfer        transfer,
                   GValue           *value)
{
  GByteArray *array = argument->v_pointer;

  g_value_init (value, G_TYPE_BYTES);
  if (array == NULL)
    g_value_take_boxed (value, g_bytes_new (NULL, 0));
  else
    g_value_take_boxed (value, g_bytes_new (array->data, array->len));

  if (array != NULL && transfer != GI_TRANSFER_NOTHING)
    g_byte_array_unref (array);
}

const NoobGiTypeClass noob_gi_byte_array_class = { byte_array_to_c, byte_array_from_c };
