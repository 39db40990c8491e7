/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "cli/cli_parse.h"
#include "cli/cli_said.h"
#include "gen/sql/scheme.h"
#include "model/audit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CLI_CEILING = 1 << 30, OUT_CEILING = 256 << 20 };

const char *cli_option(const struct cli *c, const char *name)
{
    for (size_t i = 0; i < c->given_n; i++) {
        if (strcmp(c->given[i].name, name) == 0) return c->given[i].value;
    }
    bool declared = parse_declared(c->command, name);
    BUG_IF(!declared);
    return NULL;
}

bool cli_int(struct cli *c, const char *name, int64_t *out)
{
    const char *v = cli_option(c, name);
    if (!v || text_int(text_of(v), out)) return true;
    fault_add(&c->faults, text_fmt(c->arena, "--%s", name), W_param_int, text_of(v), TEXT_NONE);
    return false;
}

bool cli_day(struct cli *c, const char *name, day_t *out)
{
    const char *v = cli_option(c, name);
    if (!v) return true;
    day_t d = day_read(text_of(v));
    if (d == DAY_NONE) {
        fault_add(&c->faults, text_fmt(c->arena, "--%s", name), W_param_day, text_of(v), TEXT_NONE);
        return false;
    }
    *out = d;
    return true;
}

/* ---- the database ---- */

enum rc cli_store(struct cli *c, bool create, struct store **out)
{
    if (!c->store) {
        struct store_options o = {.address = c->address, .create = create};
        TRY(store_open(&o, &c->faults, &c->store));
    }
    *out = c->store;
    return RC_OK;
}

enum rc cli_read(struct cli *c, struct db **out)
{
    struct store *s;
    TRY(cli_store(c, false, &s));
    if (!c->reading) {
        TRY(db_open(s, DB_READ, &c->reading));
        TRY(db_begin(c->reading));
    }
    *out = c->reading;
    return RC_OK;
}

enum rc cli_write(struct cli *c, struct db **out)
{
    struct store *s;
    TRY(cli_store(c, false, &s));
    if (!c->writing) TRY(db_open(s, DB_WRITE, &c->writing));
    *out = c->writing;
    return RC_OK;
}

static enum rc county_pick(struct cli *c, struct db *db)
{
    int64_t asked = 0, found = 0, n = 0;
    if (!cli_int(c, "county", &asked)) return RC_INVALID;
    struct cursor cur;
    struct sql_county_first_out row;
    TRY(sql_county_first(db, &cur));
    while (sql_county_first_next(&cur, &row)) {
        n++;
        if (!asked || row.id == asked) found = row.id;
    }
    TRY(sql_close(&cur));
    if (n > 1 && !asked) {
        fault_add(&c->faults, T("--county"), W_cli_which_county, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    if (!found) {
        fault_add(&c->faults, T("--county"), W_cli_no_county, TEXT_NONE, TEXT_NONE);
        return RC_NOT_FOUND;
    }
    c->county = found;
    return RC_OK;
}

enum rc cli_county(struct cli *c, int64_t *out)
{
    struct db *db;
    if (!c->county) {
        TRY(cli_read(c, &db));
        TRY(county_pick(c, db));
    }
    *out = c->county;
    return RC_OK;
}

enum rc cli_evaluator(struct cli *c, const struct evaluator **out)
{
    int64_t county;
    struct db *db;
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    if (!c->ev) {
        /* Warnings about schemes are told when they are checked and loaded, not by every command. */
        struct faults f = faults_new(c->arena);
        enum rc rc = evaluator_new(db, county, c->as_of, &f, &c->ev);
        for (size_t i = 0; rc != RC_OK && i < f.n; i++) fault_put(&c->faults, &f.list[i]);
        if (rc != RC_OK) return rc;
    }
    *out = c->ev;
    return RC_OK;
}

enum rc cli_roles(struct cli *c, const struct roles **out)
{
    if (!c->roles) {
        const struct embedded *e = embedded_find(T("schemes/codes/roles.yaml"));
        if (!e) return RC_INTERNAL;
        c->roles = arena_alloc(c->arena, sizeof *c->roles);
        TRY(roles_load(c->arena, e->bytes, e->path, &c->faults, c->roles));
    }
    *out = c->roles;
    return RC_OK;
}

struct work cli_work(struct cli *c, struct db *db, int64_t county, struct touched *touched)
{
    return (struct work){.db = db,
                         .county = county,
                         .now = c->now,
                         .today = moment_day(c->now),
                         .ids = &c->ids,
                         .arena = c->arena,
                         .faults = &c->faults,
                         .touched = touched,
                         .ev = c->ev,
                         .source = "command"};
}

enum rc cli_audit_read(struct cli *c, struct db *db, const char *noun, int64_t object, const char *detail)
{
    struct audit e = {.county = c->county, .at = c->now, .action = text_fmt(c->arena, "command %s", c->command->name),
                      .noun = text_of(noun), .object = object, .detail = text_of(detail)};
    return audit_append(db, &e);
}

enum rc cli_audit(struct cli *c, struct db *db, const char *noun, int64_t object, const char *detail)
{
    TRY(sql_county_tell_run(db, &(struct sql_county_tell_in){c->county}, NULL));
    return cli_audit_read(c, db, noun, object, detail);
}

/* ---- output ---- */

void cli_say(struct cli *c, enum word w, struct text a0, struct text a1)
{
    buf_add(&c->out, word_fill(c->arena, c->lang, w, (struct text[]){a0, a1}, 2));
    buf_char(&c->out, '\n');
}

void cli_note(struct cli *c, enum word w, struct text a0, struct text a1)
{
    struct text t = word_fill(c->arena, c->lang, w, (struct text[]){a0, a1}, 2);
    fprintf(stderr, "%.*s\n", TP(t));
}

void cli_progress(struct cli *c, enum word w, int64_t done, int64_t total)
{
    struct arena *a = arena_new(1 << 16);
    struct text n =
        total > 0 ? text_fmt(a, "%lld/%lld", (long long)done, (long long)total) : text_fmt(a, "%lld", (long long)done);
    struct text t = word_fill(a, c->lang, w, &n, 1);
    bool last = total > 0 && done >= total;
    if (isatty(STDERR_FILENO)) fprintf(stderr, "\r%.*s\033[K%s", TP(t), last ? "\n" : "");
    else if (last) fprintf(stderr, "%.*s\n", TP(t));
    arena_free(a);
}

enum rc cli_flush(struct cli *c)
{
    if (c->out.over) return RC_TOO_LARGE;
    size_t done = fwrite(c->out.s ? c->out.s : "", 1, c->out.n, stdout);
    bool whole = done == c->out.n && fflush(stdout) == 0;
    buf_clear(&c->out);
    return whole ? RC_OK : RC_UNAVAILABLE;
}

/* Like a compiler: place, error or warning, sentence. */
static void faults_tell(struct cli *c)
{
    for (size_t i = 0; i < c->faults.n; i++) {
        const struct fault *f = &c->faults.list[i];
        struct text say = fault_say(f, c->lang, c->arena);
        if (f->file.n) fprintf(stderr, "%.*s:%d:%d: ", TP(f->file), f->line, f->column);
        else if (f->field.n) fprintf(stderr, "%.*s: ", TP(said_field(c->lang, f->field)));
        struct text kind = word(c->lang, f->warning ? W_cli_warning : W_cli_error);
        fprintf(stderr, "%.*s%.*s\n", TP(kind), TP(say));
    }
    if (c->faults.cut) {
        struct text more = word(c->lang, W_cli_more_faults);
        fprintf(stderr, "%.*s\n", TP(more));
    }
}

static void cli_end(struct cli *c)
{
    if (c->ev) evaluator_free(c->ev);
    if (c->reading) db_rollback(c->reading);
    if (c->reading) db_close(c->reading);
    if (c->writing) db_close(c->writing);
    if (c->store) store_close(c->store);
    buf_free(&c->out);
    arena_free(c->arena);
}

int cli_main(int argc, char **argv)
{
    struct cli c = {.arena = arena_new(CLI_CEILING), .out = buf_new(OUT_CEILING), .ids = {.node = 2}};
    c.faults = faults_new(c.arena);
    c.now = clock_now();
    c.as_of = moment_day(c.now);
    if (!hash_start()) return rc_exit(RC_UNAVAILABLE);
    bool help = false;
    enum rc rc = parse_arguments(&c, argc, argv, &help);
    if (rc == RC_OK && help) parse_help(&c);
    else if (rc == RC_OK) rc = c.command->run(&c);
    if (rc == RC_OK && c.faults.errors) rc = RC_INVALID;
    enum rc flushed = cli_flush(&c);
    if (rc == RC_OK) rc = flushed;
    faults_tell(&c);
    if (rc != RC_OK && !c.faults.errors) {
        struct text why = word_fill(c.arena, c.lang, W_cli_failed, (struct text[]){said_rc(c.lang, rc)}, 1);
        fprintf(stderr, "%.*s\n", TP(why));
    }
    cli_end(&c);
    return rc_exit(rc);
}
