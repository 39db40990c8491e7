/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/element.h"

/* The program that shows by itself, for every element of every scheme that is built in, that it does what it says. */
#define SHOWN_BY "tests/unit/test_schemes.c"

static const char *const names[ELEMENT_KINDS] = {"scheme", "param", "rule", "target", "relation", "duty", "field", "alert",
                                                 "clock", "window", "built_in", "form", "body", "post", "facility", "checklist"};

struct walk { struct arena *a; const struct plan *p; int scheme; struct element *out; size_t n; };

const char *element_kind_name(enum element_kind k)
{
    return names[k];
}

static void add(struct walk *w, enum element_kind kind, size_t index, struct text key, const struct plan_origin *at, bool carried)
{
    if (w->scheme >= 0 && at->scheme != w->scheme) return;
    struct text scheme = w->p->scheme[at->scheme].id;
    struct text test = kind == ELEMENT_BUILT_IN ? w->p->built_in[index].capability->test
                                                : text_fmt(w->a, SHOWN_BY ": %.*s/%s/%.*s", TP(scheme), names[kind], TP(key));
    w->out[w->n++] = (struct element){.kind = kind, .index = index, .key = key, .at = at, .carried = carried, .test = test};
}

static struct text field_key(const struct walk *w, const struct plan_field *f)
{
    struct text fact = w->p->codes->fact[f->fact].key, target = f->group < 0 ? T("") : w->p->group[f->group].id;
    return text_fmt(w->a, "%.*s@%.*s", TP(fact), TP(target));
}

static struct text own_name(struct text window)
{
    ptrdiff_t at = text_find(window, T(":"));
    return at < 0 ? window : text_sub(window, (size_t)at + 1, window.n);
}

/* A body, and each of its posts that stands for an entry of its own. */
static void body_add(struct walk *w, size_t index)
{
    const struct plan_body *b = &w->p->body[index];
    add(w, ELEMENT_BODY, index, b->key, &b->origin, true);
    for (size_t i = 0; i < b->post_count; i++) {
        size_t before = w->n;
        add(w, ELEMENT_POST, i, text_fmt(w->a, "%.*s.%.*s", TP(b->key), TP(b->post[i].key)), &b->post[i].at, true);
        if (w->n > before) w->out[before].of = index;
    }
}

size_t plan_elements(struct arena *a, const struct plan *p, int scheme, struct element **out)
{
    size_t most = p->scheme_count + p->param_count + p->group_count + p->relation_count + p->duty_count + p->field_count +
                  p->alert_count + p->clock_count + p->window_count + p->built_in_count + p->form_count +
                  p->facility_count + p->checklist_count;
    for (size_t i = 0; i < p->body_count; i++) most += 1 + p->body[i].post_count;
    struct walk w = {.a = a, .p = p, .scheme = scheme, .out = arena_array(a, most, sizeof *w.out)};
    for (size_t i = 0; i < p->scheme_count; i++) {
        if (scheme < 0 || (size_t)scheme == i) add(&w, ELEMENT_SCHEME, i, p->scheme[i].id, &p->scheme[i].at, true);
    }
    for (size_t i = 0; i < p->param_count; i++) add(&w, ELEMENT_PARAM, i, p->param[i].key, &p->param[i].at, true);
    for (size_t i = 0; i < p->group_count; i++) {
        enum element_kind kind = p->group[i].kind == GROUP_RULE ? ELEMENT_RULE : ELEMENT_TARGET;
        add(&w, kind, i, p->group[i].id, &p->group[i].at, true);
    }
    for (size_t i = 0; i < p->relation_count; i++) add(&w, ELEMENT_RELATION, i, p->relation[i].key, &p->relation[i].at, true);
    for (size_t i = 0; i < p->duty_count; i++) {
        if (p->duty[i].body < 0 && !p->duty[i].made) add(&w, ELEMENT_DUTY, i, p->duty[i].key, &p->duty[i].at, p->duty[i].carried);
    }
    for (size_t i = 0; i < p->field_count; i++) add(&w, ELEMENT_FIELD, i, field_key(&w, &p->field[i]), &p->field[i].at, true);
    for (size_t i = 0; i < p->alert_count; i++) add(&w, ELEMENT_ALERT, i, p->alert[i].key, &p->alert[i].at, true);
    /* Limits of time wait for the procedures that will keep them. */
    for (size_t i = 0; i < p->clock_count; i++) add(&w, ELEMENT_CLOCK, i, p->clock[i].key, &p->clock[i].at, false);
    for (size_t i = 0; i < p->window_written; i++)
        add(&w, ELEMENT_WINDOW, i, own_name(p->window[i].name), &p->window_at[i], true);
    for (size_t i = 0; i < p->built_in_count; i++)
        add(&w, ELEMENT_BUILT_IN, i, p->built_in[i].capability->key, &p->built_in[i].at, true);
    for (size_t i = 0; i < p->form_count; i++) add(&w, ELEMENT_FORM, i, own_name(p->form[i].kind->key), &p->form[i].at, true);
    for (size_t i = 0; i < p->body_count; i++) body_add(&w, i);
    for (size_t i = 0; i < p->facility_count; i++)
        add(&w, ELEMENT_FACILITY, i, p->facility[i].key, &p->facility[i].at, p->facility[i].duty >= 0);
    for (size_t i = 0; i < p->checklist_count; i++)
        /* Judged, but no page ticks or shows them yet. */
        add(&w, ELEMENT_CHECKLIST, i, p->checklist[i].key, &p->checklist[i].at, false);
    *out = w.out;
    return w.n;
}
