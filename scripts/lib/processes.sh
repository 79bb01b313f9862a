# Starting and ending servers. Each is known by its process id and its start time, so that a process which got the
# same id later is never taken for it.

# Root runs a server as the user that its package made: PostgreSQL refuses root. Anyone else runs it as himself.
run_as() {
  local account=$1
  shift
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid="$account" --regid="$account" --init-groups -- "$@"
  else
    "$@"
  fi
}

give_to() {
  [ "$(id -u)" != 0 ] || chown -R "$1:$1" "$2"
}

# run_detached NAME ACCOUNT COMMAND...: in a session of its own, so that Ctrl-C in the terminal does not reach it.
run_detached() {
  local name=$1 account=$2 pid
  shift 2
  local command=(setsid)
  [ "$(id -u)" != 0 ] || command+=(setpriv --reuid="$account" --regid="$account" --init-groups --)
  (
    cd /
    # Servers want many files; where the limit cannot be raised they live with what there is.
    ulimit -n 65536 2>/dev/null || true
    exec "${command[@]}" "$@" >>"$state/log/$name.out" 2>&1 </dev/null 9>&-
  ) &
  pid=$!
  echo "$pid $(start_of "$pid")" >"$state/run/$name"
}

# The start time of a process; nothing when there is none, or one that has ended and was not yet collected.
start_of() {
  local line fields
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
  # The name of the program may hold blanks and brackets: what follows starts after the last bracket.
  read -ra fields <<<"${line##*) }"
  case ${fields[0]} in
    Z | X) ;;
    *) echo "${fields[19]}" ;;
  esac
}

is_up() {
  local pid start
  { read -r pid start <"$state/run/$1"; } 2>/dev/null || return 1
  [ -n "$start" ] && [ "$(start_of "$pid")" = "$start" ]
}

pid_of() { cut -d ' ' -f 1 "$state/run/$1"; }

memory_of() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$(pid_of "$1")/status"; }

# end_process NAME SIGNAL: waits until it has ended; kills it when it does not within a minute.
end_process() {
  local name=$1 signal=$2 pid attempt
  if is_up "$name"; then
    pid=$(pid_of "$name")
    kill "-$signal" "$pid" 2>/dev/null || true
    for attempt in {1..600}; do
      is_up "$name" || break
      [ "$attempt" -lt 600 ] || kill -KILL "$pid" 2>/dev/null || true
      sleep 0.1
    done
  fi
  rm -f "$state/run/$name"
}

# Kills it and its children, as the loss of the machine would: PostgreSQL's outlive their parent for a while.
kill_tree() {
  local name=$1 child children=()
  if is_up "$name"; then
    mapfile -t children < <(cat /proc/"$(pid_of "$name")"/task/*/children 2>/dev/null | tr ' ' '\n' | sed '/^$/d')
  fi
  end_process "$name" KILL
  for child in "${children[@]}"; do
    kill -KILL "$child" 2>/dev/null || true
  done
}

give_up() {
  echo "$1; its log ends:" >&2
  tail -n 15 "$state/log/$2.out" >&2 || true
  exit 1
}

# wait_until NAME SECONDS COMMAND...: ends the script, with the end of the log, when it never succeeds.
wait_until() {
  local name=$1 seconds=$2 end=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ! is_up "$name"; then
      give_up "$name has ended" "$name"
    elif [ "$SECONDS" -ge "$end" ]; then
      give_up "$name is not ready after $seconds s" "$name"
    fi
    sleep 0.05
  done
}

port_is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
