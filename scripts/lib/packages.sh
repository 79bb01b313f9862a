# Installing Debian packages. Some start a daemon or make a database when they are installed: here none may.

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

# install_packages PACKAGE...: those that are missing.
install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    echo "This system has no dpkg; install these yourself, or their like: $*" >&2
    return
  fi
  local missing=()
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "Installing ${missing[*]}"
  local root=()
  [ "$(id -u)" = 0 ] || root=(sudo)
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive bash -euc "$(declare -f install_quietly); install_quietly \"\$@\"" \
    install "${missing[@]}"
}

# As root. What it changes about the system besides packages it puts back, however it ends.
install_quietly() {
  local policy=/usr/sbin/policy-rc.d clusters=/etc/postgresql-common/createcluster.conf
  if [ ! -e "$policy" ]; then
    trap "rm -f '$policy'" EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  apt-get update -qq
  case " $* " in
    *" postgresql "*)
      apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
      if [ -e "$clusters" ] && ! grep -q '^create_main_cluster' "$clusters"; then
        trap "rm -f '$policy'; sed -i '/^create_main_cluster = false\$/d' '$clusters'" EXIT
        echo 'create_main_cluster = false' >>"$clusters"
      fi
      ;;
  esac
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

server_packages=(rabbitmq-server ceph-mon ceph-osd radosgw curl openssl)

install_servers() {
  local wanted=("${server_packages[@]}")
  # Any version of PostgreSQL will do.
  postgresql_bin >/dev/null || wanted+=(postgresql)
  install_packages "${wanted[@]}"
}

require_commands() {
  local command missing=()
  for command in rabbitmq-server ceph-mon ceph-osd radosgw radosgw-admin monmaptool curl openssl flock setpriv psql; do
    command -v "$command" >/dev/null || missing+=("$command")
  done
  postgresql_bin >/dev/null || missing+=(postgresql)
  [ ${#missing[@]} -eq 0 ] || fail "Not installed: ${missing[*]}. 'scripts/services install' installs what is needed."
}
