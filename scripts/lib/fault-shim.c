// Makes system calls of one process fail, or its clock go wrong, while it runs: for tests of the real service.
//
//   MILEPOST_FAULTS=FILE LD_PRELOAD=fault-shim.so milepostd …
//
// FILE holds a `struct faults`, mapped and read at every call, so that a test can write into it from outside. Writes,
// truncations and syncs of files whose path contains `path` fail with `error`, after the first `after` of them, `times`
// in a row (below zero: until told otherwise). The real-time clock shows `clock_ms` more than it is.
//
// With MILEPOST_UNSYNCED=FOLDER every write to such a file is kept there too, with what it wrote over, until a sync of
// the file: what is in FOLDER when the process is killed is what a power loss could have undone. One file for each of
// them, of records: `struct record`, the bytes before, the bytes after.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct faults {
  volatile int64_t error, after, times, hits, clock_ms;
  char path[64];
};

struct record {
  int64_t at, size_before, size_after, before, after;
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

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

// The file beside `file` that keeps what is not synced; -1 when nobody wants it.
static int unsynced(int file) {
  const char *folder = getenv("MILEPOST_UNSYNCED");
  if (!folder || !faults || !is_meant(file)) return -1;
  char link[32], path[512], name[1024];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t count = readlink(link, path, sizeof path - 1);
  if (count < 0) return -1;
  path[count] = 0;
  const char *last = strrchr(path, '/');
  snprintf(name, sizeof name, "%s/%s", folder, last ? last + 1 : path);
  return open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void put(int kept, const struct record *record, const void *before, const void *after) {
  struct iovec parts[] = {{(void *)record, sizeof *record}, {(void *)before, record->before}, {(void *)after, record->after}};
  if (writev(kept, parts, 3) < 0) abort();
}

static int64_t size_of(int file) {
  struct stat status;
  return fstat(file, &status) == 0 ? status.st_size : 0;
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, #name)

ssize_t pwrite64(int file, const void *bytes, size_t amount, off64_t at) {
  REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
  if (fails(file)) return -1;
  int kept = unsynced(file);
  if (kept < 0) return real(file, bytes, amount, at);
  pthread_mutex_lock(&order);
  struct record record = {at, size_of(file), 0, 0, amount};
  char *before = malloc(amount);
  ssize_t there = pread(file, before, amount, at);
  record.before = there > 0 ? there : 0;
  record.size_after = record.size_before > at + (int64_t)amount ? record.size_before : at + (int64_t)amount;
  put(kept, &record, before, bytes);
  ssize_t written = real(file, bytes, amount, at);
  pthread_mutex_unlock(&order);
  free(before);
  close(kept);
  return written;
}

ssize_t pwrite(int file, const void *bytes, size_t amount, off_t at) { return pwrite64(file, bytes, amount, at); }

// Whatever is written while the sync runs is not covered by it: none is.
static int synced(int file, int (*real)(int)) {
  int kept = unsynced(file);
  if (kept < 0) return real(file);
  pthread_mutex_lock(&order);
  int code = real(file);
  static int (*cut)(int, off64_t);
  if (!cut) cut = dlsym(RTLD_NEXT, "ftruncate64");
  if (code == 0 && cut(kept, 0) != 0) abort();
  pthread_mutex_unlock(&order);
  close(kept);
  return code;
}

int fdatasync(int file) {
  REAL(int, fdatasync, int);
  return fails(file) ? -1 : synced(file, real);
}

int fsync(int file) {
  REAL(int, fsync, int);
  return fails(file) ? -1 : synced(file, real);
}

int ftruncate64(int file, off64_t size) {
  REAL(int, ftruncate64, int, off64_t);
  if (fails(file)) return -1;
  int kept = unsynced(file);
  if (kept < 0) return real(file, size);
  pthread_mutex_lock(&order);
  struct record record = {size, size_of(file), size, 0, 0};
  record.before = record.size_before > size ? record.size_before - size : 0;
  char *before = malloc(record.before + 1);
  if (pread(file, before, record.before, size) != record.before) abort();
  put(kept, &record, before, NULL);
  int code = real(file, size);
  pthread_mutex_unlock(&order);
  free(before);
  close(kept);
  return code;
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
