// SQLite's process-wide settings: a variadic call, which Swift cannot make.
#pragma once

// Stops SQLite's count of the memory that it uses, which takes a lock at every allocation. To be called before anything
// else of SQLite's; 0 when it is done, SQLITE_MISUSE when SQLite runs already.
int milepost_sqlite_set_up(void);
