/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_scheme_changes.h"

#include "model/scheme.h"
#include "scheme/differ.h"
#include "view/build_schemes.h"
#include "view/said.h"

/* ---- rows ---- */

static struct scheme_changes_sections_rows row_of(const struct ask *q, const struct scheme_change *c)
{
    static const struct { const char *key; enum word w; } how[] = {[CHANGE_NEW] = {"new", W_scheme_differ_new},
        [CHANGE_GONE] = {"gone", W_scheme_differ_gone}, [CHANGE_OTHER] = {"other", W_scheme_differ_other}};
    struct scheme_changes_sections_rows row = {.how = text_of(how[c->how].key), .how_label = word(q->lang, how[c->how].w),
        .title = c->title.n > 0 ? c->title : c->key};
    row.cells.item = arena_array(q->arena, c->parts + 1, sizeof *row.cells.item);
    for (size_t i = 0; i < c->parts; i++) {
        row.cells.item[row.cells.n++] = (struct scheme_changes_sections_rows_cells){
            .label = said_key(q, "col", c->part[i].key),
            .before = scheme_value(q, c->part[i].key, c->part[i].was),
            .after = scheme_value(q, c->part[i].key, c->part[i].now)};
    }
    return row;
}

static struct scheme_changes_sections *section_put(const struct ask *q, struct scheme_changes_view *v, struct text label,
    size_t most, size_t sections)
{
    for (size_t i = 0; i < v->sections.n; i++) {
        if (text_eq(v->sections.item[i].label, label)) return &v->sections.item[i];
    }
    if (v->sections.n == sections) return NULL;
    struct scheme_changes_sections *s = &v->sections.item[v->sections.n++];
    *s = (struct scheme_changes_sections){.label = label};
    s->rows.item = arena_array(q->arena, most, sizeof *s->rows.item);
    return s;
}

void build_text_changes(const struct ask *q, const struct plan_source *before, const struct plan_source *after,
    struct scheme_changes_view *v)
{
    enum { SECTIONS = 40 };
    struct scheme_changes all;
    scheme_differ(q->arena, before, after, q->lang, &all);
    *v = (struct scheme_changes_view){.title = word(q->lang, W_change_title), .sentence = T(""), .back_href = T(""),
        .empty = word(q->lang, W_change_none)};
    v->sections.item = arena_array(q->arena, SECTIONS, sizeof *v->sections.item);
    for (size_t i = 0; i < all.n; i++) {
        struct scheme_changes_sections *s = section_put(q, v, said_key(q, "book", all.item[i].section), all.n, SECTIONS);
        if (s != NULL) s->rows.item[s->rows.n++] = row_of(q, &all.item[i]);
    }
}

/* ---- two that are loaded ---- */

static const struct plan_source *version_find(const struct ask *q, const struct plan_source *list, size_t n, struct text id,
    int version)
{
    struct text name = text_fmt(q->arena, "%.*s@%d", TP(id), version);
    for (size_t i = 0; i < n; i++) {
        if (text_eq(list[i].name, name)) return &list[i];
    }
    return NULL;
}

int scheme_version_before(const struct ask *q, struct text id, int version)
{
    const struct plan *p = q->ev->plan;
    int best = 0;
    for (size_t i = 0; i < p->scheme_count; i++) {
        const struct plan_scheme *s = &p->scheme[i];
        if (text_eq(s->id, id) && s->version < version && s->version > best) best = s->version;
    }
    return best;
}

enum rc build_scheme_changes(const struct ask *q, struct text id, int version, int since, struct scheme_changes_view *v)
{
    struct plan_source *list;
    size_t n;
    if (since == 0) since = scheme_version_before(q, id, version);
    if (since == 0) return RC_NOT_FOUND;
    TRY(scheme_sources(q->db, q->who->county, q->arena, 0, &list, &n));
    const struct plan_source *before = version_find(q, list, n, id, since), *after = version_find(q, list, n, id, version);
    if (before == NULL || after == NULL) return RC_NOT_FOUND;
    build_text_changes(q, before, after, v);
    v->sentence = said_fill(q, W_change_between, said_int(q, since), said_int(q, version));
    v->back_href = text_fmt(q->arena, "/scheme/%.*s/%d", TP(id), version);
    return RC_OK;
}
