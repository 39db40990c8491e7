/* SPDX-License-Identifier: Apache-2.0 */
/* What a member of staff can be allowed to do. A closed list: a route or command names one of these, a role grants some of them.
 * Each has a sentence in the locale table under cap_NAME. */
#ifndef CHUYAN_ACCESS_CAP_H
#define CHUYAN_ACCESS_CAP_H

#include "base/word.h"

/* X(name, sees a named child) */
#define CAPS(X) \
    X(today, true)            /* the list of what one has to do next */ \
    X(child_list, true)       /* lists of children within one's place */ \
    X(child_read, true)       /* the file of one child */ \
    X(child_reveal, true)     /* an ID number, a phone number, an address in full; asks why, is logged */ \
    X(child_edit, true)       /* facts, kin and file fields of a child */ \
    X(child_move, true)       /* a child comes, changes class, leaves, comes back */ \
    X(record_add, true)       /* a record of work done */ \
    X(record_void, true)      /* taking a record back */ \
    X(excuse_ask, true)       /* asking that a duty be excused */ \
    X(excuse_approve, true)   /* deciding on it; never on one's own request */ \
    X(pairing_edit, true)     /* who is responsible for a child, who helps, which peer */ \
    X(roll_import, true)      /* roll files: preview and apply; promotion */ \
    X(roll_undo, true)        /* taking an applied file back */ \
    X(place_edit, false)      /* schools and classes */ \
    X(facility_edit, false)   /* facilities, their keepers and equipment */ \
    X(staff_edit, false)      /* staff, their posts and background checks */ \
    X(account_admin, false)   /* accounts, first passwords, role grants */ \
    X(scheme_read, false)     /* schemes, their duties and clauses */ \
    X(scheme_load, false)     /* putting a scheme into force */ \
    X(ledger_class, true)     /* class contact sheet 联系信息表 */ \
    X(ledger_school, true)    /* school dynamic sheet 动态情况表 */ \
    X(ledger_county, true)    /* county summary 信息汇总表 with its name lists */ \
    X(ledger_submit, true)    /* handing a ledger up */ \
    X(ledger_review, true)    /* returning or accepting one from below */ \
    X(ledger_lock, true)      /* locking and re-opening */ \
    X(board_school, false)    /* figures of a school */ \
    X(board_county, false)    /* figures of the county */ \
    X(audit_read, false)      /* the log of who did and saw what */ \
    X(settings_edit, false)   /* settings of the county */ \
    X(export, true)           /* taking lists out as files; leaves a watermark and a line in the log */ \
    X(install_admin, false)   /* the running of the installation; sees no child */

enum cap {
    CAP_none, /* nothing is granted by it: a route with CAP_none is open only as far as its gate says */
#define CAP_ENUM(name, child) CAP_##name,
    CAPS(CAP_ENUM)
#undef CAP_ENUM
    CAP_COUNT
};

const char *cap_name(enum cap cap);          /* "record_add"; "none" */
enum cap cap_find(struct text name);         /* CAP_none when there is no such capability */
enum word cap_word(enum cap cap);            /* its sentence */
bool cap_sees_child(enum cap cap);           /* true when using it can show a named child */

#endif
