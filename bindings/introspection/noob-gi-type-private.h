/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "noob-girepository-private.h"
#include "noob-gi-scratch-private.h"

G_BEGIN_DECLS

typedef struct _NoobGiType NoobGiType;

/* How values of one kind of C type are made and read.
 *
 * @to_c makes of @value what C code is given; what is still ours after the call is put into
 * @scratch. The error is NOOB_ERROR_VALUE and says what the value has to be. Null is refused: who
 * calls this sees to what may be null. An array tells its length in @length.
 *
 * @from_c makes the zero-filled @value of what C code gave, and frees what @transfer says is ours.
 * An array that does not know its length is told it as @length. */
typedef struct
{
  gboolean (*to_c)   (const NoobGiType  *self,
                      const GValue      *value,
                      GITransfer         transfer,
                      NoobGiScratch     *scratch,
                      GIArgument        *argument,
                      gsize             *length,
                      GError           **error);
  void     (*from_c) (const NoobGiType  *self,
                      GIArgument        *argument,
                      gsize              length,
                      GITransfer         transfer,
                      GValue            *value);
  gboolean takes_null; /* as a value of its own */
} NoobGiTypeClass;

struct _NoobGiType
{
  const NoobGiTypeClass *klass;
  GITypeTag              tag;  /* that an enumeration is stored as, else its own */
  gsize                  size; /* of a value in memory */
  char                  *name; /* for people: "int32", "GdkPixbuf", "array of utf8" */
  gboolean               is_pointer;

  GType                  gtype;
  GIBaseInfo            *info;   /* of a class, else NULL */
  GArray                *values; /* of an enumeration */

  NoobGiType            *key;     /* of a hash table */
  NoobGiType            *element;
  gboolean               zero_terminated;
  gssize                 fixed_size;   /* or -1 */
  int                    length_index; /* of the argument with the length, or -1 */
};

/* NOOB_ERROR_LOAD says why values of this type cannot be passed: "a callback". */
NoobGiType *noob_gi_type_new            (GITypeInfo  *info,
                                         GError     **error);
/* What a method is called on. */
NoobGiType *noob_gi_type_new_instance   (GIBaseInfo  *container,
                                         GError     **error);
void        noob_gi_type_free           (NoobGiType  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NoobGiType, noob_gi_type_free)

static inline gboolean
noob_gi_type_to_c (const NoobGiType  *self,
                   const GValue      *value,
                   GITransfer         transfer,
                   NoobGiScratch     *scratch,
                   GIArgument        *argument,
                   gsize             *length,
                   GError           **error)
{
  return self->klass->to_c (self, value, transfer, scratch, argument, length, error);
}

static inline void
noob_gi_type_from_c (const NoobGiType *self,
                     GIArgument       *argument,
                     gsize             length,
                     GITransfer        transfer,
                     GValue           *value)
{
  self->klass->from_c (self, argument, length, transfer, value);
}

/* For what a container holds, given the transfer of the container. */
static inline GITransfer
noob_gi_element_transfer (GITransfer transfer)
{
  return transfer == GI_TRANSFER_EVERYTHING ? GI_TRANSFER_EVERYTHING : GI_TRANSFER_NOTHING;
}

/* "it has to be @expected, not an integer". Returns FALSE. */
gboolean    noob_gi_set_error_kind      (const char    *expected,
                                         const GValue  *value,
                                         GError       **error);

/* An element of a container of pointers; a number that does not fit into one is allocated. */
gboolean    noob_gi_type_to_pointer     (const NoobGiType  *self,
                                         const GValue      *value,
                                         GITransfer         transfer,
                                         NoobGiScratch     *scratch,
                                         gpointer          *pointer,
                                         GError           **error);
void        noob_gi_type_from_pointer   (const NoobGiType  *self,
                                         gpointer           pointer,
                                         GITransfer         transfer,
                                         GValue            *value);

/* NULL when there is no class for it. */
const NoobGiTypeClass *noob_gi_number_class        (GITypeTag     tag);
gsize                  noob_gi_number_size         (GITypeTag     tag);
/* Read and write an integer of any width. FALSE: out of range. */
gint64                 noob_gi_get_integer         (GITypeTag     tag,
                                                    GIArgument   *argument);
gboolean               noob_gi_set_integer         (GITypeTag     tag,
                                                    guint64       integer,
                                                    GIArgument   *argument);

extern const NoobGiTypeClass noob_gi_string_class;
extern const NoobGiTypeClass noob_gi_gtype_class;
GArray                *noob_gi_list_enum_values    (GIEnumInfo   *info);
extern const NoobGiTypeClass noob_gi_enum_class;
extern const NoobGiTypeClass noob_gi_flags_class;

extern const NoobGiTypeClass noob_gi_object_class;
extern const NoobGiTypeClass noob_gi_instance_class;
extern const NoobGiTypeClass noob_gi_boxed_class;
extern const NoobGiTypeClass noob_gi_bytes_class;
extern const NoobGiTypeClass noob_gi_variant_class;
extern const NoobGiTypeClass noob_gi_value_class;

extern const NoobGiTypeClass noob_gi_c_array_class;
extern const NoobGiTypeClass noob_gi_garray_class;
extern const NoobGiTypeClass noob_gi_ptr_array_class;
extern const NoobGiTypeClass noob_gi_byte_array_class;
extern const NoobGiTypeClass noob_gi_list_class;
extern const NoobGiTypeClass noob_gi_slist_class;
extern const NoobGiTypeClass noob_gi_hash_class;

G_END_DECLS
