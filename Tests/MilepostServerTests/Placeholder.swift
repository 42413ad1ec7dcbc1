// Filled with the part that it tests.
