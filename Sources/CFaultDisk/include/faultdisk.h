#ifndef MILEPOST_FAULTDISK_H
#define MILEPOST_FAULTDISK_H

#include <stdint.h>

/* A file system for SQLite that is all in memory and fails on request, the same way for the same seed.

   What was written and what was synced are kept apart: a loss of power leaves of each file what was synced, and of what
   was written since then any sectors that chance picks. A kill leaves all that was written. */
typedef struct fault_disk fault_disk;

typedef enum fault_kind {
  FAULT_NONE = 0,
  /* The operation fails as on a full disk (ENOSPC). */
  FAULT_FULL,
  /* The operation fails with EIO; nothing of it is done. */
  FAULT_IO,
  /* A write fails with EIO after a part of it was done. */
  FAULT_TORN,
  /* A read fails with EIO. */
  FAULT_READ,
  /* The machine stops in the middle of the operation: it and all after it fail until the next boot. */
  FAULT_CRASH
} fault_kind;

typedef struct fault_counts {
  uint64_t reads, writes, syncs, faults, crashes, boots, sectors_lost, bytes;
} fault_counts;

/* Makes an empty disk and registers it with SQLite under `name` (of at most 63 bytes). NULL: no memory. */
fault_disk *fault_disk_make(const char *name, uint64_t seed);

/* Takes it away again. Every connection to it must be closed. */
void fault_disk_free(fault_disk *disk);

/* Has the operations fail that come after the next `after` ones of their sort (changes: writes, syncs, truncations,
   creations, deletions; for FAULT_READ: reads), `times` in a row. One plan holds at a time; a crash ends it. */
void fault_disk_plan(fault_disk *disk, fault_kind kind, uint64_t after, uint64_t times);

/* The disk holds no more than so many bytes; below zero: no bound. */
void fault_disk_limit(fault_disk *disk, int64_t bytes);

/* A disk that says it has synced, and has not. */
void fault_disk_forget_syncs(fault_disk *disk, int forget);

int fault_disk_is_down(const fault_disk *disk);

/* Starts the machine again after a kill or, with `power_loss`, after the power was lost. Files that were open are lost to
   their connections. */
void fault_disk_boot(fault_disk *disk, int power_loss);

fault_counts fault_disk_counts(const fault_disk *disk);

/* A hash over every operation so far: which, on which file, where, and how it ended. */
uint64_t fault_disk_trace(const fault_disk *disk);

#endif
