/* SPDX-License-Identifier: Apache-2.0 */
#include "model/undo.h"

#include "format/json.h"
#include "gen/sql/child.h"
#include "gen/sql/enrolment.h"
#include "gen/sql/fact.h"
#include "gen/sql/family.h"
#include "gen/sql/kin.h"
#include "gen/sql/pairing.h"
#include "gen/sql/person.h"
#include "gen/sql/place.h"
#include "gen/sql/staff.h"
#include "model/grant.h"
#include "model/work_sum.h"

#include <string.h>

enum { STEPS_BYTES = 1 << 20, ARGS = 16 };

/* ---- writing ---- */

static void step(struct undo *u, const char *what)
{
    json_open(u->b, '[');
    json_text(u->b, text_of(what));
}

static void day_json(struct buf *b, day_t d)
{
    if (d == DAY_NONE) json_none(b);
    else json_int(b, d);
}

static void ints(struct undo *u, const char *what, const int64_t *v, size_t n)
{
    step(u, what);
    for (size_t i = 0; i < n; i++) json_int(u->b, v[i]);
    json_close(u->b, ']');
}

void undo_child_new(struct undo *u, int64_t family) { ints(u, "child+", &family, 1); }
void undo_family(struct undo *u, int64_t family) { ints(u, "family", &family, 1); }
void undo_version(struct undo *u, int64_t version) { ints(u, "version", &version, 1); }
void undo_fact_new(struct undo *u, int64_t id) { ints(u, "fact+", &id, 1); }
void undo_fact_void(struct undo *u, int64_t id) { ints(u, "unvoid", &id, 1); }
void undo_kin_new(struct undo *u, int64_t id, int64_t person) { ints(u, "kin+", (int64_t[]){id, person}, 2); }
void undo_pairing(struct undo *u, int64_t id, int64_t staff) { ints(u, "pairing", (int64_t[]){id, staff}, 2); }
void undo_place_new(struct undo *u, int64_t id) { ints(u, "place+", &id, 1); }
void undo_staff_new(struct undo *u, int64_t id) { ints(u, "staff+", &id, 1); }
void undo_enrolment_new(struct undo *u, day_t from) { ints(u, "enrolment+", (int64_t[]){from}, 1); }

static void id_and_day(struct undo *u, const char *what, int64_t id, day_t to)
{
    step(u, what);
    json_int(u->b, id);
    day_json(u->b, to);
    json_close(u->b, ']');
}

void undo_fact(struct undo *u, int64_t id, day_t to) { id_and_day(u, "fact", id, to); }
void undo_place_to(struct undo *u, int64_t id, day_t to) { id_and_day(u, "place_to", id, to); }

void undo_child(struct undo *u, const struct child *c)
{
    step(u, "child");
    const struct text t[] = {c->name,  c->pinyin,  c->initials, c->nation,     c->id_kind,
                             c->id_no, c->roll_no, c->address,  c->home_place, c->bed};
    json_int(u->b, c->sex);
    day_json(u->b, c->birth);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) json_text(u->b, t[i]);
    json_close(u->b, ']');
}

void undo_class(struct undo *u, int64_t class_id, int64_t place_key, struct text state)
{
    step(u, "class");
    json_int(u->b, class_id);
    json_int(u->b, place_key);
    json_text(u->b, state);
    json_close(u->b, ']');
}

void undo_enrolment(struct undo *u, const struct enrolment *e)
{
    step(u, "enrolment");
    json_int(u->b, e->from);
    day_json(u->b, e->to);
    json_int(u->b, e->class_id);
    json_int(u->b, e->place_key);
    json_text(u->b, e->reason_out);
    json_text(u->b, e->reason_in);
    json_close(u->b, ']');
}

void undo_kin(struct undo *u, const struct kin *k)
{
    step(u, "kin");
    json_int(u->b, k->id);
    json_text(u->b, k->relation);
    json_int(u->b, k->guardian);
    json_int(u->b, k->carer);
    day_json(u->b, k->to);
    json_close(u->b, ']');
}

void undo_person(struct undo *u, const struct person *p)
{
    step(u, "person");
    json_int(u->b, p->id);
    json_int(u->b, p->sex);
    day_json(u->b, p->birth);
    const struct text t[] = {p->name, p->id_no, p->phone, p->address, p->work};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) json_text(u->b, t[i]);
    json_close(u->b, ']');
}

void undo_place(struct undo *u, const struct place *p)
{
    step(u, "place");
    const int64_t v[] = {p->id, p->sort_no, p->years, p->boarding, p->rural};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) json_int(u->b, v[i]);
    day_json(u->b, p->to);
    const struct text t[] = {p->code, p->name, p->stage, p->township, p->calendar};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) json_text(u->b, t[i]);
    json_close(u->b, ']');
}

void undo_staff(struct undo *u, const struct staff *s)
{
    step(u, "staff");
    json_int(u->b, s->id);
    json_int(u->b, s->sex);
    json_int(u->b, s->place);
    json_int(u->b, s->party);
    day_json(u->b, s->check_day);
    day_json(u->b, s->to);
    const struct text t[] = {s->name, s->code, s->post, s->phone, s->id_no, s->check_result};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) json_text(u->b, t[i]);
    json_close(u->b, ']');
}

/* ---- playing ---- */

struct played { struct work *w; int64_t batch, object; int64_t i[ARGS]; struct text t[ARGS]; size_t n; };

/* Numbers in i[], texts in t[], by place in the step; a null is DAY_NONE and TEXT_NONE. */
static void args_take(struct played *p, const struct json_node *list)
{
    p->n = 0;
    for (const struct json_node *n = list->child ? list->child->next : NULL; n && p->n < ARGS; n = n->next) {
        p->i[p->n] = n->kind == JSON_INT ? n->number : DAY_NONE;
        p->t[p->n++] = n->kind == JSON_TEXT ? n->text : TEXT_NONE;
    }
}

static enum rc play_child_new(struct played *p)
{
    int64_t county = p->w->county;
    TRY(sql_child_delete_run(p->w->db, &(struct sql_child_delete_in){.county = county, .id = p->object}, NULL));
    return sql_family_delete_run(p->w->db, &(struct sql_family_delete_in){.county = county, .family = p->i[0]}, NULL);
}

static enum rc play_child(struct played *p)
{
    struct sql_child_where_out at;
    TRY(sql_child_where_one(p->w->db, &(struct sql_child_where_in){.county = p->w->county, .id = p->object}, p->w->arena, &at));
    struct sql_child_update_in in = {
        .county = p->w->county,
        .id = p->object,
        .version = at.version,
        .sex = p->i[0],
        .birth_day = (day_t)p->i[1],
        .name = p->t[2],
        .pinyin = p->t[3],
        .initials = p->t[4],
        .nation = p->t[5],
        .id_kind = p->t[6],
        .id_no = p->t[7],
        .id_key = p->t[7],
        .roll_no = p->t[8],
        .roll_key = p->t[8],
        .address = p->t[9],
        .home_place = p->t[10],
        .bed = p->t[11],
    };
    return sql_child_update_run(p->w->db, &in, NULL);
}

static enum rc play_class(struct played *p)
{
    struct sql_child_put_class_in in = {
        .county = p->w->county, .id = p->object, .class = p->i[0], .place_key = p->i[1], .state = p->t[2]};
    return sql_child_put_class_run(p->w->db, &in, NULL);
}

static enum rc play_version(struct played *p)
{
    struct sql_child_put_version_in in = {.county = p->w->county, .id = p->object, .version = p->i[0]};
    return sql_child_put_version_run(p->w->db, &in, NULL);
}

static enum rc play_family(struct played *p)
{
    struct sql_child_where_out at;
    TRY(sql_child_where_one(p->w->db, &(struct sql_child_where_in){.county = p->w->county, .id = p->object}, p->w->arena, &at));
    struct sql_family_size_out size;
    TRY(sql_family_size_one(p->w->db, &(struct sql_family_size_in){.county = p->w->county, .family = p->i[0]}, p->w->arena,
                            &size));
    if (size.n == 0) {
        /* The family went when its last child left it: it comes back. */
        enum rc rc = sql_family_insert_run(
            p->w->db, &(struct sql_family_insert_in){.county = p->w->county, .id = p->i[0], .batch = 0}, NULL);
        if (rc != RC_OK && rc != RC_CONFLICT) return rc;
    }
    TRY(sql_family_set_run(p->w->db, &(struct sql_family_set_in){.county = p->w->county, .child = p->object, .family = p->i[0]},
                           NULL));
    return sql_family_delete_run(p->w->db, &(struct sql_family_delete_in){.county = p->w->county, .family = at.family}, NULL);
}

static enum rc play_enrolment_new(struct played *p)
{
    touched_roles(p->w->touched, p->object);
    TRY(work_sums_stale(p->w->db, p->w->county, p->object));
    struct sql_enrolment_delete_in in = {.county = p->w->county, .child = p->object, .from_day = (day_t)p->i[0]};
    return sql_enrolment_delete_run(p->w->db, &in, NULL);
}

static enum rc play_enrolment(struct played *p)
{
    day_t from = (day_t)p->i[0];
    touched_roles(p->w->touched, p->object);
    TRY(work_sums_stale(p->w->db, p->w->county, p->object));
    struct sql_enrolment_delete_in gone = {.county = p->w->county, .child = p->object, .from_day = from};
    TRY(sql_enrolment_delete_run(p->w->db, &gone, NULL));
    struct sql_enrolment_insert_in in = {.county = p->w->county,
                                         .child = p->object,
                                         .from_day = from,
                                         .to_day = (day_t)p->i[1],
                                         .class = p->i[2],
                                         .place_key = p->i[3],
                                         .reason_in = p->t[5]};
    TRY(sql_enrolment_insert_run(p->w->db, &in, NULL));
    struct sql_enrolment_end_in end = {
        .county = p->w->county, .child = p->object, .from_day = from, .to_day = (day_t)p->i[1], .reason_out = p->t[4]};
    return sql_enrolment_end_run(p->w->db, &end, NULL);
}

static enum rc play_fact_new(struct played *p)
{
    return sql_fact_delete_run(p->w->db,
                               &(struct sql_fact_delete_in){.county = p->w->county, .child = p->object, .id = p->i[0]}, NULL);
}

static enum rc play_fact(struct played *p)
{
    struct sql_fact_to_in in = {.county = p->w->county, .child = p->object, .id = p->i[0], .to_day = (day_t)p->i[1]};
    return sql_fact_to_run(p->w->db, &in, NULL);
}

static enum rc play_unvoid(struct played *p)
{
    struct sql_fact_voided_in in = {.county = p->w->county, .child = p->object, .id = p->i[0], .voided_at = NULL_INT};
    return sql_fact_voided_run(p->w->db, &in, NULL);
}

static enum rc play_kin_new(struct played *p)
{
    TRY(sql_kin_delete_run(p->w->db, &(struct sql_kin_delete_in){.county = p->w->county, .child = p->object, .id = p->i[0]},
                           NULL));
    return sql_person_delete_run(p->w->db, &(struct sql_person_delete_in){.county = p->w->county, .id = p->i[1]}, NULL);
}

static enum rc play_kin(struct played *p)
{
    struct sql_kin_update_in in = {.county = p->w->county,
                                   .child = p->object,
                                   .id = p->i[0],
                                   .relation = p->t[1],
                                   .guardian = p->i[2],
                                   .carer = p->i[3],
                                   .to_day = (day_t)p->i[4]};
    return sql_kin_update_run(p->w->db, &in, NULL);
}

static enum rc play_person(struct played *p)
{
    struct person one = {.id = p->i[0],
                         .sex = (int)p->i[1],
                         .birth = (day_t)p->i[2],
                         .name = p->t[3],
                         .id_no = p->t[4],
                         .phone = p->t[5],
                         .address = p->t[6],
                         .work = p->t[7]};
    return person_change(p->w, &one);
}

static enum rc play_pairing(struct played *p)
{
    touched_roles(p->w->touched, p->object);
    struct sql_pairing_reopen_in in = {.county = p->w->county, .id = p->i[0]};
    TRY(sql_pairing_reopen_run(p->w->db, &in, NULL));
    struct sql_sight_reopen_in sight = {.county = p->w->county, .staff = p->i[1], .child = p->object, .pairing = p->i[0]};
    return sql_sight_reopen_run(p->w->db, &sight, NULL);
}

static enum rc play_place_new(struct played *p)
{
    touched_about(p->w->touched, ABOUT_PLACE, p->i[0], false);
    return sql_place_delete_run(p->w->db, &(struct sql_place_delete_in){.county = p->w->county, .id = p->i[0]}, NULL);
}

static enum rc play_place(struct played *p)
{
    struct place one = {.id = p->i[0],
                        .sort_no = (int)p->i[1],
                        .years = (int)p->i[2],
                        .boarding = p->i[3] != 0,
                        .rural = p->i[4] != 0,
                        .to = (day_t)p->i[5],
                        .code = p->t[6],
                        .name = p->t[7],
                        .stage = p->t[8],
                        .township = p->t[9],
                        .calendar = p->t[10]};
    return place_change(p->w, &one);
}

static enum rc play_place_to(struct played *p)
{
    touched_about(p->w->touched, ABOUT_PLACE, p->i[0], false);
    return sql_place_end_run(p->w->db,
                             &(struct sql_place_end_in){.county = p->w->county, .id = p->i[0], .to_day = (day_t)p->i[1]}, NULL);
}

/* What the batch gave goes, whatever day it was given from. */
static enum rc grants_back(struct played *p, int64_t staff)
{
    TRY(grant_touch_staff(p->w, staff, 0));
    return sql_staff_grants_delete_run(
        p->w->db, &(struct sql_staff_grants_delete_in){.county = p->w->county, .staff = staff, .batch = p->batch}, NULL);
}

static enum rc play_staff_new(struct played *p)
{
    int64_t county = p->w->county, id = p->i[0];
    TRY(sql_staff_account_delete_run(p->w->db, &(struct sql_staff_account_delete_in){.county = county, .staff = id}, NULL));
    TRY(grants_back(p, id));
    touched_about(p->w->touched, ABOUT_STAFF, id, false);
    TRY(sql_staff_check_forget_run(p->w->db, &(struct sql_staff_check_forget_in){.county = county, .staff = id, .since = 0},
        NULL));
    return sql_staff_delete_run(p->w->db, &(struct sql_staff_delete_in){.county = county, .id = id}, NULL);
}

static enum rc play_staff(struct played *p)
{
    struct staff one = {.id = p->i[0],
                        .sex = (int)p->i[1],
                        .place = p->i[2],
                        .party = p->i[3] != 0,
                        .check_day = (day_t)p->i[4],
                        .to = (day_t)p->i[5],
                        .name = p->t[6],
                        .code = p->t[7],
                        .post = p->t[8],
                        .phone = p->t[9],
                        .id_no = p->t[10],
                        .check_result = p->t[11]};
    int64_t county = p->w->county;
    TRY(staff_change(p->w, &one));
    TRY(sql_staff_check_run(p->w->db,
                            &(struct sql_staff_check_in){
                                .county = county, .id = one.id, .check_day = one.check_day, .check_result = one.check_result},
                            NULL));
    day_t since = one.check_day == DAY_NONE ? 0 : one.check_day;
    TRY(sql_staff_check_forget_run(p->w->db,
        &(struct sql_staff_check_forget_in){.county = county, .staff = one.id, .since = since}, NULL));
    return grants_back(p, one.id);
}

static const struct { const char *what; enum rc (*play)(struct played *);
} plays[] = {
    {"child+", play_child_new},    {"child", play_child},       {"class", play_class},
    {"version", play_version},     {"family", play_family},     {"enrolment+", play_enrolment_new},
    {"enrolment", play_enrolment}, {"fact+", play_fact_new},    {"fact", play_fact},
    {"unvoid", play_unvoid},       {"kin+", play_kin_new},      {"kin", play_kin},
    {"person", play_person},       {"pairing", play_pairing},   {"place+", play_place_new},
    {"place", play_place},         {"place_to", play_place_to}, {"staff+", play_staff_new},
    {"staff", play_staff},
};

static enum rc step_play(struct played *p, const struct json_node *list)
{
    args_take(p, list);
    for (size_t k = 0; k < sizeof plays / sizeof *plays; k++)
        if (text_eqz(list->child->text, plays[k].what)) return plays[k].play(p);
    return RC_INTERNAL;
}

enum rc undo_play(struct work *w, int64_t batch, int64_t object, struct text steps_json)
{
    struct faults f = faults_new(w->arena);
    const struct json_node *root = json_read(w->arena, steps_json, STEPS_BYTES, &f), *steps = json_get(root, "undo");
    struct played p = {.w = w, .batch = batch, .object = object};
    if (!steps) return RC_OK;
    const struct json_node **order = arena_array(w->arena, steps->n, sizeof *order);
    size_t n = 0;
    for (const struct json_node *s = steps->child; s && n < steps->n; s = s->next) order[n++] = s;
    while (n > 0) {
        const struct json_node *s = order[--n];
        if (s->kind != JSON_LIST || !s->child) return RC_INTERNAL;
        TRY(step_play(&p, s));
    }
    return RC_OK;
}
