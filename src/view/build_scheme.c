/* SPDX-License-Identifier: Apache-2.0 */
/* One scheme as it is carried out: what became of each clause. */
#include "gen/sql/scheme.h"
#include "view/build_pairing.h"
#include "view/build_scheme_changes.h"
#include "view/build_schemes.h"
#include "view/due.h"
#include "view/said.h"

struct one { const struct ask *q; int scheme; const struct plan *p; struct scheme_show_view *v; };

/* ---- who ---- */

static enum rc targets_fill(struct one *w)
{
    const struct ask *q = w->q;
    w->v->targets.item = arena_array(q->arena, w->p->group_count + 1, sizeof *w->v->targets.item);
    for (size_t i = 0; i < w->p->group_count; i++) {
        const struct plan_group *g = &w->p->group[i];
        struct text count;
        if (g->at.scheme != w->scheme) continue;
        TRY(scheme_count(q, g->key, 0, INT64_MAX, &count));
        w->v->targets.item[w->v->targets.n++] = (struct scheme_show_targets){.key = g->id, .label = g->title[q->lang],
            .rule = g->when == NULL ? T("") : g->when->source, .clause = text_fmt(q->arena, "%.*s %.*s", TP(g->at.clause),
                TP(scheme_sources_said(q, &g->at))),
            .count_label = count};
    }
    return RC_OK;
}

/* ---- what ---- */

static void duties_fill(struct one *w)
{
    static const enum word holidays[] = {[CADENCE_SKIP] = W_holidays_skip, [CADENCE_KEEP] = W_holidays_keep,
        [CADENCE_ONLY] = W_holidays_only};
    const struct ask *q = w->q;
    w->v->duties.item = arena_array(q->arena, w->p->duty_count + 1, sizeof *w->v->duties.item);
    for (size_t i = 0; i < w->p->duty_count; i++) {
        const struct plan_duty *d = &w->p->duty[i];
        if (d->at.scheme != w->scheme || d->body >= 0) continue;
        w->v->duties.item[w->v->duties.n++] = (struct scheme_show_duties){.key = d->key, .label = d->title[q->lang],
            .who = scheme_who(q, d),
            .subject = scheme_whom(q, d), .often = scheme_often(q, d), .credit = scheme_credit(q, d), .clause = d->at.clause,
            .holidays = word(q->lang, holidays[d->cadence.holidays]), .sources = scheme_sources_said(q, &d->at)};
    }
}

static struct text bounds_said(const struct ask *q, const struct plan_relation *r)
{
    if (r->max == 0) return said_fill(q, W_pair_bounds_least, said_int(q, r->min), TEXT_NONE);
    if (r->min == r->max) return said_fill(q, W_pair_bounds_exactly, said_int(q, r->max), TEXT_NONE);
    return said_fill(q, W_pair_bounds, said_int(q, r->min), said_int(q, r->max));
}

static void relations_fill(struct one *w)
{
    const struct ask *q = w->q;
    w->v->relations.item = arena_array(q->arena, w->p->relation_count + 1, sizeof *w->v->relations.item);
    for (size_t i = 0; i < w->p->relation_count; i++) {
        const struct plan_relation *r = &w->p->relation[i];
        if (r->at.scheme != w->scheme) continue;
        w->v->relations.item[w->v->relations.n++] = (struct scheme_show_relations){.key = r->key, .label = r->title[q->lang],
            .bounds = bounds_said(q, r), .clause = text_fmt(q->arena, "%.*s %.*s", TP(r->at.clause),
                TP(scheme_sources_said(q, &r->at)))};
    }
}

/* What has to stand where, with which posts. Its anchor is that of the duty it makes, so that clauses lead here. */
static void bodies_fill(struct one *w)
{
    const struct ask *q = w->q;
    w->v->bodies.item = arena_array(q->arena, w->p->body_count + 1, sizeof *w->v->bodies.item);
    for (size_t i = 0; i < w->p->body_count; i++) {
        const struct plan_body *b = &w->p->body[i];
        const struct plan_duty *d = &w->p->duty[b->duty];
        struct text posts = T("");
        if (b->origin.scheme != w->scheme) continue;
        for (size_t k = 0; k < b->post_count; k++) {
            struct text job = text_empty(b->post[k].from) ? T("") : text_fmt(q->arena, "（%.*s）", TP(b->post[k].from));
            posts = text_fmt(q->arena, "%.*s%s%.*s%.*s", TP(posts), k ? "、" : "", TP(b->post[k].title[q->lang]), TP(job));
        }
        w->v->bodies.item[w->v->bodies.n++] = (struct scheme_show_bodies){.key = d->key,
            .label = text_fmt(q->arena, "%.*s · %.*s", TP(scheme_whom(q, d)), TP(b->title[q->lang])), .posts = posts,
            .who = scheme_who(q, d), .limit = said_fill(q, W_scheme_body_limit, said_int(q, d->cadence.n), TEXT_NONE),
            .clause = text_fmt(q->arena, "%.*s %.*s", TP(b->origin.clause), TP(scheme_sources_said(q, &b->origin)))};
    }
}

/* Windows are laid over the calendar under "scheme:key"; the spans of this school year and the next are shown. */
static void windows_fill(struct one *w)
{
    const struct ask *q = w->q;
    w->v->windows.item = arena_array(q->arena, w->p->duty_count + 1, sizeof *w->v->windows.item);
    for (size_t i = 0; q->ev->calendar_count > 0 && i < q->ev->duty_count; i++) {
        const struct plan_duty *d = &w->p->duty[q->ev->plan_index[i]];
        const struct cadence_duty *c = &q->ev->duty[i];
        bool known = d->at.scheme != w->scheme || c->window != CADENCE_NAMED;
        for (size_t k = 0; k < w->v->windows.n && !known; k++) known = text_eq(w->v->windows.item[k].label, d->window);
        if (known) continue;
        struct text days = T("");
        for (size_t k = 0, shown = 0; k < c->span_count && shown < 3; k++) {
            if (c->spans[k].to < q->today) continue;
            struct text one = said_fill(q, W_window_dates, day_short(q, c->spans[k].from), day_short(q, c->spans[k].to));
            days = shown++ == 0 ? one : text_fmt(q->arena, "%.*s，%.*s", TP(days), TP(one));
        }
        w->v->windows.item[w->v->windows.n++] = (struct scheme_show_windows){.label = d->window, .days = days};
    }
}

/* File fields, by section of the child's file. */
static void forms_fill(struct one *w)
{
    const struct ask *q = w->q;
    w->v->forms.item = arena_array(q->arena, w->p->field_count + 1, sizeof *w->v->forms.item);
    for (size_t i = 0; i < w->p->field_count; i++) {
        const struct plan_field *f = &w->p->field[i];
        if (f->at.scheme != w->scheme) continue;
        struct text section = text_empty(f->section) ? q->ev->codes->fact[f->fact].section : f->section;
        struct text label = said_key(q, "section", section), title = text_empty(f->title[q->lang])
            ? q->ev->codes->fact[f->fact].title[q->lang] : f->title[q->lang];
        size_t k = 0;
        while (k < w->v->forms.n && !text_eq(w->v->forms.item[k].label, label)) k++;
        if (k == w->v->forms.n) w->v->forms.item[w->v->forms.n++] = (struct scheme_show_forms){.label = label, .fields = title};
        else w->v->forms.item[k].fields = text_fmt(q->arena, "%.*s、%.*s", TP(w->v->forms.item[k].fields), TP(title));
    }
}

static void alerts_fill(struct one *w)
{
    static const enum word severity[] = {[SEVERITY_NOTICE] = W_alert_notice, [SEVERITY_WARN] = W_alert_warn,
        [SEVERITY_URGENT] = W_alert_urgent};
    const struct ask *q = w->q;
    w->v->alerts.item = arena_array(q->arena, w->p->alert_count + 1, sizeof *w->v->alerts.item);
    for (size_t i = 0; i < w->p->alert_count; i++) {
        const struct plan_alert *a = &w->p->alert[i];
        if (a->at.scheme != w->scheme) continue;
        w->v->alerts.item[w->v->alerts.n++] = (struct scheme_show_alerts){.key = a->key, .label = a->title[q->lang],
            .say = a->say[q->lang],
            .severity = word(q->lang, severity[a->severity]), .clause = text_fmt(q->arena, "%.*s %.*s", TP(a->at.clause),
                TP(scheme_sources_said(q, &a->at)))};
    }
}

static void clocks_fill(struct one *w)
{
    static const enum word unit[] = {[UNIT_MINUTES] = W_limit_minutes, [UNIT_HOURS] = W_limit_hours, [UNIT_DAYS] = W_limit_days,
        [UNIT_WORKDAYS] = W_limit_workdays, [UNIT_SCHOOL_DAYS] = W_limit_school_days, [UNIT_MONTHS] = W_limit_months,
            [UNIT_YEARS] = W_limit_years,
        [UNIT_TIMES] = W_limit_times};
    const struct ask *q = w->q;
    w->v->clocks.item = arena_array(q->arena, w->p->clock_count + 1, sizeof *w->v->clocks.item);
    for (size_t i = 0; i < w->p->clock_count; i++) {
        const struct plan_clock *c = &w->p->clock[i];
        if (c->at.scheme != w->scheme) continue;
        w->v->clocks.item[w->v->clocks.n++] = (struct scheme_show_clocks){.key = c->key, .label = c->title[q->lang],
            .basis = c->basis,
            .law = c->law, .limit = said_fill(q, unit[c->unit], said_int(q, c->number), TEXT_NONE)};
    }
}

static void params_fill(struct one *w)
{
    const struct ask *q = w->q;
    w->v->params.item = arena_array(q->arena, w->p->param_count + 1, sizeof *w->v->params.item);
    for (size_t i = 0; i < w->p->param_count; i++) {
        const struct plan_param *p = &w->p->param[i];
        if (p->at.scheme != w->scheme) continue;
        w->v->params.item[w->v->params.n++] = (struct scheme_show_params){.label = p->title[q->lang],
            .value = p->type == PARAM_EVERY ? scheme_every(q, p->value) : p->value, .why = p->why,
            .confirmed = p->confirmed, .clause = p->at.clause};
    }
}

static enum rc versions_fill(struct one *w, struct text id)
{
    const struct ask *q = w->q;
    struct cursor c;
    struct sql_scheme_list_out o;
    size_t cap = 0;
    TRY(sql_scheme_list(q->db, &(struct sql_scheme_list_in){.county = q->who->county}, &c));
    while (sql_scheme_list_next(&c, &o)) {
        if (!text_eq(o.id, id)) continue;
        struct text version = said_fill(q, W_scheme_version, said_int(q, o.version), TEXT_NONE);
        struct text since = said_fill(q, W_scheme_since, day_short(q, (day_t)o.from_day), TEXT_NONE);
        w->v->versions.item = arena_grow(q->arena, w->v->versions.item, w->v->versions.n, &cap, w->v->versions.n + 1,
            sizeof *w->v->versions.item);
        w->v->versions.item[w->v->versions.n++] = (struct event_part){.at = said_moment(q, o.loaded_at),
            .who = text_dup(q->arena, o.loaded_name),
            .what = said_fill(q, W_scheme_loaded_by, text_fmt(q->arena, "%.*s %.*s", TP(version), TP(since)), TEXT_NONE)};
    }
    return sql_close(&c);
}

enum rc build_scheme(const struct ask *q, struct text id, int version, struct scheme_show_view *v)
{
    struct one w = {.q = q, .scheme = -1, .p = q->ev->plan, .v = v};
    for (size_t i = 0; i < w.p->scheme_count; i++) {
        if (text_eq(w.p->scheme[i].id, id) && w.p->scheme[i].version == version) w.scheme = (int)i;
    }
    if (w.scheme < 0) return RC_NOT_FOUND;
    const struct plan_scheme *s = &w.p->scheme[w.scheme];
    *v = (struct scheme_show_view){.title = s->title[q->lang], .issuer = s->issuer, .number = s->document,
        .programme = s->programme,
        .layer = said_key(q, "scheme_layer", layer_key(s->layer)), .version = said_fill(q, W_scheme_version,
            said_int(q, s->version), TEXT_NONE),
        .valid = s->to >= DAY_MAX ? said_fill(q, W_scheme_since, day_text(q->arena, s->from), TEXT_NONE)
                                  : said_fill(q, W_scheme_until, day_text(q->arena, s->from), day_text(q->arena, s->to - 1))};
    if (scheme_version_before(q, id, version) > 0) {
        v->changes_href = text_fmt(q->arena, "/scheme/%.*s/%d/changes", TP(id), version);
    }
    scheme_clauses(q, w.scheme, v);
    TRY(targets_fill(&w));
    duties_fill(&w);
    relations_fill(&w);
    bodies_fill(&w);
    windows_fill(&w);
    forms_fill(&w);
    alerts_fill(&w);
    clocks_fill(&w);
    params_fill(&w);
    return versions_fill(&w, id);
}
