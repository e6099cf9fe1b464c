/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tells the thread sanitizer what GLib, which is not instrumented, does to hand things from thread to
 * thread: its locks and references are no pthread calls, so that all that they guard would look like
 * a race. To be preloaded; what is defined here comes before GLib's own. The library itself needs no
 * annotations. */

#include <gio/gio.h>
#include <glib-unix.h>

#include <dlfcn.h>
#include <zmq.h>

/* Not there in programs that are not instrumented, such as interpreters. */
__attribute__ ((weak)) void __tsan_acquire (void *address);
__attribute__ ((weak)) void __tsan_release (void *address);

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

#undef g_object_unref
#undef g_atomic_ref_count_dec
#undef g_once_init_leave

static void
acquire (gconstpointer address)
{
  if (__tsan_acquire != NULL)
    __tsan_acquire ((gpointer) address);
}

static void
release (gconstpointer address)
{
  if (__tsan_release != NULL)
    __tsan_release ((gpointer) address);
}

/* Locks. */

void
g_mutex_lock (GMutex *mutex)
{
  REAL (g_mutex_lock) (mutex);
  acquire (mutex);
}

void
g_mutex_unlock (GMutex *mutex)
{
  release (mutex);
  REAL (g_mutex_unlock) (mutex);
}

void
g_cond_wait (GCond  *cond,
             GMutex *mutex)
{
  release (mutex);
  REAL (g_cond_wait) (cond, mutex);
  acquire (mutex);
}

gboolean
g_cond_wait_until (GCond  *cond,
                   GMutex *mutex,
                   gint64  end)
{
  gboolean woken;

  release (mutex);
  woken = REAL (g_cond_wait_until) (cond, mutex, end);
  acquire (mutex);
  return woken;
}

/* What is done once: whoever asks whether it was reads this atomically, which the sanitizer sees. */

void
g_once_init_leave (volatile void *location,
                   gsize          result)
{
  release ((gconstpointer) location);
  REAL (g_once_init_leave) (location, result);
}

/* References: whoever drops the last one comes after all others. */

gboolean
g_atomic_ref_count_dec (gatomicrefcount *count)
{
  gboolean last;

  release (count);
  last = REAL (g_atomic_ref_count_dec) (count);
  if (last)
    acquire (count);
  return last;
}

/* These free what they hold before they return, which is too late to say so. */
#define UNREF(name, Type) \
  void \
  name (Type object) \
  { \
    release (object); \
    acquire (object); \
    REAL (name) (object); \
  }

UNREF (g_object_unref, gpointer)
UNREF (g_bytes_unref, GBytes *)
UNREF (g_variant_unref, GVariant *)
UNREF (g_ptr_array_unref, GPtrArray *)
UNREF (g_hash_table_unref, GHashTable *)
UNREF (g_atomic_rc_box_release, gpointer)

void
g_atomic_rc_box_release_full (gpointer       box,
                              GDestroyNotify clear)
{
  release (box);
  acquire (box);
  REAL (g_atomic_rc_box_release_full) (box, clear);
}

/* Threads, from beginning to end. */

typedef struct
{
  GThreadFunc func;
  gpointer    data;
} Start;

static char all_ends;

static gpointer
run_thread (gpointer data)
{
  Start *start = data;
  gpointer result;

  acquire (start);
  result = start->func (start->data);
  g_free (start);
  release (&all_ends);
  return result;
}

GThread *
g_thread_new (const char  *name,
              GThreadFunc  func,
              gpointer     data)
{
  Start *start = g_new (Start, 1);

  *start = (Start) { func, data };
  release (start);
  return REAL (g_thread_new) (name, run_thread, start);
}

gpointer
g_thread_join (GThread *thread)
{
  gpointer result = REAL (g_thread_join) (thread);

  acquire (&all_ends);
  return result;
}

/* Main contexts: what is attached, or made ready, before it is dispatched. */

static void
hand_to (GMainContext *context)
{
  release (context != NULL ? context : g_main_context_default ());
}

/* The functions of a kind of source, and ours in place of them. */
typedef struct
{
  GSourceFuncs        funcs;
  const GSourceFuncs *replaced;
} Kind;

static gboolean
take_and_dispatch (GSource     *source,
                   GSourceFunc  callback,
                   gpointer     data)
{
  acquire (g_source_get_context (source));
  return ((Kind *) source->source_funcs)->replaced->dispatch (source, callback, data);
}

/* Kinds are few, and kept. */
static GSourceFuncs *
replace (const GSourceFuncs *funcs)
{
  static GMutex lock;
  static GHashTable *kinds;
  Kind *kind;

  g_mutex_lock (&lock);
  if (kinds == NULL)
    kinds = g_hash_table_new (NULL, NULL);
  kind = g_hash_table_lookup (kinds, funcs);
  if (kind == NULL)
    {
      kind = g_new (Kind, 1);
      *kind = (Kind) { *funcs, funcs };
      kind->funcs.dispatch = take_and_dispatch;
      g_hash_table_insert (kinds, (gpointer) funcs, kind);
    }
  g_mutex_unlock (&lock);
  return &kind->funcs;
}

guint
g_source_attach (GSource      *source,
                 GMainContext *context)
{
  const GSourceFuncs *funcs = source->source_funcs;

  hand_to (context);
  /* GLib knows these by their functions. */
  if (funcs != &g_child_watch_funcs && funcs != &g_unix_signal_funcs)
    source->source_funcs = replace (funcs);
  return REAL (g_source_attach) (source, context);
}

void
g_source_set_ready_time (GSource *source,
                         gint64   ready_time)
{
  if (!g_source_is_destroyed (source) && g_source_get_context (source) != NULL)
    hand_to (g_source_get_context (source));
  REAL (g_source_set_ready_time) (source, ready_time);
}

typedef struct
{
  GSourceFunc    func;
  gpointer       data;
  GDestroyNotify notify;
} Invocation;

static gboolean
invoke (gpointer data)
{
  Invocation *invocation = data;

  acquire (invocation);
  return invocation->func (invocation->data);
}

static void
end_invocation (gpointer data)
{
  Invocation *invocation = data;

  if (invocation->notify != NULL)
    invocation->notify (invocation->data);
  g_free (invocation);
}

void
g_main_context_invoke_full (GMainContext  *context,
                            int            priority,
                            GSourceFunc    func,
                            gpointer       data,
                            GDestroyNotify notify)
{
  Invocation *invocation = g_new (Invocation, 1);

  *invocation = (Invocation) { func, data, notify };
  release (invocation);
  REAL (g_main_context_invoke_full) (context, priority, invoke, invocation, end_invocation);
}

void
g_main_context_invoke (GMainContext *context,
                       GSourceFunc   func,
                       gpointer      data)
{
  g_main_context_invoke_full (context, G_PRIORITY_DEFAULT, func, data, NULL);
}

/* Messages that go from thread to thread of one process: zmq passes the memory on by queues of its
 * own. Small ones are within the message, which zmq copies. */

int
zmq_msg_send (zmq_msg_t *message,
              void      *zmq_socket,
              int        flags)
{
  release (zmq_msg_data (message));
  return REAL (zmq_msg_send) (message, zmq_socket, flags);
}

int
zmq_msg_recv (zmq_msg_t *message,
              void      *zmq_socket,
              int        flags)
{
  int size = REAL (zmq_msg_recv) (message, zmq_socket, flags);

  if (size >= 0)
    acquire (zmq_msg_data (message));
  return size;
}

/* What zmq's own thread hands back. */

typedef struct
{
  zmq_free_fn *end;
  void        *hint;
} Loan;

static void
end_loan (void *data,
          void *hint)
{
  Loan *loan = hint;

  acquire (loan);
  loan->end (data, loan->hint);
  g_free (loan);
}

int
zmq_msg_init_data (zmq_msg_t   *message,
                   void        *data,
                   size_t       size,
                   zmq_free_fn *end,
                   void        *hint)
{
  Loan *loan = g_new (Loan, 1);

  *loan = (Loan) { end, hint };
  release (loan);
  return REAL (zmq_msg_init_data) (message, data, size, end_loan, loan);
}
