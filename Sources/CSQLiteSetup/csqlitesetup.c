#include "csqlitesetup.h"
#include <sqlite3.h>

int milepost_sqlite_set_up(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
