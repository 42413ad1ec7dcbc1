/* The disk as SQLite knows it (https://www.sqlite.org/vfs.html), and what goes wrong with it. */
#include "disk.h"

#include <stdlib.h>
#include <string.h>

uint64_t disk_random(fault_disk *disk) {
  uint64_t mixed = (disk->random += 0x9e3779b97f4a7c15u);
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  return mixed ^ (mixed >> 31);
}

static void fold(fault_disk *disk, uint64_t value) {
  uint64_t mixed = (disk->trace ^ value) * 0x9e3779b97f4a7c15u;
  disk->trace = mixed ^ (mixed >> 32);
}

void disk_note(fault_disk *disk, char what, const node *file, int64_t at, int64_t amount, int code) {
  fold(disk, (uint64_t)what);
  fold(disk, file ? file->name_hash : 0);
  fold(disk, (uint64_t)at);
  fold(disk, (uint64_t)amount);
  fold(disk, (uint64_t)code);
}

int disk_turn(fault_disk *disk, int is_read, int code, int *torn) {
  *torn = 0;
  if (disk->plan == FAULT_NONE || (disk->plan == FAULT_READ) != is_read) return SQLITE_OK;
  if (disk->after > 0) {
    disk->after--;
    return SQLITE_OK;
  }
  disk->counts.faults++;
  fault_kind kind = disk->plan;
  if (kind == FAULT_CRASH || --disk->times == 0) disk->plan = FAULT_NONE;
  switch (kind) {
    case FAULT_FULL: return SQLITE_FULL;
    case FAULT_TORN: *torn = 1; return code;
    case FAULT_CRASH:
      *torn = 1;
      disk->is_down = 1;
      disk->counts.crashes++;
      return code;
    default: return code;
  }
}

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *flags_out) {
  fault_disk *disk = vfs->pAppData;
  handle *file = (handle *)base;
  memset(file, 0, sizeof *file);
  pthread_mutex_lock(&disk->mutex);
  int code = SQLITE_OK, torn = 0;
  node *found = name ? node_find(disk, name) : NULL;
  if (disk->is_down) code = SQLITE_CANTOPEN;
  else if (!found && !(flags & SQLITE_OPEN_CREATE)) code = SQLITE_CANTOPEN;
  else if (!found && name) code = disk_turn(disk, 0, SQLITE_CANTOPEN, &torn);
  if (!code && !found) {
    found = node_make(disk, name ? name : "");
    if (!found) code = SQLITE_NOMEM;
    // Nobody finds a file without a name.
    else if (!name) found->is_deleted = 1;
  }
  disk_note(disk, 'o', found, flags, 0, code);
  if (!code) {
    found->users++;
    file->base.pMethods = &disk_methods;
    file->disk = disk;
    file->node = found;
    file->boot = disk->boot;
    if (flags_out) *flags_out = flags;
  }
  pthread_mutex_unlock(&disk->mutex);
  return code;
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int sync) {
  fault_disk *disk = vfs->pAppData;
  (void)sync;
  pthread_mutex_lock(&disk->mutex);
  int torn = 0;
  node *file = node_find(disk, name);
  int code = disk->is_down ? SQLITE_IOERR_DELETE
             : !file       ? SQLITE_IOERR_DELETE_NOENT
                           : disk_turn(disk, 0, SQLITE_IOERR_DELETE, &torn);
  disk_note(disk, 'd', file, 0, 0, code);
  if (!code) {
    file->is_deleted = 1;
    node_release(disk, file);
  }
  pthread_mutex_unlock(&disk->mutex);
  return code;
}

static int disk_access(sqlite3_vfs *vfs, const char *name, int flags, int *answer) {
  fault_disk *disk = vfs->pAppData;
  (void)flags;
  pthread_mutex_lock(&disk->mutex);
  *answer = node_find(disk, name) != NULL;
  int code = disk->is_down ? SQLITE_IOERR_ACCESS : SQLITE_OK;
  pthread_mutex_unlock(&disk->mutex);
  return code;
}

static int disk_full_path(sqlite3_vfs *vfs, const char *name, int room, char *path) {
  (void)vfs;
  if ((int)strlen(name) >= room) return SQLITE_CANTOPEN;
  strcpy(path, name);
  return SQLITE_OK;
}

static int disk_randomness(sqlite3_vfs *vfs, int amount, char *bytes) {
  fault_disk *disk = vfs->pAppData;
  pthread_mutex_lock(&disk->mutex);
  for (int index = 0; index < amount; index++) bytes[index] = (char)disk_random(disk);
  pthread_mutex_unlock(&disk->mutex);
  return amount;
}

static int disk_sleep(sqlite3_vfs *vfs, int microseconds) {
  (void)vfs;
  return microseconds;
}

/* Nothing of Milepost's asks SQLite for the time: noon of 1 January 2000 will do. */
static int disk_time(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
  (void)vfs;
  *milliseconds = 211813488000000;
  return SQLITE_OK;
}

static int disk_error(sqlite3_vfs *vfs, int room, char *text) {
  (void)vfs;
  if (room > 0) text[0] = 0;
  return 0;
}

fault_disk *fault_disk_make(const char *name, uint64_t seed) {
  fault_disk *disk = calloc(1, sizeof *disk);
  if (!disk) return NULL;
  strncpy(disk->name, name, sizeof disk->name - 1);
  pthread_mutex_init(&disk->mutex, NULL);
  disk->random = seed;
  disk->trace = 0xcbf29ce484222325u;
  disk->limit = -1;
  disk->vfs = (sqlite3_vfs){
    .iVersion = 2, .szOsFile = sizeof(handle), .mxPathname = NAME_MAX_BYTES, .zName = disk->name, .pAppData = disk,
    .xOpen = disk_open, .xDelete = disk_delete, .xAccess = disk_access, .xFullPathname = disk_full_path,
    .xRandomness = disk_randomness, .xSleep = disk_sleep, .xGetLastError = disk_error,
    .xCurrentTimeInt64 = disk_time};
  if (sqlite3_vfs_register(&disk->vfs, 0) != SQLITE_OK) {
    free(disk);
    return NULL;
  }
  return disk;
}

void fault_disk_free(fault_disk *disk) {
  sqlite3_vfs_unregister(&disk->vfs);
  while (disk->files) {
    disk->files->is_deleted = 1;
    disk->files->users = 0;
    node_release(disk, disk->files);
  }
  for (int index = 0; index < 3; index++) free(disk->spare[index].bytes);
  pthread_mutex_destroy(&disk->mutex);
  free(disk);
}

void fault_disk_plan(fault_disk *disk, fault_kind kind, uint64_t after, uint64_t times) {
  pthread_mutex_lock(&disk->mutex);
  disk->plan = kind;
  disk->after = after;
  disk->times = times ? times : 1;
  pthread_mutex_unlock(&disk->mutex);
}

void fault_disk_limit(fault_disk *disk, int64_t bytes) {
  pthread_mutex_lock(&disk->mutex);
  disk->limit = bytes;
  pthread_mutex_unlock(&disk->mutex);
}

void fault_disk_forget_syncs(fault_disk *disk, int forget) {
  pthread_mutex_lock(&disk->mutex);
  disk->forgets = forget;
  pthread_mutex_unlock(&disk->mutex);
}

static pthread_mutex_t *mutex_of(const fault_disk *disk) { return &((fault_disk *)disk)->mutex; }

int fault_disk_is_down(const fault_disk *disk) {
  pthread_mutex_lock(mutex_of(disk));
  int is_down = disk->is_down;
  pthread_mutex_unlock(mutex_of(disk));
  return is_down;
}

void fault_disk_boot(fault_disk *disk, int power_loss) {
  pthread_mutex_lock(&disk->mutex);
  disk->boot++;
  disk->counts.boots++;
  disk->is_down = 0;
  disk->plan = FAULT_NONE;
  for (node *file = disk->files; file; file = file->next) {
    if (power_loss) node_lose_power(disk, file);
    file->readers = 0;
    file->writer = NULL;
    shared_release(file->shared);
    file->shared = NULL;
  }
  disk_note(disk, 'b', NULL, power_loss, 0, 0);
  pthread_mutex_unlock(&disk->mutex);
}

fault_counts fault_disk_counts(const fault_disk *disk) {
  pthread_mutex_lock(mutex_of(disk));
  fault_counts counts = disk->counts;
  counts.bytes = (uint64_t)disk_bytes(disk);
  pthread_mutex_unlock(mutex_of(disk));
  return counts;
}

uint64_t fault_disk_trace(const fault_disk *disk) {
  pthread_mutex_lock(mutex_of(disk));
  uint64_t trace = disk->trace;
  pthread_mutex_unlock(mutex_of(disk));
  return trace;
}
