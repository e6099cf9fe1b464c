/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The nodes of the tests of the ZMQ runner: some that behave, and some that do not. */

#include <json-glib/json-glib.h>
#include <noob.h>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/* Waits for ever, without looking at a clock. */
static void
hang (void)
{
  int fds[2];
  char byte;

  if (pipe (fds) == 0 && read (fds[0], &byte, 1) < 0)
    g_printerr ("the pipe broke\n");
}

/* Sources. */

typedef struct
{
  gint64 next;
  gint64 end; /* -1: none */
} Counter;

static gpointer
count_open (NoobRecord  *params,
            GError     **error)
{
  Counter *self = g_new (Counter, 1);

  *self = (Counter) { 0, -1 };
  if (noob_record_get (params, error, "start?", G_TYPE_INT64, &self->next, "end?", G_TYPE_INT64,
                       &self->end, NULL))
    return self;

  g_free (self);
  return NULL;
}

static void
count_close (gpointer state)
{
  g_free (state);
}

static gboolean
count (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  Counter *self = state;

  if (self->next == self->end)
    {
      g_set_error_literal (error, NOOB_ERROR, NOOB_ERROR_END_OF_STREAM, "counted all");
      return FALSE;
    }

  noob_record_set_int64 (outputs, "value", self->next++);
  return TRUE;
}

NOOB_STATEFUL_FUNCTION (count, "-> value: int64")

/* The same, but each takes its time. */

#define slow_count_open count_open
#define slow_count_close count_close

static gboolean
slow_count (gpointer     state,
            NoobRecord  *inputs,
            NoobRecord  *outputs,
            GError     **error)
{
  gint64 milliseconds;

  if (!noob_record_get (inputs, error, "milliseconds", G_TYPE_INT64, &milliseconds, NULL))
    return FALSE;

  g_usleep ((gulong) milliseconds * 1000);
  return count (state, inputs, outputs, error);
}

NOOB_STATEFUL_FUNCTION (slow_count, "milliseconds: int64 -> value: int64")

/* Functions that behave. */

static gboolean
pass (gpointer     state,
      NoobRecord  *inputs,
      NoobRecord  *outputs,
      GError     **error)
{
  noob_record_set_value (outputs, "value", noob_record_get_value (inputs, "value"));
  return TRUE;
}

NOOB_FUNCTION (pass, "value -> value")

static gboolean
slow_pass (gpointer     state,
           NoobRecord  *inputs,
           NoobRecord  *outputs,
           GError     **error)
{
  gint64 milliseconds;

  if (!noob_record_get (inputs, error, "milliseconds", G_TYPE_INT64, &milliseconds, NULL))
    return FALSE;

  g_usleep ((gulong) milliseconds * 1000);
  return pass (state, inputs, outputs, error);
}

NOOB_FUNCTION (slow_pass, "value, milliseconds: int64 -> value")

/* Emits how long it took, in microseconds. */
static gboolean
slow_time (gpointer     state,
           NoobRecord  *inputs,
           NoobRecord  *outputs,
           GError     **error)
{
  gint64 start = g_get_monotonic_time ();
  gint64 milliseconds;

  if (!noob_record_get (inputs, error, "milliseconds", G_TYPE_INT64, &milliseconds, NULL))
    return FALSE;

  g_usleep ((gulong) milliseconds * 1000);
  noob_record_set_int64 (outputs, "value", g_get_monotonic_time () - start);

  return TRUE;
}

NOOB_FUNCTION (slow_time, "value, milliseconds: int64 -> value")

static gboolean
note_time (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

/* The main loop of its host turns meanwhile. */
static gboolean
pass_after_turns (gpointer     state,
                  NoobRecord  *inputs,
                  NoobRecord  *outputs,
                  GError     **error)
{
  GMainContext *context = g_main_context_get_thread_default ();
  g_autoptr (GSource) timer = g_timeout_source_new (5);
  gboolean over = FALSE;

  g_source_set_callback (timer, note_time, &over, NULL);
  g_source_attach (timer, context);
  while (!over)
    g_main_context_iteration (context, TRUE);

  return pass (state, inputs, outputs, error);
}

NOOB_FUNCTION (pass_after_turns, "value -> value")

static gboolean
add (gpointer     state,
     NoobRecord  *inputs,
     NoobRecord  *outputs,
     GError     **error)
{
  gint64 left, right = 1;

  if (!noob_record_get (inputs, error, "left", G_TYPE_INT64, &left, "right?", G_TYPE_INT64, &right,
                        NULL))
    return FALSE;

  noob_record_set_int64 (outputs, "value", left + right);
  return TRUE;
}

NOOB_FUNCTION (add, "left: int64, right=: int64 -> value: int64")

static gboolean
divide (gpointer     state,
        NoobRecord  *inputs,
        NoobRecord  *outputs,
        GError     **error)
{
  gint64 value, by;

  if (!noob_record_get (inputs, error, "value", G_TYPE_INT64, &value, "by", G_TYPE_INT64, &by, NULL))
    return FALSE;

  noob_record_set_int64 (outputs, "quotient", value / by);
  noob_record_set_int64 (outputs, "rest", value % by);
  return TRUE;
}

NOOB_FUNCTION (divide, "value: int64, by: int64 -> quotient: int64, rest: int64")

/* Emits only what is a multiple of `of`. */
static gboolean
multiple (gpointer     state,
          NoobRecord  *inputs,
          NoobRecord  *outputs,
          GError     **error)
{
  gint64 value, of;

  if (!noob_record_get (inputs, error, "value", G_TYPE_INT64, &value, "of", G_TYPE_INT64, &of, NULL))
    return FALSE;

  if (value % of == 0)
    noob_record_set_int64 (outputs, "value", value);
  return TRUE;
}

NOOB_FUNCTION (multiple, "value: int64, of=: int64 -> value: int64")

static gboolean
emit_null (gpointer     state,
           NoobRecord  *inputs,
           NoobRecord  *outputs,
           GError     **error)
{
  noob_record_set_null (outputs, "value");
  return TRUE;
}

NOOB_FUNCTION (emit_null, "value= -> value")

/* The numbers below `n`. */
static gboolean
range (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  GArray *values;
  gint64 n;

  if (!noob_record_get (inputs, error, "n", G_TYPE_INT64, &n, NULL))
    return FALSE;

  values = g_array_new (FALSE, TRUE, sizeof (GValue));
  g_array_set_size (values, (guint) n);
  for (gint64 i = 0; i < n; i++)
    {
      g_value_init (&g_array_index (values, GValue, i), G_TYPE_INT64);
      g_value_set_int64 (&g_array_index (values, GValue, i), i);
    }
  noob_record_take_list (outputs, "value", noob_list_new_take (values));
  return TRUE;
}

NOOB_FUNCTION (range, "n: int64 -> value: list")

/* Writes what it is told to when it is deinitialized. */
static gpointer
marker_open (NoobRecord  *params,
             GError     **error)
{
  const char *path;

  return noob_record_get (params, error, "path", G_TYPE_STRING, &path, NULL) ? g_strdup (path)
                                                                             : NULL;
}

static void
marker_close (gpointer state)
{
  g_file_set_contents (state, "closed", -1, NULL);
  g_free (state);
}

static gboolean
marker (gpointer     state,
        NoobRecord  *inputs,
        NoobRecord  *outputs,
        GError     **error)
{
  return pass (state, inputs, outputs, error);
}

NOOB_STATEFUL_FUNCTION (marker, "value -> value")

/* Leaves a source behind that is always ready. */

static gboolean
on_idle (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
restless (gpointer     state,
          NoobRecord  *inputs,
          NoobRecord  *outputs,
          GError     **error)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, on_idle, NULL, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());

  return pass (state, inputs, outputs, error);
}

NOOB_FUNCTION (restless, "value -> value")

/* Functions that fail, when their value is `at`, or always. */

static gboolean
is_time (NoobRecord *inputs)
{
  const GValue *value = noob_record_get_value (inputs, "value");
  const GValue *at = noob_record_get_value (inputs, "at");

  return at == NULL || (value != NULL && noob_value_equal (value, at));
}

static gboolean
fail (gpointer     state,
      NoobRecord  *inputs,
      NoobRecord  *outputs,
      GError     **error)
{
  if (!is_time (inputs))
    return pass (state, inputs, outputs, error);

  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "the disk is full");
  return FALSE;
}

NOOB_FUNCTION (fail, "value, at= -> value")

static gboolean
fail_silently (gpointer     state,
               NoobRecord  *inputs,
               NoobRecord  *outputs,
               GError     **error)
{
  return !is_time (inputs) && pass (state, inputs, outputs, error);
}

NOOB_FUNCTION (fail_silently, "value, at= -> value")

static gboolean
emit_pointer (gpointer     state,
              NoobRecord  *inputs,
              NoobRecord  *outputs,
              GError     **error)
{
  GValue pointer = G_VALUE_INIT;

  if (!is_time (inputs))
    return pass (state, inputs, outputs, error);

  g_value_init (&pointer, G_TYPE_POINTER);
  g_value_set_pointer (&pointer, &pointer);
  noob_record_take_value (outputs, "value", &pointer);
  return TRUE;
}

NOOB_FUNCTION (emit_pointer, "value, at= -> value")

/* An object that can be sent, but that no process takes. */

G_DECLARE_FINAL_TYPE (Stranger, stranger, TEST, STRANGER, GObject)

struct _Stranger
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (Stranger, stranger, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (JSON_TYPE_SERIALIZABLE, NULL))

static void
stranger_class_init (StrangerClass *klass)
{
}

static void
stranger_init (Stranger *self)
{
}

static gboolean
emit_stranger (gpointer     state,
               NoobRecord  *inputs,
               NoobRecord  *outputs,
               GError     **error)
{
  GValue object = G_VALUE_INIT;

  if (!is_time (inputs))
    return pass (state, inputs, outputs, error);

  g_value_init (&object, stranger_get_type ());
  g_value_take_object (&object, g_object_new (stranger_get_type (), NULL));
  noob_record_take_value (outputs, "value", &object);
  return TRUE;
}

NOOB_FUNCTION (emit_stranger, "value, at= -> value")

static void
run_out_of_memory (void)
{
  const struct rlimit limit = { 0, 0 };

  setrlimit (RLIMIT_AS, &limit);
  while (TRUE)
    g_malloc (1024 * 1024);
}

static gboolean
die (gpointer     state,
     NoobRecord  *inputs,
     NoobRecord  *outputs,
     GError     **error)
{
  const char *how;

  if (!noob_record_get (inputs, error, "how", G_TYPE_STRING, &how, NULL))
    return FALSE;
  if (!is_time (inputs))
    return pass (state, inputs, outputs, error);

  g_printerr ("these are the last words\n");
  if (g_str_equal (how, "exit"))
    _exit (3);
  else if (g_str_equal (how, "abort"))
    abort ();
  else if (g_str_equal (how, "memory"))
    run_out_of_memory ();
  else
    raise (SIGKILL);

  return TRUE;
}

NOOB_FUNCTION (die, "value, how=: string, at= -> value")

/* Tells whoever reads the pipe at @path that it is time. */
static gboolean
tell (gpointer     state,
      NoobRecord  *inputs,
      NoobRecord  *outputs,
      GError     **error)
{
  const char *path;
  int fd;

  if (!noob_record_get (inputs, error, "path", G_TYPE_STRING, &path, NULL))
    return FALSE;
  if (!is_time (inputs))
    return pass (state, inputs, outputs, error);

  fd = open (path, O_WRONLY);
  if (fd < 0 || write (fd, "!", 1) != 1)
    g_printerr ("nobody can be told\n");
  close (fd);

  return pass (state, inputs, outputs, error);
}

NOOB_FUNCTION (tell, "value, at=, path=: string -> value")

/* Functions that never come back. */

static gboolean
hang_in_process (gpointer     state,
                 NoobRecord  *inputs,
                 NoobRecord  *outputs,
                 GError     **error)
{
  const char *path = NULL;

  if (!noob_record_get (inputs, error, "path?", G_TYPE_STRING, &path, NULL))
    return FALSE;
  if (!is_time (inputs))
    return pass (state, inputs, outputs, error);

  /* Whoever reads that pipe knows that this hangs now. */
  if (path != NULL && open (path, O_WRONLY) < 0)
    g_printerr ("nobody can be told\n");
  hang ();
  return TRUE;
}

NOOB_FUNCTION (hang_in_process, "value, at=, path=: string -> value")

static gpointer
fail_in_init_open (NoobRecord  *params,
                   GError     **error)
{
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "the camera is not there");
  return NULL;
}

static void
fail_in_init_close (gpointer state)
{
}

static gboolean
fail_in_init (gpointer     state,
              NoobRecord  *inputs,
              NoobRecord  *outputs,
              GError     **error)
{
  return pass (state, inputs, outputs, error);
}

NOOB_STATEFUL_FUNCTION (fail_in_init, "value -> value")

static gpointer
hang_in_init_open (NoobRecord  *params,
                   GError     **error)
{
  g_printerr ("looking for the camera\n");
  hang ();
  return g_new0 (char, 1);
}

static void
hang_in_init_close (gpointer state)
{
  g_free (state);
}

static gboolean
hang_in_init (gpointer     state,
              NoobRecord  *inputs,
              NoobRecord  *outputs,
              GError     **error)
{
  return pass (state, inputs, outputs, error);
}

NOOB_STATEFUL_FUNCTION (hang_in_init, "value -> value")

static gpointer
hang_in_deinit_open (NoobRecord  *params,
                     GError     **error)
{
  return g_new0 (char, 1);
}

static void
hang_in_deinit_close (gpointer state)
{
  hang ();
  g_free (state);
}

static gboolean
hang_in_deinit (gpointer     state,
                NoobRecord  *inputs,
                NoobRecord  *outputs,
                GError     **error)
{
  return pass (state, inputs, outputs, error);
}

NOOB_STATEFUL_FUNCTION (hang_in_deinit, "value -> value")

/* An asset: `size` bytes. */
static gboolean
ballast (gpointer     state,
         NoobRecord  *inputs,
         NoobRecord  *outputs,
         GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;
  guint8 *data;
  gint64 size;

  if (!noob_record_get (inputs, error, "size", G_TYPE_INT64, &size, NULL))
    return FALSE;

  data = g_malloc ((gsize) size);
  memset (data, 7, (gsize) size);
  bytes = g_bytes_new_take (data, (gsize) size);
  noob_record_set (outputs, "value", G_TYPE_BYTES, bytes, NULL);

  return TRUE;
}

NOOB_FUNCTION (ballast, "size: int64")

/* An object whose `count` nodes change in place. `TestLock` is one with nothing to tell. */

typedef struct
{
  GObject parent_instance;
  gint64  count;
} TestTally;

typedef GObjectClass TestTallyClass;

GType test_tally_get_type (void);
G_DEFINE_TYPE (TestTally, test_tally, G_TYPE_OBJECT)

static void
test_tally_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  g_value_set_int64 (value, ((TestTally *) object)->count);
}

static void
test_tally_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  ((TestTally *) object)->count = g_value_get_int64 (value);
}

static void
test_tally_class_init (TestTallyClass *klass)
{
  klass->get_property = test_tally_get_property;
  klass->set_property = test_tally_set_property;
  g_object_class_install_property (
    klass, 1,
    g_param_spec_int64 ("count", NULL, NULL, 0, G_MAXINT64, 0,
                        G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY));
}

static void
test_tally_init (TestTally *self)
{
}

typedef GObject TestLock;
typedef GObjectClass TestLockClass;

GType test_lock_get_type (void);
G_DEFINE_TYPE (TestLock, test_lock, G_TYPE_OBJECT)

static void
test_lock_class_init (TestLockClass *klass)
{
}

static void
test_lock_init (TestLock *self)
{
}

/* Emits the new count of a tally. */
static gboolean
tally (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  TestTally *self;

  if (!noob_record_get (inputs, error, "object", test_tally_get_type (), &self, NULL))
    return FALSE;

  noob_record_set_int64 (outputs, "value", ++self->count);

  return TRUE;
}

NOOB_FUNCTION (tally, "object, after? -> value: int64")

/* Emits the size of what it is given, and reads none of it. */
static gboolean
weigh (gpointer     state,
       NoobRecord  *inputs,
       NoobRecord  *outputs,
       GError     **error)
{
  GBytes *bytes;

  if (!noob_record_get (inputs, error, "bytes", G_TYPE_BYTES, &bytes, NULL))
    return FALSE;

  noob_record_set_int64 (outputs, "value", (gint64) g_bytes_get_size (bytes));

  return TRUE;
}

NOOB_FUNCTION (weigh, "bytes: bytes, after? -> value: int64")
