/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "spec/noob-specification-loader-private.h"

/* The ways to come by a tube. */

/* Of data that came from no file. */
static NoobDocumentSource *
new_source (const char *directory)
{
  g_autofree char *absolute = NULL;

  /* A node's directory has to mean the same in every process. */
  if (directory != NULL)
    absolute = g_canonicalize_filename (directory, NULL);
  return noob_document_source_new (NULL, absolute);
}

/**
 * noob_tube_specification_new_from_file:
 * @path: (type filename): a YAML or JSON file
 * @error: return location for an error
 *
 * Loads a tube from a file.
 *
 * Returns: (transfer full): the specification
 *
 * Since: 1.0
 */
NoobTubeSpecification *
noob_tube_specification_new_from_file (const char  *path,
                                       GError     **error)
{
  g_autoptr (NoobDocument) document = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  document = noob_document_parse_file (path, error);
  return document != NULL ? noob_specification_load (document, error) : NULL;
}

/**
 * noob_tube_specification_new_from_data:
 * @data: YAML or JSON text
 * @length: the length of @data in bytes, or -1 when it ends in a NUL
 * @directory: (type filename) (nullable): the folder against which relative paths and ids are
 * looked up
 * @error: return location for an error
 *
 * Loads a tube from text.
 *
 * Returns: (transfer full): the specification
 *
 * Since: 1.0
 */
NoobTubeSpecification *
noob_tube_specification_new_from_data (const char  *data,
                                       gssize       length,
                                       const char  *directory,
                                       GError     **error)
{
  g_autoptr (NoobDocumentSource) source = NULL;
  g_autoptr (NoobDocument) document = NULL;

  g_return_val_if_fail (data != NULL, NULL);

  source = new_source (directory);
  document = noob_document_parse (data, length, source, error);
  return document != NULL ? noob_specification_load (document, error) : NULL;
}

/**
 * noob_tube_specification_new_from_id:
 * @id: the `noob_id` of a tube
 * @directory: (type filename) (nullable): the folder that is searched first
 * @error: return location for an error
 *
 * Looks a tube up by its id, and loads it.
 *
 * Searched are @directory, without its subfolders, and then, each with its subfolders, the folders
 * of the environment variable `NOOB_TUBE_PATH`, separated by colons, and `noob/tubes` in
 * `XDG_CONFIG_HOME` and in each of `XDG_DATA_DIRS`. Files are those that end in `.yaml`, `.yml` and
 * `.json`; those that cannot be read are passed over.
 *
 * Returns: (transfer full): the specification
 *
 * Since: 1.0
 */
NoobTubeSpecification *
noob_tube_specification_new_from_id (const char  *id,
                                     const char  *directory,
                                     GError     **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (id != NULL, NULL);

  path = noob_specification_find (id, directory, error);
  return path != NULL ? noob_tube_specification_new_from_file (path, error) : NULL;
}

/**
 * noob_tube_specification_new_from_name:
 * @name: an id or a path
 * @directory: (type filename) (nullable): the folder against which a relative path or an id is
 * looked up
 * @error: return location for an error
 *
 * Loads the tube that @name stands for: an id when it is made of letters, digits and `_ / # -`
 * only, else a path.
 *
 * Returns: (transfer full): the specification
 *
 * Since: 1.0
 */
NoobTubeSpecification *
noob_tube_specification_new_from_name (const char  *name,
                                       const char  *directory,
                                       GError     **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  path = noob_specification_resolve (name, directory, error);
  return path != NULL ? noob_tube_specification_new_from_file (path, error) : NULL;
}

/**
 * noob_tube_specification_new_from_record:
 * @source: a record of plain values, with the keys of a file
 * @directory: (type filename) (nullable): the folder against which relative paths and ids are
 * looked up
 * @error: return location for an error
 *
 * Makes a tube of data that is in memory.
 *
 * Returns: (transfer full): the specification
 *
 * Since: 1.0
 */
NoobTubeSpecification *
noob_tube_specification_new_from_record (NoobRecord  *source,
                                         const char  *directory,
                                         GError     **error)
{
  g_autoptr (NoobDocumentSource) origin = NULL;
  g_autoptr (NoobDocument) document = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  g_return_val_if_fail (source != NULL, NULL);

  origin = new_source (directory);
  g_value_init (&value, NOOB_TYPE_RECORD);
  g_value_set_boxed (&value, source);
  document = noob_document_new_from_value (&value, origin, error);
  return document != NULL ? noob_specification_load (document, error) : NULL;
}
