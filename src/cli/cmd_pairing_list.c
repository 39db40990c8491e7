/* SPDX-License-Identifier: Apache-2.0 */
/* pairing list: who stands and stood by one child, with the numbers that `pairing end` wants. */
#include "cli/act.h"
#include "gen/sql/pairing.h"

static struct text who_of(const struct sql_pairing_of_child_out *p)
{
    if (p->staff != 0) return p->staff_name;
    return p->peer != 0 ? p->peer_name : p->helper_name;
}

static void row_tell(struct cli *c, const struct sql_pairing_of_child_out *p)
{
    struct buf *b = &c->out;
    struct text from = day_text(c->arena, (day_t)p->from_day), to = day_text(c->arena, sql_day(p->to_day)), who = who_of(p);
    if (!c->json) {
        buf_fmt(b, "#%lld  %-12.*s  %.*s  %.*s – %.*s  %.*s\n", (long long)p->id, TP(p->relation), TP(who), TP(from), TP(to),
                TP(p->end_reason));
        return;
    }
    json_open(b, '{');
    told_int(b, "id", p->id);
    told_text(b, "relation", p->relation);
    told_int(b, "staff", p->staff);
    told_int(b, "peer", p->peer);
    told_text(b, "name", who);
    told_text(b, "helper_kind", p->helper_kind);
    told_text(b, "from", from);
    told_text(b, "to", p->to_day == NULL_INT ? TEXT_NONE : to);
    told_text(b, "end_reason", p->end_reason);
    json_close(b, '}');
}

static enum rc run(struct cli *c)
{
    int64_t child;
    struct db *db;
    struct cursor cur;
    struct sql_pairing_of_child_out row;
    TRY(care_child_read(c, text_of(c->arg[0]), &child));
    TRY(cli_read(c, &db));
    struct scope one = scope_narrow(scope_system(c->county, "the operator asks about one child"), 0, 0, child, 0);
    TRY(sql_pairing_of_child(db, &one, &cur));
    if (c->json) json_open(&c->out, '[');
    while (sql_pairing_of_child_next(&cur, &row)) row_tell(c, &row);
    if (c->json) {
        json_close(&c->out, ']');
        buf_char(&c->out, '\n');
    }
    TRY(sql_close(&cur));
    care_read_end(c);
    return care_seen(c, child);
}

const struct command cmd_pairing_list = {.name = "pairing list", .args = "CHILD", .args_min = 1, .args_max = 1,
                                         .sentence = W_cmd_pairing_list, .run = run};
