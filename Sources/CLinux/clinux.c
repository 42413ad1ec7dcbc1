#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <malloc.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

int milepost_peer_of(int socket, struct milepost_peer *peer) {
  struct ucred credentials;
  socklen_t size = sizeof credentials;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return errno;
  peer->pid = credentials.pid;
  peer->uid = credentials.uid;
  peer->gid = credentials.gid;
  return 0;
}

static void fill(struct milepost_file *file, const struct stat *status) {
  file->device = status->st_dev;
  file->inode = status->st_ino;
  file->is_socket = S_ISSOCK(status->st_mode);
}

int milepost_file_at(const char *path, struct milepost_file *file) {
  struct stat status;
  if (lstat(path, &status) != 0) return errno;
  fill(file, &status);
  return 0;
}

int milepost_file_of(int descriptor, struct milepost_file *file) {
  struct stat status;
  if (fstat(descriptor, &status) != 0) return errno;
  fill(file, &status);
  return 0;
}

int milepost_lock(int file) {
  return flock(file, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
}

void milepost_leave_no_core(void) {
  setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

void milepost_limit_arenas(int count) {
  mallopt(M_ARENA_MAX, count);
  // An arena grows and shrinks by a system call each time: not for every hundred kilobytes.
  mallopt(M_TOP_PAD, 512 * 1024);
  mallopt(M_TRIM_THRESHOLD, 2 * 1024 * 1024);
}

uint64_t milepost_held_bytes(void) {
  struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}
