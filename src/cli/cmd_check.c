/* SPDX-License-Identifier: Apache-2.0 */
/* check: the installation looks at itself. Each line is OK, WARN or BAD with a sentence; one BAD makes the command fail. */
#include "cli/care.h"
#include "cli/check_part.h"
#include "format/json.h"
#include "gen/sql/scheme.h"
#include "gen/sql/store.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

enum { DISK_WARN_MB = 2048, DISK_BAD_MB = 200, MODE_OTHERS = 077 };

void check_say(struct check *k, enum verdict v, enum word w, struct text a0, struct text a1)
{
    static const char *const names[] = {"OK", "WARN", "BAD"};
    struct cli *c = k->c;
    struct text said = word_fill(c->arena, c->lang, w, (struct text[]){a0, a1}, 2);
    k->count[v]++;
    if (!c->json) {
        buf_fmt(&c->out, "%-4s  %.*s\n", names[v], TP(said));
        return;
    }
    json_open(&c->out, '{');
    json_key(&c->out, T("verdict"));
    json_text(&c->out, text_of(names[v]));
    json_key(&c->out, T("what"));
    json_text(&c->out, word_keys[w]);
    json_key(&c->out, T("county"));
    json_int(&c->out, k->county);
    json_key(&c->out, T("sentence"));
    json_text(&c->out, said);
    json_close(&c->out, '}');
}

struct text check_number(struct check *k, int64_t n)
{
    return text_fmt(k->c->arena, "%lld", (long long)n);
}

/* ---- files ---- */

static void mode_check(struct check *k, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        check_say(k, VERDICT_BAD, W_check_absent, text_of(path), TEXT_NONE);
        return;
    }
    struct text mode = text_fmt(k->c->arena, "%03o", (unsigned)(st.st_mode & 0777));
    bool open = (st.st_mode & MODE_OTHERS) != 0;
    check_say(k, open ? VERDICT_WARN : VERDICT_OK, open ? W_check_mode_open : W_check_mode, text_of(path), mode);
}

static void disk_check(struct check *k, const char *path)
{
    struct statvfs fs;
    if (statvfs(path, &fs) != 0) return;
    int64_t free_mb = (int64_t)(fs.f_bavail / 1024 * fs.f_frsize / 1024);
    enum verdict v = free_mb < DISK_BAD_MB ? VERDICT_BAD : free_mb < DISK_WARN_MB ? VERDICT_WARN : VERDICT_OK;
    check_say(k, v, W_check_disk, check_number(k, free_mb), TEXT_NONE);
}

static void files_check(struct check *k)
{
    const char *key = getenv("CHUYAN_KEY_FILE");
    if (store_engine(k->c->store) == ENGINE_SQLITE) {
        mode_check(k, k->c->address);
        disk_check(k, k->c->address);
        if (!key) key = text_z(k->c->arena, text_fmt(k->c->arena, "%s.key", k->c->address));
    }
    if (key) mode_check(k, key);
}

static enum rc layout_check(struct check *k)
{
    struct cursor c;
    struct sql_migration_list_out row;
    int64_t last = 0;
    TRY(sql_migration_list(k->db, &c));
    while (sql_migration_list_next(&c, &row)) last = row.number;
    TRY(sql_close(&c));
    /* Older layouts were brought up when the database was opened; newer and edited ones were refused there. */
    check_say(k, VERDICT_OK, W_check_layout, check_number(k, last), TEXT_NONE);
    return RC_OK;
}

/* ---- the whole ---- */

static enum rc counties_check(struct check *k)
{
    enum { COUNTIES = 256 };
    int64_t county[COUNTIES], today[COUNTIES];
    bool demo[COUNTIES];
    size_t n = 0;
    struct cursor c;
    struct sql_county_first_out row;
    TRY(sql_county_first(k->db, &c));
    while (n < COUNTIES && sql_county_first_next(&c, &row)) {
        county[n] = row.id;
        today[n] = row.today_day;
        demo[n++] = row.demo != 0;
    }
    TRY(sql_close(&c));
    if (n == 0) check_say(k, VERDICT_WARN, W_check_no_county, TEXT_NONE, TEXT_NONE);
    TRY(check_audit(k, 0));
    for (size_t i = 0; i < n; i++) {
        k->county = county[i];
        k->stored_day = (day_t)today[i];
        check_say(k, demo[i] ? VERDICT_WARN : VERDICT_OK, demo[i] ? W_check_demo : W_check_real, check_number(k, county[i]),
            TEXT_NONE);
        TRY(check_audit(k, county[i]));
        TRY(check_people(k));
        TRY(check_sealed(k));
        TRY(check_plan(k));
    }
    k->county = 0;
    return RC_OK;
}

static enum rc run(struct cli *c)
{
    struct check k = {.c = c, .today = moment_day(c->now)};
    TRY(cli_read(c, &k.db));
    if (c->json) json_open(&c->out, '[');
    files_check(&k);
    TRY(layout_check(&k));
    TRY(counties_check(&k));
    if (c->json) {
        json_close(&c->out, ']');
        buf_char(&c->out, '\n');
    } else {
        struct text n[VERDICTS];
        for (int i = 0; i < VERDICTS; i++) n[i] = check_number(&k, k.count[i]);
        buf_add(&c->out, word_fill(c->arena, c->lang, W_check_total, n, 3));
        buf_char(&c->out, '\n');
    }
    return k.count[VERDICT_BAD] > 0 ? RC_CONFLICT : RC_OK;
}

const struct command cmd_check = {.name = "check", .sentence = W_cmd_check, .run = run};
