/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The yardstick: a source, relays and a collector, each a process of its own, on nothing but
 * libzmq over ipc. The processes form a ring, so that the collector can also send and wait for what
 * it sent to come round.
 *
 *   bare-chain free RELAYS SIZE COUNT   the source sends all it can; messages a second
 *   bare-chain trip RELAYS SIZE COUNT   the collector sends, and waits, over and over; µs of each */

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>

#define MAX_SECONDS 120
#define COPIED_SIZE 4096 /* larger ones are sent as they are */

typedef struct
{
  bool     trip;
  unsigned n_relays;
  size_t   size;
  size_t   count;
  char     folder[32];
} Job;

typedef struct
{
  const Job         *job;
  pthread_barrier_t *barrier; /* shared by all processes */
  unsigned           place;   /* the source's is 0, the collector's the last */
  void              *context;
  void              *input;
  void              *output;
  char              *payload;
} Station;

static void
check (bool        holds,
       const char *what)
{
  if (holds)
    return;

  fprintf (stderr, "bare-chain: %s: %s\n", what, zmq_strerror (errno));
  exit (EXIT_FAILURE);
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);

  return (double) time.tv_sec * 1e6 + (double) time.tv_nsec / 1e3;
}

static unsigned
last_place (const Job *job)
{
  return job->n_relays + 1;
}

static void
format_address (const Job *job,
                unsigned   place,
                char       address[64])
{
  snprintf (address, 64, "ipc://%s/%u", job->folder, place);
}

static void *
open_socket (Station *self,
             int      type)
{
  const int unlimited = 0, linger = 0;
  void *socket = zmq_socket (self->context, type);

  check (socket != NULL, "cannot make a socket");
  zmq_setsockopt (socket, ZMQ_SNDHWM, &unlimited, sizeof unlimited);
  zmq_setsockopt (socket, ZMQ_RCVHWM, &unlimited, sizeof unlimited);
  zmq_setsockopt (socket, ZMQ_LINGER, &linger, sizeof linger);

  return socket;
}

/* An XPUB sends as a PUB does, and also tells of subscribers: what is sent after that, they get. */
static void
wait_for_subscriber (Station *self)
{
  char subscription[1];

  check (zmq_recv (self->output, subscription, sizeof subscription, 0) == 1, "no subscriber");
}

static void
station_open (Station *self)
{
  unsigned n_stations = last_place (self->job) + 1;
  char address[64];

  self->context = zmq_ctx_new ();
  self->output = open_socket (self, ZMQ_XPUB);
  format_address (self->job, self->place, address);
  check (zmq_bind (self->output, address) == 0, "cannot bind");
  pthread_barrier_wait (self->barrier);

  self->input = open_socket (self, ZMQ_SUB);
  format_address (self->job, (self->place + n_stations - 1) % n_stations, address);
  check (zmq_setsockopt (self->input, ZMQ_SUBSCRIBE, "", 0) == 0, "cannot subscribe");
  check (zmq_connect (self->input, address) == 0, "cannot connect");
  wait_for_subscriber (self);
  pthread_barrier_wait (self->barrier);
}

static void
station_close (Station *self)
{
  char path[64];

  pthread_barrier_wait (self->barrier);
  zmq_close (self->input);
  zmq_close (self->output);
  zmq_ctx_term (self->context);

  snprintf (path, sizeof path, "%s/%u", self->job->folder, self->place);
  unlink (path);
}

static void
keep_payload (void *data,
              void *hint)
{
}

static void
send_payload (Station *self)
{
  size_t size = self->job->size;
  zmq_msg_t message;

  if (size > COPIED_SIZE)
    {
      check (zmq_msg_init_data (&message, self->payload, size, keep_payload, NULL) == 0,
             "no memory");
    }
  else
    {
      check (zmq_msg_init_size (&message, size) == 0, "no memory");
      memcpy (zmq_msg_data (&message), self->payload, size);
    }

  check (zmq_msg_send (&message, self->output, ZMQ_DONTWAIT) >= 0, "cannot send");
}

static void
wait_for_input (Station *self)
{
  zmq_pollitem_t item = { self->input, 0, ZMQ_POLLIN, 0 };

  while (zmq_poll (&item, 1, -1) < 0)
    check (errno == EINTR, "cannot poll");
}

/* Takes all that is there, and hands it on unless this is the end of the chain. */
static size_t
drain (Station *self,
       bool     relay)
{
  size_t n = 0;
  zmq_msg_t message;

  wait_for_input (self);
  zmq_msg_init (&message);
  for (; zmq_msg_recv (&message, self->input, ZMQ_DONTWAIT) >= 0; n++)
    if (relay)
      check (zmq_msg_send (&message, self->output, ZMQ_DONTWAIT) >= 0, "cannot send");
  check (errno == EAGAIN, "cannot receive");
  zmq_msg_close (&message);

  return n;
}

static void
collect (Station *self)
{
  double start = now ();

  for (size_t n = 0; n < self->job->count;)
    n += drain (self, false);

  printf ("{\"per_second\": %.1f}\n", 1e6 * (double) self->job->count / (now () - start));
}

static int
compare_times (const void *a,
               const void *b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
make_trips (Station *self)
{
  size_t count = self->job->count;
  double *times = calloc (count, sizeof *times);

  check (times != NULL, "no memory");
  for (size_t i = 0; i < count; i++)
    {
      double start = now ();

      send_payload (self);
      drain (self, false);
      times[i] = now () - start;
    }

  qsort (times, count, sizeof *times, compare_times);
  printf ("{\"p50_us\": %.2f, \"p99_us\": %.2f}\n", times[count / 2], times[count * 99 / 100]);
  free (times);
}

static void
station_work (Station *self)
{
  const Job *job = self->job;

  if (self->place == last_place (job))
    {
      if (job->trip)
        make_trips (self);
      else
        collect (self);
    }
  else if (self->place == 0 && !job->trip)
    {
      for (size_t i = 0; i < job->count; i++)
        send_payload (self);
    }
  else
    {
      for (size_t n = 0; n < job->count;)
        n += drain (self, true);
    }
}

static void
run_station (const Job         *job,
             pthread_barrier_t *barrier,
             unsigned           place)
{
  Station self = { .job = job, .barrier = barrier, .place = place };

  alarm (MAX_SECONDS);
  self.payload = calloc (1, job->size);
  check (self.payload != NULL, "no memory");
  memset (self.payload, 1, job->size);

  station_open (&self);
  station_work (&self);
  station_close (&self);
  free (self.payload);
}

static void
fork_station (const Job         *job,
              pthread_barrier_t *barrier,
              unsigned           place)
{
  pid_t pid = fork ();
  char name[16];

  check (pid >= 0, "cannot fork");
  if (pid > 0)
    return;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  snprintf (name, sizeof name, place == 0 ? "bare-source" : "bare-relay-%u", place);
  prctl (PR_SET_NAME, name);
  run_station (job, barrier, place);
  _exit (EXIT_SUCCESS);
}

static pthread_barrier_t *
make_barrier (unsigned n_stations)
{
  pthread_barrier_t *barrier = mmap (NULL, sizeof *barrier, PROT_READ | PROT_WRITE,
                                     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_barrierattr_t attributes;

  check (barrier != MAP_FAILED, "no memory");
  pthread_barrierattr_init (&attributes);
  pthread_barrierattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  pthread_barrier_init (barrier, &attributes, n_stations);
  pthread_barrierattr_destroy (&attributes);

  return barrier;
}

int
main (int   argc,
      char *argv[])
{
  Job job = { .folder = "/tmp/bare-chain-XXXXXX" };
  pthread_barrier_t *barrier;

  if (argc != 5 || (strcmp (argv[1], "free") != 0 && strcmp (argv[1], "trip") != 0))
    {
      fprintf (stderr, "usage: bare-chain free|trip RELAYS SIZE COUNT\n");
      return EXIT_FAILURE;
    }

  job.trip = strcmp (argv[1], "trip") == 0;
  job.n_relays = (unsigned) strtoul (argv[2], NULL, 10);
  job.size = strtoul (argv[3], NULL, 10);
  job.count = strtoul (argv[4], NULL, 10);
  check (mkdtemp (job.folder) != NULL, "cannot make a folder");

  barrier = make_barrier (last_place (&job) + 1);
  for (unsigned place = 0; place < last_place (&job); place++)
    fork_station (&job, barrier, place);
  prctl (PR_SET_NAME, "bare-collector");
  run_station (&job, barrier, last_place (&job));
  while (waitpid (-1, NULL, 0) > 0)
    continue;
  rmdir (job.folder);

  return EXIT_SUCCESS;
}
