# One authority signs the certificates of the three servers and one of a client. They last for a year.

make_certificates() {
  [ ! -e "$state/tls/client.crt" ] || return 0
  local tls=$state/tls
  mkdir -p "$tls"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 \
    -subj '/CN=Karton test authority' -addext basicConstraints=critical,CA:TRUE \
    -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout "$tls/ca.key" -out "$tls/ca.crt" 2>>"$state/log/openssl.out"
  local name
  for name in postgresql rabbitmq s3; do
    sign_certificate "$name" localhost "subjectAltName=DNS:localhost,IP:127.0.0.1
extendedKeyUsage=serverAuth"
  done
  # Its name is the user's: RabbitMQ can take it instead of a password.
  sign_certificate client "$user" extendedKeyUsage=clientAuth
}

# sign_certificate FILE COMMON_NAME EXTENSIONS
sign_certificate() {
  local tls=$state/tls
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$2" -keyout "$tls/$1.key" -out "$tls/$1.csr" \
    2>>"$state/log/openssl.out"
  printf '%s\n' basicConstraints=CA:FALSE "$3" >"$tls/$1.ext"
  openssl x509 -req -in "$tls/$1.csr" -CA "$tls/ca.crt" -CAkey "$tls/ca.key" -CAcreateserial -days 365 -sha256 \
    -extfile "$tls/$1.ext" -out "$tls/$1.crt" 2>>"$state/log/openssl.out"
  rm -f "$tls/$1.csr" "$tls/$1.ext"
}

# copy_certificate NAME FOLDER: a server reads its key as its own user, and PostgreSQL wants it to be nobody else's.
copy_certificate() {
  install -m 644 "$state/tls/ca.crt" "$2/ca.crt"
  install -m 644 "$state/tls/$1.crt" "$2/server.crt"
  install -m 600 "$state/tls/$1.key" "$2/server.key"
}
