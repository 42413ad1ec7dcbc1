// A webhook receiver for measurements: it answers 204 to every POST and counts what is distinct.
//
//   sink [--port N] [--count N] [--timeout S] [--key-header NAME | --key-json NAME]
//
// It listens on 127.0.0.1 and prints "listening PORT" at once. It ends when N distinct keys have arrived, on SIGTERM,
// or after S seconds, and then prints one line of JSON. A key is the value of a header (default: webhook-id) or of
// the first JSON string field of that name in the body. Times are CLOCK_REALTIME, in microseconds since 1970, so that
// they can be set beside the sender's own. One thread and epoll: the sender under test must be the bottleneck.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <netinet/tcp.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_BYTES = 256 * 1024, EVENTS = 256 };

static const char ANSWER[] = "HTTP/1.1 204 No Content\r\n\r\n";
static const char REFUSED[] = "HTTP/1.1 411 Length Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

typedef struct {
  int socket;
  size_t filled;
  char *buffer;
} Connection;

static struct {
  uint64_t requests, distinct, bytes, connections, refused;
  int64_t first_us, last_us, last_new_us;
} seen;

static const char *key_name = "webhook-id";
static bool key_in_body = false;
static uint64_t wanted = 0;

// The keys seen so far: an open-addressing set of 64-bit FNV-1a hashes, at most half full.
static uint64_t *set;
static size_t set_size = 1 << 16;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int64_t now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static uint64_t hash(const char *text, size_t length) {
  uint64_t value = 14695981039346656037ULL;
  for (size_t i = 0; i < length; i++) value = (value ^ (unsigned char)text[i]) * 1099511628211ULL;
  return value == 0 ? 1 : value;
}

static bool insert_hash(uint64_t *table, size_t size, uint64_t value) {
  size_t at = value & (size - 1);
  while (table[at] != 0) {
    if (table[at] == value) return false;
    at = (at + 1) & (size - 1);
  }
  table[at] = value;
  return true;
}

static bool remember(const char *key, size_t length) {
  if (seen.distinct * 2 >= set_size) {
    uint64_t *larger = calloc(set_size * 2, sizeof *larger);
    if (!larger) fail("calloc");
    for (size_t i = 0; i < set_size; i++)
      if (set[i] != 0) insert_hash(larger, set_size * 2, set[i]);
    free(set);
    set = larger;
    set_size *= 2;
  }
  return insert_hash(set, set_size, hash(key, length));
}

// The value of a header, or NULL; `head` ends with the empty line.
static const char *header(const char *head, const char *end, const char *name, size_t *length) {
  size_t name_length = strlen(name);
  for (const char *line = memchr(head, '\n', end - head); line && ++line < end; line = memchr(line, '\n', end - line)) {
    if ((size_t)(end - line) <= name_length || strncasecmp(line, name, name_length) != 0 || line[name_length] != ':')
      continue;
    const char *value = line + name_length + 1;
    while (*value == ' ' || *value == '\t') value++;
    const char *stop = memchr(value, '\r', end - value);
    if (!stop) return NULL;
    *length = stop - value;
    return value;
  }
  return NULL;
}

static const char *json_string(const char *body, size_t bytes, const char *name, size_t *length) {
  char pattern[128];
  int pattern_length = snprintf(pattern, sizeof pattern, "\"%s\":\"", name);
  const char *value = memmem(body, bytes, pattern, pattern_length);
  if (!value) return NULL;
  value += pattern_length;
  const char *stop = memchr(value, '"', body + bytes - value);
  if (!stop) return NULL;
  *length = stop - value;
  return value;
}

static void record(const char *head, const char *body, size_t body_bytes) {
  size_t length = 0;
  const char *key =
      key_in_body ? json_string(body, body_bytes, key_name, &length) : header(head, body, key_name, &length);
  seen.last_us = now_us();
  if (seen.requests++ == 0) seen.first_us = seen.last_us;
  seen.bytes += body_bytes;
  if (key && remember(key, length)) {
    seen.distinct++;
    seen.last_new_us = seen.last_us;
  }
}

// Takes whole requests out of the buffer and answers them; false closes the connection.
static bool drain(Connection *connection) {
  char *start = connection->buffer;
  size_t left = connection->filled;
  while (left > 0) {
    const char *blank = memmem(start, left, "\r\n\r\n", 4);
    if (!blank) break;
    const char *body = blank + 4;
    size_t digits = 0;
    const char *text = header(start, body, "content-length", &digits);
    if (!text) {
      seen.refused++;
      if (write(connection->socket, REFUSED, sizeof REFUSED - 1) < 0) return false;
      return false;
    }
    size_t body_bytes = strtoull(text, NULL, 10), whole = body - start + body_bytes;
    if (whole > BUFFER_BYTES) return false;
    if (left < whole) break;
    record(start, body, body_bytes);
    if (write(connection->socket, ANSWER, sizeof ANSWER - 1) != (ssize_t)sizeof ANSWER - 1) return false;
    start += whole;
    left -= whole;
  }
  if (left > 0 && start != connection->buffer) memmove(connection->buffer, start, left);
  connection->filled = left;
  return left < BUFFER_BYTES;
}

static void finish(Connection *connection) {
  close(connection->socket);
  free(connection->buffer);
  free(connection);
}

static void receive(Connection *connection) {
  ssize_t got = read(
      connection->socket, connection->buffer + connection->filled, BUFFER_BYTES - connection->filled);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got > 0) {
    connection->filled += got;
    if (drain(connection)) return;
  }
  finish(connection);
}

static void accept_all(int listener, int epoll) {
  int socket;
  while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    Connection *connection = calloc(1, sizeof *connection);
    if (!connection || !(connection->buffer = malloc(BUFFER_BYTES))) fail("malloc");
    connection->socket = socket;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) < 0) fail("epoll_ctl");
    seen.connections++;
  }
}

static int listen_on(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
  if (listener < 0) fail("socket");
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, length) < 0) fail("bind");
  if (listen(listener, 4096) < 0) fail("listen");
  getsockname(listener, (struct sockaddr *)&address, &length);
  printf("listening %d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

static int end_signals(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigprocmask(SIG_BLOCK, &signals, NULL);
  return signalfd(-1, &signals, SFD_CLOEXEC);
}

static int end_timer(long seconds) {
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  struct itimerspec when = {.it_value.tv_sec = seconds};
  if (timer < 0 || timerfd_settime(timer, 0, &when, NULL) < 0) fail("timerfd");
  return timer;
}

static void watch(int epoll, int file, void *mark) {
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = mark};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event) < 0) fail("epoll_ctl");
}

int main(int count, char **arguments) {
  int port = 0;
  long timeout = 600;
  for (int i = 1; i + 1 < count; i += 2) {
    const char *name = arguments[i], *value = arguments[i + 1];
    if (!strcmp(name, "--port")) port = atoi(value);
    else if (!strcmp(name, "--count")) wanted = strtoull(value, NULL, 10);
    else if (!strcmp(name, "--timeout")) timeout = atol(value);
    else if (!strcmp(name, "--key-header")) key_name = value;
    else if (!strcmp(name, "--key-json")) key_name = value, key_in_body = true;
    else return fprintf(stderr, "sink: unknown option %s\n", name), 2;
  }
  signal(SIGPIPE, SIG_IGN);
  if (!(set = calloc(set_size, sizeof *set))) fail("calloc");
  static int accepting, ending;
  int epoll = epoll_create1(EPOLL_CLOEXEC), listener = listen_on(port);
  watch(epoll, listener, &accepting);
  watch(epoll, end_signals(), &ending);
  watch(epoll, end_timer(timeout), &ending);
  struct epoll_event events[EVENTS];
  bool done = false;
  while (!done) {
    int ready = epoll_wait(epoll, events, EVENTS, -1);
    if (ready < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < ready; i++) {
      if (events[i].data.ptr == &accepting) accept_all(listener, epoll);
      else if (events[i].data.ptr == &ending) done = true;
      else receive(events[i].data.ptr);
    }
    done = done || (wanted > 0 && seen.distinct >= wanted);
  }
  printf(
      "{\"requests\":%llu,\"distinct\":%llu,\"bytes\":%llu,\"connections\":%llu,\"refused\":%llu,"
      "\"first_us\":%lld,\"last_us\":%lld,\"last_new_us\":%lld}\n",
      (unsigned long long)seen.requests, (unsigned long long)seen.distinct, (unsigned long long)seen.bytes,
      (unsigned long long)seen.connections, (unsigned long long)seen.refused, (long long)seen.first_us,
      (long long)seen.last_us, (long long)seen.last_new_us);
  return 0;
}
