/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tubes of nodes from typelibs: under both runners, and the example. */

#include <noob.h>

#include <glib/gstdio.h>

#include "nodes/test-support.h"
#include "value-text.h"

#define FILE_TUBE \
  "input: { path: { scope: process } }\n" \
  "nodes:\n" \
  "  read: { type: GLib.file_get_contents, depends: [{ filename: input.path }] }\n" \
  "  sum:\n" \
  "    type: GLib.compute_checksum_for_data\n" \
  "    params: { checksum_type: sha1 }\n" \
  "    depends: [{ data: read.contents }]\n" \
  "  kind: { type: Gio.content_type_guess, depends: [{ data: read.contents }] }\n" \
  "  words: { type: GLib.shell_parse_argv, params: { command_line: \"ls -l 'a b'\" } }\n" \
  "  return:\n" \
  "    type: return\n" \
  "    depends: [sum.value, kind.value, kind.result_uncertain, words.argvp]\n"

/* A stream that gives three bytes in each epoch. */
#define STREAM_TUBE \
  "assets:\n" \
  "  stream:\n" \
  "    type: Gio.MemoryInputStream.new_from_bytes\n" \
  "    params: { bytes: abcdef }\n" \
  "    scope: %s\n" \
  "nodes:\n" \
  "  read:\n" \
  "    type: Gio.InputStream.read_bytes\n" \
  "    params: { count: 3 }\n" \
  "    depends: [ self: assets.stream ]\n" \
  "  return: { type: return, depends: read.value }\n"

typedef struct
{
  const char    *name;
  NoobTransport  transport;
} Kind;

/* NULL for the sync runner. */
static NoobRunner *
begin (NoobTube   *tube,
       const Kind *kind)
{
  NoobRunner *runner = kind == NULL ? noob_sync_runner_new (tube) : noob_zmq_runner_new (tube);
  g_autoptr (GError) error = NULL;

  if (kind != NULL)
    g_object_set (runner, "transport", kind->transport, NULL);
  noob_runner_initialize (runner, &error);
  g_assert_no_error (error);

  return runner;
}

static void
end (NoobRunner *runner)
{
  g_autoptr (GError) error = NULL;

  noob_runner_deinitialize (runner, &error);
  g_assert_no_error (error);
  g_object_unref (runner);
}

static NoobTube *
load_tube (const char *yaml)
{
  g_autoptr (NoobTubeSpecification) specification = NULL;
  g_autoptr (GError) error = NULL;
  NoobTube *tube;

  specification = noob_tube_specification_new_from_data (yaml, -1, NULL, &error);
  g_assert_no_error (error);
  tube = noob_tube_new (specification, NULL, &error);
  g_assert_no_error (error);

  return tube;
}

static NoobRecord *
make_path_input (const char *path)
{
  NoobRecord *inputs = noob_record_new ();

  noob_record_set_string (inputs, "path", path);

  return inputs;
}

static char *
make_text_file (void)
{
  g_autoptr (GError) error = NULL;
  char *path;
  int fd = g_file_open_tmp ("noob-typelib-XXXXXX.txt", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, "abc", -1, &error);
  g_assert_no_error (error);

  return path;
}

static void
test_functions (gconstpointer data)
{
  g_autoptr (NoobTube) tube = load_tube (FILE_TUBE);
  NoobRunner *runner = begin (tube, data);
  g_autofree char *path = make_text_file ();
  g_autoptr (NoobRecord) inputs = make_path_input (path);
  g_autoptr (NoobRecord) bad_inputs = make_path_input ("/no/such/file");
  g_auto (GValue) result = G_VALUE_INIT;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (noob_runner_process (runner, bad_inputs, &result, &error));
  test_assert_error (error, NOOB_ERROR_NODE, "read", "/no/such/file", NULL);
  g_clear_error (&error);

  noob_runner_process (runner, inputs, &result, &error);
  g_assert_no_error (error);
  text = value_text (&result);
  g_assert_cmpstr (text, ==,
                   "[a9993e364706816aba3e25717850c26c9cd0d89d text/plain FALSE [ls -l a b]]");

  end (runner);
  g_unlink (path);
}

static void
assert_reads (NoobRunner *runner,
              const char *expected)
{
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  gconstpointer data;
  gsize length;

  noob_runner_process (runner, NULL, &result, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (g_value_get_boxed (&result), &length);
  g_assert_cmpmem (data, length, expected, strlen (expected));
}

/* One object for all epochs, or another in each. */
static void
test_asset (gconstpointer data)
{
  static const char *const scopes[] = { "runner", "process", "node" };

  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autofree char *yaml = g_strdup_printf (STREAM_TUBE, scopes[i]);
      g_autoptr (NoobTube) tube = load_tube (yaml);
      NoobRunner *runner = begin (tube, data);

      assert_reads (runner, "abc");
      assert_reads (runner, i == 0 ? "def" : "abc");
      end (runner);
    }
}

static gboolean
skip_without_pictures (void)
{
  static const char *const needed[] = {
    "/usr/share/pixmaps/debian-logo.png",
    NOOB_TYPELIB_DIR "/GdkPixbuf-2.0.typelib",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      if (!g_file_test (needed[i], G_FILE_TEST_EXISTS))
        {
          g_autofree char *message = g_strdup_printf ("there is no %s", needed[i]);

          g_test_skip (message);
          return TRUE;
        }
    }

  return FALSE;
}

static NoobTube *
load_thumbnail_tube (const char *output)
{
  g_autoptr (NoobRecord) inputs = noob_record_new ();
  g_autoptr (GError) error = NULL;
  NoobTube *tube;

  noob_record_set_string (inputs, "output", output);
  noob_record_set_int64 (inputs, "size", 12);
  tube = noob_tube_new_from_name ("thumbnail", inputs, &error);
  g_assert_no_error (error);

  return tube;
}

/* The width in the header of a PNG file. */
static guint32
read_png_width (const char *path)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  guint32 width;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 24);
  memcpy (&width, contents + 16, sizeof width);

  return GUINT32_FROM_BE (width);
}

static void
test_thumbnail (void)
{
  g_autofree char *path = NULL;
  g_autoptr (NoobTube) tube = NULL;
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  NoobRecord *record;
  NoobRunner *runner;

  if (skip_without_pictures ())
    return;

  path = make_text_file ();
  tube = load_thumbnail_tube (path);
  runner = begin (tube, NULL);
  noob_runner_process (runner, NULL, &result, &error);
  g_assert_no_error (error);

  record = g_value_get_boxed (&result);
  g_assert_cmpint (g_value_get_int64 (noob_record_get_value (record, "width")), ==, 12);
  g_assert_true (g_value_get_boolean (noob_record_get_value (record, "written")));
  g_assert_cmpuint (read_png_width (path), ==, 12);

  end (runner);
  g_unlink (path);
}

/* An object of a class that nobody gave a form stays where it is. */
static void
test_object_across_processes (void)
{
  const Kind processes = { "ipc", NOOB_TRANSPORT_IPC };
  g_autofree char *path = NULL;
  g_autoptr (NoobTube) tube = NULL;
  g_auto (GValue) result = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  NoobRunner *runner;

  if (skip_without_pictures ())
    return;

  path = make_text_file ();
  tube = load_thumbnail_tube (path);
  runner = begin (tube, &processes);
  g_assert_false (noob_runner_process (runner, NULL, &result, &error));
  test_assert_error (error, NOOB_ERROR_VALUE, "picture", "\"value\"", "GdkPixbuf", NULL);

  end (runner);
  g_unlink (path);
}

int
main (int   argc,
      char *argv[])
{
  static const Kind kinds[] = {
    { "ipc", NOOB_TRANSPORT_IPC },
    { "inproc", NOOB_TRANSPORT_INPROC },
  };

  g_test_init (&argc, &argv, NULL);
  noob_use_introspection ();

  g_test_add_data_func ("/typelib-tubes/functions/sync", NULL, test_functions);
  g_test_add_data_func ("/typelib-tubes/asset/sync", NULL, test_asset);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *functions = g_strdup_printf ("/typelib-tubes/functions/%s", kinds[i].name);
      g_autofree char *asset = g_strdup_printf ("/typelib-tubes/asset/%s", kinds[i].name);

      g_test_add_data_func (functions, &kinds[i], test_functions);
      g_test_add_data_func (asset, &kinds[i], test_asset);
    }
  g_test_add_func ("/typelib-tubes/thumbnail", test_thumbnail);
  g_test_add_func ("/typelib-tubes/object-across-processes", test_object_across_processes);

  return g_test_run ();
}
