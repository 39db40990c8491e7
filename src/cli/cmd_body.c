/* SPDX-License-Identifier: Apache-2.0 */
/* body list | set | leave: the committees, teams and groups of a place, and who holds their posts. */
#include "cli/act.h"
#include "gen/sql/body.h"
#include "model/body.h"
#include "view/build_bodies.h"

/* ---- body list ---- */

static void list_words(struct cli *c, const struct bodies_view *v)
{
    struct buf *b = &c->out;
    if (v->rows.n == 0) buf_fmt(b, "%.*s\n", TP(v->empty));
    for (size_t i = 0; i < v->rows.n; i++) {
        const struct bodies_rows *r = &v->rows.item[i];
        buf_fmt(b, "%.*s%s%.*s  [%.*s]  %.*s\n", TP(r->title), r->name.n ? " · " : "", TP(r->name), TP(r->due_label),
            TP(r->clause));
        for (size_t k = 0; k < r->posts.n; k++) {
            const struct bodies_rows_posts *p = &r->posts.item[k];
            buf_fmt(b, "  %.*s  %.*s  %.*s\n", TP(p->title), TP(p->job), TP(p->vacant));
            for (size_t h = 0; h < p->holders.n; h++) {
                const struct bodies_rows_posts_holders *one = &p->holders.item[h];
                buf_fmt(b, "    #%lld  %.*s  %.*s  %.*s %.*s\n", (long long)one->id, TP(one->name), TP(one->note),
                    TP(one->since), TP(one->until));
            }
        }
    }
    for (size_t i = 0; i < v->lacking.n; i++)
        buf_fmt(b, "! %.*s  %.*s\n", TP(v->lacking.item[i].label), TP(v->lacking.item[i].note));
}

static enum rc list_run(struct cli *c)
{
    struct place at;
    struct db *db;
    struct ask ask;
    struct bodies_view v;
    int64_t county;
    struct text code = c->args > 0 ? text_of(c->arg[0]) : T("");
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    enum rc rc = care_place_find(c, db, county, code, &at);
    if (rc != RC_OK) {
        fault_add(&c->faults, T("PLACE"), rc == RC_CONFLICT ? W_care_place_twice : W_care_no_place, code, TEXT_NONE);
        return rc;
    }
    TRY(care_ask(c, scope_narrow(scope_system(county, "the operator asks for the bodies of a place"), at.lo, at.hi, 0, 0), &ask));
    TRY(build_bodies(&ask, &(struct bodies_query){.place = at.id}, NULL, &v));
    if (!c->json) {
        list_words(c, &v);
        return RC_OK;
    }
    bodies_view_json(&c->out, &v);
    buf_char(&c->out, '\n');
    return RC_OK;
}

const struct command cmd_body_list = {.name = "body list", .args = "[PLACE]", .args_max = 1, .sentence = W_cmd_body_list,
                                      .run = list_run};

/* ---- body set ---- */

struct setting_up { int64_t id; day_t from; };

static struct text given(const struct cli *c, const char *option)
{
    const char *v = cli_option(c, option);
    return v ? text_of(v) : T("");
}

/* SCHEME:BODY */
static bool body_named(struct cli *c, const char *arg, struct body_input *in)
{
    in->key = text_of(arg);
    if (text_cut(&in->key, ':', &in->scheme) && in->key.s && in->key.n && in->scheme.n) return true;
    fault_add(&c->faults, T("BODY"), W_body_cli_bad, TEXT_NONE, TEXT_NONE);
    return false;
}

static enum rc holder_read(struct act *a, struct body_input *in)
{
    struct cli *c = a->c;
    const char *staff = cli_option(c, "staff"), *child = cli_option(c, "child");
    struct staff s;
    if (staff) {
        TRY(act_staff(c, a->work.db, a->work.county, staff, "--staff", a->arena, &s));
        in->staff = s.id;
    }
    return child ? care_child(&a->work, text_of(child), T("--child"), &in->child) : RC_OK;
}

static enum rc set(struct act *a)
{
    struct setting_up *x = a->p;
    struct cli *c = a->c;
    struct place at;
    struct body_input in = {.post = text_of(c->arg[2]), .unit = given(c, "unit"), .person = given(c, "person"),
        .house = given(c, "house"), .job = given(c, "job"), .name = given(c, "name"), .from = x->from};
    if (!body_named(c, c->arg[1], &in)) return RC_INVALID;
    enum rc rc = care_place_find(c, a->work.db, a->work.county, text_of(c->arg[0]), &at);
    if (rc != RC_OK) {
        fault_add(a->work.faults, T("PLACE"), rc == RC_CONFLICT ? W_care_place_twice : W_care_no_place, text_of(c->arg[0]),
                  TEXT_NONE);
        return rc;
    }
    TRY(act_may(a, at.kind == PLACE_CLASS ? CAP_child_edit : CAP_staff_edit, at.lo, at.hi));
    in.place = at.id;
    TRY(holder_read(a, &in));
    TRY(body_set(&a->work, &in, cli_option(c, "replace") != NULL, &x->id));
    a->noun = "place";
    a->object = at.id;
    a->detail = text_fmt(a->arena, "body=%.*s post=%.*s", TP(in.key), TP(in.post));
    return RC_OK;
}

static enum rc set_run(struct cli *c)
{
    struct setting_up x = {0};
    if (!act_day(c, "from", false, &x.from)) return RC_INVALID;
    struct act a = {.c = c, .fn = set, .p = &x};
    TRY(act_run(&a));
    struct text from = day_text(c->arena, x.from);
    struct told t[] = {{.key = "id", .number = x.id}, {.key = "from", .text = from}};
    act_tell(c, t, 2, W_body_cli_set, text_fmt(c->arena, "%lld", (long long)x.id), from);
    return RC_OK;
}

static const struct option_spec set_options[] = {
    {"staff", "SCHOOL/CODE|ID", W_opt_body_staff, false}, {"child", "CHILD", W_opt_body_child, false},
    {"person", "NAME", W_opt_body_person, false}, {"house", "NAME", W_opt_body_house, false},
    {"job", "WORDS", W_opt_body_job, false}, {"unit", "NAME", W_opt_body_unit, false}, {"name", "NAME", W_opt_body_name, false},
    {"from", "DATE", W_opt_body_from, false}, {"replace", NULL, W_opt_body_replace, false}, ACT_BY, {0},
};
const struct command cmd_body_set = {.name = "body set", .args = "PLACE SCHEME:BODY POST", .args_min = 3, .args_max = 3,
                                     .sentence = W_cmd_body_set, .options = set_options, .run = set_run};

/* ---- body leave ---- */

struct leaving { int64_t id; day_t on; };

static enum rc leave(struct act *a)
{
    struct leaving *x = a->p;
    struct sql_body_post_row_out p;
    struct sql_body_row_out b;
    struct place at;
    const char *reason = cli_option(a->c, "reason");
    struct text number = text_of(a->c->arg[0]);
    enum rc rc = sql_body_post_row_one(a->work.db, &(struct sql_body_post_row_in){.county = a->work.county, .id = x->id},
                                       a->arena, &p);
    if (rc == RC_NOT_FOUND) fault_add(a->work.faults, T("ID"), W_body_cli_none, number, TEXT_NONE);
    if (rc != RC_OK) return rc;
    TRY(sql_body_row_one(a->work.db, &(struct sql_body_row_in){.county = a->work.county, .id = p.body}, a->arena, &b));
    TRY(place_by_id(a->work.db, a->work.county, b.place, a->arena, &at));
    TRY(act_may(a, at.kind == PLACE_CLASS ? CAP_child_edit : CAP_staff_edit, at.lo, at.hi));
    rc = body_leave(&a->work, x->id, x->on, reason ? reason : "left");
    if (rc == RC_CONFLICT) fault_add(a->work.faults, T("ID"), W_body_cli_over, number, TEXT_NONE);
    a->noun = "place";
    a->object = at.id;
    a->detail = text_fmt(a->arena, "body=%.*s post=%.*s", TP(b.key), TP(p.post));
    return rc;
}

static enum rc leave_run(struct cli *c)
{
    struct leaving x = {0};
    const char *reason = cli_option(c, "reason");
    bool known = !reason || text_eqz(text_of(reason), "left") || text_eqz(text_of(reason), "changed") ||
                 text_eqz(text_of(reason), "error");
    if (!act_id(c, &x.id) || !act_day(c, "day", false, &x.on)) return RC_INVALID;
    if (!known) {
        fault_add(&c->faults, T("--reason"), W_opt_body_reason, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    struct act a = {.c = c, .fn = leave, .p = &x};
    TRY(act_run(&a));
    struct text day = day_text(c->arena, x.on);
    struct told t[] = {{.key = "id", .number = x.id}, {.key = "outcome", .text = T("ended")}};
    act_tell(c, t, 2, W_body_cli_left, day, TEXT_NONE);
    return RC_OK;
}

static const struct option_spec leave_options[] = {
    {"reason", "WORD", W_opt_body_reason, false}, {"day", "DATE", W_opt_pairing_day, false}, ACT_BY, {0},
};
const struct command cmd_body_leave = {.name = "body leave", .args = "ID", .args_min = 1, .args_max = 1,
                                       .sentence = W_cmd_body_leave, .options = leave_options, .run = leave_run};
