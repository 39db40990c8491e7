/* SPDX-License-Identifier: Apache-2.0 */
/* Any delimited text through the finder of heads. */
#include "format/header.h"
#include "fuzz_sheet.h"

static const struct text name[] = {{"姓名", 6}, {"学生姓名", 12}}, id_no[] = {{"身份证号", 12}}, phone[] = {{"电话", 6}},
    father[] = {{"父亲姓名", 12}},
    father_phone[] = {{"父亲电话", 12}, {"父亲联系电话", 18}};
static const struct header_alias aliases[] = {{{"name", 4}, name, 2, true}, {{"id_no", 5}, id_no, 1, false}, {{"phone", 5},
    phone, 1, false},
                                              {{"father", 6}, father, 1, false}, {{"father_phone", 12}, father_phone, 2, false}};
enum { ALIASES = sizeof aliases / sizeof *aliases };
static const struct header_spec spec = {aliases, ALIASES, true};

struct late { struct arena *a; struct sheet_told *told; struct faults *faults; struct header_finder *h; uint32_t last; };

static bool on_record(void *ctx, const struct header *head, const struct header_row *row)
{
    struct late *l = ctx;
    if (row->number <= head->last || row->number <= l->last || head->first > head->last) abort();
    l->last = row->number;
    bool any = false;
    for (size_t i = 0; i < ALIASES; i++) {
        const struct sheet_cell *c = row->cell[i];
        any = any || c;
        if (c && (head->of_alias[i] < 0 || head->column[head->of_alias[i]].column != c->column)) abort();
    }
    if (!any || head->of_alias[0] < 0) abort();
    return true;
}

static bool on_row(void *ctx, const struct sheet_row *row)
{
    struct late *l = ctx;
    if (!l->h) l->h = header_new(l->a, &spec, T("f.csv"), l->told, l->faults, on_record, l);
    return header_take(l->h, row);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new((size_t)512 << 20);
    struct faults faults = faults_new(a), notes = faults_new(a);
    struct sheet_told told;
    struct late l = {a, &told, &notes, NULL, 0};
    fuzz_read(a, (struct text){(const char *)data, size}, &told, &faults, on_row, &l);
    const struct header *head = NULL;
    if (l.h && (header_end(l.h, &head) == RC_OK) != (head != NULL)) abort();
    if ((l.h && !head) != (notes.errors > 0)) abort();
    for (size_t i = 0; i < notes.n; i++)
        if (!text_utf8(fault_say(&notes.list[i], LANG_ZH, a))) abort();
    arena_free(a);
    return 0;
}
