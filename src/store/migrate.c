/* SPDX-License-Identifier: Apache-2.0 */
/* Brings a database up to the layout of this program: numbered migrations, each in one transaction, each on record with a
 * digest of its text, so that an old one that was edited later is noticed instead of believed. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "gen/sql/store.h"
#include "store/engine.h"

static const char *const own_tables[2][5] = {
    [ENGINE_SQLITE] = {
        "create table migration ( -- Layout changes this database has been through.\n"
        "  number int not null, -- 1, 2, …\n"
        "  name text not null, -- of its file\n"
        "  digest text not null, -- SHA-256 of its text without comments\n"
        "  primary key (number)\n) strict, without rowid",
        "create table installation ( -- What the store knows about this installation.\n"
        "  name text not null, -- key_check\n"
        "  value blob not null, -- as its name says\n"
        "  primary key (name)\n) strict, without rowid",
        NULL},
    [ENGINE_POSTGRESQL] = {
        "create table migration (number bigint not null, name text collate \"C\" not null, digest text collate \"C\" not null, "
        "primary key (number))",
        "comment on table migration is 'Layout changes this database has been through.'",
        "create table installation (name text collate \"C\" not null, value bytea not null, primary key (name))",
        "comment on table installation is 'What the store knows about this installation.'",
        NULL},
};

enum rc layout_empty(struct db *db, bool *has_layout, bool *has_other)
{
    struct sql_store_tables_out found;
    struct arena *a = arena_new(1 << 16);
    enum rc rc = sql_store_tables_one(db, a, &found);
    arena_free(a);
    *has_layout = rc == RC_OK && found.own > 0;
    *has_other = rc == RC_OK && found.other > 0;
    return rc;
}

static enum rc scripts_run(struct db *db, const char *const *list)
{
    for (; *list; list++) TRY(db->face->script(db, *list));
    return RC_OK;
}

static enum rc own_make(struct db *db, void *p)
{
    (void)p;
    bool own, other;
    TRY(layout_empty(db, &own, &other)); /* again, now that nobody else writes */
    if (own) return RC_OK;
    unsigned char check[SEAL_KEYED_BYTES];
    TRY(scripts_run(db, own_tables[db->engine]));
    seal_check(db->store->seal, false, check);
    struct sql_installation_put_in in = {T("key_check"), {(const char *)check, sizeof check}};
    return sql_installation_put_run(db, &in, NULL);
}

static enum rc key_verify(struct db *db, struct faults *f)
{
    unsigned char check[SEAL_KEYED_BYTES], before[SEAL_KEYED_BYTES];
    struct sql_installation_value_out kept;
    struct store *s = db->store;
    struct arena *a = arena_new(1 << 16);
    struct sql_installation_value_in in = {T("key_check")};
    seal_check(s->seal, false, check);
    seal_check(s->seal, true, before);
    enum rc rc = sql_installation_value_one(db, &in, a, &kept);
    bool whole = rc == RC_OK && kept.value.n == sizeof check;
    bool same = whole && hash_same(kept.value.s, check, sizeof check);
    bool old = whole && !same && hash_same(kept.value.s, before, sizeof before);
    arena_free(a);
    if (rc != RC_OK) return rc;
    s->key_state = old ? KEY_CHANGING : seal_changing(s->seal) ? KEY_CHANGED : KEY_STEADY;
    if (!same && !old) return store_fault(f, RC_UNAVAILABLE, W_store_key_wrong, s->key_path, NULL);
    if (old && !s->rekey) return store_fault(f, RC_UNAVAILABLE, W_store_key_changing, s->shown, NULL);
    return RC_OK;
}

enum rc key_on_record(struct db *db, bool *same)
{
    unsigned char check[SEAL_KEYED_BYTES];
    struct sql_installation_value_out kept;
    struct arena *a = arena_new(1 << 16);
    struct sql_installation_value_in in = {T("key_check")};
    seal_check(db->store->seal, false, check);
    enum rc rc = sql_installation_value_one(db, &in, a, &kept);
    *same = rc == RC_OK && kept.value.n == sizeof check && hash_same(kept.value.s, check, sizeof check);
    arena_free(a);
    return rc;
}

static struct text migration_digest(struct arena *a, const struct sql_migration *m)
{
    unsigned char sum[SHA256_BYTES];
    hash_sha256(sum, text_of(m->source));
    return hash_hex(a, sum, sizeof sum);
}

/* Compares what is on record with what the program has; *done is the number of the last one on record. */
static enum rc record_verify(struct db *db, struct arena *a, struct faults *f, int64_t *done)
{
    const struct sql_migrations *all = db->store->migrations;
    struct sql_migration_list_out row;
    struct cursor c;
    enum rc rc = RC_OK;
    char newest[24] = "", known[24];
    *done = 0;
    sql_migration_list(db, &c);
    while (rc == RC_OK && sql_migration_list_next(&c, &row)) {
        *done = row.number;
        if (row.number > (int64_t)all->n) {
            snprintf(newest, sizeof newest, "%lld", (long long)row.number);
        } else if (!text_eq(row.digest, migration_digest(a, &all->list[row.number - 1]))) {
            char number[24];
            snprintf(number, sizeof number, "%lld", (long long)row.number);
            rc = store_fault(f, RC_UNAVAILABLE, W_store_edited, number, all->list[row.number - 1].name);
        }
    }
    enum rc closed = sql_close(&c);
    if (rc != RC_OK) return rc;
    if (closed != RC_OK || !*newest) return closed;
    snprintf(known, sizeof known, "%zu", all->n);
    struct fault one = {.word = W_store_newer, .arg = {text_of(store_address(db->store)), text_of(newest), text_of(known)}};
    fault_put(f, &one);
    return RC_UNAVAILABLE;
}

struct step { const struct sql_migration *migration; struct arena *arena; };

static enum rc migration_run(struct db *db, void *p)
{
    const struct step *s = p;
    const struct sql_migration *m = s->migration;
    struct sql_migration_has_in asked = {m->number};
    struct sql_migration_has_out found;
    TRY(sql_migration_has_one(db, &asked, s->arena, &found));
    if (found.times > 0) return RC_OK; /* another program did it while this one waited to write */
    TRY(scripts_run(db, m->ddl[db->engine]));
    struct sql_migration_add_in in = {m->number, text_of(m->name), migration_digest(s->arena, m)};
    return sql_migration_add_run(db, &in, NULL);
}

static enum rc migrations_run(struct db *db, struct arena *a, int64_t done, struct faults *f)
{
    const struct sql_migrations *all = db->store->migrations;
    for (size_t i = (size_t)done; i < all->n; i++) {
        struct step step = {&all->list[i], a};
        enum rc rc = db_transact(db, migration_run, &step);
        if (rc == RC_OK) continue;
        char number[24];
        snprintf(number, sizeof number, "%d", all->list[i].number);
        if (rc == RC_NO_SPACE) return store_fault(f, rc, W_store_no_space, store_address(db->store), NULL);
        return store_fault(f, rc, W_store_migration_failed, number, db->message);
    }
    return RC_OK;
}

static enum rc planner_run(struct db *db, void *p)
{
    (void)p;
    return planner_teach(db);
}

static enum rc upgrade_run(struct db *db, struct faults *f)
{
    bool own, other;
    TRY(layout_empty(db, &own, &other));
    /* This mode stays with the file. In it readers never wait for the writer. */
    if (db->engine == ENGINE_SQLITE) TRY(db->face->script(db, "pragma journal_mode = wal"));
    if (!own) TRY(db_transact(db, own_make, NULL));
    TRY(key_verify(db, f));
    int64_t done;
    struct arena *a = arena_new(16 << 20);
    enum rc rc = record_verify(db, a, f, &done);
    if (rc == RC_OK) rc = migrations_run(db, a, done, f);
    if (rc == RC_OK && done < (int64_t)db->store->migrations->n) rc = db_transact(db, planner_run, NULL);
    arena_free(a);
    return rc;
}

enum rc layout_upgrade(struct db *db, struct faults *f)
{
    /* Two programs may open one database at the same moment. On SQLite the write lock orders them, and whoever comes second finds
     * each step done; PostgreSQL would let both begin, so they are put in order here. */
    bool pg = db->engine == ENGINE_POSTGRESQL;
    if (pg) TRY(db->face->script(db, "select pg_advisory_lock(1667790201, hashtext(current_schema()))"));
    enum rc rc = upgrade_run(db, f);
    if (pg) {
        enum rc unlocked = db->face->script(db, "select pg_advisory_unlock(1667790201, hashtext(current_schema()))");
        if (rc == RC_OK) rc = unlocked;
    }
    return rc;
}
