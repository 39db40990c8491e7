/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies: committees, teams and groups with posts and what their holders do. Of each becomes one duty of its places: that it
 * stands with all its posts held, some days after the scheme took effect or somebody left. */
#include "scheme/plan_part.h"

enum { BODY_DAYS = 30, POSTS_MAX = 64, PEOPLE_MAX = 500, BODIES_MAX = 99, SENTENCES_MAX = 32, UNDER_MAX = 16 };

/* ---- who owes a duty by a post ---- */

static int body_own(const struct builder *b, struct text key)
{
    for (size_t i = 0; i < b->plan->body_count; i++) {
        if (b->plan->body[i].origin.scheme == b->scheme && text_eq(b->plan->body[i].key, key)) return (int)i;
    }
    return -1;
}

static void body_unknown(struct builder *b, const struct yaml_node *n, struct text wrong)
{
    size_t k = 0;
    struct text *known = arena_array(b->part.arena, b->plan->body_count + 1, sizeof *known);
    for (size_t i = 0; i < b->plan->body_count; i++) {
        if (b->plan->body[i].origin.scheme == b->scheme) known[k++] = b->plan->body[i].key;
    }
    part_unknown(&b->part, n, wrong, W_scheme_unknown_body, known, k);
}

static int post_of(struct builder *b, const struct yaml_node *n, const struct plan_body *body, struct text key)
{
    int post = plan_post(body, key);
    struct text known[POSTS_MAX];
    size_t k = 0;
    if (post >= 0) return post;
    for (; k < body->post_count; k++) known[k] = body->post[k].key;
    part_unknown(&b->part, n, key, W_scheme_unknown_post, known, k);
    return -1;
}

bool builder_held(struct builder *b, const struct yaml_node *n, struct plan_duty *d)
{
    struct text key = n->kind == YAML_SCALAR ? n->text : T(""), name;
    bool one = text_starts(key, T("post ")), any = text_starts(key, T("body "));
    struct plan_held held = {-1, -1};
    if (!one && !any) return false;
    key = text_trim(text_sub(key, 5, key.n));
    ptrdiff_t dot = text_find(key, T("."));
    name = dot < 0 ? key : text_sub(key, 0, (size_t)dot);
    held.body = one == (dot >= 0) ? body_own(b, name) : -1;
    if (held.body < 0) {
        if (one == (dot >= 0)) body_unknown(b, n, name);
        else part_fault(&b->part, n, W_scheme_held_form, n->text, TEXT_NONE, TEXT_NONE);
        return true;
    }
    if (one) held.post = post_of(b, n, &b->plan->body[held.body], text_sub(key, (size_t)dot + 1, key.n));
    if (one && held.post < 0) return true;
    if (d->held_count == (int)(sizeof d->held / sizeof *d->held))
        part_fault(&b->part, n, W_scheme_too_many, T("4"), TEXT_NONE, TEXT_NONE);
    else d->held[d->held_count++] = held;
    return true;
}

/* ---- posts ---- */

static unsigned holders_read(const struct part *p, const struct yaml_node *n)
{
    unsigned bits = 0;
    for (const struct yaml_node *c = part_each(n); c; c = part_next(c)) {
        int i = part_word(p, c, "staff outside child");
        if (i >= 0) bits |= 1u << i;
    }
    return bits;
}

static struct text *sentences_read(struct builder *b, const struct yaml_node *n, size_t most, size_t *count)
{
    const struct part *p = &b->part;
    struct text *out = arena_array(p->arena, most, sizeof *out);
    *count = 0;
    for (const struct yaml_node *c = part_each(n); c; c = part_next(c)) {
        if (c->kind != YAML_SCALAR || c->text.n == 0) part_fault(p, c, W_scheme_not_text, n->key, TEXT_NONE, TEXT_NONE);
        else if (*count == most) part_fault(p, c, W_scheme_too_many, text_fmt(p->arena, "%zu", most), TEXT_NONE, TEXT_NONE);
        else out[(*count)++] = text_dup(p->arena, c->text);
    }
    return out;
}

static void people_read(struct builder *b, const struct yaml_node *n, struct plan_post *out)
{
    const struct part *p = &b->part;
    out->min = 1;
    if (yaml_get(n, "count")) out->min = out->max = (int)part_int(p, n, "count", 1, 1, PEOPLE_MAX);
    out->min = (int)part_int(p, n, "min", out->min, 0, PEOPLE_MAX);
    out->max = (int)part_int(p, n, "max", out->max, 0, PEOPLE_MAX);
    if (out->max && out->max < out->min)
        part_fault(p, n, W_scheme_bounds, text_fmt(p->arena, "%d", out->min), text_fmt(p->arena, "%d", out->max), TEXT_NONE);
}

static void post_read(struct builder *b, const struct yaml_node *n, struct plan_body *body)
{
    const struct part *p = &b->part;
    if (!part_map(p, n)) return;
    part_keys(p, n, "key title job holder roles count min max units does note clause source");
    struct text key = builder_key(b, n, "key");
    if (text_empty(key)) return;
    if (plan_post(body, key) >= 0) part_fault(p, yaml_get(n, "key"), W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
    struct plan_post *out = &body->post[body->post_count++];
    *out = (struct plan_post){.key = key, .from = T(""), .holders = HOLDER_STAFF | HOLDER_OUTSIDE, .at = builder_place(b, n)};
    if (text_empty(out->at.clause)) out->at.clause = body->origin.clause;
    part_words(p, part_need(p, n, "title"), out->title);
    if (yaml_get(n, "job")) out->from = part_text(p, n, "job");
    if (yaml_get(n, "holder")) out->holders = holders_read(p, yaml_get(n, "holder"));
    out->roles = part_roles(p, yaml_get(n, "roles"));
    if (out->roles && !(out->holders & HOLDER_STAFF))
        part_fault(p, yaml_get(n, "roles"), W_scheme_post_roles, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    if (out->holders & HOLDER_CHILD && body->at != SUBJECT_CLASS && body->at != SUBJECT_SCHOOL)
        part_fault(p, yaml_get(n, "holder"), W_scheme_post_child, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    people_read(b, n, out);
    out->unit = sentences_read(b, yaml_get(n, "units"), POSTS_MAX, &out->unit_count);
    out->does = sentences_read(b, yaml_get(n, "does"), SENTENCES_MAX, &out->does_count);
}

static void posts_read(struct builder *b, const struct yaml_node *list, struct plan_body *body)
{
    const struct part *p = &b->part;
    if (!list || !part_list(p, list)) return;
    body->post = arena_array(p->arena, POSTS_MAX, sizeof *body->post);
    for (const struct yaml_node *n = list->child; n; n = n->next) {
        if (body->post_count == POSTS_MAX) {
            part_fault(p, n, W_scheme_too_many, text_fmt(p->arena, "%d", POSTS_MAX), TEXT_NONE, TEXT_NONE);
            return;
        }
        post_read(b, n, body);
    }
    if (list->n == 0) part_fault(p, list, W_scheme_body_empty, body->key, TEXT_NONE, TEXT_NONE);
}

/* ---- bodies ---- */

static struct text text_or_empty(const struct part *p, const struct yaml_node *n, const char *key)
{
    return yaml_get(n, key) ? part_text(p, n, key) : T("");
}

/* That it stands is a duty like any other: listed, counted, excused, overdue by the one definition. */
static void stands_add(struct builder *b, const struct yaml_node *n, size_t index)
{
    const struct part *p = &b->part;
    struct plan_body *body = &b->plan->body[index];
    const struct yaml_node *by = yaml_get(n, "by");
    struct plan_duty *d = builder_duty(b, n, text_fmt(p->arena, "body:%.*s", TP(body->key)));
    if (d == NULL) return;
    body->duty = (int)(d - b->plan->duty);
    d->body = (int)index;
    d->subject = body->at;
    d->where = body->where;
    d->carried = true;
    d->weight = 1;
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        d->title[l] = word_fill(p->arena, l, W_scheme_body_duty, &body->title[l], 1);
        d->verb[l] = word(l, W_scheme_body_do);
    }
    d->cadence.window = CADENCE_SINCE_EVENT;
    d->cadence.event = EVENT_COUNT + (int)index;
    d->cadence.closes = true;
    d->cadence.quota = 1;
    d->cadence.n = BODY_DAYS;
    d->cadence.holidays = CADENCE_KEEP;
    if (by) (void)builder_days(b, by, W_scheme_body_by, &d->cadence.n, &d->cadence.unit);
    d->every = text_fmt(p->arena, "%d %s", d->cadence.n, d->cadence.unit == CADENCE_SCHOOL_DAYS ? "school days" : "days");
    builder_validity(b, n, d);
    if (yaml_get(n, "owner")) builder_owners(b, yaml_get(n, "owner"), d);
}

static void body_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    struct plan *plan = b->plan;
    part_keys(p, n, "key title at where several at_least by owner office answers under posts note clause source");
    struct text key = builder_key(b, n, "key");
    if (text_empty(key)) return;
    if (body_own(b, key) >= 0) part_fault(p, yaml_get(n, "key"), W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
    if (plan->body_count == PLAN_BODIES) {
        part_fault(p, n, W_scheme_too_many, text_fmt(p->arena, "%d", PLAN_BODIES), TEXT_NONE, TEXT_NONE);
        return;
    }
    plan->body = arena_grow(p->arena, plan->body, plan->body_count, &b->body_cap, plan->body_count + 1, sizeof *plan->body);
    struct plan_body *out = &plan->body[plan->body_count++];
    *out = (struct plan_body){.key = key, .under = -1, .duty = -1, .origin = builder_place(b, n)};
    part_words(p, part_need(p, n, "title"), out->title);
    part_need(p, n, "at");
    int at = part_choice(p, n, "at", "class school county centre", SUBJECT_SCHOOL - SUBJECT_CLASS);
    out->at = at < 0 ? SUBJECT_SCHOOL : (enum code_subject)(SUBJECT_CLASS + at);
    builder_where(b, yaml_get(n, "where"), out->at, &out->where);
    out->several = part_bool(p, n, "several", false);
    out->at_least = (int)part_int(p, n, "at_least", 1, out->several ? 0 : 1, out->several ? BODIES_MAX : 1);
    out->office = text_or_empty(p, n, "office");
    out->answers = text_or_empty(p, n, "answers");
    posts_read(b, part_need(p, n, "posts"), out);
    part_need(p, n, "owner");
}

void plan_bodies_read(struct builder *b)
{
    builder_each(b, "bodies", body_read);
}

/* ---- once the duties are known, and stand first ---- */

/* A sentence, or the key of a duty of this scheme; what looks like a key has to be one. */
static void does_join(struct builder *b, const struct yaml_node *n, struct plan_post *post)
{
    struct text *said = arena_array(b->part.arena, SENTENCES_MAX, sizeof *said);
    int *duty = arena_array(b->part.arena, SENTENCES_MAX, sizeof *duty);
    size_t sentences = 0;
    for (size_t i = 0; i < post->does_count; i++) {
        const struct plan_scheme *s = &b->plan->scheme[b->scheme];
        int at = plan_duty(b->plan, s->id, s->version, post->does[i]);
        if (at >= 0) duty[post->duty_count++] = at;
        else if (part_name_ok(post->does[i])) part_fault(&b->part, n, W_scheme_unknown_duty, post->does[i], TEXT_NONE, TEXT_NONE);
        else said[sentences++] = post->does[i];
    }
    post->does = said;
    post->does_count = sentences;
    post->duty = duty;
}

static void under_join(struct builder *b, const struct yaml_node *n, struct plan_body *body)
{
    const struct yaml_node *under = yaml_get(n, "under");
    if (!under) return;
    body->under = body_own(b, under->kind == YAML_SCALAR ? under->text : T(""));
    if (body->under < 0) body_unknown(b, under, under->text);
    int at = body->under, steps = 0;
    while (at >= 0 && &b->plan->body[at] != body && ++steps < UNDER_MAX) at = b->plan->body[at].under;
    if (at < 0) return;
    part_fault(&b->part, under, W_scheme_body_cycle, body->key, under->text, TEXT_NONE);
    body->under = -1;
}

static void body_join(struct builder *b, const struct yaml_node *n)
{
    const struct yaml_node *key = yaml_get(n, "key"), *posts = yaml_get(n, "posts");
    int at = key && key->kind == YAML_SCALAR ? body_own(b, key->text) : -1;
    if (at < 0 || !posts || posts->kind != YAML_LIST) return;
    struct plan_body *body = &b->plan->body[at];
    if (body->origin.line != n->line || !text_eq(body->origin.file, n->file)) return;
    under_join(b, n, body);
    stands_add(b, n, (size_t)at);
    for (const struct yaml_node *c = posts->child; c; c = c->next) {
        const struct yaml_node *name = c->kind == YAML_MAP ? yaml_get(c, "key") : NULL, *does = c->kind == YAML_MAP
            ? yaml_get(c, "does") : NULL;
        int post = name && does && name->kind == YAML_SCALAR ? plan_post(body, name->text) : -1;
        if (post >= 0) does_join(b, does, &body->post[post]);
    }
}

/* A duty that only people without an account owe would stand on nobody's list. */
static bool held_by_staff(const struct plan *p, const struct plan_duty *d)
{
    for (int i = 0; i < d->held_count; i++) {
        const struct plan_body *body = &p->body[d->held[i].body];
        for (size_t k = 0; k < body->post_count; k++) {
            bool meant = d->held[i].post < 0 || (size_t)d->held[i].post == k;
            if (meant && body->post[k].holders & HOLDER_STAFF) return true;
        }
    }
    return false;
}

void plan_bodies_join(struct builder *b)
{
    builder_each(b, "bodies", body_join);
    for (size_t i = 0; i < b->plan->duty_count; i++) {
        const struct plan_duty *d = &b->plan->duty[i];
        if (d->held_count == 0 || d->owner_count > 0 || held_by_staff(b->plan, d)) continue;
        struct fault one = {.file = d->at.file, .line = d->at.line, .column = d->at.column, .word = W_scheme_owner_outside,
                            .arg = {d->key}};
        fault_put(b->part.faults, &one);
    }
}
