# Where the state lies, which ports and passwords it has, and the file that tells them to programs.
# They are chosen once, at the first 'up', and kept in the state: later commands find what is really there.

fail() {
  echo "$*" >&2
  exit 1
}

locate_state() {
  state=${KARTON_SERVICES_DIR:-${TMPDIR:-/tmp}/karton-services-$(id -u)}
  case $state in
    /*) ;;
    *) state=$PWD/$state ;;
  esac
  state=${state%/}
}

is_ours() { [ -O "$state/settings" ]; }

load_settings() {
  if is_ours; then
    . "$state/settings"
  fi
}

# Opens the state, making it where there is none.
open_state() {
  if ! is_ours; then
    if [ -e "$state" ] && { [ ! -d "$state" ] || [ -n "$(ls -A "$state")" ]; }; then
      fail "$state exists and was not made by scripts/services: name another place with KARTON_SERVICES_DIR."
    fi
    (umask 022 && mkdir -p "$state")
    [ -O "$state" ] || fail "$state belongs to another user: name another place with KARTON_SERVICES_DIR."
    # The servers run as users of their own when root starts them, and must reach their folders.
    chmod 755 "$state"
    choose_settings
  fi
  mkdir -p "$state"/{run,log,made}
  load_settings
}

choose_settings() {
  local base=${KARTON_SERVICES_PORT_BASE:-21400}
  [ "$base" != free ] || base=$(free_base)
  if ! [[ $base =~ ^[0-9]{4,5}$ ]] || [ "$base" -gt 65400 ]; then
    fail "KARTON_SERVICES_PORT_BASE is '$base': give a port from 1024 to 65400, or 'free'."
  fi
  (
    umask 077
    cat >"$state/settings.new" <<SETTINGS
s3_port=${KARTON_SERVICES_S3_PORT:-$((base + 10))}
s3_tls_port=${KARTON_SERVICES_S3_TLS_PORT:-$((base + 11))}
mon_port=${KARTON_SERVICES_CEPH_MON_PORT:-$((base + 12))}
osd_ports=${KARTON_SERVICES_CEPH_OSD_PORTS:-$((base + 40))-$((base + 69))}
postgresql_port=${KARTON_SERVICES_POSTGRESQL_PORT:-$((base + 32))}
amqps_port=${KARTON_SERVICES_AMQPS_PORT:-$((base + 71))}
amqp_port=${KARTON_SERVICES_AMQP_PORT:-$((base + 72))}
management_port=${KARTON_SERVICES_MANAGEMENT_PORT:-$((base + 73))}
distribution_port=${KARTON_SERVICES_DISTRIBUTION_PORT:-$((base + 74))}
epmd_port=${KARTON_SERVICES_EPMD_PORT:-$((base + 75))}
# Of the cluster: AMQP at +1 to +3, management at +4 to +6, distribution at +7 to +9.
cluster_port=${KARTON_SERVICES_CLUSTER_PORT:-$((base + 80))}
seconds_per_day=${KARTON_SERVICES_S3_SECONDS_PER_DAY:-}
user=karton
password=$(openssl rand -hex 16)
s3_access_key=$(openssl rand -hex 10)
s3_secret_key=$(openssl rand -hex 20)
SETTINGS
  )
  mv "$state/settings.new" "$state/settings"
}

# A hundred ports in a row of which none is in use, below those that the kernel gives to outgoing connections.
free_base() {
  local base port
  for _ in {1..50}; do
    base=$((10000 + RANDOM % 220 * 100))
    for port in $(seq "$base" $((base + 99))); do
      port_is_open "$port" && continue 2
    done
    echo "$base"
    return
  done
  fail "No hundred free ports in a row between 10000 and 32000 were found in 50 attempts."
}

# The ports that NAME listens on, each with the variable that moves it.
ports_of() {
  case $1 in
    postgresql) echo "$postgresql_port KARTON_SERVICES_POSTGRESQL_PORT" ;;
    rabbitmq)
      echo "$amqp_port KARTON_SERVICES_AMQP_PORT"
      echo "$amqps_port KARTON_SERVICES_AMQPS_PORT"
      echo "$management_port KARTON_SERVICES_MANAGEMENT_PORT"
      echo "$distribution_port KARTON_SERVICES_DISTRIBUTION_PORT"
      ;;
    rabbit[123])
      local node=${1#rabbit} offset
      for offset in 0 3 6; do
        echo "$((cluster_port + offset + node)) KARTON_SERVICES_CLUSTER_PORT"
      done
      ;;
    s3)
      echo "$s3_port KARTON_SERVICES_S3_PORT"
      echo "$s3_tls_port KARTON_SERVICES_S3_TLS_PORT"
      is_up mon || echo "$mon_port KARTON_SERVICES_CEPH_MON_PORT"
      ;;
    epmd) echo "$epmd_port KARTON_SERVICES_EPMD_PORT" ;;
  esac
}

# Ends the script when another process has a port of NAME. A process that was just ended may need a moment to leave.
check_ports() {
  local name=$1 port variable
  is_up "$name" && return
  while read -r port variable; do
    for _ in {1..20}; do
      port_is_open "$port" || continue 2
      sleep 0.1
    done
    is_made "$name" || forget_settings
    fail "$name cannot have port $port: another process listens there. End it, or run" \
      "'scripts/services down' and set $variable (or KARTON_SERVICES_PORT_BASE) to another port."
  done < <(ports_of "$name")
}

# Nothing has been made yet: the next 'up' may choose other ports.
forget_settings() {
  [ -n "$(ls -A "$state/made")" ] || [ -n "$(ls -A "$state/run")" ] || rm -rf -- "$state"
}

address_of() {
  local addresses
  addresses=$(ports_of "$1" | while read -r port _; do printf '%s ' "$port"; done)
  echo "127.0.0.1, ports ${addresses% }"
}

write_env() {
  local hosts management
  (
    umask 077
    {
      echo "# Written by scripts/services: how to reach the servers of $state."
      export_line KARTON_TEST_SERVICES "$state"
      export_line KARTON_TEST_CA "$state/tls/ca.crt"
      export_line KARTON_TEST_CLIENT_CERT "$state/tls/client.crt"
      export_line KARTON_TEST_CLIENT_KEY "$state/tls/client.key"
      export_line KARTON__RABBITMQ__USERNAME "$user"
      export_line KARTON__RABBITMQ__PASSWORD "$password"
      if is_made postgresql; then
        export_line KARTON__POSTGRESQL__HOST 127.0.0.1
        export_line KARTON__POSTGRESQL__PORT "$postgresql_port"
        export_line KARTON__POSTGRESQL__DATABASE karton
        export_line KARTON__POSTGRESQL__USERNAME "$user"
        export_line KARTON__POSTGRESQL__PASSWORD "$password"
      fi
      if is_made rabbitmq; then
        export_line KARTON__RABBITMQ__HOSTS__0 "127.0.0.1:$amqp_port"
        export_line KARTON_TEST_RABBITMQ_MANAGEMENT "http://127.0.0.1:$management_port"
        export_line KARTON_TEST_RABBITMQ_TLS "127.0.0.1:$amqps_port"
      fi
      if is_made s3; then
        export_line KARTON__S3__ENDPOINT "http://localhost:$s3_port"
        export_line KARTON__S3__BUCKET karton
        export_line KARTON__S3__ACCESSKEY "$s3_access_key"
        export_line KARTON__S3__SECRETKEY "$s3_secret_key"
        export_line KARTON_TEST_S3_TLS "https://localhost:$s3_tls_port"
      fi
      if is_made rabbit3; then
        hosts=$(printf '127.0.0.1:%s,' $((cluster_port + 1)) $((cluster_port + 2)) $((cluster_port + 3)))
        management=$(printf 'http://127.0.0.1:%s,' $((cluster_port + 4)) $((cluster_port + 5)) $((cluster_port + 6)))
        export_line KARTON_TEST_CLUSTER_HOSTS "${hosts%,}"
        export_line KARTON_TEST_CLUSTER_MANAGEMENT "${management%,}"
      fi
    } >"$state/env.new"
  )
  mv "$state/env.new" "$state/env"
}

export_line() { printf 'export %s=%q\n' "$1" "$2"; }
