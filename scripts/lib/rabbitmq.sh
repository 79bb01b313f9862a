# RabbitMQ: one node named rabbitmq, and a cluster of rabbit1, rabbit2 and rabbit3, each with its management interface.

# What all nodes share: the cookie by which they know each other, and epmd, where they look each other up.
prepare_rabbitmq() {
  local home=$state/rabbitmq
  mkdir -p "$home"
  if [ ! -e "$home/.erlang.cookie" ]; then
    (umask 077 && openssl rand -hex 20 >"$home/.erlang.cookie")
    chmod 400 "$home/.erlang.cookie"
    give_to rabbitmq "$home"
  fi
  if ! is_up epmd; then
    check_ports epmd
    run_detached epmd rabbitmq epmd -port "$epmd_port" -address 127.0.0.1
    wait_until epmd 10 port_is_open "$epmd_port"
  fi
}

rabbitmq_amqp_port() { ports_of "$1" | head -n 1 | cut -d ' ' -f 1; }

rabbitmq_management_port() {
  case $1 in
    rabbitmq) echo "$management_port" ;;
    *) echo $((cluster_port + 3 + ${1#rabbit})) ;;
  esac
}

make_rabbitmq() {
  local name=$1 home=$state/rabbitmq/$1
  rm -rf "$home"
  mkdir -p "$home"/{mnesia,log}
  echo '[rabbitmq_auth_mechanism_ssl,rabbitmq_management].' >"$home/enabled_plugins"
  : >"$home/env.conf"
  cat >"$home/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$(rabbitmq_amqp_port "$name")
management.tcp.ip = 127.0.0.1
management.tcp.port = $(rabbitmq_management_port "$name")
default_user = $user
default_pass = $password
disk_free_limit.absolute = 100MB
vm_memory_high_watermark.absolute = 1GB
collect_statistics_interval = 1000
log.file.level = warning
CONF
  if [ "$name" = rabbitmq ]; then
    copy_certificate rabbitmq "$home"
    # A client needs no certificate, but one that it shows must be good; it may then stand for the password.
    cat >>"$home/rabbitmq.conf" <<CONF
listeners.ssl.1 = 127.0.0.1:$amqps_port
ssl_options.cacertfile = $home/ca.crt
ssl_options.certfile = $home/server.crt
ssl_options.keyfile = $home/server.key
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = false
ssl_cert_login_from = common_name
auth_mechanisms.1 = PLAIN
auth_mechanisms.2 = AMQPLAIN
auth_mechanisms.3 = EXTERNAL
CONF
  else
    cat >>"$home/rabbitmq.conf" <<CONF
cluster_name = karton
cluster_partition_handling = pause_minority
cluster_formation.peer_discovery_backend = classic_config
cluster_formation.classic_config.nodes.1 = rabbit1@localhost
cluster_formation.classic_config.nodes.2 = rabbit2@localhost
cluster_formation.classic_config.nodes.3 = rabbit3@localhost
CONF
  fi
  give_to rabbitmq "$home"
  start_rabbitmq "$name"
}

start_rabbitmq() {
  local name=$1 home=$state/rabbitmq/$1 distribution
  prepare_rabbitmq
  case $name in
    rabbitmq) distribution=$distribution_port ;;
    *) distribution=$((cluster_port + 6 + ${name#rabbit})) ;;
  esac
  # RUNNING_UNDER_SYSTEMD makes the start script become the server instead of its parent: the id is the server's.
  run_detached "$name" rabbitmq env HOME="$state/rabbitmq" RUNNING_UNDER_SYSTEMD=true \
    RABBITMQ_NODENAME="$name@localhost" RABBITMQ_DIST_PORT="$distribution" \
    ERL_EPMD_PORT="$epmd_port" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
    RABBITMQ_CONF_ENV_FILE="$home/env.conf" RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" \
    RABBITMQ_ADVANCED_CONFIG_FILE="$home/advanced.config" RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins" \
    RABBITMQ_MNESIA_BASE="$home/mnesia" RABBITMQ_LOG_BASE="$home/log" RABBITMQ_PID_FILE="$home/pid" \
    /usr/lib/rabbitmq/bin/rabbitmq-server
  wait_until "$name" 120 port_is_open "$(rabbitmq_amqp_port "$name")"
  wait_until "$name" 60 curl -sf -u "$user:$password" \
    "http://127.0.0.1:$(rabbitmq_management_port "$name")/api/vhosts"
}
