# PostgreSQL, of whatever version is installed. It does not wait for the disk: what it keeps lasts as long as a test.

# The newest bin folder: Debian and Ubuntu keep one for each version, and not on the path.
postgresql_bin() {
  local folder newest=
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V); do
    [ ! -x "$folder/initdb" ] || newest=$folder
  done
  [ -n "$newest" ] && echo "$newest"
}

make_postgresql() {
  local data=$state/postgresql secret=$state/postgresql-password bin
  bin=$(postgresql_bin)
  rm -rf "$data"
  install -d -m 700 "$data"
  give_to postgres "$data"
  (umask 077 && echo "$password" >"$secret")
  give_to postgres "$secret"
  # Programs get a user who owns its databases and is no superuser, so that a missing right shows in tests.
  run_as postgres "$bin/initdb" -D "$data" -U postgres --pwfile="$secret" -A scram-sha-256 -E UTF8 \
    --locale=C.UTF-8 --no-sync >"$state/log/initdb.out" 2>&1 || { cat "$state/log/initdb.out" >&2; exit 1; }
  rm -f "$secret"
  copy_certificate postgresql "$data"
  cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $postgresql_port
unix_socket_directories = ''
max_connections = 200
fsync = off
synchronous_commit = off
full_page_writes = off
ssl = on
ssl_ca_file = 'ca.crt'
ssl_cert_file = 'server.crt'
ssl_key_file = 'server.key'
CONF
  give_to postgres "$data"
  start_postgresql
  PGPASSWORD=$password psql -qX -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$postgresql_port" -U postgres -d postgres \
    -c "create role $user login createdb createrole password '$password'" \
    -c "create database karton owner $user" >>"$state/log/postgresql.out" 2>&1
}

start_postgresql() {
  local bin
  bin=$(postgresql_bin)
  # After a kill: its children end by themselves, soon. The file with the id of the dead would keep it from starting
  # where that id lives on, as another process or as one that was not collected.
  for _ in {1..100}; do
    works_in_data || break
    sleep 0.1
  done
  run_as postgres rm -f "$state/postgresql/postmaster.pid"
  run_detached postgresql postgres "$bin/postgres" -D "$state/postgresql"
  wait_until postgresql 30 "$bin/pg_isready" -q -h 127.0.0.1 -p "$postgresql_port"
}

# Whether any process is at home in the data; every process of PostgreSQL is.
works_in_data() {
  local process
  for process in /proc/[0-9]*/cwd; do
    [ "$(readlink "$process" 2>/dev/null)" != "$state/postgresql" ] || return 0
  done
  return 1
}
