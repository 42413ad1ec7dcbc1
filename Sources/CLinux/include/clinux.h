// What Linux offers only through C structures or macros that Swift does not import.
#pragma once
#include <stdint.h>
#include <sys/types.h>

struct milepost_peer {
  pid_t pid;
  uid_t uid;
  gid_t gid;
};

// The process at the other end of a connected Unix socket (SO_PEERCRED). 0 on success, else errno.
int milepost_peer_of(int socket, struct milepost_peer *peer);

// Takes an exclusive advisory lock on an open file without waiting. 0 on success, else errno.
int milepost_lock(int file);
