/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/coverage.h"
#include "scheme/part.h"

#include <stdlib.h>

static void entry_read(const struct part *p, const struct yaml_node *n, struct coverage_system *s)
{
    if (!part_map(p, n)) return;
    const struct yaml_node *id = part_need(p, n, "id"), *kind = part_need(p, n, "kind");
    if (!id || !kind) return;
    struct coverage_entry *e = &s->entry[s->n];
    *e = (struct coverage_entry){.id = part_text(p, n, "id"), .kind = part_text(p, n, "kind")};
    if (!text_empty(e->id) && !text_empty(e->kind)) s->n++;
}

static void system_read(const struct part *p, const struct yaml_node *root, struct coverage *c)
{
    struct coverage_system *s = &c->system[c->system_count];
    const struct yaml_node *head = part_need(p, root, "scheme"), *list = part_need(p, root, "requirements");
    if (!part_map(p, head) || !part_list(p, list)) return;
    *s = (struct coverage_system){.id = part_text(p, head, "id"), .title = part_text(p, head, "title")};
    part_need(p, head, "id");
    s->entry = arena_array(p->arena, list->n, sizeof *s->entry);
    for (const struct yaml_node *n = list->child; n; n = n->next) entry_read(p, n, s);
    c->requirements += s->n;
    c->system_count++;
}

static int by_id(const void *x, const void *y)
{
    return text_cmp((*(struct coverage_entry *const *)x)->id, (*(struct coverage_entry *const *)y)->id);
}

/* All entries by id; the same id twice would let one element count for two. */
static void entries_sort(struct coverage *c, struct faults *f)
{
    size_t n = 0;
    c->sorted = arena_array(c->arena, c->requirements, sizeof *c->sorted);
    for (size_t i = 0; i < c->system_count; i++) {
        for (size_t k = 0; k < c->system[i].n; k++) c->sorted[n++] = &c->system[i].entry[k];
    }
    if (n) qsort(c->sorted, n, sizeof *c->sorted, by_id);
    for (size_t i = 1; i < n; i++) {
        if (!text_eq(c->sorted[i - 1]->id, c->sorted[i]->id)) continue;
        fault_add(f, c->sorted[i]->id, W_scheme_twice, c->sorted[i]->id, TEXT_NONE);
    }
}

enum rc coverage_read(struct arena *a, const struct embedded *file, size_t n, struct faults *f, struct coverage **out)
{
    struct coverage *c = arena_alloc(a, sizeof *c);
    struct part p = {.arena = a, .faults = f};
    size_t before = f->errors;
    c->arena = a;
    c->system = arena_array(a, COVERAGE_SYSTEMS, sizeof *c->system);
    for (size_t i = 0; i < n; i++) {
        if (c->system_count == COVERAGE_SYSTEMS || c->requirements > COVERAGE_ENTRIES) {
            fault_add(f, file[i].path, W_scheme_too_many, text_fmt(a, "%d", COVERAGE_SYSTEMS), TEXT_NONE);
            return RC_TOO_LARGE;
        }
        const struct yaml_node *root = yaml_read(a, file[i].path, file[i].bytes, f);
        if (root && part_map(&p, root)) system_read(&p, root, c);
    }
    entries_sort(c, f);
    if (f->errors == before && c->system_count == 0) fault_add(f, TEXT_NONE, W_coverage_no_catalogue, TEXT_NONE, TEXT_NONE);
    *out = c;
    return f->errors == before ? RC_OK : RC_INVALID;
}

static struct coverage_entry *entry_find(const struct coverage *c, struct text id)
{
    size_t lo = 0, hi = c->requirements;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = text_cmp(c->sorted[mid]->id, id);
        if (order == 0) return c->sorted[mid];
        if (order < 0) lo = mid + 1;
        else hi = mid;
    }
    return NULL;
}

/* "YX-999" looks like an entry of the system YX. Laws and documents are named as sources too, and are no mistakes. */
static bool looks_known(const struct coverage *c, struct text id)
{
    for (size_t i = 0; i < c->system_count; i++) {
        struct text s = c->system[i].id;
        if (id.n > s.n + 1 && text_starts(id, s) && id.s[s.n] == '-') return true;
    }
    return false;
}

static void stray_add(struct coverage *c, struct text id, const struct plan_origin *at)
{
    c->stray = arena_grow(c->arena, c->stray, c->stray_count, &c->stray_cap, c->stray_count + 1, sizeof *c->stray);
    c->stray[c->stray_count++] = (struct coverage_stray){text_dup(c->arena, id), text_dup(c->arena, at->file), at->line,
                                                         at->column};
}

static void counts_fill(struct coverage *c)
{
    c->covered = 0;
    for (size_t i = 0; i < c->system_count; i++) {
        struct coverage_system *s = &c->system[i];
        s->covered = 0;
        for (size_t k = 0; k < s->n; k++) s->covered += s->entry[k].test.n > 0;
        c->covered += s->covered;
    }
}

void coverage_claim(struct coverage *c, const struct plan *p, int scheme)
{
    struct element *e;
    size_t n = plan_elements(c->arena, p, scheme, &e);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < e[i].at->source_count; k++) {
            struct coverage_entry *entry = entry_find(c, e[i].at->source[k]);
            if (!entry) {
                if (looks_known(c, e[i].at->source[k])) stray_add(c, e[i].at->source[k], e[i].at);
                continue;
            }
            struct text by = text_fmt(c->arena, "%.*s:%d %s %.*s", TP(e[i].at->file), e[i].at->line, element_kind_name(e[i].kind),
                                      TP(e[i].key));
            if (!e[i].carried) {
                entry->listed = by;
            } else if (entry->test.n == 0) {
                entry->by = by;
                entry->test = text_dup(c->arena, e[i].test);
            }
        }
    }
    counts_fill(c);
}
