/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core/noob-array-private.h"

#include <math.h>
#include <string.h>

#include "core/noob-error.h"
#include "core/noob-list.h"

#define HALF_FRACTION_BITS 10
#define HALF_EXPONENT_BIAS 15
#define HALF_EXPONENT_MAX 31

typedef void (*Reader) (guint64 bits, guint size, GValue *value);

/* A number of up to eight bytes, whatever its order and alignment. */
static guint64
read_bits (const guint8 *bytes,
           guint         size,
           gboolean      big_endian)
{
  guint64 bits = 0;

  for (guint i = 0; i < size; i++)
    bits |= (guint64) bytes[big_endian ? size - 1 - i : i] << (8 * i);

  return bits;
}

static void
read_boolean (guint64  bits,
              guint    size,
              GValue  *value)
{
  g_value_init (value, G_TYPE_BOOLEAN);
  g_value_set_boolean (value, bits != 0);
}

static void
read_unsigned (guint64  bits,
               guint    size,
               GValue  *value)
{
  if (bits > G_MAXINT64)
    {
      g_value_init (value, G_TYPE_UINT64);
      g_value_set_uint64 (value, bits);
      return;
    }

  g_value_init (value, G_TYPE_INT64);
  g_value_set_int64 (value, (gint64) bits);
}

static void
read_signed (guint64  bits,
             guint    size,
             GValue  *value)
{
  guint64 sign = G_GUINT64_CONSTANT (1) << (8 * size - 1);

  g_value_init (value, G_TYPE_INT64);
  g_value_set_int64 (value, (gint64) ((bits ^ sign) - sign));
}

static double
half_to_double (guint16 bits)
{
  int exponent = bits >> HALF_FRACTION_BITS & HALF_EXPONENT_MAX;
  int fraction = bits & ((1 << HALF_FRACTION_BITS) - 1);
  double magnitude;

  if (exponent == HALF_EXPONENT_MAX)
    magnitude = fraction != 0 ? NAN : INFINITY;
  else if (exponent == 0)
    magnitude = ldexp (fraction, 1 - HALF_EXPONENT_BIAS - HALF_FRACTION_BITS);
  else
    magnitude = ldexp (fraction + (1 << HALF_FRACTION_BITS),
                       exponent - HALF_EXPONENT_BIAS - HALF_FRACTION_BITS);

  return bits >> 15 ? -magnitude : magnitude;
}

static void
read_real (guint64  bits,
           guint    size,
           GValue  *value)
{
  guint32 single_bits = (guint32) bits;
  float single;
  double real;

  if (size == sizeof real)
    {
      memcpy (&real, &bits, sizeof real);
    }
  else if (size == sizeof single)
    {
      memcpy (&single, &single_bits, sizeof single);
      real = single;
    }
  else
    {
      real = half_to_double ((guint16) bits);
    }

  g_value_init (value, G_TYPE_DOUBLE);
  g_value_set_double (value, real);
}

/* NULL for what is not a plain number. @size: of the number, of which there are @n_numbers in an
 * element. */
static Reader
find_reader (NoobArray *self,
             guint     *size,
             guint     *n_numbers)
{
  char kind = noob_array_get_element_type (self)[1];

  *n_numbers = kind == 'c' ? 2 : 1;
  *size = noob_array_get_element_size (self) / *n_numbers;
  if (*size > sizeof (guint64))
    return NULL;

  switch (kind)
    {
    case 'b':
      return read_boolean;
    case 'u':
      return read_unsigned;
    case 'i':
    case 'm':
    case 'M':
      return read_signed;
    case 'f':
    case 'c':
      return read_real;
    default:
      return NULL;
    }
}

typedef struct
{
  const guint8 *next;
  Reader        reader;
  guint         size;
  gboolean      big_endian;
} Numbers;

static void
take_numbers (Numbers      *numbers,
              const gint64 *shape,
              gsize         n_dimensions,
              GValue       *value)
{
  GArray *elements;

  if (n_dimensions == 0)
    {
      numbers->reader (read_bits (numbers->next, numbers->size, numbers->big_endian),
                       numbers->size, value);
      numbers->next += numbers->size;
      return;
    }

  elements = g_array_sized_new (FALSE, TRUE, sizeof (GValue), shape[0]);
  g_array_set_size (elements, shape[0]);
  for (gint64 i = 0; i < shape[0]; i++)
    take_numbers (numbers, shape + 1, n_dimensions - 1, &g_array_index (elements, GValue, i));

  g_value_init (value, NOOB_TYPE_LIST);
  g_value_take_boxed (value, noob_list_new_take (elements));
}

gboolean
noob_array_to_value (NoobArray  *self,
                     GValue     *value,
                     GError    **error)
{
  const char *type = noob_array_get_element_type (self);
  Numbers numbers = {
    .next = noob_array_get_data (self),
    .big_endian = type[0] == '>',
  };
  gsize n_dimensions;
  const gint64 *shape = noob_array_get_shape (self, &n_dimensions);
  g_autofree gint64 *dimensions = g_new (gint64, n_dimensions + 1);
  guint n_numbers;

  numbers.reader = find_reader (self, &numbers.size, &n_numbers);
  if (numbers.reader == NULL)
    {
      g_set_error (error, NOOB_ERROR, NOOB_ERROR_VALUE,
                   "elements of type %s are not plain numbers", type);
      return FALSE;
    }

  if (n_dimensions > 0)
    memcpy (dimensions, shape, n_dimensions * sizeof *dimensions);
  dimensions[n_dimensions] = n_numbers;
  if (n_numbers > 1)
    n_dimensions++;

  take_numbers (&numbers, dimensions, n_dimensions, value);

  return TRUE;
}
