#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <malloc.h>
#include <sys/file.h>
#include <sys/socket.h>

int milepost_peer_of(int socket, struct milepost_peer *peer) {
  struct ucred credentials;
  socklen_t size = sizeof credentials;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return errno;
  peer->pid = credentials.pid;
  peer->uid = credentials.uid;
  peer->gid = credentials.gid;
  return 0;
}

int milepost_lock(int file) {
  return flock(file, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
}

void milepost_limit_arenas(int count) {
  mallopt(M_ARENA_MAX, count);
}
