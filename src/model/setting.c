/* SPDX-License-Identifier: Apache-2.0 */
#include "model/setting.h"

#include "gen/sql/scheme.h"
#include "gen/sql/setting.h"
#include "scheme/calendar_load.h"

enum { ID_MOST = 40, OVERLOAD_MOST = 200 };

static const struct setting_spec specs[] = {
    {"home_rule", SETTING_RULE, 0, 0, "MCA2016", W_setting_home_rule},
    {"overload", SETTING_INT, 1, OVERLOAD_MOST, "", W_setting_overload},
    {"calendar", SETTING_CALENDAR, 0, 0, "schemes/calendars/default.yaml", W_setting_calendar},
    {"calendar:holidays", SETTING_CALENDAR, 0, 0, "schemes/calendars/holidays.yaml", W_setting_holidays},
    {"calendar:", SETTING_CALENDAR, 0, 0, "", W_setting_calendar_own},
};
enum { SPECS = sizeof specs / sizeof *specs };

const struct setting_spec *setting_specs(size_t *n)
{
    *n = SPECS;
    return specs;
}

/* The name a school's own calendar goes by. */
static bool id_good(struct text id)
{
    for (size_t i = 0; i < id.n; i++) {
        char c = id.s[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!good) return false;
    }
    return id.n > 0 && id.n <= ID_MOST;
}

const struct setting_spec *setting_spec(struct text key)
{
    for (size_t i = 0; i < SPECS; i++) {
        struct text name = text_of(specs[i].key);
        if (text_eq(name, key)) return text_ends(name, T(":")) ? NULL : &specs[i];
        bool family = text_ends(name, T(":")) && text_starts(key, name);
        if (family && id_good(text_sub(key, name.n, key.n - name.n))) return &specs[i];
    }
    return NULL;
}

const char *setting_type_name(enum setting_type t)
{
    static const char *const names[] = {"rule", "int", "calendar"};
    return names[t];
}

/* ---- reading ---- */

enum rc setting_all(struct db *db, int64_t county, struct arena *a, struct setting_list *out)
{
    struct cursor c;
    struct sql_setting_rows_out o;
    size_t cap = 0;
    *out = (struct setting_list){0};
    TRY(sql_setting_rows(db, &(struct sql_setting_rows_in){.county = county}, &c));
    while (sql_setting_rows_next(&c, &o)) {
        if (!setting_spec(o.key)) continue;     /* what the program notes for itself is not the county's */
        out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = (struct setting){
            .key = text_dup(a, o.key), .value = text_dup(a, o.value), .by = text_dup(a, o.name), .at = o.changed_at};
    }
    return sql_close(&c);
}

enum rc setting_get(struct db *db, int64_t county, struct text key, struct arena *a, struct text *value)
{
    struct sql_setting_get_out o;
    TRY(sql_setting_get_one(db, &(struct sql_setting_get_in){.county = county, .key = key}, a, &o));
    *value = o.value;
    return RC_OK;
}

/* ---- setting ---- */

static enum rc refuse(struct work *w, struct text key, enum word why, struct text a0, struct text a1)
{
    fault_add(w->faults, key, why, a0, a1);
    return RC_INVALID;
}

/* A calendar is read by itself first: one that no school follows yet would else be wrong unseen. */
static enum rc calendar_check(struct work *w, struct text key, struct text yaml)
{
    size_t before = w->faults->errors;
    struct part part = {.arena = w->arena, .faults = w->faults, .codes = w->ev ? w->ev->codes : NULL};
    struct calendar_spec spec;
    if (yaml.n > SETTING_BYTES) return refuse(w, key, W_setting_large, text_fmt(w->arena, "%d", SETTING_BYTES >> 10), TEXT_NONE);
    if (!text_utf8(yaml)) return refuse(w, key, W_setting_utf8, TEXT_NONE, TEXT_NONE);
    struct yaml_node *root = yaml_read(w->arena, key, yaml, w->faults);
    if (root != NULL && calendar_spec_read(&part, root, &spec)) return RC_OK;
    return w->faults->errors > before ? RC_INVALID : refuse(w, key, W_evaluator_no_calendar, key, TEXT_NONE);
}

static enum rc value_check(struct work *w, const struct setting_spec *s, struct text key, struct text value)
{
    int64_t n;
    if (s->type == SETTING_CALENDAR) return calendar_check(w, key, value);
    if (s->type == SETTING_INT) {
        if (text_int(value, &n) && n >= s->min && n <= s->max) return RC_OK;
        struct text min = text_fmt(w->arena, "%lld", (long long)s->min), max = text_fmt(w->arena, "%lld", (long long)s->max);
        return refuse(w, key, W_setting_range, min, max);
    }
    bool known = w->ev != NULL && plan_group(w->ev->plan, text_fmt(w->arena, "rule:%.*s", TP(value))) >= 0;
    return known ? RC_OK : refuse(w, key, W_setting_no_rule, value, TEXT_NONE);
}

static enum rc value_put(struct work *w, struct text key, struct text value)
{
    struct sql_setting_drop_in drop = {.county = w->county, .key = key};
    if (value.s == NULL) return sql_setting_drop_run(w->db, &drop, NULL);
    struct sql_setting_put_in put = {.county = w->county, .key = key, .value = value, .changed_at = w->now,
                                     .changed_by = w->staff};
    return sql_setting_put_run(w->db, &put, NULL);
}

enum rc setting_set(struct work *w, struct text key, struct text value, struct evaluator **ev)
{
    const struct setting_spec *s = setting_spec(key);
    struct text set = value.s == NULL || (s && s->type == SETTING_CALENDAR) ? value : text_trim(value);
    if (s == NULL) return refuse(w, key, W_setting_unknown, key, TEXT_NONE);
    if (value.s != NULL) TRY(value_check(w, s, key, set));
    TRY(value_put(w, key, set));
    struct faults loaded = faults_new(w->arena);    /* warnings about schemes are told elsewhere */
    enum rc rc = evaluator_new(w->db, w->county, w->today, &loaded, ev);
    for (size_t i = 0; rc != RC_OK && i < loaded.n; i++) {
        if (!loaded.list[i].warning) fault_put(w->faults, &loaded.list[i]);
    }
    return rc;
}
