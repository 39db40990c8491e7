/* SPDX-License-Identifier: Apache-2.0 */
/* The files of an invented county, each school in its own habit: one head or two, titles, sheets by class, CSV in an old code. */
#include "cli/demo.h"

#include <iconv.h>

#include "base/file.h"
#include "format/xlsx_write.h"

enum { FILE_MOST = 64 << 20, COLUMNS = 40 };

enum rc demo_file_put(struct demo *d, const char *name, struct text bytes)
{
    return file_write(text_z(d->school_arena, text_fmt(d->school_arena, "%s/%s", d->dir, name)), bytes, 0600);
}

struct sheet { struct demo *d; struct xlsx_writer *x; struct xlsx_value v[COLUMNS]; size_t n; };

static void put(struct sheet *s, struct text t)
{
    if (s->n < COLUMNS) s->v[s->n++] = (struct xlsx_value){.kind = text_empty(t) ? VALUE_EMPTY : VALUE_TEXT, .text = t};
}

static void put_z(struct sheet *s, const char *z)
{
    put(s, text_of(z));
}

static void row_end(struct sheet *s)
{
    xlsx_add_row(s->x, s->v, s->n);
    s->n = 0;
}

static void sheet_begin(struct sheet *s, struct text name, struct text title, size_t columns)
{
    static const double width[COLUMNS] = {0};
    struct xlsx_page page = {.name = name, .width = width, .columns = (uint32_t)columns};
    xlsx_add_sheet(s->x, &page);
    if (title.n > 0) xlsx_add_title(s->x, title);
}

static void head_flat(struct sheet *s, const char *const *heading, size_t n)
{
    struct xlsx_head head[COLUMNS];
    for (size_t i = 0; i < n; i++)
        head[i] = (struct xlsx_head){.text = text_of(heading[i]), .column = (uint16_t)i, .columns = 1, .rows = 1};
    xlsx_add_head(s->x, head, n, 1);
}

static enum rc sheet_end(struct sheet *s, const char *name)
{
    struct buf b = buf_new(FILE_MOST);
    enum rc rc = xlsx_end(s->x, &b);
    if (rc == RC_OK) rc = demo_file_put(s->d, name, buf_text(&b));
    buf_free(&b);
    return rc;
}

/* ---- schools and staff ---- */

enum rc demo_places_write(struct demo *d)
{
    static const char *const heading[] = {"序号", "学校标识码", "学校名称", "所属中心学校", "所在乡镇", "办学类型", "是否寄宿制", "城乡分类"};
    struct sheet s = {.d = d, .x = xlsx_begin(d->school_arena, day_start(d->as_of))};
    sheet_begin(&s, T("学校名单"), T("演示县学校基本情况（演示数据）"), 8);
    head_flat(&s, heading, 8);
    for (size_t i = 0; i < d->schools; i++) {
        const struct demo_school *o = &d->school[i];
        put(&s, text_fmt(d->school_arena, "%zu", i + 1));
        put(&s, o->code);
        put(&s, o->name);
        put(&s, o->centre);
        put(&s, o->township_name);
        put_z(&s, o->junior ? "初级中学" : o->point ? "教学点" : "小学");
        put_z(&s, o->boarding ? "是" : "否");
        put_z(&s, o->town ? "镇区" : "乡村");
        row_end(&s);
    }
    return sheet_end(&s, "places.xlsx");
}

/* The clerk of a centre school is on the staff of its first school. */
static bool leads_centre(const struct demo *d, const struct demo_school *o)
{
    for (size_t i = 0; i < d->schools && &d->school[i] != o; i++)
        if (d->school[i].township == o->township) return false;
    return true;
}

static void staff_row(struct demo *d, struct sheet *s, const struct demo_school *o, int number)
{
    static const char *const subjects[] = {"语文教师", "数学教师", "英语教师", "体育教师", "音乐教师", "科学教师", "道德与法治教师"};
    int classes = (int)o->classes, sex = demo_chance(&d->random, 420) ? 1 : 2, place = number - classes;
    const char *post = place == 1   ? "校长"
                       : place == 2 ? "德育主任"
                       : place == 3 ? "心理教师"
                       : place == 4 ? "学籍管理员"
                                    : subjects[demo_below(&d->random, 7)];
    if (place == 5 && leads_centre(d, o)) post = "中心校专干";
    struct text name = text_join(d->school_arena, demo_surname(d), demo_given(d, d->school_arena, sex));
    put(s, o->code);
    put(s, o->name);
    put(s, text_fmt(d->school_arena, "T%03d", number));
    put(s, name);
    put_z(s, sex == 1 ? "男" : "女");
    put(s, demo_phone(d, d->school_arena));
    put_z(s, number <= classes ? subjects[demo_below(&d->random, 7)] : post);
    if (number <= classes)
        put(s, text_fmt(d->school_arena, "%d年级%d班", o->class[number - 1].grade, o->class[number - 1].class_no));
    else put_z(s, "");
    put_z(s, demo_chance(&d->random, 350) ? "党员" : "");
    bool checked = demo_chance(&d->random, 975);
    put(s, checked ? day_text(d->school_arena, d->term - 5 - demo_below(&d->random, 60)) : T(""));
    put_z(s, checked ? "通过" : "未查询");
    row_end(s);
    d->made_staff++;
}

enum rc demo_staff_write(struct demo *d)
{
    static const char *const heading[] = {"学校标识码", "学校名称", "工号", "姓名", "性别", "手机号", "职务", "班主任班级", "党员", "从业查询日期", "从业查询结果"};
    struct sheet s = {.d = d, .x = xlsx_begin(d->school_arena, day_start(d->as_of))};
    sheet_begin(&s, T("教职工"), T("演示县教职工名册（演示数据）"), 11);
    head_flat(&s, heading, 11);
    for (size_t i = 0; i < d->schools; i++)
        for (int n = 1; n <= d->school[i].teachers; n++) staff_row(d, &s, &d->school[i], n);
    return sheet_end(&s, "staff.xlsx");
}

/* Whoever works with the county and leads no class. `at` 0: the bureau; 1: the first school, whose people its centre has too. */
static const struct { const char *post; int at; } offices[] = {
    {"县教育局分管领导", 0}, {"县教育局股室", 0}, {"县心理辅导站", 0}, {"督查人员", 0}, {"民政经办", 0}, {"县妇联", 0},
    {"市教育局", 0},
    {"中心校校长", 1}, {"乡镇分管领导", 1}, {"儿童督导员", 1}, {"儿童主任", 1}, {"副校长", 1}, {"档案管理员", 1}, {"生活老师", 1},
    {"门卫", 1}, {"系统管理员", 0}, {"审计管理员", 0},
};

enum rc demo_office_write(struct demo *d)
{
    static const char *const heading[] = {"学校名称", "工号", "姓名", "性别", "职务", "从业查询日期", "从业查询结果"};
    struct sheet s = {.d = d, .x = xlsx_begin(d->school_arena, day_start(d->as_of))};
    sheet_begin(&s, T("机关人员"), T("演示县机关和乡镇人员（演示数据）"), 7);
    head_flat(&s, heading, 7);
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++) {
        int sex = demo_chance(&d->random, 420) ? 1 : 2;
        put(&s, offices[i].at == 0 ? T("bureau") : d->school[0].name);
        put(&s, text_fmt(d->school_arena, "G%02zu", i + 1));
        put(&s, text_join(d->school_arena, demo_surname(d), demo_given(d, d->school_arena, sex)));
        put_z(&s, sex == 1 ? "男" : "女");
        put_z(&s, offices[i].post);
        put(&s, day_text(d->school_arena, d->term - 20));
        put_z(&s, "通过");
        row_end(&s);
        d->made_staff++;
    }
    return sheet_end(&s, "office.xlsx");
}

/* ---- rolls ---- */

static struct text dotted(struct demo *d, day_t day)
{
    struct ymd y = day_ymd(day);
    return text_fmt(d->school_arena, "%d.%d.%d", y.year, y.month, y.day);
}

static struct text packed(struct demo *d, day_t day)
{
    struct ymd y = day_ymd(day);
    return text_fmt(d->school_arena, "%04d%02d%02d", y.year, y.month, y.day);
}

static const char *grade_word(int grade)
{
    static const char *const words[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    return words[grade];
}

static bool father_away(const struct demo_child *c) { return c->away & 1; }
static bool mother_away(const struct demo_child *c) { return c->away & 2; }

static const char *code_of(const struct demo_child *c)
{
    return c->away == 0 ? "0" : c->away == 3 ? "2" : "1";
}

/* The export of the roll system: one head, 成员1 and 成员2, codes. */
static const char *const national[] = {
    "姓名", "性别", "出生日期", "民族", "身份证件类型", "身份证件号", "学籍号", "年级", "班级", "户口性质", "现住址", "就读方式", "是否留守儿童", "是否孤儿", "残疾类型", "家庭类别",
    "成员1姓名", "成员1关系", "成员1联系电话", "成员1身份证件号", "成员1是否监护人", "成员2姓名", "成员2关系", "成员2联系电话", "成员2身份证件号", "成员2是否监护人",
    "父亲外出务工地点", "父亲外出时间", "母亲外出务工地点", "母亲外出时间", "委托监护人姓名", "委托监护人关系", "委托监护人电话"};
enum { NATIONAL = sizeof national / sizeof *national };

static void parents_put(struct sheet *s, const struct demo_child *c)
{
    const struct demo_family *f = c->family;
    put(s, f->father.name);
    put_z(s, "父亲");
    put(s, f->father.phone);
    put(s, f->father.id_no);
    put_z(s, "是");
    put(s, f->mother.name);
    put_z(s, "母亲");
    put(s, f->mother.phone);
    put(s, f->mother.id_no);
    put_z(s, "是");
}

static void away_put(struct sheet *s, const struct demo_child *c, bool dots)
{
    put_z(s, father_away(c) ? c->father_place : "");
    put(s, !father_away(c) ? T("") : dots ? dotted(s->d, c->father_from) : day_text(s->d->school_arena, c->father_from));
    put_z(s, mother_away(c) ? c->mother_place : "");
    put(s, !mother_away(c) ? T("") : dots ? dotted(s->d, c->mother_from) : day_text(s->d->school_arena, c->mother_from));
}

static void carer_put(struct sheet *s, const struct demo_child *c)
{
    put(s, c->carer.name);
    put_z(s, c->carer.name.s ? c->carer_relation : "");
    put(s, c->carer.name.s ? c->carer.phone : T(""));
}

static void child_national(struct sheet *s, const struct demo_school *o, const struct demo_child *c, bool class_shown)
{
    struct arena *a = s->d->school_arena;
    (void)o;
    put(s, c->name);
    put_z(s, c->sex == 1 ? "男" : "女");
    put(s, packed(s->d, c->birth));
    put(s, c->nation);
    put_z(s, c->id_no.s ? "居民身份证" : "");
    put(s, c->id_no);
    put(s, c->roll_no);
    put_z(s, class_shown ? text_z(a, text_fmt(a, "%s年级", grade_word(c->grade))) : "");
    put(s, class_shown ? text_fmt(a, "%d班", c->class_no) : T(""));
    put_z(s, "农业户口");
    put(s, c->family->address);
    put_z(s, c->boarding ? "住校" : "走读");
    put_z(s, code_of(c));
    put_z(s, c->orphan ? "是" : "否");
    put_z(s, c->disabled ? "肢体残疾" : "无");
    put_z(s, c->poverty);
    parents_put(s, c);
    away_put(s, c, false);
    carer_put(s, c);
    row_end(s);
}

static enum rc roll_national(struct demo *d, const struct demo_school *o, const struct demo_child *child, size_t n,
                             const char *name)
{
    struct sheet s = {.d = d, .x = xlsx_begin(d->school_arena, day_start(d->as_of))};
    sheet_begin(&s, T("学籍"), text_fmt(d->school_arena, "%.*s学籍信息", TP(o->name)), NATIONAL);
    head_flat(&s, national, NATIONAL);
    for (size_t i = 0; i < n; i++) child_national(&s, o, &child[i], true);
    return sheet_end(&s, name);
}

/* One sheet for each class; the class stands in the sheet's name alone. */
static enum rc roll_by_class(struct demo *d, const struct demo_school *o, const struct demo_child *child, size_t n,
                             const char *name)
{
    struct sheet s = {.d = d, .x = xlsx_begin(d->school_arena, day_start(d->as_of))};
    for (size_t i = 0; i < n; i++) {
        bool first = i == 0 || child[i].grade != child[i - 1].grade || child[i].class_no != child[i - 1].class_no;
        if (first) {
            sheet_begin(&s, text_fmt(d->school_arena, "%s（%d）班", grade_word(child[i].grade), child[i].class_no),
                        text_fmt(d->school_arena, "%.*s学生花名册", TP(o->name)), NATIONAL);
            head_flat(&s, national, NATIONAL);
        }
        child_national(&s, o, &child[i], false);
    }
    return sheet_end(&s, name);
}

/* A head of two rows with 父亲, 母亲 and 委托监护人 merged above; a note under the title, a totals row at the end. */
static void head_grouped(struct sheet *s)
{
    static const char *const single[] = {"序号", "姓名", "性别", "出生年月日", "民族", "身份证号码", "学籍号", "班级", "户口性质", "家庭住址", "是否住校", "留守情况",
        "困难类型"};
    static const char *const below[] = {"姓名", "电话", "身份证号", "务工地点", "外出时间"};
    struct xlsx_head head[COLUMNS];
    uint16_t n = 0, column = 0;
    for (; column < 13; column++)
        head[n++] = (struct xlsx_head){.text = text_of(single[column]), .column = column, .columns = 1, .rows = 2};
    static const char *const groups[] = {"父亲", "母亲"};
    for (int g = 0; g < 2; g++) {
        head[n++] = (struct xlsx_head){.text = text_of(groups[g]), .column = column, .columns = 5, .rows = 1};
        for (int k = 0; k < 5; k++)
            head[n++] = (struct xlsx_head){.text = text_of(below[k]), .column = column++, .row = 1, .columns = 1, .rows = 1};
    }
    static const char *const carer[] = {"姓名", "与儿童关系", "联系电话"};
    head[n++] = (struct xlsx_head){.text = T("委托监护人"), .column = column, .columns = 3, .rows = 1};
    for (int k = 0; k < 3; k++)
        head[n++] = (struct xlsx_head){.text = text_of(carer[k]), .column = column++, .row = 1, .columns = 1, .rows = 1};
    xlsx_add_head(s->x, head, n, 2);
}

static void child_grouped(struct sheet *s, const struct demo_child *c, size_t i)
{
    struct arena *a = s->d->school_arena;
    const struct demo_person *parent[] = {&c->family->father, &c->family->mother};
    const bool away[] = {father_away(c), mother_away(c)};
    const char *const place[] = {c->father_place, c->mother_place};
    const day_t from[] = {c->father_from, c->mother_from};
    put(s, text_fmt(a, "%zu", i + 1));
    put(s, c->name);
    put_z(s, c->sex == 1 ? "男" : "女");
    put(s, dotted(s->d, c->birth));
    put(s, c->nation);
    put(s, c->id_no);
    put(s, c->roll_no);
    put(s, text_fmt(a, "%s（%d）班", grade_word(c->grade), c->class_no));
    put_z(s, "农业户口");
    put(s, c->family->address);
    put_z(s, c->boarding ? "是" : "否");
    put_z(s, c->away == 0 ? "非留守" : c->away == 3 ? "双亲留守" : "单亲留守");
    put_z(s, c->poverty);
    for (int k = 0; k < 2; k++) {
        put(s, parent[k]->name);
        put(s, parent[k]->phone);
        put(s, parent[k]->id_no);
        put_z(s, away[k] ? place[k] : "在家");
        put(s, away[k] ? dotted(s->d, from[k]) : T(""));
    }
    carer_put(s, c);
    row_end(s);
}

static enum rc roll_grouped(struct demo *d, const struct demo_school *o, const struct demo_child *child, size_t n,
                            const char *name)
{
    struct sheet s = {.d = d, .x = xlsx_begin(d->school_arena, day_start(d->as_of))};
    sheet_begin(&s, T("花名册"), text_fmt(d->school_arena, "%.*s在校学生及留守儿童情况登记表", TP(o->name)), 26);
    xlsx_add_note(s.x, text_fmt(d->school_arena, "填报单位：%.*s", TP(o->name)), T("演示数据"));
    head_grouped(&s);
    for (size_t i = 0; i < n; i++) child_grouped(&s, &child[i], i);
    put_z(&s, "合计");
    put(&s, text_fmt(d->school_arena, "%zu人", n));
    row_end(&s);
    return sheet_end(&s, name);
}

/* CSV as old programs write it, in GB18030 when every character is known there (all are). */
static enum rc roll_csv(struct demo *d, const struct demo_school *o, const struct demo_child *child, size_t n, const char *name)
{
    struct arena *a = d->school_arena;
    struct buf b = buf_new(FILE_MOST);
    buf_add(&b, T("学校名称,姓名,性别,出生日期,民族,身份证号,学籍号,年级,班级,户口性质,家庭住址,寄宿,留守代码,贫困类别,"
                  "父亲姓名,父亲电话,父亲务工地,父亲外出时间,母亲姓名,母亲电话,母亲务工地,母亲外出时间,"
                  "照料人,照料人与儿童关系,照料人电话\r\n"));
    for (size_t i = 0; i < n; i++) {
        const struct demo_child *c = &child[i];
        const struct demo_family *f = c->family;
        buf_fmt(&b, "%.*s,%.*s,%s,%.*s,%.*s,%.*s,%.*s,%d,%d,农业户口,%.*s,", TP(o->name), TP(c->name), c->sex == 1 ? "男" : "女",
                TP(day_text(a, c->birth)), TP(c->nation), TP(c->id_no), TP(c->roll_no), c->grade, c->class_no, TP(f->address));
        buf_fmt(&b, "%s,%s,%s,%.*s,%.*s,%s,%.*s,", c->boarding ? "是" : "否", code_of(c), c->poverty, TP(f->father.name),
                TP(f->father.phone), father_away(c) ? c->father_place : "",
                TP(father_away(c) ? dotted(d, c->father_from) : T("")));
        buf_fmt(&b, "%.*s,%.*s,%s,%.*s,%.*s,%s,%.*s\r\n", TP(f->mother.name), TP(f->mother.phone),
                mother_away(c) ? c->mother_place : "", TP(mother_away(c) ? dotted(d, c->mother_from) : T("")),
                TP(c->carer.name), c->carer.name.s ? c->carer_relation : "", TP(c->carer.name.s ? c->carer.phone : T("")));
    }
    size_t room = b.n * 2 + 16;
    char *out = arena_alloc(a, room), *to = out, *from = b.s;
    size_t left = b.n, space = room;
    iconv_t cd = iconv_open("GB18030", "UTF-8");
    bool good = cd != (iconv_t)-1 && !b.over && iconv(cd, &from, &left, &to, &space) != (size_t)-1;
    if (cd != (iconv_t)-1) iconv_close(cd);
    enum rc rc = good ? demo_file_put(d, name, (struct text){out, room - space}) : RC_INTERNAL;
    buf_free(&b);
    return rc;
}

enum rc demo_roll_write(struct demo *d, const struct demo_school *s, const struct demo_child *child, size_t n)
{
    int habit = s->index % 4;
    const char *name = text_z(d->school_arena, text_fmt(d->school_arena, "rolls/%.*s-%.*s.%s", TP(s->code), TP(s->name),
                                                        habit == 3 ? "csv" : "xlsx"));
    switch (habit) {
    case 0: return roll_grouped(d, s, child, n, name);
    case 1: return roll_national(d, s, child, n, name);
    case 2: return roll_by_class(d, s, child, n, name);
    default: return roll_csv(d, s, child, n, name);
    }
}
