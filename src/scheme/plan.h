/* SPDX-License-Identifier: Apache-2.0 */
/* The schemes in force, read, checked and merged: law → county → centre school → school. One immutable `struct plan` says who
 * counts, who owes what to whom how often, who is paired with whom, what stands in a file, what raises an alert, and from which
 * clause. */
#ifndef CHUYAN_SCHEME_PLAN_H
#define CHUYAN_SCHEME_PLAN_H

#include "scheme/cadence.h"
#include "scheme/calendar.h"
#include "scheme/expr.h"

enum {
    SCHEME_FILE_BYTES = 1 << 20, SCHEME_FILES = 32, SCHEME_NODES = 100000,
    PLAN_SCHEMES = 64, PLAN_DUTIES = 1024, PLAN_PARAMS = 512, PLAN_BODIES = 256
};

enum layer { LAYER_LAW, LAYER_COUNTY, LAYER_CENTRE, LAYER_SCHOOL, LAYER_COUNT };

/* One loaded version of a scheme, as the scheme table keeps it. */
struct plan_source {
    struct text name;                 /* folder, for messages */
    const struct embedded *file;      /* its files: path and bytes */
    size_t file_count;
    int64_t key_lo, key_hi;           /* range of place keys it is in force at; 0, 0: everywhere */
    day_t from, to;                   /* overrides the validity in the file; DAY_NONE: as in the file. Half-open */
    struct text params;               /* confirmed parameters as lines "key=value"; empty: none confirmed */
};

/* The number that a form of a scheme was given when it was first loaded: records are kept by it. */
struct plan_number { struct text key; int number; };

struct plan_options {
    struct text home_rule;            /* counting rule meant by rule(home); empty: MCA2016 */
    day_t today;                      /* versions that ended before are still kept; DAY_NONE: no warnings about dates */
    const struct plan_number *number; size_t number_count;
};

/* Where an element stands in its file, what it carries out. */
struct plan_origin {
    int scheme;                       /* index in plan.scheme */
    struct text file;
    int32_t line, column;
    struct text clause;               /* 二·（二） */
    const struct text *source;        /* catalogue ids: YX-042 */
    size_t source_count;
};

struct plan_scheme {
    struct text id, title[LANG_COUNT], issuer, document, programme, name;
    int version;
    enum layer layer;
    day_t from, to;                   /* validity, half-open; to DAY_MAX when open or until the next version */
    int64_t key_lo, key_hi;           /* 0, INT64_MAX: everywhere */
    const struct text *implements;    size_t implements_count;   /* documents it carries out */
    bool catalogued;                  /* names the entries of a catalogue that it carries out (source) */
    struct plan_origin at;            /* of its head */
};

enum distance { BEYOND_ANY, BEYOND_TOWNSHIP, BEYOND_COUNTY, BEYOND_PROVINCE };

/* What "away" means: spells far enough, joined when at most bridge_days apart, counting from min_months after the start. */
struct away_profile { int min_months, bridge_days; enum distance beyond; uint64_t causes; /* bits of the absence list, 0 all */ };

enum group_kind { GROUP_RULE, GROUP_TARGET };

/* A counting rule or a target. Groups stand in such an order that each reads only earlier ones. */
struct plan_group {
    enum group_kind kind;
    struct text key;                  /* "rule:MON2024", "yx-youxi:poor_lbc": stored in membership.target */
    struct text id;                   /* MON2024, poor_lbc */
    struct text title[LANG_COUNT];
    struct text colour;               /* label colour key, '' none */
    bool label;                       /* shown as a label on the child's page (staff in duty only) */
    int profile;
    const struct expr *when;
    struct plan_origin at;
};

/* Which places: by what stands in the place's own row. */
enum plan_asks { ASKS_NOTHING, ASKS_NO, ASKS_YES };
static inline bool plan_asks_fit(enum plan_asks asked, bool is)
{
    return asked == ASKS_NOTHING || (asked == ASKS_YES) == is;
}
struct plan_where { uint32_t stages; /* bits of the list of stages, 0 all */ enum plan_asks boarding, rural; };

/* When a ledger has to be handed up: a duty of the places whose ledger it is, credited by handing it up. */
enum ledger_by { LEDGER_BY_DATE, LEDGER_BY_MONTH, LEDGER_BY_TERM_START, LEDGER_BY_TERM_MIDDLE, LEDGER_BY_TERM_END };
struct plan_ledger {
    bool is;                          /* false: any other duty */
    enum ledger_by by;
    int days;                         /* day of the month; days after the term's first or middle one, or before its last */
    enum code_subject to;             /* whom it goes to; SUBJECT_COUNT: the place above */
};

struct plan_duty {
    struct cadence_duty cadence;      /* cadence.id is its place here + 1 until the caller gives it the stored number */
    struct text key;                  /* stored in duty.key */
    struct text title[LANG_COUNT];
    struct text verb[LANG_COUNT];     /* what to do, for the list: 谈一次心 */
    enum code_subject subject;
    bool guardian;                    /* the child's guardian: judged for each child, by records that met a carer or parent */
    bool carried;                     /* says what credits it; a duty of a place that does not is listed only */
    struct plan_where where;          /* of places and of where the staff works; nothing said: all of them */
    int group;                        /* the target it is for; -1 for staff and the like: everybody */
    int relation;                     /* owner through this relation, -1 none */
    struct plan_held { int body, post; /* -1: the first that is held */ } held[4];   /* who holds such a post owes it first */
    int held_count;
    struct plan_ledger ledger;        /* it is that this ledger is handed up */
    int body;                         /* it is that this body stands, with its posts held; -1: any other duty */
    uint32_t owners;                  /* role bits that owe it, in order of `owner` */
    int8_t owner[8];                  /* role bits in the order they are asked: the first that somebody holds owes it */
    int owner_count;
    int kind;                         /* the kind its button opens: the first one named */
    int weight;                       /* for scores; 1 unless said */
    const struct text *evidence;      size_t evidence_count;
    struct text every;                /* as written, for explanations */
    struct text window;               /* name in the calendar when cadence.window is CADENCE_NAMED */
    int stricter_than;                /* the duty of a higher layer that it makes stricter, -1 */
    struct text facility;             /* of a facility: only of this kind; '' every one that stands at such a place */
    bool made;                        /* follows from a facility, and is no element of its own */
    int standing;                     /* it is that these facilities stand at the place: index in plan.facility; -1: any other */
    struct plan_origin at;
};

/* Events that duties can follow ("7 days after absence"): cadence_event.event is one of these. */
enum plan_event {
    EVENT_ENROLMENT,                  /* came to the school: first day of an enrolment that is no promotion */
    EVENT_ABSENCE,                    /* a parent left: first day of an absence after bridging */
    EVENT_CARE,                       /* the care arrangement changed */
    EVENT_BIRTHDAY,
    EVENT_COUNT                       /* and so many more than there are bodies: body i is incomplete */
};

enum relation_same { SAME_NONE, SAME_SCHOOL, SAME_GRADE, SAME_CLASS, SAME_VILLAGE };

struct plan_relation {
    struct text key;                  /* stored in pairing.relation: responsible, helper, peer, proxy_parent … */
    struct text title[LANG_COUNT];
    int group;                        /* for children of this target */
    int min, max;                     /* how many at a time; max 0: no bound */
    int role;                         /* role bit that holding it gives for the child, -1 none (peers) */
    uint32_t roles;                   /* only holders of one of these roles may be chosen; 0: anybody on the staff */
    uint64_t helper_kinds;            /* bits of list helper_kind that are allowed; 0 all */
    bool peer;                        /* another child, not staff */
    enum relation_same same;          /* with the child */
    bool background_check;            /* needs a valid one (未成年人保护法 62) */
    int overload;                     /* warn above so many children per person; 0 never */
    struct plan_origin at;
};

/* Who may hold a post: somebody on the staff, a person of another house (named with house and job, without account), a pupil. */
enum plan_holder { HOLDER_STAFF = 1, HOLDER_OUTSIDE = 2, HOLDER_CHILD = 4 };

struct plan_post {
    struct text key, title[LANG_COUNT];
    struct text from;                 /* who it is to be: 县教育局人事股股长; '' anybody */
    unsigned holders;                 /* bits of enum plan_holder */
    uint32_t roles;                   /* of the staff only those who hold one of these roles; 0: anybody */
    int min, max;                     /* how many hold it at a time, of each unit when there are units; max 0: no bound */
    const struct text *unit;          size_t unit_count;    /* 成员单位: houses of which each sends somebody; none: no matter */
    const struct text *does;          size_t does_count;    /* what its holder does, in sentences */
    const int *duty;                  size_t duty_count;    /* duties of the scheme named there */
    struct plan_origin at;
};

/* A committee, a team, a study group: what has to stand at each place of a kind, and with whom. */
struct plan_body {
    struct text key;                  /* stored in body.key */
    struct text title[LANG_COUNT];
    enum code_subject at;             /* the kind of place: class, school, centre, county */
    struct plan_where where;
    bool several;                     /* several of it at one place, each under a name of its own (学习小组, 包村工作组) */
    int at_least;                     /* how many there have to be: 1 unless it may be several */
    struct text office;               /* where its office is: 德育股; '' none */
    struct text answers;              /* what it answers for */
    int under;                        /* the body that it reports to, -1 none */
    struct plan_post *post;           size_t post_count;
    int duty;                         /* that it stands: its own place in plan.duty */
    struct plan_origin origin;
};

/* A thing of the equipment. */
struct plan_item {
    struct text key, title[LANG_COUNT];
    int least;                        /* how many at least */
    bool optional;                    /* 有条件的: told when it is not there, but nothing is missing */
};

/* A room, box or place that has to stand at each place of a kind: 留守儿童之家, 亲情室, 悄悄话信箱. */
struct plan_facility {
    struct text key;                  /* in its scheme */
    struct text kind;                 /* stored in facility.kind: of the list `facility`, or "scheme:key" */
    struct text title[LANG_COUNT];
    enum code_subject level;          /* the kind of place that needs it: class, school, centre, county */
    struct plan_where where;
    int least;                        /* how many at least at a place or below it */
    day_t by;                         /* stands by the end of this day; DAY_NONE: FACILITY_DAYS after scheme or place began */
    bool keeper;                      /* somebody has to be named who looks after it */
    const struct plan_item *item;     size_t item_count;
    int log;                          /* number of the kind of record that is its log, -1 none */
    int duty;                         /* that it stands: its place in plan.duty; -1: nobody has to provide it */
    int open_duty;                    /* that it is open as often as that; -1 not said */
    struct plan_origin at;
};
/* One thing of a complete set. */
enum check_how { CHECK_TICK, CHECK_RECORD, CHECK_FACT, CHECK_FACILITY, CHECK_EQUIPMENT, CHECK_KEEPER };
enum check_within { WITHIN_TERM, WITHIN_SCHOOL_YEAR, WITHIN_YEAR, WITHIN_EVER };

struct plan_check {
    struct text key, title[LANG_COUNT];
    enum check_how how;
    int of;                           /* RECORD: number of the kind; FACT: index in codes.fact */
    uint64_t kinds[CADENCE_KIND_WORDS];   /* RECORD: the kind and what extends it */
    enum check_within within;         /* RECORD */
    struct text name;                 /* FACILITY: its kind; EQUIPMENT: key of the thing */
    int least, points;
    bool optional;                    /* told, but nothing is missing without it; its points count */
};
struct plan_level { struct text title[LANG_COUNT]; int at; /* points */ };

/* A standard, or a complete set: 五个一, 六有, a growth folder; ticked by hand or read from what is there. */
struct plan_checklist {
    struct text key, title[LANG_COUNT];
    enum code_subject subject;        /* child, facility, class, school, centre, county */
    int group;                        /* child: of this target */
    struct text facility;             /* facility: of this kind; '' all */
    struct plan_where where;
    const struct plan_check *item;    size_t item_count;
    const struct plan_level *level;   size_t level_count;   /* lowest first */
    int points;                       /* of all items together */
    struct plan_origin at;
};
enum { CHECKLIST_ITEMS = 64, CHECKLIST_LEVELS = 10, PLAN_CHECKLISTS = 128 };

#define FACILITY_KEEPER_ROLE "facility_keeper"    /* of roles.yaml: held by who keeps the facility, for it alone */
enum { FACILITY_ITEMS = 32, FACILITY_DAYS = 180, PLAN_FACILITIES = 256 };

/* A record kind that a scheme declares; page, import and credit find it in plan.codes under its key "scheme:form". */
struct plan_form {
    const struct code_kind *kind;     /* this version of it */
    struct text purpose;              /* why it is asked */
    struct plan_origin at;
};

struct plan_field {
    int fact;                         /* index in codes.fact */
    struct text title[LANG_COUNT];
    struct text section;
    bool required;
    int group;
    struct plan_origin at;
};

enum severity { SEVERITY_NOTICE, SEVERITY_WARN, SEVERITY_URGENT };

struct plan_alert {
    struct text key, title[LANG_COUNT], say[LANG_COUNT];   /* `say`: what to do now */
    enum severity severity;
    const struct expr *when;
    uint32_t owners;                  /* roles told */
    struct plan_origin at;
};

enum clock_unit { UNIT_MINUTES, UNIT_HOURS, UNIT_DAYS, UNIT_WORKDAYS, UNIT_SCHOOL_DAYS, UNIT_MONTHS, UNIT_YEARS, UNIT_TIMES };

struct plan_clock {
    struct text key, title[LANG_COUNT], basis;
    int64_t number;
    enum clock_unit unit;
    bool law;                         /* a figure of law: may be shortened, never lengthened */
    struct plan_origin at;
};

enum param_type { PARAM_INTEGER, PARAM_CODE, PARAM_EVERY };

/* A figure that the text leaves open (定期, 经常): the scheme states a default, the county confirms or changes it. */
struct plan_param {
    struct text key, title[LANG_COUNT], why;
    enum param_type type;
    struct text preset, value;        /* as stated, and as in force */
    int64_t min, max;
    bool confirmed, used;             /* used: something of the scheme asks for it */
    struct plan_origin at;
};

/* What the program does by itself and the scheme asks for: a ledger, an import, the log of who read what. */
struct plan_built_in { const struct code_capability *capability; struct plan_origin at; };

struct plan {
    const struct codes *codes;        /* the built-in ones with the forms of all schemes laid over them */
    struct plan_form *form;           size_t form_count;
    struct plan_scheme *scheme;       size_t scheme_count;
    struct plan_group *group;         size_t group_count;
    struct plan_duty *duty;           size_t duty_count;
    struct plan_relation *relation;   size_t relation_count;
    struct plan_body *body;           size_t body_count;
    struct plan_facility *facility;   size_t facility_count;
    struct plan_checklist *checklist; size_t checklist_count;
    struct plan_field *field;         size_t field_count;
    struct plan_alert *alert;         size_t alert_count;
    struct plan_clock *clock;         size_t clock_count;
    struct plan_param *param;         size_t param_count;
    struct plan_built_in *built_in;   size_t built_in_count;
    struct calendar_window *window;   size_t window_count;   /* to be laid over the calendar; names are "scheme:key" */
    struct plan_origin *window_at;    /* where each stands */
    size_t window_written;            /* the first so many are the scheme's own; those behind were made of deadlines of ledgers */
    struct away_profile profile[EXPR_PROFILES];
    int profile_count;
    int home;                         /* group of rule(home) */
    int fact_absence, fact_capacity, fact_parent_state;      /* indices in codes.fact */
    const int *ages, *carer_ages;     size_t age_count, carer_age_count;   /* birthdays that matter to any group */
    const day_t *edges;               size_t edge_count;     /* days on which a scheme begins or ends */
    uint64_t facts[(CODES_FACTS + 63) / 64];                 /* kinds of facts that any group reads */
    uint64_t state_gone, state_incapable, capacity_incapable; /* bits of the lists of parent_state and capacity */
    bool uses_grade;
};

/* Reads and merges. RC_INVALID with faults (file:line:column) when an error stands in any file; warnings alone are RC_OK. The
 * sources may come in any order. Texts are copied: everything of the plan lives in `a`. */
enum rc plan_build(struct arena *a, const struct codes *codes, const struct plan_source *source, size_t n,
                   const struct plan_options *options, struct faults *f, struct plan **out);

/* A scheme folder that is built in ("schemes/yx-youxi"), or on disk: fills the files. RC_NOT_FOUND: no such folder. */
enum rc plan_source_builtin(struct arena *a, struct text folder, struct plan_source *out);
enum rc plan_source_folder(struct arena *a, const char *path, struct plan_source *out, struct faults *f);

/* The duties of a subject that this version carries out, as the cadence engine wants them under a calendar (which must outlive
 * them): copies with the spans of named windows filled in. index[k] is the place in p->duty; both have room for p->duty_count.
 * Duties whose window that calendar does not know are left out. Returns how many there are. */
size_t plan_duties(const struct plan *p, enum code_subject subject, const struct calendar *c, struct cadence_duty *out,
                   int *index);

/* -1 when there is none. `key` is "rule:MON2024" or "scheme:key"; plan_group_on picks the version in force on a day. */
int plan_group(const struct plan *p, struct text key);
int plan_group_on(const struct plan *p, struct text key, day_t day);
int plan_scheme_on(const struct plan *p, struct text id, day_t day);
int plan_duty(const struct plan *p, struct text scheme, int version, struct text key);
int plan_checklist_on(const struct plan *p, struct text scheme, struct text key, day_t day);
int plan_relation(const struct plan *p, struct text scheme, struct text key);
int plan_body_on(const struct plan *p, struct text scheme, struct text key, day_t day);      /* of the version in force */
int plan_post(const struct plan_body *b, struct text key);
/* What facilities of a kind are called: as the list says, else as the scheme that made the kind; the key when nobody knows it. */
struct text plan_facility_title(const struct plan *p, struct text kind, enum lang lang);
const struct plan_clock *plan_clock(const struct plan *p, struct text key);   /* the strictest layer's */
struct text layer_key(enum layer l);

#endif
