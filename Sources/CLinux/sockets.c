#include "clinux.h"

#include <errno.h>
#include <sys/epoll.h>

int milepost_sockets_open(void) { return epoll_create1(EPOLL_CLOEXEC); }

int milepost_sockets_watch(int set, int socket, int what, int isNew) {
  struct epoll_event event = {
      .events = (what & MILEPOST_READABLE ? EPOLLIN : 0) | (what & MILEPOST_WRITABLE ? EPOLLOUT : 0),
      .data.fd = socket,
  };
  if (epoll_ctl(set, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event) == 0) return 0;
  // A socket that was closed has left the set by itself; its number may be another's now.
  if (errno == EEXIST && epoll_ctl(set, EPOLL_CTL_MOD, socket, &event) == 0) return 0;
  if (errno == ENOENT && epoll_ctl(set, EPOLL_CTL_ADD, socket, &event) == 0) return 0;
  return errno;
}

void milepost_sockets_forget(int set, int socket) { epoll_ctl(set, EPOLL_CTL_DEL, socket, 0); }

int milepost_sockets_ready(int set, struct milepost_ready *ready, int max, int milliseconds) {
  struct epoll_event events[256];
  int count = epoll_wait(set, events, max < 256 ? max : 256, milliseconds);
  for (int i = 0; i < count; i++) {
    ready[i].socket = events[i].data.fd;
    ready[i].what = (events[i].events & EPOLLIN ? MILEPOST_READABLE : 0) |
                    (events[i].events & EPOLLOUT ? MILEPOST_WRITABLE : 0) |
                    (events[i].events & (EPOLLERR | EPOLLHUP) ? MILEPOST_BROKEN : 0);
  }
  return count < 0 ? 0 : count;
}
