#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tests/bare.sh [test]   the proof in a bare Debian 12: a new root by debootstrap, this commit cloned into it, ./run --small until its sign-in page
# answers; with "test" also ./test. Wants root. Takes packages from where this machine takes them.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" -eq 0 ] || { echo "tests/bare.sh: run as root" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "tests/bare.sh: apt-get install debootstrap" >&2; exit 1; }
port=${CHUYAN_BARE_PORT:-8098}
root=$(mktemp -d "${TMPDIR:-/var/tmp}/chuyan-bare.XXXXXX")
chmod 755 "$root"    # others than root live in it too: PostgreSQL starts as its own user
server=""

finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    # Whatever was started in the root still has it as its root.
    for p in /proc/[0-9]*; do [ "$(readlink "$p/root" 2>/dev/null)" = "$root" ] && kill "${p#/proc/}" 2>/dev/null; done || true
    sleep 1
    for m in dev/pts dev/shm dev proc; do umount -l "$root/$m" 2>/dev/null || true; done
    mountpoint -q "$root/proc" || rm -rf --one-file-system "$root"
}
trap finish EXIT
step() { printf '%4d s  %s\n' $SECONDS "$1"; }

step "a bare root"
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 || { tail -n 20 "$root.log"; exit 1; }
rm -f "$root.log"
# Sources, keys, proxies and certificates as on this machine; they are configuration, not part of the proof.
rm -f "$root/etc/apt/sources.list"
cp -a /etc/apt/. "$root/etc/apt/"
cp -L /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null || true
[ ! -d /usr/local/share/ca-certificates ] || cp -a /usr/local/share/ca-certificates "$root/usr/local/share/"
[ ! -d /etc/ssl/certs ] || { mkdir -p "$root/etc/ssl"; cp -aL /etc/ssl/certs "$root/etc/ssl/" 2>/dev/null || true; }
for f in .npmrc; do [ ! -e "$HOME/$f" ] || cp "$HOME/$f" "$root/root/"; done
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --make-rslave "$root/dev"

step "a clone"
git clone -q --no-hardlinks . "$root/chuyan"
git -C "$root/chuyan" log -1 --format='        %h %s'

inside() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        $(env | grep -E '^(https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY|NODE_EXTRA_CA_CERTS|npm_config_[a-z_]+|NPM_CONFIG_[A-Z_]+)=[^ ]*$') \
        chroot "$root" /bin/bash -c "cd /chuyan && $1"
}
inside "apt-get update -q" >/dev/null

step "./run --small"
inside "./run --small --port $port" >"$root/run.log" 2>&1 &
server=$!
for _ in $(seq 1800); do
    curl -fs -o /dev/null "http://127.0.0.1:$port/health" && break
    kill -0 $server 2>/dev/null || break
    sleep 1
done
if ! curl -fs -o /dev/null "http://127.0.0.1:$port/health"; then tail -n 40 "$root/run.log"; echo "0 passed, 1 failed"; exit 1; fi
step "it answers"
page=$(curl -fsSL "http://127.0.0.1:$port/")
grep -q 'name="password"' <<<"$page" || { echo "no page to sign in"; exit 1; }
grep -A 12 'demonstration sign-ins' "$root/run.log" | sed 's/^/        /'
kill $server 2>/dev/null || true
for p in /proc/[0-9]*; do [ "$(readlink "$p/root" 2>/dev/null)" = "$root" ] && kill "${p#/proc/}" 2>/dev/null; done || true
wait $server 2>/dev/null || true
chmod 755 "$root"    # others than root live in it too: PostgreSQL starts as its own user
server=""

if [ "${1:-}" = test ]; then
    step "./test"
    inside "./test" | tail -n 40
    step "tested"
else
    step "second start"
    inside "./run --small --prepare" | tail -n 3
    step "done"
fi
