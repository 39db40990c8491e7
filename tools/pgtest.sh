#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# pgtest.sh START DIR   starts a throw-away PostgreSQL cluster in DIR and prints its address
# pgtest.sh STOP DIR    stops it and removes DIR
# Only a Unix socket inside DIR is listened on. fsync is off: the cluster is thrown away.
set -eu
action=${1:-} dir=${2:-}
[ -n "$dir" ] || { echo "pgtest.sh START|STOP DIR" >&2; exit 2; }
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "pgtest.sh: PostgreSQL is not installed (apt-get install postgresql-15)" >&2; exit 1; }

# PostgreSQL refuses to run as root, so root lends the cluster to postgres, or else to nobody.
as() {
    if [ "$(id -u)" = 0 ]; then
        user=postgres
        id postgres >/dev/null 2>&1 || user=nobody
        (cd / && setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env HOME=/tmp "$@")
    else
        "$@"
    fi
}

case $action in
START)
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    [ ! -e "$dir/data" ] || { echo "pgtest.sh: $dir/data is there already" >&2; exit 1; }
    # A socket's path may have 107 bytes; a deep DIR gets a short one beside it.
    socket=$dir
    [ ${#socket} -lt 85 ] || socket=$(mktemp -d /tmp/pgtest.XXXXXX)
    chmod 755 "$dir" "$socket"
    if [ "$(id -u)" = 0 ]; then
        owner=postgres
        id postgres >/dev/null 2>&1 || owner=nobody
        chown "$owner" "$dir" "$socket"
    fi
    as "$bin/initdb" -D "$dir/data" -U chuyan -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
    cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$socket'
fsync = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 40
CONF
    as "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -t 60 start >>"$dir/log" 2>&1 || { cat "$dir/log" "$dir/data/server.log" >&2; exit 1; }
    echo "$socket" >"$dir/socket"
    echo "postgresql:///postgres?host=$socket&user=chuyan"
    ;;
STOP)
    [ -d "$dir/data" ] || exit 0
    as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
    socket=$(cat "$dir/socket" 2>/dev/null || true)
    case $socket in /tmp/pgtest.*) rm -rf "$socket" ;; esac
    rm -rf "$dir"
    ;;
*)
    echo "pgtest.sh START|STOP DIR" >&2
    exit 2
    ;;
esac
