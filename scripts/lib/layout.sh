# Sourced by scripts/install and scripts/uninstall: where what is installed lies. Bash only.
# shellcheck shell=bash

misused() {
  note "$1"
  exit 2
}

# Sets unit_file, sysusers_file and settings_file for a prefix; refuses paths that could not stand in a unit.
lay_out() {
  local path
  for path in "$1" ${2:+"$2"}; do
    [[ $path =~ ^/[A-Za-z0-9/._+-]*$ ]] || misused "$path is no path that can be installed to; write an absolute one of letters, digits and ._+-"
  done
  settings_file=/etc/milepost/milepostd.yaml
  # systemd looks below these two prefixes by itself.
  case $1 in
    /usr | /usr/local) unit_file=$1/lib/systemd/system/milepostd.service sysusers_file=$1/lib/sysusers.d/milepost.conf ;;
    *) unit_file=/etc/systemd/system/milepostd.service sysusers_file=/etc/sysusers.d/milepost.conf ;;
  esac
  export settings_file unit_file sysusers_file
}
