#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Brings what the build needs: Debian packages by name, and the npm packages of package-lock.json. Does nothing, quickly, when
# all of it is there. `tools/setup.sh test` brings what the tests need as well, `tools/setup.sh run` only what a built program needs.
set -eu
cd "$(dirname "$0")/.."
what="${1:-build}"

run="libmicrohttpd12 libsqlite3-0 libpq5 libsodium23 libssl3 libjansson4 libyaml-0-2 libxlsxwriter4 libzip4 libexpat1 libicu72 libseccomp2
     ca-certificates"
build="gcc libc6-dev make git pkg-config libmicrohttpd-dev libsqlite3-dev libpq-dev libsodium-dev libssl-dev libjansson-dev libyaml-dev
       libxlsxwriter-dev libzip-dev libexpat1-dev libicu-dev libseccomp-dev zlib1g-dev ca-certificates"
tests="libcmocka-dev clang-14 libclang-rt-14-dev postgresql-15 nginx-light wrk chromium fonts-noto-cjk valgrind procps curl unzip zip"

case "$what" in
run) wanted="$run" ;;
build) wanted="$build" ;;
test) wanted="$build $tests" ;;
*) echo "use: tools/setup.sh [run|build|test]" >&2; exit 2 ;;
esac
# A node brought by other means does as well; Debian's own needs its npm beside it.
if [ "$what" != run ]; then
    command -v node >/dev/null 2>&1 || wanted="$wanted nodejs"
    command -v npm >/dev/null 2>&1 || wanted="$wanted npm"
fi

missing=""
# shellcheck disable=SC2086
installed="$(dpkg-query -W -f '${binary:Package} ${db:Status-Abbrev}\n' 2>/dev/null | awk '$2 == "ii" { sub(/:.*/, "", $1); print $1 }')"
for package in $wanted; do
    printf '%s\n' "$installed" | grep -qxF "$package" || missing="$missing $package"
done
# nginx of any flavour serves the measurements.
case "$missing" in *nginx-light*) command -v nginx >/dev/null 2>&1 && missing="$(printf '%s' "$missing" | sed 's/nginx-light//')" ;; esac
missing="$(echo $missing)"

if [ -n "$missing" ]; then
    root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "还缺这些软件包，请用 root 安装 / these packages are missing, install them as root: $missing" >&2
            exit 1
        fi
        root="sudo"
    fi
    echo "正在安装 / installing: $missing"
    # A fresh machine has no package lists; a stale one may name versions that are gone: ask again when the first try fails.
    install() { $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; }
    [ -n "$(find /var/lib/apt/lists -name '*_Packages*' 2>/dev/null | head -n 1)" ] || $root apt-get update -q
    install || { $root apt-get update -q && install; }
fi

# node_modules is right when its own record says the same as the lock file.
if [ "$what" != run ]; then
    stamp=node_modules/.chuyan-lock
    if ! cmp -s package-lock.json "$stamp" 2>/dev/null; then
        npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
        cp package-lock.json "$stamp"
    fi
fi
