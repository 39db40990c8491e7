/* SPDX-License-Identifier: Apache-2.0 */
/* members: under which counting rules and targets a child counts on a day, since when, and why or why not. */
#include "cli/act.h"
#include "view/build_explain.h"

static void group_tell(struct cli *c, const struct explain_groups *g)
{
    struct buf *b = &c->out;
    if (!c->json) {
        buf_fmt(b, "%s %.*s  %.*s  %.*s  %.*s\n", g->member ? "+" : "-", TP(g->title), TP(g->since), TP(g->why), TP(g->source));
        return;
    }
    json_open(b, '{');
    told_text(b, "key", g->key);
    told_text(b, "title", g->title);
    told_bool(b, "member", g->member);
    told_text(b, "since", g->since.n ? g->since : TEXT_NONE);
    told_text(b, "why", g->why);
    told_text(b, "source", g->source);
    json_close(b, '}');
}

static void tell(struct cli *c, const struct explain_view *v)
{
    struct buf *b = &c->out;
    if (c->json) {
        json_open(b, '{');
        told_int(b, "child", v->child_id);
        told_text(b, "name", v->child_name);
        told_text(b, "class", v->class_name);
        told_text(b, "day", v->day);
        json_key(b, T("groups"));
        json_open(b, '[');
    } else {
        buf_fmt(b, "%.*s  %.*s  %.*s  #%lld\n", TP(v->child_name), TP(v->class_name), TP(v->day), (long long)v->child_id);
    }
    for (size_t i = 0; i < v->groups.n; i++) group_tell(c, &v->groups.item[i]);
    if (!c->json) return;
    json_close(b, ']');
    json_close(b, '}');
    buf_char(b, '\n');
}

static enum rc run(struct cli *c)
{
    int64_t child;
    struct ask ask;
    struct explain_view v;
    TRY(care_child_read(c, text_of(c->arg[0]), &child));
    TRY(care_ask(c, scope_narrow(scope_system(c->county, "the operator asks about one child"), 0, 0, child, 0), &ask));
    TRY(build_explain(&ask, child, &v));
    tell(c, &v);
    care_read_end(c);
    return care_seen(c, child);
}

const struct command cmd_members = {.name = "members", .args = "CHILD", .args_min = 1, .args_max = 1, .sentence = W_cmd_members,
                                    .run = run};
