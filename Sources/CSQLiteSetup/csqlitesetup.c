#include "csqlitesetup.h"
#include <sqlite3.h>

// Rows with a message are a little longer than a kilobyte: in the pieces that SQLite keeps at hand, none of them is an
// allocation of its own.
enum { PIECE_BYTES = 2560, PIECES = 48 };

int milepost_sqlite_set_up(void) {
  int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  return code != SQLITE_OK ? code : sqlite3_config(SQLITE_CONFIG_LOOKASIDE, PIECE_BYTES, PIECES);
}
