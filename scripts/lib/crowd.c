// Those who look, for measurements: event streams that stay open, and pages loaded at a steady rate.
//
//   crowd PORT STREAMS RATE PATH...      with a token in MILEPOST_TOKEN
//
// It prints "ready" once every stream has said hello, loads RATE pages a second from then on, each PATH in turn, and on
// SIGTERM prints one line of JSON. A load is timed from the moment at which it was due, so a server that falls behind
// cannot hide it. One thread, epoll, requests made beforehand: it shares the machine with what it measures, and tells
// the processor time that it took itself.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { LOADERS = 32, EVENTS = 256, BUFFER = 256 * 1024, HEAD = 4096, TICK_MS = 5, SAMPLES = 1 << 20, PATHS = 16 };

typedef struct {
  int socket;
  bool is_stream, said_hello, is_busy;
  int64_t due_us;
  size_t head_filled, body_left;
  bool is_in_body;
  char head[HEAD];
} Line;

static char *requests[PATHS];
static int paths;
static const char *token;
static int port;
static Line *streams, *loaders;
static int stream_count;
static uint64_t hellos, changes, cut, failed, loads, issued;
static int64_t *waits;
static int64_t started_us;
static double rate;
static int poller;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int64_t now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void say(Line *line, const char *text) {
  size_t length = strlen(text);
  if (send(line->socket, text, length, MSG_NOSIGNAL) != (ssize_t)length) failed++;
}

static void open_line(Line *line) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
  line->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (line->socket < 0) fail("socket");
  if (connect(line->socket, (struct sockaddr *)&to, sizeof to) != 0) fail("connect");
  int on = 1;
  setsockopt(line->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = line};
  if (epoll_ctl(poller, EPOLL_CTL_ADD, line->socket, &event) != 0) fail("epoll_ctl");
}

static char *request(const char *path) {
  char *text = NULL;
  if (asprintf(&text, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n\r\n", path, port, token) < 0) fail("asprintf");
  return text;
}

static uint64_t count(const char *data, size_t length, const char *word) {
  uint64_t found = 0;
  const char *end = data + length;
  while ((data = memmem(data, (size_t)(end - data), word, strlen(word)))) {
    found++;
    data += strlen(word);
  }
  return found;
}

static void close_line(Line *line) {
  epoll_ctl(poller, EPOLL_CTL_DEL, line->socket, NULL);
  close(line->socket);
  line->socket = -1;
}

static void heard(Line *line, const char *data, size_t length) {
  if (!line->said_hello && count(data, length, "event: hello")) {
    line->said_hello = true;
    if (++hellos == (uint64_t)stream_count) {
      puts("ready");
      fflush(stdout);
      started_us = now_us();
    }
  }
  changes += count(data, length, "event: change");
}

static void finish(Line *line) {
  if (strncmp(line->head, "HTTP/1.1 200", 12) != 0) failed++;
  if (loads < SAMPLES) waits[loads] = now_us() - line->due_us;
  loads++;
  line->is_busy = line->is_in_body = false;
  line->head_filled = 0;
}

// Headers are kept until they end; of the body only the length matters.
static void loaded(Line *line, const char *data, size_t length) {
  while (length > 0) {
    if (line->is_in_body) {
      size_t taken = length < line->body_left ? length : line->body_left;
      line->body_left -= taken;
      data += taken;
      length -= taken;
      if (line->body_left == 0) finish(line);
      continue;
    }
    size_t room = HEAD - 1 - line->head_filled, taken = length < room ? length : room;
    memcpy(line->head + line->head_filled, data, taken);
    line->head[line->head_filled + taken] = 0;
    char *end = strstr(line->head, "\r\n\r\n");
    if (!end) {
      line->head_filled += taken;
      if (line->head_filled == HEAD - 1) fail("headers too long");
      return;
    }
    size_t used = (size_t)(end + 4 - line->head) - line->head_filled;
    data += used;
    length -= used;
    char *field = strcasestr(line->head, "\r\ncontent-length:");
    line->body_left = field ? strtoull(field + 17, NULL, 10) : 0;
    line->is_in_body = true;
    if (line->body_left == 0) finish(line);
  }
}

// What is due goes out on whatever connection is free; what finds none stays due.
static void load_due(void) {
  if (!started_us || rate <= 0) return;
  int64_t now = now_us();
  for (int place = 0; place < LOADERS; place++) {
    Line *line = &loaders[place];
    int64_t due = started_us + (int64_t)((double)issued * 1e6 / rate);
    if (due > now) return;
    if (line->is_busy) continue;
    line->is_busy = true;
    line->due_us = due;
    say(line, requests[issued++ % (uint64_t)paths]);
  }
}

static int ascending(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y;
}

static void report(void) {
  uint64_t kept = loads < SAMPLES ? loads : SAMPLES;
  qsort(waits, kept, sizeof *waits, ascending);
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  double seconds = started_us ? (double)(now_us() - started_us) / 1e6 : 0;
  double cpu = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec)
               + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
  printf("{\"seconds\":%.3f,\"streams\":%llu,\"cut\":%llu,\"events\":%llu,\"due\":%.0f,\"loads\":%llu,\"failed\":%llu,"
         "\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f,\"cpu_s\":%.2f}\n",
         seconds, (unsigned long long)hellos, (unsigned long long)cut, (unsigned long long)changes, seconds * rate,
         (unsigned long long)loads, (unsigned long long)failed, kept ? (double)waits[kept / 2] / 1e3 : 0,
         kept ? (double)waits[kept * 99 / 100] / 1e3 : 0, kept ? (double)waits[kept - 1] / 1e3 : 0, cpu);
}

int main(int argc, char **argv) {
  token = getenv("MILEPOST_TOKEN");
  if (argc < 5 || argc - 4 > PATHS || !token) {
    fprintf(stderr, "usage: MILEPOST_TOKEN=... crowd PORT STREAMS RATE PATH...\n");
    return 2;
  }
  port = atoi(argv[1]);
  stream_count = atoi(argv[2]);
  rate = atof(argv[3]);
  for (int place = 4; place < argc; place++) requests[paths++] = request(argv[place]);
  waits = calloc(SAMPLES, sizeof *waits);
  streams = calloc((size_t)stream_count + 1, sizeof *streams);
  loaders = calloc(LOADERS, sizeof *loaders);
  char *buffer = malloc(BUFFER);
  if (!waits || !streams || !loaders || !buffer) fail("memory");
  poller = epoll_create1(EPOLL_CLOEXEC);

  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigprocmask(SIG_BLOCK, &stops, NULL);
  int stop = signalfd(-1, &stops, SFD_CLOEXEC);
  int clock = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  struct itimerspec every = {{0, TICK_MS * 1000000L}, {0, TICK_MS * 1000000L}};
  timerfd_settime(clock, 0, &every, NULL);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = &stop};
  epoll_ctl(poller, EPOLL_CTL_ADD, stop, &event);
  event.data.ptr = &clock;
  epoll_ctl(poller, EPOLL_CTL_ADD, clock, &event);

  char *listen = request("/v1/events");
  for (int place = 0; place < stream_count; place++) {
    streams[place].is_stream = true;
    open_line(&streams[place]);
    say(&streams[place], listen);
  }
  for (int place = 0; place < LOADERS; place++) open_line(&loaders[place]);
  if (stream_count == 0) {
    puts("ready");
    fflush(stdout);
    started_us = now_us();
  }
  struct epoll_event found[EVENTS];
  for (;;) {
    int number = epoll_wait(poller, found, EVENTS, -1);
    if (number < 0 && errno != EINTR) fail("epoll_wait");
    for (int place = 0; place < number; place++) {
      if (found[place].data.ptr == &stop) {
        report();
        return 0;
      }
      if (found[place].data.ptr == &clock) {
        uint64_t ticks;
        if (read(clock, &ticks, sizeof ticks) > 0) load_due();
        continue;
      }
      Line *line = found[place].data.ptr;
      if (line->socket < 0) continue;
      ssize_t length = recv(line->socket, buffer, BUFFER, MSG_DONTWAIT);
      if (length < 0 && errno == EAGAIN) continue;
      if (length <= 0) {
        close_line(line);
        if (line->is_stream) {
          cut++;
        } else {
          failed += line->is_busy;
          memset(line, 0, sizeof *line);
          open_line(line);
        }
      } else if (line->is_stream) {
        heard(line, buffer, (size_t)length);
      } else {
        loaded(line, buffer, (size_t)length);
      }
    }
  }
}
