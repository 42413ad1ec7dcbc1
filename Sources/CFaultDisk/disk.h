#ifndef MILEPOST_DISK_H
#define MILEPOST_DISK_H

#include "faultdisk.h"

#include <pthread.h>
#include <sqlite3.h>

#define SECTOR 512
#define NAME_MAX_BYTES 512
#define REGIONS_MAX 64
#define LOCKS SQLITE_SHM_NLOCK

/* Memory that connections share: the index of a write-ahead log. Lives as long as somebody uses it. */
typedef struct shared_memory {
  int users;
  int count;
  void *regions[REGIONS_MAX];
  /* Of each lock: how many hold it shared, or -1 when one holds it alone. */
  int locks[LOCKS];
} shared_memory;

/* All bytes from `high` on are zero. */
typedef struct content {
  unsigned char *bytes;
  int64_t size, room, high;
} content;

typedef struct node {
  struct node *next;
  char name[NAME_MAX_BYTES];
  uint64_t name_hash;
  int is_deleted, users;
  content written, synced;
  /* One byte a sector: 1 when it was written since the last sync; all of these are from `first_dirty` up to
     `end_dirty`. */
  content dirty;
  int64_t first_dirty, end_dirty;
  /* The file's own locks: connections that read, and the one that has more than that. */
  int readers;
  struct handle *writer;
  shared_memory *shared;
} node;

typedef struct handle {
  sqlite3_file base;
  fault_disk *disk;
  node *node;
  /* The boot in which it was opened; those of earlier boots only fail. */
  uint64_t boot;
  int level;
  shared_memory *shared;
  /* Bits of the locks that it holds on the shared memory. */
  unsigned held_shared, held_alone;
} handle;

struct fault_disk {
  sqlite3_vfs vfs;
  char name[64];
  pthread_mutex_t mutex;
  node *files;
  uint64_t random, trace, boot;
  fault_kind plan;
  uint64_t after, times;
  int64_t limit;
  int is_down, forgets;
  fault_counts counts;
  /* Room of the last file that was deleted, for the next that is made: a log comes and goes with each start. */
  content spare[3];
};

/* 64 bits of SplitMix64 (S. Vigna). */
uint64_t disk_random(fault_disk *disk);

void disk_note(fault_disk *disk, char what, const node *file, int64_t at, int64_t amount, int code);

/* SQLITE_OK, or how the next operation of its sort is to fail. `torn` says that a part of it is to be done. */
int disk_turn(fault_disk *disk, int is_read, int code, int *torn);

int content_reserve(content *content, int64_t size);
/* Takes the content of a file that is no more into the place of a smaller spare one, or frees it. */
void content_spare(content *spare, content *old);
/* Has a new file begin, empty, in the room of a spare one. */
void content_reuse(content *spare, content *fresh);

/* Writes into the file, or a part of it when power fails in between. */
int node_write(fault_disk *disk, node *file, const void *bytes, int64_t amount, int64_t at);
int node_truncate(node *file, int64_t size);
int node_sync(fault_disk *disk, node *file);
void node_lose_power(fault_disk *disk, node *file);
node *node_find(fault_disk *disk, const char *name);
node *node_make(fault_disk *disk, const char *name);
void node_release(fault_disk *disk, node *file);
int64_t disk_bytes(const fault_disk *disk);

void shared_release(shared_memory *shared);

extern const sqlite3_io_methods disk_methods;

#endif
