/* One connection's view of one file. Every call holds the disk's mutex. */
#include "disk.h"

#include <stdlib.h>
#include <string.h>

static handle *enter(sqlite3_file *base) {
  handle *file = (handle *)base;
  pthread_mutex_lock(&file->disk->mutex);
  return file;
}

static int leave(handle *file, int code) {
  pthread_mutex_unlock(&file->disk->mutex);
  return code;
}

/* Its machine has stopped, or was started anew since. */
static int is_lost(const handle *file) { return file->disk->is_down || file->boot != file->disk->boot; }

static void unlock(handle *file, int level) {
  node *node = file->node;
  if (file->boot == file->disk->boot) {
    if (level < SQLITE_LOCK_RESERVED && node->writer == file) node->writer = NULL;
    if (level == SQLITE_LOCK_NONE && file->level >= SQLITE_LOCK_SHARED) node->readers--;
  }
  if (level < file->level) file->level = level;
}

static int file_close(sqlite3_file *base) {
  handle *file = enter(base);
  fault_disk *disk = file->disk;
  unlock(file, SQLITE_LOCK_NONE);
  file->node->users--;
  node_release(disk, file->node);
  return leave(file, SQLITE_OK);
}

static int file_read(sqlite3_file *base, void *bytes, int amount, sqlite3_int64 at) {
  handle *file = enter(base);
  content *content = &file->node->written;
  int torn = 0, code = is_lost(file) ? SQLITE_IOERR_READ : disk_turn(file->disk, 1, SQLITE_IOERR_READ, &torn);
  file->disk->counts.reads++;
  if (!code) {
    int64_t there = content->size > at ? content->size - at : 0;
    if (there > amount) there = amount;
    if (there > 0) memcpy(bytes, content->bytes + at, (size_t)there);
    if (there < amount) {
      memset((char *)bytes + there, 0, (size_t)(amount - there));
      code = SQLITE_IOERR_SHORT_READ;
    }
  }
  disk_note(file->disk, 'r', file->node, at, amount, code);
  return leave(file, code);
}

static int file_write(sqlite3_file *base, const void *bytes, int amount, sqlite3_int64 at) {
  handle *file = enter(base);
  fault_disk *disk = file->disk;
  int torn = 0, code = is_lost(file) ? SQLITE_IOERR_WRITE : disk_turn(disk, 0, SQLITE_IOERR_WRITE, &torn);
  disk->counts.writes++;
  if (torn) node_write(disk, file->node, bytes, (int64_t)(disk_random(disk) % ((uint64_t)amount + 1)), at);
  if (!code) code = node_write(disk, file->node, bytes, amount, at);
  disk_note(disk, 'w', file->node, at, amount, code);
  return leave(file, code);
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size) {
  handle *file = enter(base);
  int torn = 0, code = is_lost(file) ? SQLITE_IOERR_TRUNCATE : disk_turn(file->disk, 0, SQLITE_IOERR_TRUNCATE, &torn);
  if (!code || (torn && (disk_random(file->disk) & 1))) {
    int done = node_truncate(file->node, size);
    if (!code) code = done;
  }
  disk_note(file->disk, 't', file->node, size, 0, code);
  return leave(file, code);
}

static int file_sync(sqlite3_file *base, int flags) {
  handle *file = enter(base);
  (void)flags;
  int torn = 0, code = is_lost(file) ? SQLITE_IOERR_FSYNC : disk_turn(file->disk, 0, SQLITE_IOERR_FSYNC, &torn);
  file->disk->counts.syncs++;
  if (!code || (torn && (disk_random(file->disk) & 1))) {
    int done = node_sync(file->disk, file->node);
    if (!code) code = done;
  }
  disk_note(file->disk, 's', file->node, 0, 0, code);
  return leave(file, code);
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
  handle *file = enter(base);
  *size = file->node->written.size;
  return leave(file, is_lost(file) ? SQLITE_IOERR_FSTAT : SQLITE_OK);
}

/* SHARED: any number. RESERVED: one, beside them. EXCLUSIVE: one alone; on the way there no new reader is let in. */
static int file_lock(sqlite3_file *base, int level) {
  handle *file = enter(base);
  node *node = file->node;
  if (is_lost(file)) return leave(file, SQLITE_IOERR_LOCK);
  if (level <= file->level) return leave(file, SQLITE_OK);
  if (level == SQLITE_LOCK_SHARED) {
    if (node->writer && node->writer->level >= SQLITE_LOCK_PENDING) return leave(file, SQLITE_BUSY);
    node->readers++;
    file->level = SQLITE_LOCK_SHARED;
    return leave(file, SQLITE_OK);
  }
  if (node->writer && node->writer != file) return leave(file, SQLITE_BUSY);
  node->writer = file;
  if (level == SQLITE_LOCK_RESERVED) {
    file->level = SQLITE_LOCK_RESERVED;
    return leave(file, SQLITE_OK);
  }
  file->level = node->readers > 1 ? SQLITE_LOCK_PENDING : SQLITE_LOCK_EXCLUSIVE;
  return leave(file, file->level == SQLITE_LOCK_EXCLUSIVE ? SQLITE_OK : SQLITE_BUSY);
}

static int file_unlock(sqlite3_file *base, int level) {
  handle *file = enter(base);
  unlock(file, level);
  return leave(file, SQLITE_OK);
}

static int file_reserved(sqlite3_file *base, int *answer) {
  handle *file = enter(base);
  *answer = file->node->writer != NULL;
  return leave(file, is_lost(file) ? SQLITE_IOERR_CHECKRESERVEDLOCK : SQLITE_OK);
}

static int file_control(sqlite3_file *base, int operation, void *argument) {
  (void)base;
  (void)operation;
  (void)argument;
  return SQLITE_NOTFOUND;
}

static int file_sector(sqlite3_file *base) {
  (void)base;
  return 4096;
}

static int file_traits(sqlite3_file *base) {
  (void)base;
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int memory_map(sqlite3_file *base, int index, int size, int extend, void volatile **region) {
  handle *file = enter(base);
  *region = NULL;
  if (is_lost(file) || index >= REGIONS_MAX) return leave(file, SQLITE_IOERR_SHMMAP);
  if (!file->shared) {
    if (!file->node->shared) {
      file->node->shared = calloc(1, sizeof(shared_memory));
      if (!file->node->shared) return leave(file, SQLITE_NOMEM);
      file->node->shared->users = 1;
    }
    file->shared = file->node->shared;
    file->shared->users++;
  }
  shared_memory *shared = file->shared;
  if (index >= shared->count && !extend) return leave(file, SQLITE_OK);
  while (index >= shared->count) {
    void *fresh = calloc(1, (size_t)size);
    if (!fresh) return leave(file, SQLITE_NOMEM);
    shared->regions[shared->count++] = fresh;
  }
  *region = shared->regions[index];
  return leave(file, SQLITE_OK);
}

static void memory_unlock(handle *file, int first, int count) {
  for (int slot = first; slot < first + count; slot++) {
    unsigned bit = 1u << slot;
    if (file->held_shared & bit) file->shared->locks[slot]--;
    if (file->held_alone & bit) file->shared->locks[slot] = 0;
    file->held_shared &= ~bit;
    file->held_alone &= ~bit;
  }
}

static int memory_lock(sqlite3_file *base, int first, int count, int flags) {
  handle *file = enter(base);
  if (!file->shared) return leave(file, SQLITE_IOERR_SHMLOCK);
  if (flags & SQLITE_SHM_UNLOCK) {
    memory_unlock(file, first, count);
    return leave(file, SQLITE_OK);
  }
  if (is_lost(file)) return leave(file, SQLITE_IOERR_SHMLOCK);
  int *locks = file->shared->locks, code = SQLITE_OK;
  for (int slot = first; slot < first + count; slot++) {
    unsigned bit = 1u << slot;
    if ((file->held_shared | file->held_alone) & bit) continue;
    if ((flags & SQLITE_SHM_SHARED) ? locks[slot] < 0 : locks[slot] != 0) code = SQLITE_BUSY;
  }
  for (int slot = first; !code && slot < first + count; slot++) {
    unsigned bit = 1u << slot;
    if ((file->held_shared | file->held_alone) & bit) continue;
    if (flags & SQLITE_SHM_SHARED) {
      locks[slot]++;
      file->held_shared |= bit;
    } else {
      locks[slot] = -1;
      file->held_alone |= bit;
    }
  }
  return leave(file, code);
}

static void memory_barrier(sqlite3_file *base) { leave(enter(base), SQLITE_OK); }

void shared_release(shared_memory *shared) {
  if (!shared || --shared->users > 0) return;
  for (int index = 0; index < shared->count; index++) free(shared->regions[index]);
  free(shared);
}

static int memory_unmap(sqlite3_file *base, int delete) {
  handle *file = enter(base);
  shared_memory *shared = file->shared;
  if (shared) {
    memory_unlock(file, 0, LOCKS);
    file->shared = NULL;
    if (delete && file->boot == file->disk->boot && file->node->shared == shared) {
      file->node->shared = NULL;
      shared_release(shared);
    }
    shared_release(shared);
  }
  return leave(file, SQLITE_OK);
}

const sqlite3_io_methods disk_methods = {
  .iVersion = 2, .xClose = file_close, .xRead = file_read, .xWrite = file_write, .xTruncate = file_truncate,
  .xSync = file_sync, .xFileSize = file_size, .xLock = file_lock, .xUnlock = file_unlock,
  .xCheckReservedLock = file_reserved, .xFileControl = file_control, .xSectorSize = file_sector,
  .xDeviceCharacteristics = file_traits, .xShmMap = memory_map, .xShmLock = memory_lock,
  .xShmBarrier = memory_barrier, .xShmUnmap = memory_unmap};
