# Installing Debian packages. Some start a daemon or make a database when they are installed: here none may.
# (Where systemd runs, a daemon that was installed starts at the next boot, as it would after any apt-get install.)

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
  policy=/usr/sbin/policy-rc.d clusters=/etc/postgresql-common/createcluster.conf
  made_policy='' changed_clusters=''
  put_back() {
    [ -z "$made_policy" ] || rm -f "$policy"
    [ -z "$changed_clusters" ] || sed -i '/^create_main_cluster = false$/d' "$clusters"
  }
  trap put_back EXIT
  if [ ! -e "$policy" ]; then
    made_policy=1
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  apt-get update -qq
  case " $* " in
    *" postgresql "*)
      apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
      if [ -e "$clusters" ] && ! grep -q '^create_main_cluster' "$clusters"; then
        changed_clusters=1
        echo 'create_main_cluster = false' >>"$clusters"
      fi
      ;;
  esac
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# The packages that the servers come from. Of PostgreSQL, any version that is there will do.
server_packages() {
  printf '%s\n' rabbitmq-server ceph-mon ceph-osd radosgw curl openssl
  postgresql_bin >/dev/null || echo postgresql
}

require_commands() {
  local command missing=()
  for command in rabbitmq-server ceph-mon ceph-osd radosgw radosgw-admin monmaptool curl openssl flock setpriv psql; do
    command -v "$command" >/dev/null || missing+=("$command")
  done
  postgresql_bin >/dev/null || missing+=(postgresql)
  [ ${#missing[@]} -eq 0 ] || fail "Not installed: ${missing[*]}. 'scripts/services install' installs what is needed."
}
