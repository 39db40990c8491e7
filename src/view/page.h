/* SPDX-License-Identifier: Apache-2.0 */
/* The frame of a page, and which doors it shows. `struct page` is declared in src/view/page.view. */
#ifndef CHUYAN_VIEW_PAGE_H
#define CHUYAN_VIEW_PAGE_H

#include "gen/view/page.h"

/* Doors of the navigation. Showing a door is courtesy, not protection: the routes hold their own gates. */
enum page_door {
    DOOR_TODAY = 1 << 0, DOOR_CHILDREN = 1 << 1, DOOR_RECORD = 1 << 2, DOOR_LEDGER_CLASS = 1 << 3,
    DOOR_LEDGER_SCHOOL = 1 << 4, DOOR_LEDGER_COUNTY = 1 << 5, DOOR_BOARD_SCHOOL = 1 << 6, DOOR_BOARD_COUNTY = 1 << 7,
    DOOR_PAIRING = 1 << 8, DOOR_IMPORTS = 1 << 9, DOOR_SCHEMES = 1 << 10, DOOR_STAFF = 1 << 11, DOOR_PROMOTE = 1 << 12,
    DOOR_EXCUSES = 1 << 13, DOOR_MEMBERS_DIFF = 1 << 14, DOOR_AUDIT = 1 << 15,
    DOOR_LEDGER_DESK = 1 << 16, DOOR_RECORDS = 1 << 17, DOOR_YEAR_PLAN = 1 << 18, DOOR_BODIES = 1 << 20,
    DOOR_FACILITIES = 1 << 21
};

/* Fills page->tabs and page->nav from the doors this person has (a sum of enum page_door). `path` marks where we are. */
void page_doors(struct page *page, struct arena *a, enum lang lang, unsigned doors, struct text path);

#endif
