/* SPDX-License-Identifier: Apache-2.0 */
/* The columns of a file and what they are taken for, to be put right by hand. */
#include "view/build_imports.h"

#include "model/columns.h"
#include "model/mapping.h"
#include "view/said.h"

#include <string.h>

struct mapped {
    const struct ask *q;
    const struct columns *columns;
    const struct field_state *state;
    const struct json_node *head, *found, *at;
    struct text *first;
    size_t first_n;
};

static struct text letter_of(const struct ask *q, int64_t column)
{
    char last = (char)('A' + column % 26);
    if (column < 26) return text_fmt(q->arena, "%c", last);
    return text_fmt(q->arena, "%c%c", (char)('A' + column / 26 - 1), last);
}

static void options_put(const struct mapped *m, struct text chosen, struct import_show_mapping *row)
{
    const struct ask *q = m->q;
    row->options.item = arena_array(q->arena, m->columns->n + 1, sizeof *row->options.item);
    for (size_t i = 0; i < m->columns->n; i++) {
        const struct column *c = &m->columns->item[i];
        if (c->type == COLUMN_IGNORE || c->names == 0) continue;
        struct text label = c->required ? said_fill(q, W_import_must, c->name[0], TEXT_NONE) : c->name[0];
        row->options.item[row->options.n++] =
            (struct choice_part){.value = c->key, .label = label, .on = text_eq(c->key, chosen)};
    }
}

/* A column that files may have and nobody reads (serial numbers, remarks) is as good as none. */
static struct text key_of(const struct mapped *m, const struct json_node *found)
{
    if (found == NULL || text_empty(found->text)) return T("");
    int at = columns_find(m->columns, text_z(m->q->arena, found->text));
    return at >= 0 && m->columns->item[at].type == COLUMN_IGNORE ? T("") : found->text;
}

static void rows_put(const struct mapped *m, struct import_show_view *v)
{
    const struct ask *q = m->q;
    const struct json_node *h = m->head->child, *f = m->found->child, *at = m->at == NULL ? NULL : m->at->child;
    v->mapping.item = arena_array(q->arena, m->head->n + 1, sizeof *v->mapping.item);
    for (size_t i = 0; h != NULL; h = h->next, i++) {
        struct import_show_mapping *row = &v->mapping.item[v->mapping.n++];
        struct text name = text_fmt(q->arena, "m_%zu", i);
        *row = (struct import_show_mapping){.column = letter_of(q, at == NULL ? (int64_t)i : at->number), .heading = h->text,
            .name = name, .example = i < m->first_n ? m->first[i] : T("")};
        row->problem = m->state == NULL ? T("") : field_error(q, m->state, name);
        options_put(m, field_typed(m->state, name, key_of(m, f)), row);
        if (f != NULL) f = f->next;
        if (at != NULL) at = at->next;
    }
}

enum rc build_import_map(const struct ask *q, const struct batch *b, const struct json_node *summary,
                         const struct field_state *state, struct import_show_view *v)
{
    struct faults ours = faults_new(q->arena);
    struct mapped m = {.q = q, .state = state, .head = json_get(summary, "headings"), .found = json_get(summary, "found"),
        .at = json_get(summary, "at")};
    bool waits = text_eqz(b->state, "mapping");
    if ((!waits && !text_eqz(b->state, "preview")) || m.head == NULL || m.found == NULL || m.head->n == 0) return RC_OK;
    bool kept = false;
    TRY(import_file_kept(q->db, q->scope.county, b->id, q->arena, &kept));
    if (!kept) return RC_OK;
    m.columns = columns_load(q->arena, q->ev->codes, text_z(q->arena, b->kind), &ours);
    if (m.columns == NULL) return RC_INTERNAL;
    TRY(import_file_first(q->db, q->scope.county, b->id, q->arena, &m.first, &m.first_n));
    v->mapping_href = text_fmt(q->arena, "/import/%lld/mapping", (long long)b->id);
    v->mapping_open = waits || state != NULL;
    v->mapping_error = state != NULL ? field_error(q, state, T("mapping")) : waits ? word(q->lang, W_import_mapping_wait) : T("");
    rows_put(&m, v);
    return RC_OK;
}
