/* SPDX-License-Identifier: Apache-2.0 */
#include "model/call_number.h"

#include "format/phone.h"
#include "gen/sql/call_number.h"

static void words_check(struct work *w, const char *field, struct text said, size_t least, size_t most, enum word why)
{
    size_t n = text_utf8(said) ? text_chars(said) : most + 1;
    if (n < least || n > most) fault_add(w->faults, text_of(field), why, text_fmt(w->arena, "%zu", most), TEXT_NONE);
}

/* Eight digits without an area code are answered by somebody else a county further. */
static struct text number_check(struct work *w, struct text typed)
{
    struct phone p = phone_read(w->arena, typed);
    if (p.kind == PHONE_NONE) fault_add(w->faults, T("number"), W_call_number_bad, text_trim(typed), TEXT_NONE);
    if (p.kind == PHONE_LOCAL) fault_add(w->faults, T("number"), W_call_number_area, p.number, TEXT_NONE);
    return p.number;
}

enum rc call_number_add(struct work *w, const struct place *at, const struct call_number *in, int64_t *id)
{
    struct sql_call_number_twin_out there;
    struct text name = text_trim(in->name), note = text_trim(in->note);
    size_t before = w->faults->errors;
    words_check(w, "name", name, 2, CALL_NAME, W_call_number_name);
    words_check(w, "note", note, 0, CALL_NOTE, W_call_number_note);
    struct text number = number_check(w, in->number);
    if (in->order_no < 0 || in->order_no > CALL_ORDER) fault_add(w->faults, T("order"), W_call_number_order,
        text_fmt(w->arena, "%d", CALL_ORDER), TEXT_NONE);
    if (at->kind == PLACE_CLASS) fault_add(w->faults, T("place"), W_call_number_class, TEXT_NONE, TEXT_NONE);
    if (w->faults->errors > before) return RC_INVALID;
    TRY(sql_call_number_twin_one(w->db,
        &(struct sql_call_number_twin_in){.county = w->county, .place = at->id, .number = number}, w->arena, &there));
    if (there.same > 0) fault_add(w->faults, T("number"), W_call_number_twice, number, TEXT_NONE);
    else if (there.n >= CALL_NUMBERS) fault_add(w->faults, T("number"), W_call_number_many,
        text_fmt(w->arena, "%d", CALL_NUMBERS), TEXT_NONE);
    if (w->faults->errors > before) return RC_INVALID;
    *id = ids_next(w->ids, w->now);
    return sql_call_number_insert_run(w->db,
        &(struct sql_call_number_insert_in){.county = w->county, .id = *id, .place = at->id, .name = name, .number = number,
            .note = text_empty(note) ? T("") : note, .order_no = in->order_no, .made_at = w->now, .made_by = w->staff}, NULL);
}

enum rc call_number_drop(struct work *w, int64_t place, int64_t id)
{
    int64_t changed = 0;
    struct sql_call_number_drop_in in = {.county = w->county, .id = id, .place = place};
    TRY(sql_call_number_drop_run(w->db, &in, &changed));
    return changed > 0 ? RC_OK : RC_NOT_FOUND;
}
