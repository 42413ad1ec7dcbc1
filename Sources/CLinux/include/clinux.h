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

// Which file it is. Asked for here because Swift finds `struct stat` in whichever C module it meets first.
struct milepost_file {
  uint64_t device;
  uint64_t inode;
  int is_socket;
};

// The file at a path, symbolic links not followed. 0 on success, else errno.
int milepost_file_at(const char *path, struct milepost_file *file);
// The file behind an open descriptor. 0 on success, else errno.
int milepost_file_of(int descriptor, struct milepost_file *file);

// Takes an exclusive advisory lock on an open file without waiting. 0 on success, else errno.
int milepost_lock(int file);

// When the process is killed by a fault, no file with its memory is written. It cannot be undone.
void milepost_leave_no_core(void);
// Has the allocator keep at most so many arenas for all threads together.
void milepost_limit_arenas(int count);
// Bytes that the allocator has given out and not taken back.
uint64_t milepost_held_bytes(void);

// A set of sockets that are watched together (epoll), itself a descriptor that is readable while one of them is ready.
struct milepost_ready {
  int socket;
  // Ones of MILEPOST_READABLE, MILEPOST_WRITABLE, MILEPOST_BROKEN.
  int what;
};
enum { MILEPOST_READABLE = 1, MILEPOST_WRITABLE = 2, MILEPOST_BROKEN = 4 };

// The new set, or -1.
int milepost_sockets_open(void);
// Watches a socket, or changes what is watched; `isNew` says which it most likely is. 0 on success, else errno.
int milepost_sockets_watch(int set, int socket, int what, int isNew);
void milepost_sockets_forget(int set, int socket);
// Fills in which sockets are ready, at most `max` (256 or fewer); returns how many. Waits for the first of them so long.
int milepost_sockets_ready(int set, struct milepost_ready *ready, int max, int milliseconds);
