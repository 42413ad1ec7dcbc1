/* What files hold: as written, and as synced. */
#include "disk.h"

#include <stdlib.h>
#include <string.h>

static int64_t sectors(int64_t size) { return (size + SECTOR - 1) / SECTOR; }

int content_reserve(content *content, int64_t size) {
  if (size <= content->room) return SQLITE_OK;
  int64_t room = content->room ? content->room : 4096;
  while (room < size) room *= 2;
  unsigned char *bytes = realloc(content->bytes, (size_t)room);
  if (!bytes) return SQLITE_NOMEM;
  memset(bytes + content->room, 0, (size_t)(room - content->room));
  content->bytes = bytes;
  content->room = room;
  return SQLITE_OK;
}

void content_spare(content *spare, content *old) {
  content other = *spare;
  if (old->room > spare->room) {
    *spare = *old;
    *old = other;
  }
  free(old->bytes);
  *old = (content){0};
}

void content_reuse(content *spare, content *fresh) {
  if (spare->high > 0) memset(spare->bytes, 0, (size_t)spare->high);
  *fresh = *spare;
  fresh->size = fresh->high = 0;
  *spare = (content){0};
}

static void note_high(content *content, int64_t end) {
  if (end > content->high) content->high = end;
}

static int mark(node *file, int64_t from, int64_t to) {
  int64_t first = from / SECTOR, end = sectors(to);
  if (content_reserve(&file->dirty, end)) return SQLITE_NOMEM;
  if (first >= end) return SQLITE_OK;
  memset(file->dirty.bytes + first, 1, (size_t)(end - first));
  note_high(&file->dirty, end);
  int is_first = file->first_dirty == file->end_dirty;
  if (is_first || first < file->first_dirty) file->first_dirty = first;
  if (is_first || end > file->end_dirty) file->end_dirty = end;
  return SQLITE_OK;
}

static void unmark(node *file) {
  if (file->end_dirty > file->first_dirty)
    memset(file->dirty.bytes + file->first_dirty, 0, (size_t)(file->end_dirty - file->first_dirty));
  file->first_dirty = file->end_dirty = 0;
}

int node_write(fault_disk *disk, node *file, const void *bytes, int64_t amount, int64_t at) {
  int64_t end = at + amount;
  if (disk->limit >= 0 && end > file->written.size && disk_bytes(disk) + end - file->written.size > disk->limit) {
    disk->counts.faults++;
    return SQLITE_FULL;
  }
  if (content_reserve(&file->written, end) || mark(file, at, end)) return SQLITE_NOMEM;
  if (amount > 0) memcpy(file->written.bytes + at, bytes, (size_t)amount);
  note_high(&file->written, end);
  if (end > file->written.size) file->written.size = end;
  return SQLITE_OK;
}

int node_truncate(node *file, int64_t size) {
  if (size >= file->written.size) return SQLITE_OK;
  if (mark(file, size, file->written.size)) return SQLITE_NOMEM;
  memset(file->written.bytes + size, 0, (size_t)(file->written.size - size));
  file->written.size = size;
  return SQLITE_OK;
}

static void copy_sector(content *to, const content *from, int64_t sector) {
  int64_t at = sector * SECTOR;
  int64_t there = from->size > at ? from->size - at : 0;
  if (there > SECTOR) there = SECTOR;
  if (there > 0) memcpy(to->bytes + at, from->bytes + at, (size_t)there);
  if (there < SECTOR) memset(to->bytes + at + there, 0, (size_t)(SECTOR - there));
  note_high(to, at + SECTOR);
}

int node_sync(fault_disk *disk, node *file) {
  if (disk->forgets) return SQLITE_OK;
  int64_t room = sectors(file->written.size > file->synced.size ? file->written.size : file->synced.size);
  if (content_reserve(&file->synced, room * SECTOR)) return SQLITE_NOMEM;
  for (int64_t sector = file->first_dirty; sector < file->end_dirty && sector < room; sector++)
    if (file->dirty.bytes[sector]) copy_sector(&file->synced, &file->written, sector);
  unmark(file);
  file->synced.size = file->written.size;
  return SQLITE_OK;
}

/* All of what was not synced is lost, or none, or some sectors of it and perhaps the new length. */
void node_lose_power(fault_disk *disk, node *file) {
  uint64_t luck = disk_random(disk) % 4;
  int64_t size = file->written.size > file->synced.size ? file->written.size : file->synced.size;
  if (content_reserve(&file->synced, sectors(size) * SECTOR)) return;
  if (content_reserve(&file->written, sectors(size) * SECTOR)) return;
  for (int64_t sector = file->first_dirty; sector < file->end_dirty && sector < sectors(size); sector++) {
    if (!file->dirty.bytes[sector]) continue;
    int is_kept = luck == 0 ? 0 : luck == 1 ? 1 : (int)(disk_random(disk) & 1);
    if (is_kept) copy_sector(&file->synced, &file->written, sector);
    else disk->counts.sectors_lost++;
  }
  if (luck == 1 || (luck > 1 && (disk_random(disk) & 1))) file->synced.size = file->written.size;
  /* All other sectors are the same in both. */
  for (int64_t sector = file->first_dirty; sector < file->end_dirty && sector < sectors(size); sector++)
    if (file->dirty.bytes[sector])
      memcpy(file->written.bytes + sector * SECTOR, file->synced.bytes + sector * SECTOR, SECTOR);
  note_high(&file->written, sectors(size) * SECTOR);
  file->written.size = file->synced.size;
  if (file->written.high > file->written.size)
    memset(file->written.bytes + file->written.size, 0, (size_t)(file->written.high - file->written.size));
  unmark(file);
}

int64_t disk_bytes(const fault_disk *disk) {
  int64_t sum = 0;
  for (const node *file = disk->files; file; file = file->next)
    if (!file->is_deleted) sum += file->written.size;
  return sum;
}

node *node_find(fault_disk *disk, const char *name) {
  for (node *file = disk->files; file; file = file->next)
    if (!file->is_deleted && strcmp(file->name, name) == 0) return file;
  return NULL;
}

node *node_make(fault_disk *disk, const char *name) {
  node *file = calloc(1, sizeof *file);
  if (!file) return NULL;
  strncpy(file->name, name, NAME_MAX_BYTES - 1);
  for (const char *letter = file->name; *letter; letter++)
    file->name_hash = file->name_hash * 31 + (unsigned char)*letter;
  content *contents[] = {&file->written, &file->synced, &file->dirty};
  for (int index = 0; index < 3; index++) content_reuse(&disk->spare[index], contents[index]);
  file->next = disk->files;
  disk->files = file;
  return file;
}

/* Frees what is deleted and that nobody has open. */
void node_release(fault_disk *disk, node *file) {
  if (!file->is_deleted || file->users > 0) return;
  for (node **link = &disk->files; *link; link = &(*link)->next) {
    if (*link != file) continue;
    *link = file->next;
    shared_release(file->shared);
    content *contents[] = {&file->written, &file->synced, &file->dirty};
    for (int index = 0; index < 3; index++) content_spare(&disk->spare[index], contents[index]);
    free(file);
    return;
  }
}
