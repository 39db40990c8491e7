/* SPDX-License-Identifier: Apache-2.0 */
/* Half a term of invented work: who is responsible for whom, and talks, calls and visits as teachers note them. Some come late,
 * some are missing, as in life. */
#include "cli/demo.h"

#include "format/json.h"

enum { LINE = 4096 };

static const char *const talks[] = {"聊了最近的学习，情绪平稳，说想妈妈了，约好周末视频。", "上课走神，问了原因，晚上睡得晚，已和奶奶说好早点睡。", "数学有进步，当面表扬，鼓励继续。",
                                    "和同桌闹了点别扭，已劝和。", "生活上没有困难，零花钱够用。", "这周作业都按时交了，精神不错。", "说爸爸国庆会回来，很高兴。", "有点感冒，提醒多喝水，已告诉照料人。"};
static const char *const calls[] = {"说了孩子这两周的表现，家长放心，答应每周视频一次。", "家长加班多，约好周日晚上打给孩子。", "提醒家长多关心孩子情绪。", "家长问起成绩，一一说了。"};
static const char *const visits[] = {"家里整洁，老人身体尚可，叮嘱用电和防溺水。", "和奶奶谈了作息和手机，老人愿意配合。", "看了孩子学习的地方，灯光偏暗，建议换灯。"};
static const char *const remarks[] = {"通了视频，说好下周同一时间。", "信号不太好，改成了语音。", "打通了，时间不长。"};
static const char *const carers[] = {"照料人说孩子按时吃饭睡觉，一切正常。", "提醒照料人放学按时接。", "照料人腿脚不便，请邻居帮忙接送。"};

static void line_open(struct buf *b, const struct demo_child *c, struct text staff)
{
    buf_clear(b);
    json_open(b, '{');
    json_key(b, T("child"));
    json_open(b, '[');
    json_text(b, c->roll_no);
    json_close(b, ']');
    json_key(b, T("staff"));
    json_text(b, staff);
}

static void word_put(struct buf *b, const char *key, const char *value)
{
    json_key(b, text_of(key));
    json_text(b, text_of(value));
}

/* Who does it: the teacher of the class, the paired helper, the proxy parent. */
enum actor { TEACHER, HELPER, PROXY, ACTORS };
enum rhythm { WEEK, HALF_MONTH, MONTH };

struct kind {
    const char *kind, *mode, *met;
    const char *const *sentence;
    int sentences;
    enum rhythm every;
    int minutes, kept;                /* kept: per mille that happen at all */
    enum actor actor;
};

static const struct kind kinds[] = {
    {"heart_talk", "face", "child", talks, 8, WEEK, 12, 975, TEACHER},
    {"heart_talk", "face", "child", talks, 8, WEEK, 10, 955, HELPER},
    {"family_call", "video", "parent", remarks, 3, WEEK, 9, 950, TEACHER},
    {"parent_contact", "phone", "parent", calls, 4, HALF_MONTH, 8, 940, TEACHER},
    {"carer_contact", "phone", "carer", carers, 3, MONTH, 6, 930, TEACHER},
    {"home_visit", "visit", "carer", visits, 3, MONTH, 40, 900, PROXY},
    {"parent_contact", "phone", "parent", calls, 4, MONTH, 7, 920, PROXY},
};

/* The people met, as keys. A parent who is at home is the carer. */
static void met_put(struct buf *b, const struct demo_child *c, const struct kind *k)
{
    struct text met = text_of(k->met);
    if (text_eqz(met, "parent")) met = c->away == 2 ? T("mother") : T("father");
    json_key(b, T("met"));
    json_open(b, '[');
    json_text(b, met);
    if (text_eqz(text_of(k->kind), "family_call")) json_text(b, T("child"));
    json_close(b, ']');
}

static void record_put(struct demo *d, struct buf *b, const struct demo_child *c, struct text staff, const struct kind *k,
                       day_t day)
{
    line_open(b, c, staff);
    word_put(b, "kind", k->kind);
    word_put(b, "mode", k->mode);
    json_key(b, T("day"));
    json_text(b, day_text(d->school_arena, day));
    json_key(b, T("minutes"));
    json_int(b, k->minutes + demo_below(&d->random, 10));
    met_put(b, c, k);
    word_put(b, "sentence", k->sentence[demo_below(&d->random, k->sentences)]);
    json_close(b, '}');
    fprintf(d->records, "%.*s\n", TP(buf_text(b)));
    d->made_records++;
}

/* The first day of the next week, half month or month. */
static day_t next_begin(day_t day, enum rhythm every)
{
    struct ymd y = day_ymd(day);
    if (every == WEEK) return day_monday(day) + 7;
    if (every == HALF_MONTH && y.day <= 15) return day_of(y.year, y.month, 16);
    return y.month == 12 ? day_of(y.year + 1, 1, 1) : day_of(y.year, y.month + 1, 1);
}

/* A working day of the span: the weekend gives way to the Friday before, or to the Monday behind it. */
static day_t weekday_in(struct demo *d, day_t from, day_t to)
{
    day_t day = from + demo_below(&d->random, to - from);
    int w = day_weekday(day);
    if (w > 5) day = day - (w - 5) >= from ? day - (w - 5) : day + (8 - w);
    return day < to ? day : from;
}

static void child_records(struct demo *d, struct buf *b, const struct demo_child *c, const struct text staff[ACTORS])
{
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if (staff[kinds[k].actor].n == 0) continue;
        for (day_t at = d->term; at < d->as_of;) {
            day_t end = next_begin(at, kinds[k].every), to = end < d->as_of ? end : d->as_of;
            /* Of the time that still runs, only so much is done as has passed. */
            int kept = to == end ? kinds[k].kept : kinds[k].kept * (to - at) / (end - at);
            if (demo_chance(&d->random, kept)) record_put(d, b, c, staff[kinds[k].actor], &kinds[k], weekday_in(d, at, to));
            at = end;
        }
    }
}

/* ---- what a class does together ---- */

struct together { const char *kind, *mode, *met, *field, *value; int month, minutes; const char *sentence; };

static const struct together togethers[] = {
    {"safety_lesson", "meeting", "child", "topic", "drowning", 9, 40, "讲了防溺水和交通安全。"},
    {"carer_training", "meeting", "carer", "topic", "safety", 10, 60, "请来的照料人听了作息、手机和用电安全。"},
    {"group_activity", "meeting", "child", "activity", "gratitude", 10, 60, "一起做了手工，写了一句想对爸爸妈妈说的话。"},
    {"safety_lesson", "meeting", "child", "topic", "fire", 11, 40, "冬季取暖和用电安全，做了疏散演练。"},
};

/* Once a week the teacher asks the class whose parents have called, and hears it from those who look after them. */
static const struct together check = {"contact_check", "message", "child carer mother father", NULL, NULL, 0, 0, "问过孩子和照料人。"};

/* The children with a parent away who were there; false when there is none. */
static bool together_children(struct demo *d, struct buf *b, const struct demo_child *child, size_t n, int missing)
{
    size_t there = 0;
    json_key(b, T("child"));
    json_open(b, '[');
    for (size_t i = 0; i < n && there < 60; i++) {
        if (child[i].away == 0 || !child[i].roll_no.s || demo_chance(&d->random, missing)) continue;
        json_text(b, child[i].roll_no);
        there++;
    }
    json_close(b, ']');
    return there > 0;
}

static void together_put(struct demo *d, struct buf *b, const struct demo_child *child, size_t n, struct text staff,
                         const struct together *t, day_t day, int missing)
{
    if (day >= d->as_of) return;
    buf_clear(b);
    json_open(b, '{');
    if (!together_children(d, b, child, n, missing)) return;
    json_key(b, T("staff"));
    json_text(b, staff);
    word_put(b, "kind", t->kind);
    word_put(b, "mode", t->mode);
    json_key(b, T("day"));
    json_text(b, day_text(d->school_arena, day));
    if (t->minutes > 0) {
        json_key(b, T("minutes"));
        json_int(b, t->minutes);
    }
    json_key(b, T("met"));
    json_open(b, '[');
    struct text rest = text_of(t->met), one;
    while (text_cut(&rest, ' ', &one)) json_text(b, one);
    json_close(b, ']');
    word_put(b, "sentence", t->sentence);
    if (t->field) {
        json_key(b, T("form"));
        json_open(b, '{');
        word_put(b, t->field, t->value);
        json_close(b, '}');
    }
    json_close(b, '}');
    fprintf(d->records, "%.*s\n", TP(buf_text(b)));
    d->made_records++;
}

static void class_records(struct demo *d, struct buf *b, const struct demo_child *child, size_t n, struct text staff)
{
    enum { MISSING = 20, NOT_ASKED = 70 };
    for (size_t k = 0; k < sizeof togethers / sizeof *togethers; k++) {
        day_t from = day_of(day_ymd(d->term).year, togethers[k].month, 1), to = next_begin(from, MONTH);
        day_t day = weekday_in(d, from < d->term ? d->term : from, to);
        together_put(d, b, child, n, staff, &togethers[k], day, MISSING);
    }
    for (day_t at = d->term; at < d->as_of; at = next_begin(at, WEEK)) {
        together_put(d, b, child, n, staff, &check, weekday_in(d, at, next_begin(at, WEEK)), NOT_ASKED);
    }
}

static void pairing_put(struct demo *d, struct buf *b, const struct demo_child *c, struct text staff, const char *relation,
                        const char *helper)
{
    buf_clear(b);
    json_open(b, '{');
    json_key(b, T("child"));
    json_text(b, c->roll_no);
    word_put(b, "relation", relation);
    json_key(b, T("staff"));
    json_text(b, staff);
    word_put(b, "helper_kind", helper);
    json_key(b, T("from"));
    json_text(b, day_text(d->school_arena, d->term));
    json_close(b, '}');
    fprintf(d->pairings, "%.*s\n", TP(buf_text(b)));
}

/* Staff numbers as staff.xlsx gives them: T001 leads the first class, and so on; behind them the others. */
static struct text staff_path(struct demo *d, const struct demo_school *s, int number)
{
    return text_fmt(d->school_arena, "%.*s/T%03d", TP(s->code), number);
}

static int class_index(const struct demo_school *s, const struct demo_child *c)
{
    for (size_t i = 0; i < s->classes; i++)
        if (s->class[i].grade == c->grade && s->class[i].class_no == c->class_no) return (int)i;
    return 0;
}

/* Pupils of one class stand together in the list. */
static size_t class_end(const struct demo_child *child, size_t from, size_t n)
{
    size_t to = from;
    while (to < n && child[to].grade == child[from].grade && child[to].class_no == child[from].class_no) to++;
    return to;
}

static void child_write(struct demo *d, struct buf *b, const struct demo_school *s, const struct demo_child *c,
                        struct text teacher)
{
    enum { OFFICE = 6 }; /* head, moral office, counsellor, roll clerk, centre clerk come first */
    int others = s->teachers - (int)s->classes - OFFICE;
    int spread = others > 1 ? others : 1;
    int helper = (int)s->classes + OFFICE + demo_below(&d->random, spread),
        proxy = (int)s->classes + OFFICE + demo_below(&d->random, spread);
    if (helper > s->teachers) helper = s->teachers;
    if (proxy > s->teachers) proxy = s->teachers;
    struct text staff[ACTORS] = {teacher, staff_path(d, s, helper), staff_path(d, s, proxy)};
    if (!demo_chance(&d->random, 950)) staff[HELPER] = T("");
    if (!demo_chance(&d->random, 920)) staff[PROXY] = T("");
    if (demo_chance(&d->random, 970)) pairing_put(d, b, c, teacher, "responsible", "class_teacher");
    if (staff[HELPER].n)
        pairing_put(d, b, c, staff[HELPER], "helper", demo_chance(&d->random, 400) ? "party_teacher" : "subject_teacher");
    if (staff[PROXY].n) pairing_put(d, b, c, staff[PROXY], "proxy_parent", "proxy_parent");
    child_records(d, b, c, staff);
}

/* ---- what the school does as such ---- */

struct matter { const char *kind, *mode, *form; int post, month, minutes, kept; const char *sentence; };

/* `post`: behind the class teachers come the head (1), the moral office (2), … as staff.xlsx has them. */
static const struct matter matters[] = {
    {"work_meeting", "meeting", "\"topic\":\"deploy\",\"others\":\"18\"", 1, 9, 50, 900, "部署本学期关爱工作，分到每位老师。"},
    {"facility_check", "face", "\"facility\":\"children_place\",\"fine\":\"yes\"", 2, 10, 20, 700, "留守儿童之家的书和电话都能用。"},
    {"work_meeting", "meeting", "\"topic\":\"progress safety\",\"others\":\"16\"", 1, 11, 40, 600, "过了一遍还没联系上家长的孩子，讲了冬季安全。"},
};

static void matter_put(struct demo *d, struct buf *b, const struct demo_school *s, const struct matter *m, day_t day)
{
    buf_clear(b);
    json_open(b, '{');
    json_key(b, T("place"));
    json_text(b, s->code);
    json_key(b, T("staff"));
    json_text(b, staff_path(d, s, (int)s->classes + m->post));
    word_put(b, "kind", m->kind);
    word_put(b, "mode", m->mode);
    json_key(b, T("day"));
    json_text(b, day_text(d->school_arena, day));
    if (m->minutes > 0) {
        json_key(b, T("minutes"));
        json_int(b, m->minutes);
    }
    word_put(b, "sentence", m->sentence);
    buf_fmt(b, ",\"form\":{%s}", m->form);
    json_close(b, '}');
    fprintf(d->records, "%.*s\n", TP(buf_text(b)));
    d->made_records++;
}

static void school_records(struct demo *d, struct buf *b, const struct demo_school *s)
{
    for (size_t i = 0; i < sizeof matters / sizeof *matters; i++) {
        day_t from = day_of(day_ymd(d->term).year, matters[i].month, 3), day = weekday_in(d, from, from + 20);
        if (day < d->as_of && demo_chance(&d->random, matters[i].kept)) matter_put(d, b, s, &matters[i], day);
    }
}

enum rc demo_records_write(struct demo *d, const struct demo_school *s, const struct demo_child *child, size_t n)
{
    struct buf b = buf_new(LINE);
    for (size_t from = 0, to; from < n; from = to) {
        to = class_end(child, from, n);
        struct text teacher = staff_path(d, s, class_index(s, &child[from]) + 1);
        for (size_t i = from; i < to; i++) {
            if (child[i].away != 0 && child[i].roll_no.s) child_write(d, &b, s, &child[i], teacher);
        }
        class_records(d, &b, child + from, to - from, teacher);
    }
    school_records(d, &b, s);
    bool good = !b.over;
    buf_free(&b);
    return !good ? RC_INTERNAL : ferror(d->records) || ferror(d->pairings) ? RC_NO_SPACE : RC_OK;
}
