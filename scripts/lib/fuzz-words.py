#!/usr/bin/env python3
"""Writes libFuzzer's dictionary for a parser: the words that stand in its source are those that it looks for.

    fuzz-words.py FILE FOLDER...
"""

import pathlib
import re
import sys

LITERAL = re.compile(r'"((?:[^"\\\n]|\\[tnr"])*)"')
# Sentences for people are no words.
LENGTH_MAX = 28


def words(folders):
    found = set()
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*.swift")):
            for literal in LITERAL.findall(path.read_text(encoding="utf-8")):
                word = re.sub(r"\\(.)", lambda match: {"t": "\t", "n": "\n", "r": "\r"}.get(match[1], match[1]), literal)
                if 0 < len(word) <= LENGTH_MAX and word.count(" ") < 3:
                    found.add(word)
    return sorted(found)


def main():
    file, *folders = sys.argv[1:]
    with open(file, "w", encoding="ascii") as output:
        for word in words(folders):
            output.write('"' + "".join(f"\\x{byte:02X}" for byte in word.encode()) + '"\n')


if __name__ == "__main__":
    main()
