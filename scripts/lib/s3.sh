# S3: a Ceph gateway (radosgw) over one monitor and one store. 'stop s3' and 'start s3' are the gateway's: it keeps
# nothing itself, so both take a moment, whereas the cluster behind it needs many seconds.

ceph_conf() { echo "$state/s3/ceph.conf"; }

ceph_admin() { run_as ceph ceph -c "$(ceph_conf)" --connect-timeout 5 "$@"; }

store_is_up() { ceph_admin osd stat | grep -q '1 up'; }

make_s3() {
  local home=$state/s3 cluster store conf
  conf=$(ceph_conf)
  # An attempt that was interrupted may have left them.
  kill_tree osd
  kill_tree mon
  rm -rf "$home"
  mkdir -p "$home"/{mon,osd,run,log,rgw}
  copy_certificate s3 "$home/rgw"
  cluster=$(cat /proc/sys/kernel/random/uuid)
  store=$(cat /proc/sys/kernel/random/uuid)
  write_ceph_conf "$cluster" >"$conf"
  monmaptool --create --fsid "$cluster" --addv a "[v2:127.0.0.1:$mon_port]" "$home/monmap" >"$state/log/monmap.out"
  give_to ceph "$home"

  run_as ceph ceph-mon -c "$conf" -i a --mkfs --monmap "$home/monmap" >"$state/log/mon.out" 2>&1
  start_mon
  ceph_admin osd new "$store" 0 >/dev/null
  run_as ceph ceph-osd -c "$conf" -i 0 --mkfs --osd-uuid "$store" >"$state/log/osd.out" 2>&1
  start_osd
  start_gateway
  run_as ceph radosgw-admin -c "$conf" -n client.rgw.a user create --uid="$user" --display-name="$user" \
    --access-key="$s3_access_key" --secret-key="$s3_secret_key" >"$state/log/s3-user.out" 2>&1
  # The first bucket and the first object make two pools: here, rather than in the time of the first test.
  local step
  for step in 'PUT /warm-up' 'PUT /warm-up/x' 'DELETE /warm-up/x' 'DELETE /warm-up'; do
    curl -sf -o /dev/null --aws-sigv4 aws:amz:us-east-1:s3 --user "$s3_access_key:$s3_secret_key" \
      -H 'Content-Length: 0' -H "x-amz-content-sha256: $(sha256sum </dev/null | cut -d ' ' -f 1)" \
      -X "${step% *}" "http://127.0.0.1:$s3_port${step#* }" || fail "s3 answers '$step' with an error."
  done
}

start_s3() {
  is_up mon || start_mon
  is_up osd || start_osd
  start_gateway
}

start_mon() {
  run_detached mon ceph ceph-mon -c "$(ceph_conf)" -i a -f
  wait_until mon 30 ceph_admin quorum_status
}

start_osd() {
  run_detached osd ceph ceph-osd -c "$(ceph_conf)" -i 0 -f
  wait_until osd 60 store_is_up
}

start_gateway() {
  run_detached s3 ceph radosgw -c "$(ceph_conf)" -n client.rgw.a -f
  wait_until s3 60 curl -sf -o /dev/null "http://127.0.0.1:$s3_port/"
}

# Three settings are there because Ceph does not start without them: ms_mon_client_mode (radosgw asks for 'secure',
# which cannot be had without authentication, and hangs), mon_allow_pool_size_one and osd_crush_chooseleaf_type.
write_ceph_conf() {
  local home=$state/s3
  local tls="ssl_certificate=$home/rgw/server.crt ssl_private_key=$home/rgw/server.key"
  cat <<CONF
[global]
fsid = $1
mon_initial_members = a
mon_host = v2:127.0.0.1:$mon_port
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_msgr1 = false
ms_bind_port_min = ${osd_ports%-*}
ms_bind_port_max = ${osd_ports#*-}
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
ms_mon_client_mode = crc
run_dir = $home/run
admin_socket =
log_file = $home/log/\$name.log
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pgp_num = 4
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
osd_crush_initial_weight = 1
paxos_propose_interval = 0.05
paxos_min_wait = 0.02
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
[mon]
mon_data = $home/mon
mon_cluster_log_file = $home/log/cluster.log
mon_data_avail_warn = 2
mon_data_avail_crit = 1
[osd]
osd_data = $home/osd
osd_objectstore = bluestore
bluestore_block_size = 21474836480
osd_memory_target = 1073741824
[client.rgw.a]
rgw_frontends = beast tcp_nodelay=1 endpoint=127.0.0.1:$s3_port ssl_endpoint=127.0.0.1:$s3_tls_port $tls
rgw_data = $home/rgw
rgw_dns_name = localhost
rgw_thread_pool_size = 64
rgw_gc_obj_min_wait = 10
rgw_gc_processor_period = 10
${seconds_per_day:+rgw_lc_debug_interval = $seconds_per_day}
CONF
}
