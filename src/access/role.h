/* SPDX-License-Identifier: Apache-2.0 */
/* Roles are data (schemes/codes/roles.yaml): which capabilities, at which kinds of place, over which data classes. */
#ifndef CHUYAN_ACCESS_ROLE_H
#define CHUYAN_ACCESS_ROLE_H

#include "access/cap.h"
#include "base/fault.h"

enum { ROLES_MAX = 48 };

/* Kinds of place a role may be granted at. */
enum { AT_CLASS = 1, AT_SCHOOL = 2, AT_CENTRE = 4, AT_BUREAU = 8 };

/* Data classes, from the least to the most confidential. */
enum { DATA_PUBLIC = 1, DATA_INTERNAL = 2, DATA_CHILD = 4, DATA_COUNSEL = 8, DATA_CASE = 16 };

struct role {
    struct text key;        /* class_teacher */
    struct text title[LANG_COUNT];      /* 班主任 */
    int32_t bit;            /* 0 … 30: its bit in encounter_child.roles; -1 when it does no care work */
    uint64_t caps;          /* bit (1 << enum cap) */
    uint8_t at;             /* AT_… */
    uint8_t data;           /* DATA_… */
};

struct roles {
    struct role item[ROLES_MAX];
    size_t n;
};

/* Reads the text of roles.yaml into `out` (texts live in `a`). Refuses, with file:line:column: unknown capabilities (with the
 * nearest name), places or data classes, repeated keys or bits, and any of the three administrators (platform, security,
 * audit) that holds a capability which shows a child: those three are three people and see none (GB/T 22239, separation of
 * duties). */
enum rc roles_load(struct arena *a, struct text yaml, struct text file, struct faults *f, struct roles *out);
int role_find(const struct roles *r, struct text key);                     /* index, or -1 */
bool role_has(const struct roles *r, int role, enum cap cap);
bool role_is_admin(struct text key);                                         /* one of the three administrators */
bool role_fits(const struct roles *r, int role,
               struct text place_kind); /* may it be granted at a bureau, centre, school, class */

#endif
