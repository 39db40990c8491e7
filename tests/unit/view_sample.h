/* SPDX-License-Identifier: Apache-2.0 */
/* Invented contents for looking at pages: the longest names, a hostile one, long lists and empty ones. Only tests
 * include this. */
#ifndef CHUYAN_TESTS_VIEW_SAMPLE_H
#define CHUYAN_TESTS_VIEW_SAMPLE_H

#include "gen/view/board_county.h"
#include "gen/view/child.h"
#include "gen/view/gallery.h"
#include "gen/view/ledger_county.h"
#include "gen/view/login.h"
#include "gen/view/pairing.h"
#include "gen/view/record.h"
#include "gen/view/today.h"
#include "view/page.h"

/* LIST(a, view.rows, n) gives room for n items. */
#define LIST(a, list, count) ((list).n = (count), (list).item = arena_array((a), (count), sizeof *(list).item))

static const char *const sample_names[] = {"阿依古丽·买买提艾力·吐尔逊", "欧阳慧敏", "单小满", "𠮷田一苇",
                                           "<b>王\"磊\"</b>&'",          "李想"};
enum { SAMPLE_NAMES = 6 };

static inline struct todo_part sample_todo(size_t i)
{
    static const char *const states[] = {"overdue", "overdue", "due", "soon", "planned", "planned"};
    static const char *const labels[] = {"过期", "过期", "今天", "周日前", "月底前", "月底前"};
    static const char *const what[] = {"给家长打个电话", "谈心", "去家访", "和奶奶联系一次", "写封家书", "谈心"};
    size_t k = i % SAMPLE_NAMES;
    return (struct todo_part){.child_id = 7000 + (int64_t)i,
                              .child_name = text_of(sample_names[k]),
                              .mark = k == 0 ? T("古丽") : T("慧敏"),
                              .class_name = k == 2 ? T("三（2）班") : T(""),
                              .what = text_of(what[k]),
                              .due_state = text_of(states[k]),
                              .due_label = text_of(labels[k]),
                              .window_label = T("上半月的，15日截止"),
                              .progress = k == 3 ? T("1/2") : T(""),
                              .clause = T("尤溪 二·一（二）"),
                              .clause_href = T("/schemes/yx-youxi#duty-3"),
                              .also = k == 1 ? 2 : 0,
                              .record_href = T("/record?child=7000&kind=call"),
                              .child_href = T("/child/7000")};
}

static inline struct field_part sample_field(struct arena *a, const char *name, const char *label, const char *type,
                                             const char *const *options)
{
    struct field_part f = {.name = text_of(name), .label = text_of(label), .type = text_of(type)};
    size_t n = 0;
    while (options && options[n]) n++;
    LIST(a, f.options, n);
    for (size_t i = 0; i < n; i++)
        f.options.item[i] =
            (struct choice_part){.value = text_fmt(a, "%zu", i + 1), .label = text_of(options[i]), .on = i == 1};
    return f;
}

static inline void sample_fields(struct arena *a, struct field_part *f)
{
    static const char *const modes[] = {"当面", "电话", "视频", "书面", NULL};
    static const char *const topics[] = {"生活", "学习", "情绪", "同伴", "家庭", "安全", "升学", NULL};
    static const char *const moods[] = {"很难过", "不太好", "一般", "还好", "很高兴", NULL};
    f[0] = sample_field(a, "day", "哪一天", "date", NULL);
    f[0].value = T("2026-11-21");
    f[0].required = true;
    f[1] = sample_field(a, "mode", "怎么谈的", "chips", modes);
    f[1].required = true;
    f[2] = sample_field(a, "topic", "谈了什么", "checks", topics);
    f[3] = sample_field(a, "mood", "看上去", "faces", moods);
    f[4] = sample_field(a, "note", "一句话", "textarea", NULL);
    f[4].hint = T("写孩子说了什么、你答应了什么。");
    f[5] = sample_field(a, "minutes", "谈了多久", "number", NULL);
    f[5].unit = T("分钟");
    f[5].value = T("300");
    f[5].error = T("300 分钟太长了，请写 1 到 180 之间的数。");
}

/* A heat table as the county sees it. */
static inline struct table_part *sample_table(struct arena *a, size_t rows, bool heat)
{
    static const char *const heads[] = {"学校", "孩子",         "班主任谈心", "给家长打电话", "和照料人联系",
                                        "家访", "通报学习情况", "亲情通话",   "陪过一个节日"};
    struct table_part *t = arena_alloc(a, sizeof *t);
    *t = (struct table_part){
        .caption = T("本学期按时做到的比例（%）"), .fixed = true, .empty = T("还没有学校。请先导入学校名单。")};
    LIST(a, t->heads, heat ? 1 : 2);
    LIST(a, t->heads.item[0].cells, 9);
    for (size_t i = 0; i < 9; i++) t->heads.item[0].cells.item[i] = (struct cell_part){.text = text_of(heads[i])};
    if (!heat) {
        for (size_t i = 0; i < 2; i++) t->heads.item[0].cells.item[i].down = 2;
        t->heads.item[0].cells.n = 3;
        t->heads.item[0].cells.item[2] = (struct cell_part){.text = T("其中：联系情况"), .span = 7};
        LIST(a, t->heads.item[1].cells, 7);
        for (size_t i = 0; i < 7; i++)
            t->heads.item[1].cells.item[i] = (struct cell_part){.text = text_of(heads[i + 2])};
    }
    LIST(a, t->rows, rows);
    for (size_t r = 0; r < rows; r++) {
        struct row_part *row = &t->rows.item[r];
        bool sum = !heat && r == rows - 1;
        row->kind = sum ? T("total") : T("");
        LIST(a, row->cells, 9);
        row->cells.item[0] = (struct cell_part){
            .kind = T("head"),
            .text = sum ? T("合计")
                        : text_fmt(a, "%s第%zu中心小学", r % 3 ? "河西镇" : "塔什库尔干库科西鲁格乡", r + 1)};
        for (size_t i = 1; i < 9; i++) {
            int64_t v = (int64_t)((r * 37 + i * 23) % 101);
            row->cells.item[i] = (struct cell_part){.kind = T("num"),
                                                    .text = text_fmt(a, "%lld", (long long)v),
                                                    .href = T("/list?measure=talks"),
                                                    .heat = heat && i > 1 ? 1 + v / 11 : 0};
            if (r == 2 && i == 5) row->cells.item[i] = (struct cell_part){.kind = T("blank"), .text = T("—")};
        }
    }
    return t;
}

static inline void sample_stats(struct arena *a, struct stat_part *s)
{
    (void)a;
    s[0] = (struct stat_part){.label = T("在关爱范围"),
                              .value = T("4,217"),
                              .unit = T("人"),
                              .was = T("上学期 4,180，增 37"),
                              .href = T("/list?measure=members")};
    s[1] = (struct stat_part){.label = T("7 天内联系过家长"),
                              .value = T("91"),
                              .unit = T("%"),
                              .was = T("上学期 88%"),
                              .href = T("/list?measure=contact")};
    s[2] = (struct stat_part){.label = T("按时做到"),
                              .value = T("86"),
                              .unit = T("%"),
                              .was = T("上学期 79%"),
                              .href = T("/list?measure=met"),
                              .tone = T("warn")};
    s[3] = (struct stat_part){.label = T("还没有人负责"),
                              .value = T("12"),
                              .unit = T("人"),
                              .was = T("上学期 3"),
                              .href = T("/pairing"),
                              .tone = T("bad")};
}

static inline struct chart_part sample_chart(struct arena *a, const char *title)
{
    static const char *const labels[] = {"祖父母", "外祖父母", "近亲", "寄宿学校", "无人"};
    static const int64_t widths[] = {1000, 420, 160, 90, 12};
    struct chart_part c = {.title = text_of(title), .note = T("人")};
    LIST(a, c.bars, 5);
    for (size_t i = 0; i < 5; i++)
        c.bars.item[i] = (struct bar_part){.label = text_of(labels[i]),
                                           .value = text_fmt(a, "%lld", (long long)(widths[i] * 3)),
                                           .width = widths[i],
                                           .href = T("/list?measure=care")};
    return c;
}

static inline struct submission_part *sample_submission(struct arena *a)
{
    struct submission_part *s = arena_alloc(a, sizeof *s);
    *s = (struct submission_part){.state = T("returned"),
                                  .state_label = T("退回了"),
                                  .due_label = T("11月30日前报中心校"),
                                  .action_href = T("/ledger/county/step"),
                                  .can_submit = true,
                                  .can_return = true,
                                  .frozen_href = T("/ledger/county?frozen=1"),
                                  .version = 3};
    LIST(a, s->trail, 2);
    s->trail.item[0] = (struct event_part){.at = T("11-20 16:02"), .who = T("李老师"), .what = T("上报")};
    s->trail.item[1] = (struct event_part){.at = T("11-21 09:10"),
                                           .who = T("欧阳主任"),
                                           .what = T("退回"),
                                           .comment = T("二年级少了两个人，请核对。"),
                                           .bad = true};
    LIST(a, s->differs, 1);
    s->differs.item[0] = (struct event_part){.at = T("11-21"), .who = T("转入"), .what = T("单小满（三（2）班）")};
    return s;
}

static inline struct owed_part sample_owed(struct arena *a, size_t i)
{
    struct owed_part o = {.label = T("班主任每周谈心"),
                          .due_state = i ? T("met") : T("overdue"),
                          .due_label = i ? T("做到了") : T("过期"),
                          .window_label = T("11月16日–22日"),
                          .have = (int64_t)i,
                          .need = 1,
                          .clause = T("尤溪 二·一"),
                          .clause_href = T("/schemes/yx-youxi"),
                          .why = T("父母双方外出，属于方案第二条的对象；这一周还没有班主任的谈心记录。"),
                          .excuse_href = T("/excuses/ask?owed=1")};
    LIST(a, o.records, i);
    if (i) o.records.item[0] = (struct link_part){.label = T("11月18日 谈心"), .href = T("/record/9")};
    return o;
}

static inline struct gallery_view sample_gallery(struct arena *a)
{
    struct gallery_view v = {.table = sample_table(a, 14, true),
                             .empty_table = sample_table(a, 0, true),
                             .submission = sample_submission(a)};
    LIST(a, v.todos, SAMPLE_NAMES);
    for (size_t i = 0; i < SAMPLE_NAMES; i++) v.todos.item[i] = sample_todo(i);
    LIST(a, v.links, 2);
    v.links.item[0] = (struct link_part){
        .label = T("3 个孩子还没有人负责"), .href = T("/pairing"), .icon = T("people"), .hint = T("周五前安排好")};
    v.links.item[1] = (struct link_part){
        .label = T("想把人带走的地址"), .href = T("//evil.example/\"><script>"), .icon = T("warn")};
    LIST(a, v.fields, 6);
    sample_fields(a, v.fields.item);
    LIST(a, v.tabs, 4);
    static const char *const tabs[] = {"谈心", "家访", "打电话", "集体活动"};
    for (size_t i = 0; i < 4; i++)
        v.tabs.item[i] =
            (struct choice_part){.label = text_of(tabs[i]), .href = T("/record?kind=talk"), .on = i == 0};
    LIST(a, v.faults, 2);
    v.faults.item[0] = (struct fault_part){.place = T("第 12 行 · 身份证号"),
                                           .sentence = T("精度丢了（1.10E+17）。请把这一列改成文本后重新填写。")};
    v.faults.item[1] = (struct fault_part){
        .place = T("第 15 行"), .sentence = T("和第 9 行是同一个孩子，只收前一行。"), .warning = true};
    LIST(a, v.stats, 4);
    sample_stats(a, v.stats.item);
    LIST(a, v.charts, 2);
    v.charts.item[0] = sample_chart(a, "谁在照顾");
    v.charts.item[1] = sample_chart(a, "每周做到的件数");
    LIST(a, v.facts, 3);
    v.facts.item[0] = (struct fact_part){.label = T("身份证号"),
                                         .value = T("990101************"),
                                         .since = T("2025-09-01 起，据学籍导入"),
                                         .reveal_href = T("/reveal?fact=1")};
    v.facts.item[1] = (struct fact_part){.label = T("过敏"), .missing = true};
    v.facts.item[2] = (struct fact_part){.label = T("现住址"),
                                         .value = T("河西镇上游村三组 ＊＊ 号，与祖父母同住"),
                                         .since = T("2026-03-02 家访核实")};
    LIST(a, v.owed, 2);
    for (size_t i = 0; i < 2; i++) v.owed.item[i] = sample_owed(a, i);
    LIST(a, v.trail, 2);
    v.trail.item[0] = (struct event_part){.at = T("11-21 09:10"), .who = T("李老师"), .what = T("看了档案")};
    v.trail.item[1] = (struct event_part){.at = T("11-20 15:31"),
                                          .who = T("阿依古丽·买买提艾力·吐尔逊"),
                                          .what = T("看了照料人电话"),
                                          .comment = T("孩子发烧，要联系家里")};
    v.pager = arena_alloc(a, sizeof *v.pager);
    *v.pager = (struct pager_part){
        .from = 51, .to = 100, .total = 4217, .prev_href = T("?page=1"), .next_href = T("?page=3")};
    return v;
}

static inline struct today_view sample_today(struct arena *a, bool empty)
{
    struct today_view v = {.head = T("三（2）班 · 李老师"),
                           .day = T("11月21日 周六"),
                           .week = T("第12周"),
                           .sentence = T("这周还有 5 件，1 件过期了。"),
                           .total = empty ? 0 : 6,
                           .empty = T("这周的事都做完了。")};
    static const char *const keys[] = {"overdue", "week", "later"}, *const titles[] = {"过期", "这周内", "之后"};
    LIST(a, v.groups, 3);
    for (size_t g = 0; g < 3 && !empty; g++) {
        v.groups.item[g].key = text_of(keys[g]);
        v.groups.item[g].title = text_of(titles[g]);
        v.groups.item[g].count = 2;
        LIST(a, v.groups.item[g].rows, 2);
        for (size_t i = 0; i < 2; i++) v.groups.item[g].rows.item[i] = sample_todo(g * 2 + i);
    }
    if (!empty) {
        LIST(a, v.groups.item[1].batches, 1);
        v.groups.item[1].batches.item[0] =
            (struct link_part){.label = T("4 个孩子一起谈心"), .href = T("/record?kind=talk&batch=1")};
        LIST(a, v.notices, 1);
        v.notices.item[0] =
            (struct link_part){.label = T("3 个孩子还没有人负责"), .href = T("/pairing"), .icon = T("people")};
    }
    return v;
}

static inline struct record_view sample_record(struct arena *a, bool many)
{
    struct record_view v = {.kind = T("talk"),
                            .title = T("记一次谈心 · 欧阳慧敏"),
                            .action_href = T("/record"),
                            .back_href = T("/today"),
                            .many = many,
                            .save_label = T("记下")};
    LIST(a, v.children, many ? 5 : 1);
    for (size_t i = 0; i < v.children.n; i++)
        v.children.item[i].id = 70 + (int64_t)i, v.children.item[i].name = text_of(sample_names[i]),
        v.children.item[i].mark = T("慧敏"), v.children.item[i].class_name = T("三（2）班"),
        v.children.item[i].on = i < 2;
    LIST(a, v.fields, 6);
    sample_fields(a, v.fields.item);
    LIST(a, v.folds, 2);
    v.folds.item[0].title = T("家里的样子");
    v.folds.item[0].hint = T("住房、用电、水边");
    v.folds.item[1].title = T("说好的事");
    LIST(a, v.folds.item[0].fields, 1);
    v.folds.item[0].fields.item[0] = v.fields.item[2];
    LIST(a, v.credits, 2);
    v.credits.item[0].label = T("班主任每周谈心");
    v.credits.item[0].clause = T("尤溪 二·一");
    v.credits.item[1].label = T("三沟通");
    v.credits.item[1].clause = T("广平 四（二）2");
    return v;
}

static inline struct child_view sample_child(struct arena *a)
{
    struct gallery_view g = sample_gallery(a);
    struct child_view v = {.id = 7000,
                           .name = text_of(sample_names[0]),
                           .mark = T("古丽"),
                           .school_name = T("塔什库尔干库科西鲁格乡中心小学"),
                           .class_name = T("三（2）班"),
                           .gender = T("女"),
                           .age = T("9岁"),
                           .complete = 72,
                           .can_see_looks = true};
    LIST(a, v.dots, 2);
    v.dots.item[0].label = T("双亲外出"), v.dots.item[0].colour = T("amber");
    v.dots.item[1].label = T("低保"), v.dots.item[1].colour = T("violet");
    v.responsible = arena_alloc(a, sizeof *v.responsible);
    v.responsible->name = T("李老师"), v.responsible->role = T("责任人"), v.responsible->phone = T("138 0000 0000"),
    v.responsible->phone_shown = T("138****0000");
    v.next = arena_alloc(a, sizeof *v.next);
    *v.next = sample_todo(0);
    LIST(a, v.record_links, 4);
    static const char *const kinds[] = {"谈心", "家访", "打电话", "写信"}, *const icons[] = {"talk", "visit",
                                                                                             "phone", "letter"};
    for (size_t i = 0; i < 4; i++)
        v.record_links.item[i] =
            (struct link_part){.label = text_of(kinds[i]), .icon = text_of(icons[i]), .href = T("/record?child=1")};
    v.owed.item = g.owed.item, v.owed.n = g.owed.n;
    LIST(a, v.people, 3);
    for (size_t i = 0; i < 3; i++) {
        v.people.item[i].name = text_of(sample_names[i]), v.people.item[i].mark = T("奶"),
        v.people.item[i].relation = T("奶奶 · 照料人");
        v.people.item[i].phone_shown = T("139****0000"), v.people.item[i].reveal_href = T("/reveal?x=1");
        v.people.item[i].note = T("在东莞，2024年2月起，春节回来");
    }
    LIST(a, v.months, 2);
    for (size_t m = 0; m < 2; m++) {
        v.months.item[m].label = m ? T("2026年10月") : T("2026年11月");
        LIST(a, v.months.item[m].rows, 3);
        for (size_t i = 0; i < 3; i++)
            v.months.item[m].rows.item[i] = (struct child_months_rows){.day = T("18日"),
                                                                       .icon = text_of(icons[i]),
                                                                       .what = text_of(kinds[i]),
                                                                       .who = T("李老师"),
                                                                       .note = T("说想妈妈，约好周日视频。"),
                                                                       .href = T("/record/9"),
                                                                       .late = i == 1,
                                                                       .voided = m == 1 && i == 2,
                                                                       .credits = 3 - (int64_t)i};
    }
    LIST(a, v.folds, 2);
    v.folds.item[0].key = T("identity"), v.folds.item[0].title = T("基本信息"), v.folds.item[0].done = 8,
    v.folds.item[0].total = 9, v.folds.item[0].open = true;
    v.folds.item[0].facts.item = g.facts.item, v.folds.item[0].facts.n = g.facts.n;
    v.folds.item[1].key = T("parents"), v.folds.item[1].title = T("父母"), v.folds.item[1].done = 3,
    v.folds.item[1].total = 9;
    LIST(a, v.members, 1);
    v.members.item[0].rule = T("教育口径"), v.members.item[0].in = true,
    v.members.item[0].why = T("父母双方外出，自2024年2月起满3个月。"), v.members.item[0].source = T("广平 二");
    v.looks.item = g.trail.item, v.looks.n = g.trail.n;
    return v;
}

static inline struct ledger_county_view sample_ledger(struct arena *a)
{
    struct ledger_county_view v = {.ledger = arena_alloc(a, sizeof *v.ledger)};
    *v.ledger = (struct ledger_part){.title = T("县留守儿童信息汇总表"),
                                     .unit_name = T("县教育局"),
                                     .as_of = T("2026-11-21"),
                                     .as_of_label = T("截至2026年11月21日"),
                                     .action_href = T("/ledger/county"),
                                     .table = sample_table(a, 24, false),
                                     .balance = T("期初 120 + 增 8 − 减 3 = 期末 125"),
                                     .filled_by = T("李老师"),
                                     .reviewed_by = T("欧阳主任"),
                                     .headed_by = T("单校长"),
                                     .signed_day = T("2026-11-21"),
                                     .xlsx_href = T("/ledger/county.xlsx"),
                                     .submission = sample_submission(a)};
    return v;
}

static inline struct board_county_view sample_board(struct arena *a)
{
    struct board_county_view v = {
        .title = T("全县一览"), .as_of_label = T("截至2026年11月21日"), .heat = sample_table(a, 20, true)};
    struct gallery_view g = sample_gallery(a);
    v.stats.item = g.stats.item, v.stats.n = g.stats.n;
    v.charts.item = g.charts.item, v.charts.n = g.charts.n;
    LIST(a, v.queue, 2);
    for (size_t i = 0; i < 2; i++)
        v.queue.item[i].label = T("河西镇中心小学"), v.queue.item[i].state = i ? T("late") : T("submitted"),
        v.queue.item[i].state_label = i ? T("晚了 2 天") : T("待审核"), v.queue.item[i].note = T("动态情况表 11月"),
        v.queue.item[i].href = T("/ledger/school?place=1");
    return v;
}

static inline struct page sample_page(struct arena *a, enum lang lang, unsigned doors, const char *path,
                                      const char *title)
{
    struct page p = {.title = text_of(title),
                     .demo = true,
                     .who = T("李老师"),
                     .role = T("班主任"),
                     .place = T("三（2）班"),
                     .csrf = T("tok\"en"),
                     .path = text_of(path),
                     .today = T("11月21日 周六"),
                     .week = T("第12周"),
                     .version = T("dev"),
                     .due = 5,
                     .other_lang_href = T("/me?lang=en")};
    page_doors(&p, a, lang, doors, text_of(path));
    return p;
}

#endif
