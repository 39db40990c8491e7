/* SPDX-License-Identifier: Apache-2.0 */
/* record add: care records from a file, through the same checks as the page.
 *
 * {"child": ["G99010120150101002X"], "staff": "3399010001/0012", "kind": "heart_talk", "mode": "face", "day": "2026-10-12",
 *  "minutes": 15, "met": ["child"], "sentence": "…", "form": {"mood": "4"}, "follow": "2026-10-19"}
 *
 * What a place did, or who of the staff took part, names these instead of a child:
 * {"place": "3399010001", "staff": "3399010001/0001", "kind": "work_meeting", "day": "2026-10-12", "sentence": "…", "form": {…}}
 * {"attended": ["3399010001/0012", "3399010001/0013"], "staff": "3399010001/0001", "kind": "staff_training", …}
 *
 * Words in Chinese stand as well as keys: "谈心谈话", "当面", "是". */
#include "cli/line_who.h"
#include "model/encounter.h"
#include "model/place.h"
#include "model/staff.h"
#include "scheme/form_expr.h"

enum { ANSWERS = 400 };

struct records { struct lines lines; bool as_happened; };

/* ---- words to keys ---- */

/* What people write for what the lists call otherwise. A word stands here only when it can mean one thing. */
static struct text common_word(struct text words)
{
    static const struct { const char *said, *key; } common[] = {
        {"谈心", "heart_talk"}, {"谈话", "heart_talk"},
        {"面谈", "face"}, {"见面", "face"}, {"面对面", "face"}, {"打电话", "phone"}, {"通话", "phone"}, {"电话联系", "phone"},
        {"视频通话", "video"}, {"微信", "message"}, {"短信", "message"}, {"上门", "visit"}, {"家中", "visit"},
        {"学生", "child"}, {"本人", "child"}, {"学生本人", "child"}, {"爸爸", "father"}, {"妈妈", "mother"}, {"父", "father"},
        {"母", "mother"}, {"奶奶", "carer"}, {"爷爷", "carer"}, {"外婆", "carer"}, {"外公", "carer"}, {"姥姥", "carer"},
        {"姥爷", "carer"}, {"祖父", "carer"}, {"祖母", "carer"}, {"外祖父", "carer"}, {"外祖母", "carer"}, {"监护人", "carer"},
        {"同学", "peer"}, {"老师", "teacher"},
    };
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        if (text_eqz(words, common[i].said)) return text_of(common[i].key);
    }
    return words;
}

static struct text kind_key(const struct codes *codes, struct text words)
{
    for (size_t i = 0; i < codes->kind_count; i++) {
        const struct code_kind *k = &codes->kind[i];
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            if (text_eq(k->title[lang], words) || text_eq(k->verb[lang], words)) return k->key;
        }
    }
    return common_word(words);
}

/* Every word that the list knows becomes its key; what it does not know stays, to be refused by the model with a sentence. */
static struct text list_keys(struct lines *l, const struct code_list *list, struct text words)
{
    struct text rest = line_parted(l->row, words), one, all = T("");
    if (words.s == NULL) return TEXT_NONE;
    while (text_cut(&rest, ' ', &one)) {
        if (one.n == 0) continue;
        const struct code_item *item = code_read(list, one);
        if (item == NULL) item = code_item(list, common_word(one));
        struct text key = item == NULL ? one : item->key;
        all = all.n == 0 ? key : text_fmt(l->row, "%.*s %.*s", TP(all), TP(key));
    }
    return all;
}

static struct text bool_key(struct text words)
{
    static const char *const yes[] = {"是", "有", "对", "1", "true", "√"}, *const no[] = {"否", "无", "没有", "0", "false", "×"};
    for (size_t i = 0; i < 6; i++) {
        if (text_eqz(words, yes[i])) return T("yes");
        if (text_eqz(words, no[i])) return T("no");
    }
    return words;
}

/* ---- the form ---- */

/* The heading as the sheet has it: blanks between title and number are of no account. */
static bool heading_is(struct text title, struct text given)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < title.n && title.s[i] == ' ') i++;
        while (k < given.n && given.s[k] == ' ') k++;
        if (i == title.n || k == given.n) return i == title.n && k == given.n;
        if (title.s[i++] != given.s[k++]) return false;
    }
}

/* By name or by title; *name is what the answer is kept under. */
static const struct code_field *field_of(struct lines *l, const struct code_kind *k, struct text given, struct text *name)
{
    const struct code_field *f = code_field(k, given);
    *name = given;
    if (f != NULL) return f;
    for (size_t i = 0; i < k->field_count; i++) {
        f = &k->field[i];
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            if (f->row_of < 0 && text_eq(f->title[lang], given)) {
                *name = f->name;
                return f;
            }
            for (int row = 1; f->row_of >= 0 && row <= k->field[f->row_of].max; row++) {
                if (!heading_is(code_row_title(l->row, k, f, row, (enum lang)lang), given)) continue;
                *name = text_fmt(l->row, "%.*s.%d.%.*s", TP(k->field[f->row_of].name), row, TP(f->name));
                return f;
            }
        }
    }
    return NULL;
}

static struct text time_text(struct lines *l, struct text given)
{
    int minute;
    return form_time(given, &minute) ? text_fmt(l->row, "%02d:%02d", minute / 60, minute % 60) : given;
}

static struct text answer_value(struct lines *l, const struct code_field *f, struct text given)
{
    if (f->type == FIELD_SELECT_ONE || f->type == FIELD_SELECT_MULTIPLE) return list_keys(l, f->list, given);
    if (f->type == FIELD_BOOL || f->type == FIELD_ACKNOWLEDGE) return bool_key(given);
    if (f->type == FIELD_TIME) return time_text(l, given);
    if (f->type != FIELD_DATE) return given;
    day_t day = day_read(given);
    return day == DAY_NONE ? given : day_text(l->row, day);
}

static void answer_add(struct lines *l, const struct code_kind *kind, struct text key, struct text given,
    struct encounter_input *in)
{
    struct text name = key;
    const struct code_field *f = kind == NULL ? NULL : field_of(l, kind, key, &name);
    if (text_empty(given) || in->answer_count == ANSWERS) return;
    ((struct encounter_answer *)(uintptr_t)in->answer)[in->answer_count++] =
        (struct encounter_answer){name, f == NULL ? given : answer_value(l, f, given)};
}

/* {"goods": [{"name": "书", "n": 2}, …]} */
static void rows_add(struct lines *l, const struct code_kind *kind, const struct json_node *list, struct encounter_input *in)
{
    int row = 0;
    for (const struct json_node *map = list->child; map != NULL; map = map->next) {
        row++;
        for (const struct json_node *n = map->kind == JSON_MAP ? map->child : NULL; n != NULL; n = n->next) {
            struct line inner = {.map = map};
            struct text key = text_fmt(l->row, "%.*s.%d.%.*s", TP(list->key), row, TP(n->key));
            answer_add(l, kind, key, line_text(l, &inner, text_z(l->row, n->key)), in);
        }
    }
}

static void answers_read(struct lines *l, const struct line *line, const struct code_kind *kind, struct encounter_input *in)
{
    const struct json_node *form = json_get(line->map, "form");
    in->answer = arena_array(l->row, ANSWERS, sizeof *in->answer);
    for (const struct json_node *n = form == NULL ? NULL : form->child; n != NULL; n = n->next) {
        bool rows = n->kind == JSON_LIST && n->child != NULL && n->child->kind == JSON_MAP;
        struct line inner = {.map = form};
        if (rows) rows_add(l, kind, n, in);
        else answer_add(l, kind, n->key, line_text(l, &inner, text_z(l->row, n->key)), in);
    }
}

/* ---- places and staff ---- */

static enum rc attended_read(struct lines *l, const struct line *line, struct about *about, size_t *n)
{
    struct text rest = line_parted(l->row, line_code(l, line, "attended")), one;
    while (rest.s != NULL && text_cut(&rest, ' ', &one) && *n < ENCOUNTER_ABOUT) {
        struct staff s;
        if (text_empty(text_trim(one))) continue;
        enum rc rc = staff_by_path(l->work.db, l->county, one, l->row, &s);
        if (rc == RC_OK) about[(*n)++] = (struct about){ABOUT_STAFF, s.id};
        else if (rc == RC_NOT_FOUND || rc == RC_CONFLICT) fault_add(&l->faults, T("attended"), W_lines_attended, one, TEXT_NONE);
        else return rc;
    }
    return RC_OK;
}

/* The place, or those who took part; nothing for a record with children. */
static enum rc about_read(struct lines *l, const struct line *line, struct encounter_input *in)
{
    struct text place = line_code(l, line, "place");
    struct about *about = arena_array(l->row, ENCOUNTER_ABOUT, sizeof *about);
    in->about = about;
    TRY(attended_read(l, line, about, &in->about_count));
    if (text_empty(place) || in->about_count > 0) return RC_OK;
    struct place p;
    enum rc rc = care_place_find(l->c, l->work.db, l->county, place, &p);
    if (rc == RC_OK) about[in->about_count++] = (struct about){ABOUT_PLACE, p.id};
    else if (rc == RC_NOT_FOUND || rc == RC_CONFLICT) fault_add(&l->faults, T("place"), W_lines_place, place, TEXT_NONE);
    else return rc;
    return RC_OK;
}

/* ---- one record ---- */

/* Invented records of a demonstration county were "recorded" on the day they happened; a real server's clock is never set
 * back. */
static void recorded_then(struct lines *l, day_t day)
{
    if (day == DAY_NONE || day > l->work.today) return;
    enum { EVENING = 19 * 60 * 60 * 1000 };
    l->work.today = day;
    l->work.now = day_start(day) + EVENING;
}

static enum rc enter(struct lines *l, const struct line *line, struct line_result *out)
{
    const struct records *r = l->own;
    const struct codes *codes = l->work.ev->codes;
    int64_t *child;
    struct encounter_input in = {
        .kind = kind_key(codes, line_text(l, line, "kind")),
        .mode = list_keys(l, codes->modes, line_text(l, line, "mode")),
        .day = line_day(l, line, "day"),
        .minute = NULL_INT,
        .minutes = line_int(l, line, "minutes"),
        .met = list_keys(l, codes->met, line_text(l, line, "met")),
        .sentence = line_text(l, line, "sentence"),
        .follow = line_day(l, line, "follow"),
        .once = true,
    };
    TRY(line_children(l, line, "child", ENCOUNTER_CHILDREN, &child, &in.child_count));
    in.child = child;
    TRY(about_read(l, line, &in));
    TRY(line_staff(l, line, in.child_count > 0 ? child[0] : 0, &in.actor));
    if (in.actor == 0 && l->faults.errors == 0) fault_add(&l->faults, T("staff"), W_lines_nobody, TEXT_NONE, TEXT_NONE);
    answers_read(l, line, codes_kind_on(codes, in.kind, l->work.today), &in);
    if (l->faults.errors > 0) return RC_INVALID;
    if (r->as_happened) recorded_then(l, in.day);
    struct encounter_result done;
    TRY(encounter_add(&l->work, &in, &done));
    *out = (struct line_result){.id = done.id, .credits = (int64_t)done.credit_count, .late = done.late, .skipped = done.twin};
    return RC_OK;
}

static enum rc run(struct cli *c)
{
    struct records r = {.as_happened = cli_option(c, "as-happened") != NULL};
    r.lines.enter = enter;
    r.lines.own = &r;
    r.lines.needs_demo = r.as_happened;
    enum rc rc = lines_run(c, &r.lines, "record");
    /* Its children were left as they stood on those days. */
    enum rc rolled = r.as_happened && r.lines.added > 0 && !r.lines.dry ? care_evaluate(c, CARE_DIFFER) : RC_OK;
    return rc != RC_OK ? rc : rolled;
}

static const struct option_spec options[] = {LINES_OPTIONS, {"as-happened", NULL, W_opt_record_as_happened, false}, {0}};
const struct command cmd_record_add = {.name = "record add", .args = "FILE.jsonl|FILE.xlsx|FILE.csv", .args_min = 1,
    .args_max = 1,
                                       .sentence = W_cmd_record_add, .options = options, .run = run};
