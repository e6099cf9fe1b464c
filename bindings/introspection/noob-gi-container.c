/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Elements behind pointers: GPtrArray, GList, GSList, GHashTable. */

#include "noob-gi-sequence-private.h"

#include "core/noob-value-private.h"

static gboolean
fits_pointer (const NoobGiType *self)
{
  return self->size < sizeof (gpointer) && self->tag != GI_TYPE_TAG_FLOAT;
}

static gboolean
is_allocated (const NoobGiType *self)
{
  return self->klass == noob_gi_number_class (self->tag) && !fits_pointer (self);
}

gboolean
noob_gi_type_to_pointer (const NoobGiType  *self,
                         const GValue      *value,
                         GITransfer         transfer,
                         NoobGiScratch     *scratch,
                         gpointer          *pointer,
                         GError           **error)
{
  GIArgument argument = { 0 };

  if (!noob_gi_type_to_c (self, value, transfer, scratch, &argument, NULL, error))
    return FALSE;

  if (is_allocated (self))
    {
      *pointer = g_memdup2 (&argument, self->size);
      noob_gi_scratch_add (scratch, *pointer, g_free, transfer != GI_TRANSFER_NOTHING);
    }
  else if (fits_pointer (self))
    {
      *pointer = GSIZE_TO_POINTER (noob_gi_get_integer (self->tag, &argument));
    }
  else
    {
      *pointer = argument.v_pointer;
    }

  return TRUE;
}

void
noob_gi_type_from_pointer (const NoobGiType *self,
                           gpointer          pointer,
                           GITransfer        transfer,
                           GValue           *value)
{
  GIArgument argument = { 0 };

  if (is_allocated (self))
    {
      memcpy (&argument, pointer, self->size);
      if (transfer != GI_TRANSFER_NOTHING)
        g_free (pointer);
    }
  else if (fits_pointer (self))
    {
      noob_gi_set_integer (self->tag, GPOINTER_TO_SIZE (pointer), &argument);
    }
  else
    {
      argument.v_pointer = pointer;
    }

  noob_gi_type_from_c (self, &argument, 0, transfer, value);
}

/* The elements of @value as pointers. */
static GPtrArray *
make_pointers (const NoobGiType  *self,
               const GValue      *value,
               GITransfer         transfer,
               NoobGiScratch     *scratch,
               GError           **error)
{
  NoobList *list = noob_gi_peek_list (value, scratch);
  g_autoptr (GPtrArray) pointers = NULL;

  if (list == NULL)
    {
      noob_gi_set_error_kind ("a list", value, error);
      return NULL;
    }

  pointers = g_ptr_array_new ();
  g_ptr_array_set_size (pointers, noob_list_get_length (list));
  for (guint i = 0; i < pointers->len; i++)
    {
      if (!noob_gi_type_to_pointer (self->element, noob_list_get_value (list, i),
                                    noob_gi_element_transfer (transfer), scratch,
                                    &pointers->pdata[i], error))
        {
          noob_gi_prefix_element (i, error);
          return NULL;
        }
    }

  return g_steal_pointer (&pointers);
}

static void
append_pointer (const NoobGiType *self,
                gpointer          pointer,
                GITransfer        transfer,
                GArray           *values)
{
  g_array_set_size (values, values->len + 1);
  noob_gi_type_from_pointer (self->element, pointer, noob_gi_element_transfer (transfer),
                             &g_array_index (values, GValue, values->len - 1));
}

static GArray *
new_values (void)
{
  return g_array_new (FALSE, TRUE, sizeof (GValue));
}

static gboolean
ptr_array_to_c (const NoobGiType  *self,
                const GValue      *value,
                GITransfer         transfer,
                NoobGiScratch     *scratch,
                GIArgument        *argument,
                gsize             *length,
                GError           **error)
{
  GPtrArray *pointers = make_pointers (self, value, transfer, scratch, error);

  if (pointers == NULL)
    return FALSE;

  argument->v_pointer = pointers;
  noob_gi_scratch_add (scratch, pointers, (GDestroyNotify) g_ptr_array_unref,
                       transfer != GI_TRANSFER_NOTHING);

  return TRUE;
}

static void
ptr_array_from_c (const NoobGiType *self,
                  GIArgument       *argument,
                  gsize             length,
                  GITransfer        transfer,
                  GValue           *value)
{
  GPtrArray *pointers = argument->v_pointer;
  GArray *values = new_values ();

  for (guint i = 0; pointers != NULL && i < pointers->len; i++)
    append_pointer (self, pointers->pdata[i], transfer, values);
  noob_gi_value_take_list (value, values);

  if (pointers == NULL || transfer == GI_TRANSFER_NOTHING)
    return;

  /* The elements were taken one by one. */
  if (transfer == GI_TRANSFER_EVERYTHING)
    g_ptr_array_set_free_func (pointers, NULL);
  g_ptr_array_unref (pointers);
}

const NoobGiTypeClass noob_gi_ptr_array_class = { ptr_array_to_c, ptr_array_from_c };

#define DEFINE_LIST(name, List, free_list, prepend) \
static gboolean \
name ## _to_c (const NoobGiType  *self, \
               const GValue      *value, \
               GITransfer         transfer, \
               NoobGiScratch     *scratch, \
               GIArgument        *argument, \
               gsize             *length, \
               GError           **error) \
{ \
  g_autoptr (GPtrArray) pointers = make_pointers (self, value, transfer, scratch, error); \
  List *list = NULL; \
\
  if (pointers == NULL) \
    return FALSE; \
\
  for (guint i = pointers->len; i-- > 0;) \
    list = prepend (list, pointers->pdata[i]); \
\
  argument->v_pointer = list; \
  noob_gi_scratch_add (scratch, list, (GDestroyNotify) free_list, \
                       transfer != GI_TRANSFER_NOTHING); \
\
  return TRUE; \
} \
\
static void \
name ## _from_c (const NoobGiType *self, \
                 GIArgument       *argument, \
                 gsize             length, \
                 GITransfer        transfer, \
                 GValue           *value) \
{ \
  List *list = argument->v_pointer; \
  GArray *values = new_values (); \
\
  for (List *link = list; link != NULL; link = link->next) \
    append_pointer (self, link->data, transfer, values); \
  noob_gi_value_take_list (value, values); \
\
  if (transfer != GI_TRANSFER_NOTHING) \
    free_list (list); \
} \
\
const NoobGiTypeClass noob_gi_ ## name ## _class = { name ## _to_c, name ## _from_c };

DEFINE_LIST (list, GList, g_list_free, g_list_prepend)
DEFINE_LIST (slist, GSList, g_slist_free, g_slist_prepend)

#undef DEFINE_LIST

static gboolean
has_string_keys (const NoobGiType *self)
{
  return self->key->klass == &noob_gi_string_class;
}

/* The names of a record are strings; they may stand for numbers. */
static gboolean
make_key (const NoobGiType  *self,
          const char        *name,
          GITransfer         transfer,
          NoobGiScratch     *scratch,
          gpointer          *key,
          GError           **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  gint64 number;

  if (has_string_keys (self))
    {
      g_value_init (&value, G_TYPE_STRING);
      g_value_set_static_string (&value, name);
    }
  else
    {
      if (!g_ascii_string_to_signed (name, 10, G_MININT64, G_MAXINT64, &number, error))
        return FALSE;

      g_value_init (&value, G_TYPE_INT64);
      g_value_set_int64 (&value, number);
    }

  return noob_gi_type_to_pointer (self->key, &value, transfer, scratch, key, error);
}

static gboolean
insert_pair (const NoobGiType  *self,
             const char        *name,
             const GValue      *value,
             GITransfer         transfer,
             NoobGiScratch     *scratch,
             GHashTable        *table,
             GError           **error)
{
  gpointer key;
  gpointer element;

  if (!make_key (self, name, transfer, scratch, &key, error) ||
      !noob_gi_type_to_pointer (self->element, value, transfer, scratch, &element, error))
    {
      g_prefix_error (error, "\"%s\": ", name);
      return FALSE;
    }

  g_hash_table_insert (table, key, element);

  return TRUE;
}

static gboolean
hash_to_c (const NoobGiType  *self,
           const GValue      *value,
           GITransfer         transfer,
           NoobGiScratch     *scratch,
           GIArgument        *argument,
           gsize             *length,
           GError           **error)
{
  NoobRecord *record;
  GHashTable *table;

  if (noob_value_get_kind (value) != NOOB_VALUE_RECORD)
    return noob_gi_set_error_kind ("a record", value, error);

  record = g_value_get_boxed (value);
  table = has_string_keys (self) ? g_hash_table_new (g_str_hash, g_str_equal)
                                 : g_hash_table_new (NULL, NULL);
  argument->v_pointer = table;
  noob_gi_scratch_add (scratch, table, (GDestroyNotify) g_hash_table_unref,
                       transfer != GI_TRANSFER_NOTHING);

  for (guint i = 0; i < noob_record_get_size (record); i++)
    {
      if (!insert_pair (self, noob_record_get_name (record, i), noob_record_get_nth (record, i),
                        noob_gi_element_transfer (transfer), scratch, table, error))
        return FALSE;
    }

  return TRUE;
}

static char *
name_key (const NoobGiType *self,
          gpointer          key)
{
  g_auto (GValue) value = G_VALUE_INIT;

  noob_gi_type_from_pointer (self->key, key, GI_TRANSFER_NOTHING, &value);

  return has_string_keys (self) ? g_value_dup_string (&value)
                                : noob_value_to_json (&value, FALSE, NULL);
}

/* Pairs are copied, never taken: a table that is ours knows how to free them. */
static void
hash_from_c (const NoobGiType *self,
             GIArgument       *argument,
             gsize             length,
             GITransfer        transfer,
             GValue           *value)
{
  GHashTable *table = argument->v_pointer;
  NoobRecord *record = noob_record_new ();
  GHashTableIter iter;
  gpointer key;
  gpointer element;

  if (table != NULL)
    {
      g_hash_table_iter_init (&iter, table);
      while (g_hash_table_iter_next (&iter, &key, &element))
        {
          g_autofree char *name = name_key (self, key);
          GValue item = G_VALUE_INIT;

          noob_gi_type_from_pointer (self->element, element, GI_TRANSFER_NOTHING, &item);
          noob_record_take_value (record, name, &item);
        }
      if (transfer != GI_TRANSFER_NOTHING)
        g_hash_table_unref (table);
    }

  g_value_init (value, NOOB_TYPE_RECORD);
  g_value_take_boxed (value, record);
}

const NoobGiTypeClass noob_gi_hash_class = { hash_to_c, hash_from_c };
