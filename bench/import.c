/* SPDX-License-Identifier: Apache-2.0 */
/* A roll file of 100,000 rows × 30 columns for 100 schools, from the bytes of the xlsx to children, families, parents, facts and
 * what is owed; the yardstick in the same run is bare libzip + expat over the same bytes. Then files of 500 rows into the county
 * that is full by now, each previewed and carried out.
 *
 *   import DATABASE [ROWS]
 *
 * DATABASE must not exist yet. Everything goes the way of a clerk: the sandboxed reader, all checks, preview, apply, evaluation
 * against the schemes in force: the preview in one durable transaction, carrying out in parts of their own, as server and command
 * do. */
#include "base/file.h"
#include "base/hash.h"
#include "access/may.h"
#include "format/idno.h"
#include "format/sheet.h"
#include "format/xlsx_write.h"
#include "gen/sql/place.h"
#include "gen/sql/scheme.h"
#include "model/evaluate.h"
#include "model/roll.h"
#include "model/scheme.h"
#include "model/sounds.h"
#include "yardstick.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <zip.h>

enum {
    COUNTY = 990101, CENTRES = 10, SCHOOLS = 100, CLASS_SIZE = 40, ROWS = 100000, SMALL = 500, SMALL_FILES = 21
};

static const char *const heading[] = {
    "学校标识码", "姓名", "性别", "出生日期", "民族", "身份证件类型", "身份证件号", "学籍号", "年级", "班级", "户口性质",
        "现住址", "就读方式",
    "是否留守儿童", "是否孤儿", "残疾类型", "家庭类别", "成员1姓名", "成员1关系", "成员1联系电话", "成员1身份证件号",
        "成员1是否监护人", "成员2姓名",
    "成员2关系", "成员2联系电话", "成员2身份证件号", "成员2是否监护人", "父亲外出务工地点", "父亲外出时间", "健康状况"};
enum { COLUMNS = sizeof heading / sizeof *heading };

struct bench {
    struct store *store;
    struct db *db;
    struct arena *arena, *row;
    struct faults faults;
    struct touched touched;
    struct ids ids;
    const struct codes *codes;
    struct evaluator *ev;
    struct sounds *sounds;           /* of the writer, as in the server */
    struct scope scope;
    int64_t batch;                   /* the one that is carried out */
    uint64_t seed;
    moment_t now;
    day_t today, term;
};

#define MUST(call) must((call), #call)
static void must(enum rc rc, const char *what)
{
    if (rc == RC_OK) return;
    fprintf(stderr, "%s: %s\n", what, rc_name(rc));
    exit(1);
}

/* Seconds that passed, and seconds of processor of this process and of the readers it started, which hold on a busy machine
 * too. */
struct took { double wall, cpu; };

static double seconds_of(const struct timeval *t)
{
    return (double)t->tv_sec + (double)t->tv_usec / 1e6;
}

static struct took clock_both(void)
{
    struct rusage self, children;
    getrusage(RUSAGE_SELF, &self);
    getrusage(RUSAGE_CHILDREN, &children);
    return (struct took){(double)clock_mono_us() / 1e6, seconds_of(&self.ru_utime) + seconds_of(&self.ru_stime) +
                                                            seconds_of(&children.ru_utime) + seconds_of(&children.ru_stime)};
}

static struct took since(struct took from)
{
    struct took now = clock_both();
    return (struct took){now.wall - from.wall, now.cpu - from.cpu};
}

static struct took plus(struct took a, struct took b)
{
    return (struct took){a.wall + b.wall, a.cpu + b.cpu};
}

static int pick(struct bench *b, int n)
{
    uint64_t z = (b->seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (int)((z ^ (z >> 31)) % (uint64_t)n);
}

/* ---- the file ---- */

static struct text name_make(struct bench *b)
{
    static const char *const family[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "林", "郑", "单", "曾", "欧阳", "上官",
        "赵", "周", "吴"};
    static const char *const first[] = {"思", "慧", "子", "雨", "嘉", "浩", "梓", "若", "明", "小", "建", "秀", "文", "志",
        "晓", "春", "俊", "丽", "佳", "宇"};
    static const char *const second[] = {"远", "敏", "轩", "桐", "欣", "然", "涵", "曦", "华", "燕", "国", "英", "杰", "强",
        "玲", "梅", "豪", "娜", "怡", ""};
    return text_fmt(b->row, "%s%s%s", family[pick(b, 16)], first[pick(b, 20)], second[pick(b, 20)]);
}

static struct text id_make(struct bench *b, day_t birth, int64_t nth)
{
    struct ymd y = day_ymd(birth);
    struct text first = text_fmt(b->row, "9901%02d%04d%02d%02d%03d", (int)(nth / 1000 % 100), y.year, y.month, y.day,
        (int)(nth % 1000));
    return text_fmt(b->row, "%.*s%c", TP(first), idno_check(first));
}

/* `nth`: which pupil of the county, from 0. Every fourth shares its parents with the one before: brothers and sisters. */
static void row_make(struct bench *b, int64_t nth, struct text *v)
{
    int school = (int)(nth / CLASS_SIZE % SCHOOLS), class = (int)(nth / CLASS_SIZE / SCHOOLS), grade = class % 6 + 1;
    int64_t house = nth - (nth % 4 == 3);
    day_t birth = day_of(day_ymd(b->term).year - grade - 5, 9, 2) - pick(b, 360);
    birth -= (birth - (day_t)(nth / ROWS)) & 1;      /* numbers behind the first 100,000 are of other days */
    bool away = pick(b, 10) == 0;
    const char *const grades[] = {"一年级", "二年级", "三年级", "四年级", "五年级", "六年级"};
    const char *const father_at[] = {"广东省深圳市", "浙江省杭州市", "福建省厦门市", "江苏省苏州市"};
    struct text id = id_make(b, birth, nth);
    const struct text row[] = {
        text_fmt(b->row, "21990100%02d", school), name_make(b), text_of((id.s[16] - '0') % 2 ? "男" : "女"),
            day_text(b->row, birth), T("汉族"),
        T("居民身份证"), id, text_fmt(b->row, "G%.*s", TP(id)), text_of(grades[grade - 1]), text_fmt(b->row, "%d班",
            class / 6 + 1), T("农业户口"),
        text_fmt(b->row, "测量县某乡第%lld村%lld号", (long long)(house / 200), (long long)(house % 200)), text_of(pick(b,
            4) ? "走读" : "住校"),
        text_of(away ? "1" : "0"), T("否"), text_of(pick(b, 80) ? "无" : "肢体残疾"), text_of(pick(b, 12) ? "无" : "低保"),
        name_make(b), T("父亲"), text_fmt(b->row, "139%08lld", (long long)(house * 2)), id_make(b, day_of(1983, 1,
            1) + (day_t)(house % 1800), house), T("是"),
        name_make(b), T("母亲"), text_fmt(b->row, "138%08lld", (long long)(house * 2)), id_make(b, day_of(1990, 1,
            1) + (day_t)(house % 1800), house), T("是"),
        text_of(away ? father_at[pick(b, 4)] : ""), away ? day_text(b->row, b->term - 100 - pick(b, 300)) : T(""), T("健康")};
    _Static_assert(sizeof row / sizeof *row == COLUMNS, "one value for each heading");
    for (size_t i = 0; i < COLUMNS; i++) v[i] = row[i];
}

static struct text file_make(struct bench *b, int64_t first, int64_t rows)
{
    struct xlsx_writer *w = xlsx_begin(b->arena, 0);
    struct xlsx_value v[COLUMNS];
    xlsx_add_sheet(w, &(struct xlsx_page){.name = T("学籍"), .columns = COLUMNS});
    for (size_t i = 0; i < COLUMNS; i++) v[i] = (struct xlsx_value){.kind = VALUE_TEXT, .text = text_of(heading[i])};
    xlsx_add_row(w, v, COLUMNS);
    for (int64_t r = first; r < first + rows; r++) {
        struct text cell[COLUMNS];
        arena_reset(b->row);
        row_make(b, r, cell);
        for (size_t i = 0; i < COLUMNS; i++) v[i] = (struct xlsx_value){.kind = cell[i].n ? VALUE_TEXT : VALUE_EMPTY,
            .text = cell[i]};
        xlsx_add_row(w, v, COLUMNS);
    }
    struct buf out = buf_new((size_t)256 << 20);
    MUST(xlsx_end(w, &out));
    struct text bytes = text_dup(b->arena, buf_text(&out));
    buf_free(&out);
    return bytes;
}

/* ---- the yardstick ---- */

static struct took bare_best(struct text file)
{
    struct took best = {1e9, 1e9};
    for (int i = 0; i < 3; i++) {
        struct took from = clock_both();
        zip_t *z = zip_open_from_source(zip_source_buffer_create(file.s, file.n, 0, NULL), ZIP_RDONLY, NULL);
        if (!z) abort();
        parse_bare(z, "xl/sharedStrings.xml");
        parse_bare(z, "xl/worksheets/sheet1.xml");
        zip_discard(z);
        struct took t = since(from);
        if (t.wall < best.wall) best.wall = t.wall;
        if (t.cpu < best.cpu) best.cpu = t.cpu;
    }
    return best;
}

static bool row_drop(void *ctx, const struct sheet_row *row)
{
    (void)row;
    ++*(int64_t *)ctx;
    return true;
}

static struct took read_ours(struct bench *b, struct text file)
{
    struct arena *a = arena_new((size_t)1 << 30);
    struct sheet_told told;
    struct sheet_ask ask = {.file = T("roll.xlsx"), .index = SHEET_ALL};
    int64_t rows = 0;
    struct took from = clock_both();
    MUST(sheet_read_outside(a, file, &ask, &told, &b->faults, row_drop, &rows));
    arena_free(a);
    return since(from);
}

/* ---- the county ---- */

static void place_put(struct bench *b, struct sql_place_insert_in in)
{
    in.county = COUNTY;
    if (!in.stage.s) in.stage = T("");
    in.township = in.calendar = T("");
    in.from_day = day_of(2020, 9, 1);
    in.to_day = DAY_NONE;
    MUST(sql_place_insert_run(b->db, &in, NULL));
}

static void places_make(struct bench *b)
{
    place_put(b, (struct sql_place_insert_in){.id = 1, .kind = T("bureau"), .code = T("b"), .name = T("测量县教育局"),
        .key_hi = INT64_C(1) << 40});
    for (int i = 0; i < CENTRES; i++) {
        struct text name = text_fmt(b->arena, "第%d中心学校", i + 1);
        place_put(b, (struct sql_place_insert_in){.id = 2 + i, .parent = 1, .kind = T("centre"), .code = name, .name = name,
            .key_lo = (INT64_C(1) + i) << 28, .key_hi = (INT64_C(2) + i) << 28, .sort_no = i});
    }
    for (int i = 0; i < SCHOOLS; i++) {
        struct text name = text_fmt(b->arena, "第%d小学", i + 1), code = text_fmt(b->arena, "21990100%02d", i);
        int64_t key = (INT64_C(1) + i % CENTRES) << 28 | (INT64_C(1) + i / CENTRES) << 16;
        place_put(b, (struct sql_place_insert_in){.id = 100 + i, .parent = 2 + i % CENTRES, .kind = T("school"),
            .code = code, .name = name,
            .stage = T("primary"), .years = 6, .key_lo = key, .key_hi = key + (1 << 16), .sort_no = i, .rural = 1});
    }
}

static struct work work_of(struct bench *b, struct arena *a)
{
    return (struct work){.db = b->db, .county = COUNTY, .now = b->now, .today = b->today, .ids = &b->ids, .arena = a,
        .faults = &b->faults,
                         .touched = &b->touched, .ev = b->ev, .source = "command", .sounds = b->sounds};
}

static void county_make(struct bench *b)
{
    static const char *const folders[] = {"schemes/law", "schemes/yx-youxi", "schemes/xp-xinping", "schemes/gp-guangping"};
    MUST(db_begin(b->db));
    MUST(sql_county_insert_run(b->db, &(struct sql_county_insert_in){.id = COUNTY, .name = T("测量县教育局"), .demo = 1,
        .made_at = b->now}, NULL));
    places_make(b);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        struct plan_source source;
        struct scheme_loaded loaded;
        struct work w = work_of(b, b->arena);
        MUST(plan_source_builtin(b->arena, text_of(folders[i]), &source));
        MUST(scheme_load(&w, b->codes, &source, 0, b->term, &loaded));
    }
    MUST(evaluator_new(b->db, COUNTY, b->today, &b->faults, &b->ev));
    MUST(db_commit(b->db));
}

/* ---- import ---- */

struct stages { struct took preview, apply, evaluate, commit; };

struct parts { struct bench *b; struct stages *t; };

/* One part, as the writer runs it. */
static enum rc part_run(void *ctx, enum rc (*fn)(struct work *w, void *p), void *p)
{
    struct parts *x = ctx;
    struct bench *b = x->b;
    struct arena *a = arena_new((size_t)1 << 30);
    b->touched = touched_new(a);
    struct work w = work_of(b, a);
    struct took from = clock_both();
    MUST(db_begin(b->db));
    MUST(fn(&w, p));
    x->t->apply = plus(x->t->apply, since(from));
    from = clock_both();
    if (touched_any(&b->touched)) MUST(evaluate_touched(b->db, b->ev, &b->touched, b->today, a, 0, NULL, NULL));
    x->t->evaluate = plus(x->t->evaluate, since(from));
    from = clock_both();
    MUST(db_commit(b->db));
    x->t->commit = plus(x->t->commit, since(from));
    arena_free(a);
    return RC_OK;
}

static enum rc ask(struct work *w, void *p)
{
    return batch_apply_ask(w, &((struct bench *)p)->scope, ((struct bench *)p)->batch);
}

static void refusals_tell(struct bench *b, const struct batch *t)
{
    struct batch_rows rows;
    fprintf(stderr, "%lld refused, %lld new\n", (long long)t->rows_refused, (long long)t->rows_new);
    MUST(batch_rows(b->db, &b->scope, t->id, "refused", -1, 5, LANG_ZH, b->arena, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.item[i].faults > 0) fprintf(stderr, "%.*s\n", TP(rows.item[i].fault[0].text));
    exit(1);
}

static struct stages import_one(struct bench *b, const char *name, struct text bytes, int64_t rows)
{
    struct stages t = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
    struct parts parts = {b, &t};
    struct batch_steps steps = {.run = part_run, .ctx = &parts, .keeper = "command"};
    struct arena *a = arena_new((size_t)4 << 30);
    struct batch_file file = {.name = text_of(name), .bytes = bytes, .as_of = b->term, .outside = true};
    struct batch told;
    int64_t batch;
    struct took from = clock_both();
    bool again;
    b->touched = touched_new(a);
    struct work w = work_of(b, a);
    MUST(db_begin(b->db));
    MUST(roll_preview(&w, &b->scope, &file, NULL, &batch, &again));
    MUST(db_commit(b->db));
    t.preview = since(from);
    b->batch = batch;
    MUST(part_run(&parts, ask, b));
    MUST(batch_go_on(&w, batch, &steps, NULL));
    MUST(db_begin(b->db));
    MUST(batch_by_id(b->db, &b->scope, batch, a, &told));
    if (told.rows_new != rows) refusals_tell(b, &told);
    db_rollback(b->db);
    arena_free(a);
    return t;
}

static void stage_tell(const char *what, struct took t, struct took bare)
{
    printf("  %-34s %7.3f s  %5.2f x   of processor %7.3f s  %5.2f x\n", what, t.wall, t.wall / bare.wall, t.cpu,
        t.cpu / bare.cpu);
}

static void large(struct bench *b, int64_t rows)
{
    struct text file = file_make(b, 0, rows);
    struct took bare = bare_best(file), ours = read_ours(b, file);
    struct stages t = import_one(b, "roll.xlsx", file, rows);
    struct took all = plus(plus(t.preview, t.apply), plus(t.evaluate, t.commit));
    printf("import, %lld x %d, %.1f MB\n", (long long)rows, (int)COLUMNS, (double)file.n / 1e6);
    stage_tell("bare libzip + expat", bare, bare);
    stage_tell("our reader, in its sandbox", ours, bare);
    stage_tell("read, checked, kept as a preview", t.preview, bare);
    stage_tell("carried out", t.apply, bare);
    stage_tell("duties evaluated", t.evaluate, bare);
    stage_tell("commit", t.commit, bare);
    stage_tell("together", all, bare);
    printf("  a row: %.1f us, %.1f us of processor\n", all.wall * 1e6 / (double)rows, all.cpu * 1e6 / (double)rows);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void small(struct bench *b, int64_t first)
{
    double checked[SMALL_FILES], whole[SMALL_FILES], cpu[SMALL_FILES];
    for (int i = 0; i < SMALL_FILES; i++) {
        struct text file = file_make(b, first + i * SMALL, SMALL);
        MUST(store_checkpoint(b->store));            /* the house-keeper's work in the server, not the commit's */
        struct stages t = import_one(b, "small.xlsx", file, SMALL);
        struct took carried = plus(t.apply, plus(t.evaluate, t.commit));
        checked[i] = carried.wall;
        cpu[i] = carried.cpu;
        whole[i] = t.preview.wall + carried.wall;
    }
    qsort(checked, SMALL_FILES, sizeof *checked, by_size);
    qsort(whole, SMALL_FILES, sizeof *whole, by_size);
    qsort(cpu, SMALL_FILES, sizeof *cpu, by_size);
    printf("import of %d checked rows, evaluated and durable   p50 %.1f ms  max %.1f ms  of processor p50 %.1f ms   "
           "with reading and checking p50 %.1f ms\n", (int)SMALL, checked[SMALL_FILES / 2] * 1e3,
               checked[SMALL_FILES - 1] * 1e3,
           cpu[SMALL_FILES / 2] * 1e3, whole[SMALL_FILES / 2] * 1e3);
}

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
    struct bench b = {.seed = 20260901, .now = clock_now()};
    int64_t rows = ROWS;
    bool asked = argc == 2 || (argc == 3 && text_int(text_of(argv[2]), &rows));
    if (!asked || rows < SMALL || rows > ROWS || !hash_start()) {
        fprintf(stderr, "import DATABASE [ROWS]\n");
        return 2;
    }
    b.today = moment_day(b.now);
    b.term = day_of(day_ymd(b.today).year - (day_ymd(b.today).month < 10), 9, 1);
    b.arena = arena_new((size_t)4 << 30);
    b.row = arena_new((size_t)64 << 20);
    b.faults = faults_new(b.arena);
    b.touched = touched_new(b.arena);
    b.codes = codes_builtin(b.arena, &b.faults);
    b.sounds = sounds_new(b.arena);
    b.scope = scope_system(COUNTY, "a measurement runs as the operator of the machine");
    MUST(store_open(&(struct store_options){.address = argv[1], .create = true, .lock = true}, &b.faults, &b.store));
    MUST(db_open(b.store, DB_WRITE, &b.db));
    county_make(&b);
    large(&b, rows);
    small(&b, rows);
    evaluator_free(b.ev);
    db_close(b.db);
    store_close(b.store);
    arena_free(b.row);
    arena_free(b.arena);
    return 0;
}
