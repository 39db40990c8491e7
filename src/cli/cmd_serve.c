/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/cli.h"
#include "model/setup.h"
#include "web/serve.h"

#include <malloc.h>
#include <signal.h>
#include <stdlib.h>

enum { MEMORY_KEPT = 4 << 20 };   /* bytes of each thread */

static const struct option_spec options[] = {
    {"host", "ADDRESS", W_opt_serve_host, false},           {"port", "N", W_opt_serve_port, false},
    {"threads", "N", W_opt_serve_threads, false},           {"workers", "N", W_opt_serve_workers, false},
    {"connections", "N", W_opt_serve_connections, false},   {"per-address", "N", W_opt_serve_per_address, false},
    {"idle-minutes", "N", W_opt_serve_idle, false},         {"session-hours", "N", W_opt_serve_hours, false},
    {"behind-proxy", NULL, W_opt_serve_proxy, false},       {"quiet", NULL, W_opt_serve_quiet, false},
    {"try", "FILE", W_opt_serve_try, false},                {"try-password", "PASSWORD", W_opt_serve_try_password, false}, {0},
};

static bool number(struct cli *c, const char *name, int64_t least, int64_t most, int *out)
{
    int64_t v = *out;
    if (!cli_int(c, name, &v)) return false;
    if (v < least || v > most) {
        fault_add(&c->faults, text_fmt(c->arena, "--%s", name), W_param_range, text_fmt(c->arena, "%lld", (long long)least),
                  text_fmt(c->arena, "%lld", (long long)most));
        return false;
    }
    *out = (int)v;
    return true;
}

static bool options_take(struct cli *c, struct serve_options *o)
{
    bool ok = true;
    o->http.port = 8080;
    o->http.host = cli_option(c, "host");
    ok &= number(c, "port", 0, 65535, &o->http.port);
    ok &= number(c, "threads", 0, 64, &o->http.threads);
    ok &= number(c, "workers", 0, 64, &o->workers);
    ok &= number(c, "connections", 0, 100000, &o->http.connections);
    ok &= number(c, "per-address", 0, 100000, &o->http.connections_per_ip);
    ok &= number(c, "idle-minutes", 0, 24 * 60, &o->idle_minutes);
    ok &= number(c, "session-hours", 0, 72, &o->session_hours);
    o->http.trust_forwarded = cli_option(c, "behind-proxy") != NULL;
    o->quiet = cli_option(c, "quiet") != NULL;
    return ok;
}

static void address_tell(struct cli *c, const struct serve_options *o, const struct server *s)
{
    const char *host = o->http.host ? o->http.host : "127.0.0.1";
    bool six = text_find(text_of(host), T(":")) >= 0;
    cli_say(c, W_server_listening, text_fmt(c->arena, six ? "http://[%s]:%d" : "http://%s:%d", host, server_port(s)), TEXT_NONE);
    if (*server_first_code(s)) cli_say(c, W_server_first_use, text_of(server_first_code(s)), TEXT_NONE);
    cli_flush(c);
}

/* Sign-ins that the page offers at one tap: never where real people are, whatever the options say. */
enum { TRY_BYTES = 64 << 10 };

static enum rc try_take(struct cli *c, struct serve_options *o)
{
    const char *file = cli_option(c, "try");
    struct db *db;
    bool demo;
    if (!file) return RC_OK;
    TRY(cli_read(c, &db));
    TRY(setup_demo(db, &demo));
    if (!demo) {
        fault_add(&c->faults, T("--try"), W_serve_try_real, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    enum rc rc = file_read(c->arena, file, TRY_BYTES, &o->try_list);
    if (rc != RC_OK) fault_add(&c->faults, T("--try"), W_load_file_none, text_of(file), TEXT_NONE);
    o->try_password = text_of(cli_option(c, "try-password") ? cli_option(c, "try-password") : "");
    db_rollback(c->reading);       /* it would hold a snapshot for as long as the server runs */
    db_close(c->reading);
    c->reading = NULL;
    return rc;
}

/* Threads give each request's memory back to be taken again by the next one. Handing it to the system in between would cost more
 * than the request: two calls and a page fault for every 4 KB. */
static void memory_keep(void)
{
    mallopt(M_TRIM_THRESHOLD, MEMORY_KEPT);
    mallopt(M_MMAP_THRESHOLD, MEMORY_KEPT);
}

/* The signals are blocked before the first thread starts, so that only this one hears of them. */
static enum rc run(struct cli *c)
{
    struct serve_options o = {0};
    struct server *s;
    sigset_t stop;
    int signal_no;
    if (!options_take(c, &o)) return RC_INVALID;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
    memory_keep();
    struct store_options so = {.address = c->address, .create = true, .lock = true};
    TRY(store_open(&so, &c->faults, &c->store));
    o.store = c->store;
    TRY(try_take(c, &o));
    TRY(server_start(&o, &c->faults, &s));
    address_tell(c, &o, s);
    sigwait(&stop, &signal_no);
    cli_note(c, W_server_stopping, TEXT_NONE, TEXT_NONE);
    server_stop(s);
    cli_note(c, W_server_stopped, TEXT_NONE, TEXT_NONE);
    return RC_OK;
}

const struct command cmd_serve = {.name = "serve", .sentence = W_cmd_serve, .options = options, .run = run};
