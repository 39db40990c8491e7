/* SPDX-License-Identifier: Apache-2.0 */
/* Half a term of invented work: who is responsible for whom, and talks, calls and visits as teachers note them. Some come late, some
 * are missing, as in life. */
#include "cli/demo.h"

#include "format/json.h"

enum { LINE = 4096 };

static const char *const talks[] = {"聊了最近的学习，情绪平稳，说想妈妈了，约好周末视频。", "上课走神，问了原因，晚上睡得晚，已和奶奶说好早点睡。", "数学有进步，当面表扬，鼓励继续。",
                                    "和同桌闹了点别扭，已劝和。", "生活上没有困难，零花钱够用。", "这周作业都按时交了，精神不错。", "说爸爸国庆会回来，很高兴。", "有点感冒，提醒多喝水，已告诉照料人。"};
static const char *const calls[] = {"说了孩子这两周的表现，家长放心，答应每周视频一次。", "家长加班多，约好周日晚上打给孩子。", "提醒家长多关心孩子情绪。", "家长问起成绩，一一说了。"};
static const char *const visits[] = {"家里整洁，老人身体尚可，叮嘱用电和防溺水。", "和奶奶谈了作息和手机，老人愿意配合。", "看了孩子学习的地方，灯光偏暗，建议换灯。"};
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

struct kind { const char *kind, *mode, *met; const char *const *sentence; int sentences, every, minutes, kept; };

/* every: days between two; kept: per mille that happen at all. */
static const struct kind kinds[] = {
    {"heart_talk", "face", "child", talks, 8, 7, 15, 930},
    {"parent_contact", "phone", "father", calls, 4, 15, 8, 900},
    {"carer_contact", "phone", "carer", carers, 3, 30, 6, 880},
    {"home_visit", "visit", "carer", visits, 3, 45, 40, 850},
};

static void record_put(struct demo *d, struct buf *b, const struct demo_child *c, struct text staff, const struct kind *k, day_t day)
{
    const char *met = k->met;
    if (k->met[0] == 'f' && c->away == 2) met = "mother";
    if (k->met[0] == 'c' && k->met[1] == 'a' && !c->carer.name.s) met = c->away == 1 ? "mother" : "father";
    line_open(b, c, staff);
    word_put(b, "kind", k->kind);
    word_put(b, "mode", k->mode);
    json_key(b, T("day"));
    json_text(b, day_text(d->school_arena, day));
    json_key(b, T("minutes"));
    json_int(b, k->minutes + demo_below(&d->random, 10));
    json_key(b, T("met"));
    json_open(b, '[');
    json_text(b, text_of(met));
    json_close(b, ']');
    word_put(b, "sentence", k->sentence[demo_below(&d->random, k->sentences)]);
    json_key(b, T("form"));
    json_open(b, '{');
    json_close(b, '}');
    json_close(b, '}');
    fprintf(d->records, "%.*s\n", TP(buf_text(b)));
    d->made_records++;
}

static day_t weekday_of(day_t day)
{
    int w = day_weekday(day);
    return w <= 5 ? day : day - (w - 5);
}

static void child_records(struct demo *d, struct buf *b, const struct demo_child *c, struct text staff)
{
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (day_t at = d->term; at < d->as_of; at += kinds[k].every) {
            int room = d->as_of - at < kinds[k].every ? d->as_of - at : kinds[k].every;
            day_t day = weekday_of(at + demo_below(&d->random, room));
            if (day < d->term || day >= d->as_of || !demo_chance(&d->random, kinds[k].kept)) continue;
            record_put(d, b, c, staff, &kinds[k], day);
        }
    }
}

static void pairing_put(struct demo *d, struct buf *b, const struct demo_child *c, struct text staff, const char *relation, const char *helper)
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

enum rc demo_records_write(struct demo *d, const struct demo_school *s, const struct demo_child *child, size_t n)
{
    struct buf b = buf_new(LINE);
    int others = s->teachers - (int)s->classes;
    for (size_t i = 0; i < n; i++) {
        const struct demo_child *c = &child[i];
        if (c->away == 0 || !c->roll_no.s) continue;
        int teacher = class_index(s, c) + 1, helper = (int)s->classes + 2 + demo_below(&d->random, others > 2 ? others - 2 : 1);
        struct text responsible = staff_path(d, s, teacher);
        if (demo_chance(&d->random, 970)) pairing_put(d, &b, c, responsible, "responsible", "class_teacher");
        if (demo_chance(&d->random, 850)) pairing_put(d, &b, c, staff_path(d, s, helper), "helper", demo_chance(&d->random, 400) ? "party_teacher" : "subject_teacher");
        child_records(d, &b, c, responsible);
    }
    bool good = !b.over;
    buf_free(&b);
    return !good ? RC_INTERNAL : ferror(d->records) || ferror(d->pairings) ? RC_NO_SPACE : RC_OK;
}
