// Makes system calls of one process fail, or its clock go wrong, while it runs: for tests of the real service.
//
//   MILEPOST_FAULTS=FILE LD_PRELOAD=fault-shim.so milepostd …
//
// FILE holds a `struct faults`, mapped and read at every call, so that a test can write into it from outside. Writes,
// truncations and syncs of files whose path contains `path` fail with `error`, after the first `after` of them, `times`
// in a row (below zero: until told otherwise). The real-time clock shows `clock_ms` more than it is.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct faults {
  volatile int64_t error, after, times, hits, clock_ms;
  char path[64];
};

static struct faults *faults;

__attribute__((constructor)) static void begin(void) {
  const char *name = getenv("MILEPOST_FAULTS");
  int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *mapped = mmap(NULL, sizeof(struct faults), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (mapped != MAP_FAILED) faults = mapped;
}

static int is_meant(int file) {
  char link[32], path[512];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t count = readlink(link, path, sizeof path - 1);
  if (count < 0) return 0;
  path[count] = 0;
  return strstr(path, faults->path) != NULL;
}

static int fails(int file) {
  if (!faults || !faults->error || !faults->times || !is_meant(file)) return 0;
  if (__atomic_fetch_sub(&faults->after, 1, __ATOMIC_SEQ_CST) > 0) return 0;
  if (faults->times > 0) __atomic_fetch_sub(&faults->times, 1, __ATOMIC_SEQ_CST);
  __atomic_fetch_add(&faults->hits, 1, __ATOMIC_SEQ_CST);
  errno = (int)faults->error;
  return 1;
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, #name)

ssize_t pwrite64(int file, const void *bytes, size_t amount, off64_t at) {
  REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
  return fails(file) ? -1 : real(file, bytes, amount, at);
}

ssize_t pwrite(int file, const void *bytes, size_t amount, off_t at) { return pwrite64(file, bytes, amount, at); }

int fdatasync(int file) {
  REAL(int, fdatasync, int);
  return fails(file) ? -1 : real(file);
}

int fsync(int file) {
  REAL(int, fsync, int);
  return fails(file) ? -1 : real(file);
}

int ftruncate64(int file, off64_t size) {
  REAL(int, ftruncate64, int, off64_t);
  return fails(file) ? -1 : real(file, size);
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

int clock_gettime(clockid_t clock, struct timespec *time) {
  REAL(int, clock_gettime, clockid_t, struct timespec *);
  int code = real(clock, time);
  if (code == 0 && faults && faults->clock_ms && clock == CLOCK_REALTIME) {
    int64_t total = time->tv_sec * 1000 + time->tv_nsec / 1000000 + faults->clock_ms;
    time->tv_sec = total / 1000;
    time->tv_nsec = total % 1000 * 1000000 + time->tv_nsec % 1000000;
  }
  return code;
}

// By this one libcurl sees how old the addresses are that it remembers.
time_t time(time_t *place) {
  struct timespec now = {0, 0};
  clock_gettime(CLOCK_REALTIME, &now);
  if (place) *place = now.tv_sec;
  return now.tv_sec;
}
