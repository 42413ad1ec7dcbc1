# Sourced by systemd-checks: what its checks are made of. Bash only.
# shellcheck shell=bash disable=SC2154

passed=0 failed=0 skipped=0

heading() { say "$1"; }
indented() { sed "s/^/$1/"; }

# Runs a command, and says PASS when it succeeds; when not, FAIL and what it said.
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
    say "  PASS  $name"
  else
    failed=$((failed + 1))
    say "  FAIL  $name"
    say "        ($*)"
    [ -z "$output" ] || tail -n 15 <<<"$output" | indented "        "
  fi
}

skip() {
  skipped=$((skipped + 1))
  say "  SKIP  $1: $2"
}

# Tries a command until it succeeds, at most so many seconds.
eventually() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    # Once more, to have what it says.
    if [ $SECONDS -ge $end ]; then
      "$@"
      return
    fi
    sleep 0.1
  done
}

# Succeeds when a command ends with just this status.
refused() {
  local wanted=$1 status=0
  shift
  "$@" || status=$?
  [ "$status" = "$wanted" ] && return
  say "status $status, not $wanted"
  return 1
}

# Succeeds when a command says nothing and succeeds.
quiet() {
  local output
  if output=$("$@" 2>&1) && [ -z "$output" ]; then return 0; fi
  say "$output"
  return 1
}

# Succeeds when a command succeeds and says these words.
said() {
  local words=$1 output
  shift
  if output=$("$@" 2>&1) && grep -qF -e "$words" <<<"$output"; then return 0; fi
  say "$output"
  return 1
}

# Succeeds when a command says just this.
said_whole() {
  local words=$1 output
  shift
  output=$("$@" 2>&1)
  say "$output"
  [ "$output" = "$words" ]
}

as() {
  local user=$1
  shift
  runuser -u "$user" -- env LANG=C.UTF-8 "$@"
}

main_pid() { systemctl show -P MainPID milepostd; }
unit_is() { said_whole "$1" systemctl show -p "${1%%=*}" milepostd; }
restarted_from() { unit_is ActiveState=active >/dev/null && [ "$(main_pid)" != "$1" ] && [ "$(systemctl show -P NRestarts milepostd)" -ge 1 ]; }
tried_again() { [ "$(systemctl show -P NRestarts milepostd)" -ge 1 ]; }
# Failed for good, and not between two starts; longer than RestartSec.
stays_failed() { unit_is SubState=failed && sleep 3 && unit_is SubState=failed && unit_is NRestarts=0; }
status_shows() { systemctl status --no-pager milepostd | grep -F "$1"; }
drop_in() {
  mkdir -p "$drop_ins"
  printf '[Service]\n%s\n' "$@" >"$drop_ins/check.conf"
  systemctl daemon-reload
}
no_drop_ins() {
  rm -rf "$drop_ins"
  systemctl daemon-reload
}

journal_lines() { journalctl --sync && journalctl -q -u milepostd -o cat "$@"; }
journal_has() { journal_lines _COMM=milepostd PRIORITY="$1" | grep -E "$2"; }
journal_is_calm() { quiet journal_lines _COMM=milepostd -p warning; }
journal_of_systemd() { journal_lines _PID=1 | grep -F "$1"; }
journal_keeps_secrets() {
  if journal_lines | grep -F -e "$(cut -c7- "$home/secret")" -e hooks/secret-path; then return 1; fi
}
show_journal() {
  say "the end of the journal:"
  journal_lines -n 60 | indented "    "
}

# A release brings the toolchain's libraries along.
programs_are_static() {
  if ldd /usr/bin/milepostd /usr/bin/milepost | grep -E 'libswift|libFoundation|libdispatch|not found'; then return 1; fi
}
exposure() { systemd-analyze security --no-pager milepostd | sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p'; }
exposure_at_most() { awk -v is="$(exposure)" -v most="$1" 'BEGIN { exit !(is != "" && is + 0 <= most + 0) }'; }
install_again() {
  local before
  before=$(main_pid)
  said "installed: 0 files new or changed" "$root/scripts/install" --programs "$programs" && [ "$(main_pid)" = "$before" ]
}
installed_again() {
  "$root/scripts/install" --programs "$programs" && systemctl start milepostd && said roof milepost milestone list site
}
socket_is_guarded() {
  [ "$(stat -c '%a %U %G' /run/milepost/milepost.sock)" = "660 milepostd milepost" ] &&
    [ "$(stat -c '%a %U %G' /run/milepost)" = "750 milepostd milepost" ]
}

make_secret() { (umask 077 && printf 'whsec_%s\n' "$(head -c 32 /dev/urandom | base64 -w 0)" >"$home/secret"); }
receiver_port=8765 receiver=''
add_webhook() {
  milepost webhook add office --url "http://127.0.0.1:$receiver_port/hooks/secret-path" --secret-file "$home/secret"
}
start_receiver() {
  : >"$home/events"
  "$root/scripts/demo-receiver" --secret-file "$home/secret" --port $receiver_port --events "$home/events" >"$home/receiver.log" 2>&1 &
  receiver=$!
  eventually 20 grep -q '^listening' "$home/events"
}
stop_receiver() {
  [ -n "$receiver" ] || return 0
  kill "$receiver" 2>/dev/null
  wait "$receiver" 2>/dev/null
  receiver=''
}
event_field() { awk -F '\t' -v subject="$1" -v field="$2" '$2 == subject { print $field; exit }' "$home/events"; }
received() { awk -F '\t' -v type="$1" -v subject="$2" '$1 == type && $2 == subject && $8 == "new"' "$home/events" | grep .; }
webhook_test() {
  : >"$home/events"
  milepost webhook test office && eventually 20 grep -P '^test\.ping\t.*\tnew$' "$home/events"
}
# Its day is past, so that the service owes an alert at once.
add_late() { milepost milestone add "site/$1" --name "$1" --due "$(date -d '10 days ago' +%F)"; }
late_milestone() { add_late "$1" && eventually 20 received milestone.overdue "site/$1"; }
pending() {
  [ "$(milepost webhook deliveries office --state pending --json | grep -c '"msg_')" = "$1" ]
}
credential_signs() {
  milepost webhook add spare --url "http://127.0.0.1:$receiver_port/hooks/secret-path" || return
  : >"$home/events"
  milepost webhook test spare && eventually 20 grep -P '^test\.ping\t.*\tnew$' "$home/events"
}

# Runs systemd-probe under the unit's own user and sandbox: a copy of the unit, with another program in it.
probe() {
  local unit=/run/systemd/system/milepost-probe.service line
  sed -e '/^ExecStart=/d; /^ExecReload=/d; /^WatchdogSec=/d; /^Restart=/d; /^LoadCredential=/d' \
    -e 's/^Type=.*/Type=oneshot/; s/^NotifyAccess=.*/ExecStart=\/run\/systemd-probe/' \
    -e 's/^\(State\|Runtime\)Directory=.*/\1Directory=milepost-probe/' /usr/lib/systemd/system/milepostd.service >"$unit"
  install -m 0755 "$root/scripts/lib/systemd-probe" /run/systemd-probe
  install -m 0666 /dev/null /etc/for-everybody
  # Another null device, which stands for all that a machine may have.
  mknod -m 666 /dev/extra c 1 3
  systemctl daemon-reload
  systemctl start milepost-probe
  journalctl --sync
  while read -r line; do
    case $line in
      'PASS '*) passed=$((passed + 1)) ;;
      'FAIL '*) failed=$((failed + 1)) ;;
      *) continue ;;
    esac
    say "  ${line%% *}  ${line#* }"
  done < <(journalctl -q -u milepost-probe -o cat)
  check "every attempt was made" [ "$(systemctl show -P ExecMainStatus milepost-probe)" = 0 ]
}
