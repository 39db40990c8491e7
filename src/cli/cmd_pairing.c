/* SPDX-License-Identifier: Apache-2.0 */
/* pairing add: who stands by which child, from a file.
 *
 * {"child": "G99010120150101002X", "relation": "responsible", "staff": "3399010001/0012", "from": "2026-09-01"}
 * {"child": "…", "relation": "peer", "peer": "…"}
 * {"child": "…", "relation": "volunteer", "helper_kind": "volunteer", "helper_name": "…"}
 *
 * The same pairing again is no fault and changes nothing; one that would have to begin earlier than it does is refused. */
#include "cli/line_who.h"
#include "gen/sql/pairing.h"
#include "model/pairing.h"

static struct text relation_key(const struct plan *p, struct text words)
{
    for (size_t i = 0; i < p->relation_count; i++) {
        const struct plan_relation *r = &p->relation[i];
        if (text_eq(r->title[LANG_ZH], words) || text_eq(r->title[LANG_EN], words)) return r->key;
    }
    return words;
}

static enum rc standing(struct lines *l, const struct pairing_input *in, int64_t *id, day_t *from)
{
    struct cursor c;
    struct sql_pairing_for_out row;
    *id = 0;
    TRY(sql_pairing_for(l->work.db, &(struct sql_pairing_for_in){.county = l->county, .child = in->child}, &c));
    while (sql_pairing_for_next(&c, &row)) {
        bool same = text_eq(row.relation, in->relation) && row.staff == in->staff && row.peer == in->peer;
        if (same && row.to_day == NULL_INT && (in->staff != 0 || in->peer != 0)) {
            *id = row.id;
            *from = (day_t)row.from_day;
        }
    }
    return sql_close(&c);
}

static enum rc input_read(struct lines *l, const struct line *line, struct pairing_input *in)
{
    int64_t *child, *peer;
    size_t n, peers;
    *in = (struct pairing_input){.relation = relation_key(l->work.ev->plan, line_text(l, line, "relation")),
        .helper_kind = line_text(l, line, "helper_kind"), .helper_name = line_text(l, line, "helper_name"),
        .from = line_day(l, line, "from")};
    TRY(line_children(l, line, "child", 1, &child, &n));
    TRY(line_children(l, line, "peer", 1, &peer, &peers));
    TRY(line_staff(l, line, n > 0 ? child[0] : 0, &in->staff));
    if (n == 0 && l->faults.errors == 0) fault_add(&l->faults, T("child"), W_encounter_children_none, TEXT_NONE, TEXT_NONE);
    in->child = n > 0 ? child[0] : 0;
    in->peer = peers > 0 ? peer[0] : 0;
    return l->faults.errors > 0 ? RC_INVALID : RC_OK;
}

static enum rc enter(struct lines *l, const struct line *line, struct line_result *out)
{
    struct pairing_input in;
    TRY(input_read(l, line, &in));
    day_t from = DAY_NONE;
    TRY(standing(l, &in, &out->id, &from));
    if (out->id != 0) {
        struct text since = day_text(l->row, from);
        out->skipped = true;
        bool earlier = in.from != DAY_NONE && in.from < from;
        if (earlier) fault_add(&l->faults, T("from"), W_pairing_begins_later, since, day_text(l->row, in.from));
        else fault_warn(&l->faults, TEXT_NONE, W_pairing_stands, since, TEXT_NONE);
        return earlier ? RC_CONFLICT : RC_OK;
    }
    TRY(pairing_add(&l->work, &in, cli_option(l->c, "replace") != NULL, &out->id));
    return evaluate_touched(l->work.db, l->work.ev, &l->touched, l->work.today, l->row, 0, NULL, NULL);
}

static enum rc run(struct cli *c)
{
    struct lines l = {.enter = enter};
    return lines_run(c, &l, "pairing");
}

static const struct option_spec options[] = {LINES_OPTIONS, {"replace", NULL, W_opt_pairing_replace, false}, {0}};
const struct command cmd_pairing_add = {.name = "pairing add", .args = "FILE.jsonl|FILE.xlsx|FILE.csv", .args_min = 1,
    .args_max = 1,
                                        .sentence = W_cmd_pairing_add, .options = options, .run = run};
