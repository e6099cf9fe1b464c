/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * NoobArray:
 *
 * An array of numbers, of any number of dimensions: what arrays of numpy and typed arrays of
 * JavaScript are between nodes.
 *
 * The type of its elements is written as numpy does: the byte order, `<` or `>`, or `|` where there
 * is none; the kind; the size in bytes. `<f8` are doubles, `|u1` bytes, `<c16` complex numbers of
 * two doubles. The elements are one after another, the last index changing fastest:
 *
 * ```c
 * static double
 * sum (NoobArray *array)
 * {
 *   const double *elements = noob_array_get_data (array);
 *   double total = 0.0;
 *
 *   for (gsize i = 0; i < noob_array_get_n_elements (array); i++)
 *     total += elements[i];
 *
 *   return total;
 * }
 * ```
 *
 * An array never changes, is not copied on its way out of a message, and may be used from any
 * thread.
 *
 * Since: 1.0
 */

#include "core/noob-array.h"

#include <string.h>

#include "core/noob-error.h"

#define MAX_DIMENSIONS 32
#define MAX_FLEXIBLE_SIZE G_MAXINT32

struct _NoobArray
{
  gatomicrefcount  ref_count;
  char            *element_type;
  gsize            element_size;
  gsize            n_elements;
  gsize            n_dimensions;
  gint64          *shape;
  GBytes          *data;
  const GValue    *owner; /* belongs to @data */
};

G_DEFINE_BOXED_TYPE (NoobArray, noob_array, noob_array_ref, noob_array_unref)

/* Kinds of elements whose size is one of a few, with their sizes. */
static const struct
{
  char  kind;
  guint sizes[4];
} fixed_kinds[] = {
  { 'b', { 1 } },
  { 'i', { 1, 2, 4, 8 } },
  { 'u', { 1, 2, 4, 8 } },
  { 'f', { 2, 4, 8, 16 } },
  { 'c', { 8, 16, 32 } },
  { 'm', { 8 } },
  { 'M', { 8 } },
};

static gboolean
fixed_kind_has_size (char    kind,
                     guint64 size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fixed_kinds); i++)
    for (gsize j = 0; fixed_kinds[i].kind == kind && j < G_N_ELEMENTS (fixed_kinds[i].sizes); j++)
      if (size > 0 && fixed_kinds[i].sizes[j] == size)
        return TRUE;

  return FALSE;
}

/* A time ends with its unit: `<M8[ns]`, `<m8[25us]`. */
static gboolean
is_unit (const char *text)
{
  gsize length = strlen (text);

  return length > 2 && length < 16 && text[0] == '[' && text[length - 1] == ']' &&
         strspn (text + 1, "0123456789YMWDhmsunpfa") == length - 2;
}

/* Bytes (S), anything (V) and text (U, four bytes each) are of any size; 0 when it is too large. */
static gsize
get_flexible_size (char    order,
                   char    kind,
                   guint64 count)
{
  if (count == 0 || count > MAX_FLEXIBLE_SIZE)
    return 0;
  if (kind == 'U')
    return order != '|' ? 4 * (gsize) count : 0;

  return (kind == 'S' || kind == 'V') && order == '|' ? (gsize) count : 0;
}

/* The size of an element; 0 for what is no type. */
static gsize
parse_element_type (const char *type)
{
  gboolean is_time;
  guint64 number;
  char *end;

  if (strlen (type) < 3 || strchr ("<>|", type[0]) == NULL || !g_ascii_isdigit (type[2]))
    return 0;

  number = g_ascii_strtoull (type + 2, &end, 10);
  is_time = type[1] == 'm' || type[1] == 'M';
  if (*end != '\0' && !(is_time && is_unit (end)))
    return 0;

  if (!fixed_kind_has_size (type[1], number))
    return get_flexible_size (type[0], type[1], number);

  return (type[0] == '|') == (number == 1) ? (gsize) number : 0;
}

/* FALSE when they are too many to count. */
static gboolean
count_elements (const gint64 *shape,
                gsize         n_dimensions,
                gsize        *n_elements)
{
  gboolean is_empty = FALSE;

  *n_elements = 1;
  for (gsize i = 0; i < n_dimensions; i++)
    {
      if (shape[i] == 0)
        is_empty = TRUE;
      else if (shape[i] < 0 || !g_size_checked_mul (n_elements, *n_elements, shape[i]))
        return FALSE;
    }
  if (is_empty)
    *n_elements = 0;

  return TRUE;
}

static char *
describe_shape (const gint64 *shape,
                gsize         n_dimensions)
{
  GString *text = g_string_new ("(");

  for (gsize i = 0; i < n_dimensions; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", shape[i]);
  g_string_append_c (text, ')');

  return g_string_free (text, FALSE);
}

static gboolean
check_size (const char    *element_type,
            gsize          element_size,
            const gint64  *shape,
            gsize          n_dimensions,
            gsize          size,
            gsize         *n_elements,
            GError       **error)
{
  g_autofree char *shape_text = NULL;
  gsize expected;

  if (n_dimensions > MAX_DIMENSIONS)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "an array has at most %d dimensions, not %" G_GSIZE_FORMAT, MAX_DIMENSIONS,
                   n_dimensions);
      return FALSE;
    }

  if (count_elements (shape, n_dimensions, n_elements) &&
      g_size_checked_mul (&expected, *n_elements, element_size) && expected == size)
    return TRUE;

  shape_text = describe_shape (shape, n_dimensions);
  g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
               "%" G_GSIZE_FORMAT " bytes are not an array of the shape %s of elements of type %s",
               size, shape_text, element_type);
  return FALSE;
}

/**
 * noob_array_new:
 * @element_type: the type of the elements, such as `<f8`
 * @shape: (array length=n_dimensions) (nullable): the length in each dimension
 * @n_dimensions: how many there are; none for a single element
 * @data: the elements, which are not copied; aligned for their type, for who is to read them in
 *   place
 * @error: return location for an error
 *
 * Makes an array.
 *
 * Kinds of elements are booleans (`|b1`), integers (`i`, `u`) of 1 to 8 bytes, reals (`f`) of 2 to
 * 16, complex numbers (`c`), times (`M8[unit]`, `m8[unit]`), and bytes (`S`), text (`U`) and
 * anything else (`V`) of a fixed length.
 *
 * A type that is none and data of another size than the shape makes are a %NOOB_ERROR_VALUE.
 *
 * Returns: (transfer full): a new array
 *
 * Since: 1.0
 */
NoobArray *
noob_array_new (const char    *element_type,
                const gint64  *shape,
                gsize          n_dimensions,
                GBytes        *data,
                GError       **error)
{
  gsize element_size;
  gsize n_elements;
  NoobArray *self;

  g_return_val_if_fail (element_type != NULL, NULL);
  g_return_val_if_fail (shape != NULL || n_dimensions == 0, NULL);
  g_return_val_if_fail (data != NULL, NULL);

  element_size = parse_element_type (element_type);
  if (element_size == 0)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "\"%s\" is not a type of the elements of an array; those are such as <f8, |u1, "
                   "<c16", element_type);
      return NULL;
    }

  if (!check_size (element_type, element_size, shape, n_dimensions, g_bytes_get_size (data),
                   &n_elements, error))
    return NULL;

  self = g_new0 (NoobArray, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->element_type = g_strdup (element_type);
  self->element_size = element_size;
  self->n_elements = n_elements;
  self->n_dimensions = n_dimensions;
  self->shape = g_memdup2 (shape, n_dimensions * sizeof *shape);
  self->data = g_bytes_ref (data);

  return self;
}

static void
free_owner (gpointer owner)
{
  g_boxed_free (G_TYPE_VALUE, owner);
}

/**
 * noob_array_new_in_place:
 * @element_type: the type of the elements, such as `<f8`
 * @shape: (array length=n_dimensions) (nullable): the length in each dimension
 * @n_dimensions: how many there are; none for a single element
 * @data: (nullable): the address of the elements; aligned for their type
 * @size: how many bytes they are
 * @owner: what keeps them there as long as it is there itself, such as the array of another library
 * @error: return location for an error
 *
 * Makes an array of elements that are in the memory of something else, without a copy, for bindings
 * of arrays of other languages. In this process [method@Noob.Array.get_owner] gives back what it was
 * made of. The elements may not change while another thread may read them.
 *
 * Errors are those of [ctor@Noob.Array.new].
 *
 * Returns: (transfer full): a new array
 *
 * Since: 1.0
 */
NoobArray *
noob_array_new_in_place (const char     *element_type,
                         const gint64   *shape,
                         gsize           n_dimensions,
                         gconstpointer   data,
                         gsize           size,
                         const GValue   *owner,
                         GError        **error)
{
  g_autoptr (GBytes) bytes = NULL;
  GValue *kept;
  NoobArray *self;

  g_return_val_if_fail (data != NULL || size == 0, NULL);
  g_return_val_if_fail (owner != NULL, NULL);

  kept = g_boxed_copy (G_TYPE_VALUE, owner);
  bytes = g_bytes_new_with_free_func (data, size, free_owner, kept);
  self = noob_array_new (element_type, shape, n_dimensions, bytes, error);
  if (self != NULL)
    self->owner = kept;

  return self;
}

/**
 * noob_array_ref:
 * @self: an array
 *
 * Adds a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
NoobArray *
noob_array_ref (NoobArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * noob_array_unref:
 * @self: (transfer full): an array
 *
 * Drops a reference.
 *
 * Since: 1.0
 */
void
noob_array_unref (NoobArray *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_bytes_unref (self->data);
  g_free (self->shape);
  g_free (self->element_type);
  g_free (self);
}

/**
 * noob_array_get_element_type:
 * @self: an array
 *
 * Gets the type of the elements, such as `<f8`.
 *
 * Returns: (transfer none): the type
 *
 * Since: 1.0
 */
const char *
noob_array_get_element_type (NoobArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->element_type;
}

/**
 * noob_array_get_element_size:
 * @self: an array
 *
 * Gets the size of an element.
 *
 * Returns: the size in bytes
 *
 * Since: 1.0
 */
gsize
noob_array_get_element_size (NoobArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->element_size;
}

/**
 * noob_array_get_shape:
 * @self: an array
 * @n_dimensions: (out): the number of dimensions
 *
 * Gets the length in each dimension.
 *
 * Returns: (transfer none) (array length=n_dimensions): the lengths
 *
 * Since: 1.0
 */
const gint64 *
noob_array_get_shape (NoobArray *self,
                      gsize     *n_dimensions)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_dimensions != NULL, NULL);

  *n_dimensions = self->n_dimensions;

  return self->shape;
}

/**
 * noob_array_get_n_elements:
 * @self: an array
 *
 * Gets the number of elements, over all dimensions.
 *
 * Returns: how many there are
 *
 * Since: 1.0
 */
gsize
noob_array_get_n_elements (NoobArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_elements;
}

/**
 * noob_array_get_bytes:
 * @self: an array
 *
 * Gets the elements.
 *
 * Returns: (transfer none): the elements, one after another
 *
 * Since: 1.0
 */
GBytes *
noob_array_get_bytes (NoobArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}

/**
 * noob_array_get_data: (skip)
 * @self: an array
 *
 * Gets the elements. Those of an array that came from another process are aligned for their type.
 *
 * Returns: (transfer none): the first of the elements
 *
 * Since: 1.0
 */
gconstpointer
noob_array_get_data (NoobArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_bytes_get_data (self->data, NULL);
}

/**
 * noob_array_copy_data:
 * @self: an array
 * @destination: (nullable): the address where the elements go
 * @size: how many bytes there are room for; at least those of all elements
 *
 * Copies the elements, for bindings whose own arrays have memory to copy them to.
 *
 * Since: 1.0
 */
void
noob_array_copy_data (NoobArray *self,
                      gpointer   destination,
                      gsize      size)
{
  gsize data_size;
  gconstpointer data;

  g_return_if_fail (self != NULL);

  data = g_bytes_get_data (self->data, &data_size);
  g_return_if_fail (size >= data_size);
  g_return_if_fail (destination != NULL || data_size == 0);

  if (data_size > 0)
    memcpy (destination, data, data_size);
}

/**
 * noob_array_get_owner:
 * @self: an array
 *
 * Gets what an array was made of with [ctor@Noob.Array.new_in_place].
 *
 * Returns: (transfer none) (nullable): the owner of the elements; %NULL for an array that was made
 *   in another way, or came from another process
 *
 * Since: 1.0
 */
const GValue *
noob_array_get_owner (NoobArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->owner;
}

/**
 * noob_array_equal:
 * @self: an array
 * @other: another array
 *
 * Compares two arrays: their types, shapes and bytes.
 *
 * Returns: %TRUE if they are equal
 *
 * Since: 1.0
 */
gboolean
noob_array_equal (NoobArray *self,
                  NoobArray *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  return self == other ||
         (g_str_equal (self->element_type, other->element_type) &&
          self->n_dimensions == other->n_dimensions &&
          (self->n_dimensions == 0 ||
           memcmp (self->shape, other->shape, self->n_dimensions * sizeof *self->shape) == 0) &&
          g_bytes_equal (self->data, other->data));
}
