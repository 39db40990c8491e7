/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_schemes.h"

#include "format/yaml.h"
#include "gen/sql/scheme.h"
#include "scheme/differ.h"
#include "view/due.h"
#include "view/said.h"

enum { BUILT_IN = 64, LOADED = 200, CHANGES = 300 };

/* ---- in force ---- */

static const struct plan_scheme *plan_version(const struct ask *q, struct text id, int version)
{
    const struct plan *p = q->ev->plan;
    for (size_t i = 0; i < p->scheme_count; i++) {
        if (text_eq(p->scheme[i].id, id) && p->scheme[i].version == version) return &p->scheme[i];
    }
    return NULL;
}

static int64_t duties_of(const struct ask *q, const struct plan_scheme *s)
{
    const struct plan *p = q->ev->plan;
    int64_t n = 0;
    for (size_t i = 0; i < p->duty_count; i++) n += &p->scheme[p->duty[i].at.scheme] == s;
    return n;
}

static enum rc rows_fill(const struct ask *q, struct schemes_view *v)
{
    struct cursor c;
    struct sql_scheme_list_out o;
    v->rows.item = arena_array(q->arena, LOADED, sizeof *v->rows.item);
    TRY(sql_scheme_list(q->db, &(struct sql_scheme_list_in){.county = q->who->county}, &c));
    while (sql_scheme_list_next(&c, &o)) {
        if (v->rows.n == LOADED) continue;
        const struct plan_scheme *s = plan_version(q, o.id, (int)o.version);
        bool over = o.to_day != NULL_INT && o.to_day <= q->today, later = o.from_day > q->today;
        struct text from = day_short(q, (day_t)o.from_day), to = over ? day_short(q, (day_t)o.to_day) : TEXT_NONE;
        v->rows.item[v->rows.n++] = (struct schemes_rows){
            .title = s != NULL ? s->title[q->lang] : text_dup(q->arena, o.title), .issuer = s != NULL ? s->issuer : T(""),
            .layer = text_dup(q->arena, said_key(q, "scheme_layer", o.layer)), .version = said_fill(q, W_scheme_version,
                said_int(q, o.version), TEXT_NONE),
            .from = said_fill(q, W_scheme_since, from, TEXT_NONE), .on = !over && !later, .duties = s != NULL
                ? duties_of(q, s) : 0,
            .state_label = over ? said_fill(q, W_scheme_over, to, TEXT_NONE) : later ? said_fill(q, W_scheme_later, from,
                TEXT_NONE)
                                                                                     : word(q->lang, W_scheme_in_force),
            .href = text_fmt(q->arena, "/scheme/%.*s/%lld", TP(o.id), (long long)o.version)};
    }
    return sql_close(&c);
}

/* ---- built in ---- */

/* {zh: …, en: …}, or one text for both. */
static struct text words_of(const struct ask *q, const struct yaml_node *n)
{
    struct text out = T("");
    const struct yaml_node *own = n == NULL ? NULL : yaml_get(n, q->lang == LANG_EN ? "en" : "zh");
    (void)yaml_text(own == NULL ? n : own, &out);
    return out;
}

static void built_in_fill(const struct ask *q, struct schemes_view *v)
{
    size_t n;
    const struct embedded *all = embedded_all(&n);
    v->built_in.item = arena_array(q->arena, BUILT_IN, sizeof *v->built_in.item);
    for (size_t i = 0; i < n && v->built_in.n < BUILT_IN; i++) {
        struct text path = all[i].path;
        if (!text_starts(path, T("schemes/")) || !text_ends(path, T("/scheme.yaml"))) continue;
        struct faults ours = faults_new(q->arena);
        const struct yaml_node *root = yaml_read(q->arena, path, all[i].bytes, &ours);
        const struct yaml_node *head = root == NULL ? NULL : yaml_get(root, "scheme");
        if (head == NULL) continue;
        v->built_in.item[v->built_in.n++] = (struct schemes_built_in){.key = text_sub(path, 8, path.n - 8 - 12),
            .title = words_of(q, yaml_get(head, "title")), .note = words_of(q, yaml_get(head, "issuer"))};
    }
}

/* ---- the look ---- */

void scheme_faults(const struct ask *q, const struct faults *f, struct fault_part **item, size_t *n)
{
    *item = arena_array(q->arena, f->n + 1, sizeof **item);
    *n = 0;
    for (int pass = 0; pass < 2; pass++) {              /* errors first */
        for (size_t i = 0; i < f->n; i++) {
            const struct fault *one = &f->list[i];
            if (one->warning != (pass == 1)) continue;
            (*item)[(*n)++] = (struct fault_part){.place = fault_place(one, q->arena),
                .sentence = fault_say(one, q->lang, q->arena), .warning = one->warning};
        }
    }
}

static void every_put(const struct ask *q, struct field_part *f)
{
    static const struct { const char *key; enum word w; } every[] = {
        {"week", W_every_week}, {"half-month", W_every_half_month}, {"month", W_every_month}, {"quarter", W_every_quarter},
        {"term", W_every_term}, {"half-year", W_every_half_year}, {"school-year", W_every_school_year}};
    enum { N = sizeof every / sizeof *every };
    bool known = false;
    f->type = T("select");
    f->options.item = arena_array(q->arena, N + 1, sizeof *f->options.item);
    for (size_t i = 0; i < N; i++) {
        bool on = text_eqz(f->value, every[i].key);
        known = known || on;
        f->options.item[f->options.n++] = (struct choice_part){.value = text_of(every[i].key),
            .label = word(q->lang, every[i].w), .on = on};
    }
    if (!known) f->options.item[f->options.n++] = (struct choice_part){.value = f->value, .label = f->value, .on = true};
}

static struct field_part param_field(const struct ask *q, const struct field_state *s, const struct plan_param *p)
{
    struct text name = text_fmt(q->arena, "p_%.*s", TP(p->key));
    struct field_part f = {.name = name, .type = p->type == PARAM_INTEGER ? T("number") : T("text"),
        .label = p->title[q->lang], .required = true,
        .hint = text_fmt(q->arena, "%.*s %.*s", TP(p->at.clause), TP(p->why)), .value = field_typed(s, name,
            text_empty(p->value) ? p->preset : p->value),
        .error = field_error(q, s, name)};
    if (p->type == PARAM_INTEGER && p->min < p->max) {
        f.min = said_int(q, p->min);
        f.max = said_int(q, p->max);
    }
    if (p->type == PARAM_EVERY) every_put(q, &f);
    return f;
}

static void fields_fill(const struct ask *q, const struct scheme_look *l, struct schemes_result *out)
{
    const struct plan *p = l->checked.plan;
    const struct plan_scheme *s = &p->scheme[l->checked.scheme];
    day_t from = s->from > q->today ? s->from : q->today;
    out->fields.item = arena_array(q->arena, p->param_count + 2, sizeof *out->fields.item);
    struct field_part *f = &out->fields.item[out->fields.n++];
    *f = field_plain(q, l->state, "from", "date", W_scheme_from, day_text(q->arena, from), true);
    f->hint = said_fill(q, W_scheme_from_hint, day_text(q->arena, s->from), TEXT_NONE);
    if (l->checked.law_too) f->hint = text_fmt(q->arena, "%.*s %.*s", TP(f->hint), TP(word(q->lang, W_scheme_law_too)));
    for (size_t i = 0; i < p->param_count; i++) {
        if (p->param[i].at.scheme == l->checked.scheme) out->fields.item[out->fields.n++] = param_field(q, l->state,
            &p->param[i]);
    }
}

/* ---- what becomes otherwise ---- */

static void change_fill(const struct ask *q, const struct scheme_change *c, struct schemes_result_changes *out)
{
    static const struct { const char *kind; enum word w; } how[] = {
        [CHANGE_NEW] = {"new", W_scheme_differ_new}, [CHANGE_GONE] = {"gone", W_scheme_differ_gone},
        [CHANGE_OTHER] = {"other", W_scheme_differ_other}};
    *out = (struct schemes_result_changes){.kind = text_of(how[c->how].kind), .how = word(q->lang, how[c->how].w),
        .section = said_key(q, "book", c->section), .title = c->title.n ? c->title : c->key};
    out->parts.item = arena_array(q->arena, c->parts + 1, sizeof *out->parts.item);
    for (size_t i = 0; i < c->parts; i++) {
        out->parts.item[out->parts.n++] = (struct schemes_result_changes_parts){
            .label = said_key(q, "col", c->part[i].key),
            .was = c->part[i].was.n ? scheme_value(q, c->part[i].key, c->part[i].was) : T(""),
            .now = c->part[i].now.n ? scheme_value(q, c->part[i].key, c->part[i].now) : T("")};
    }
}

/* Against the version that is loaded; a new scheme has nothing to be told against but how much it says. */
static void changes_fill(const struct ask *q, const struct scheme_look *l, struct schemes_result *out)
{
    struct scheme_changes all;
    const struct plan_source *before = l->checked.before;
    const struct plan_source none = {.name = T("")};
    if (l->checked.same) {
        out->against = word(q->lang, W_scheme_differ_same);
        return;
    }
    scheme_differ(q->arena, before ? before : &none, l->source, q->lang, &all);
    struct text rest = before ? before->name : T(""), id;
    if (before) text_cut(&rest, '@', &id);
    out->against = before ? said_fill(q, W_scheme_differ_against, rest, said_int(q, (int64_t)all.n))
                          : said_fill(q, W_scheme_differ_first, said_int(q, (int64_t)all.elements), TEXT_NONE);
    if (!before) return;
    size_t most = all.n < CHANGES ? all.n : CHANGES;
    out->changes.item = arena_array(q->arena, most + 1, sizeof *out->changes.item);
    for (size_t i = 0; i < most; i++) change_fill(q, &all.item[i], &out->changes.item[out->changes.n++]);
}

static void result_fill(const struct ask *q, const struct scheme_look *l, struct schemes_view *v)
{
    struct schemes_result *out = arena_alloc(q->arena, sizeof *out);
    const struct plan *p = l->checked.plan;
    bool known = p != NULL && l->checked.scheme >= 0;
    struct text errors = said_int(q, (int64_t)l->faults->errors),
        warnings = said_int(q, (int64_t)(l->faults->n - l->faults->errors));
    *out = (struct schemes_result){.title = known ? p->scheme[l->checked.scheme].title[q->lang]
        : word(q->lang, W_scheme_check_name), .ok = l->ok,
        .sentence = said_fill(q, l->ok ? W_scheme_check_ok : W_scheme_check_bad, l->ok ? warnings : errors, TEXT_NONE),
            .error = l->error};
    scheme_faults(q, l->faults, &out->faults.item, &out->faults.n);
    if (l->ok && known) {
        changes_fill(q, l, out);
        out->load_href = T("/schemes/load");
        out->token = l->token;
        fields_fill(q, l, out);
    }
    v->result = out;
}

enum rc build_schemes(const struct ask *q, const struct scheme_look *look, struct text error, struct schemes_view *v)
{
    *v = (struct schemes_view){.empty = word(q->lang, W_scheme_none), .check_error = error};
    TRY(rows_fill(q, v));
    if (look != NULL) result_fill(q, look, v);
    if (!ask_may_anywhere(q, CAP_scheme_load)) return RC_OK;
    v->check_href = T("/schemes/check");
    built_in_fill(q, v);
    return RC_OK;
}
