# Sourced by the scripts beside this folder: what they share. Bash only.
# shellcheck shell=bash

# The repository's folder, for whoever sources this.
# shellcheck disable=SC2034
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '%s\n' "$*"; }
note() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() {
  note "$*"
  exit 1
}

# Runs a command with its output kept in a file, and shows the end of it only when the command fails.
quietly() {
  local log=$1 status=0
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 || status=$?
  [ "$status" != 0 ] || return 0
  tail -n 40 "$log" >&2
  note "this failed (status $status): $*; its whole output is in $log"
  return "$status"
}

need_swift() {
  command -v swift >/dev/null || die "swift is not on the PATH; install Swift 6.2 or newer (https://www.swift.org/install/linux) and run this again"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  case $version in
    '' | [0-5].* | 6.[01]) die "Swift 6.2 or newer is needed; this is ${version:-of unknown version}" ;;
  esac
}

# A C compiler: the system's, or the clang that comes with Swift.
c_compiler() {
  local name
  for name in cc gcc clang; do
    command -v "$name" && return 0
  done
  die "no C compiler found (cc, gcc or clang)"
}
