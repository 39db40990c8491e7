/* SPDX-License-Identifier: Apache-2.0 */
#include "view/page.h"

typedef struct page_tabs tab_t;
typedef struct page_nav_links link_t;

struct door {
    unsigned need;       /* any of these */
    int group;           /* in the side navigation; -1: not there */
    bool tab, main;
    enum word word;
    const char *icon, *href;
};

enum { GROUPS = 3, TABS_MAX = 5 };

static const enum word groups[GROUPS] = {W_nav_group_work, W_nav_group_papers, W_nav_group_office};

/* In the order people see them. The papers' tab leads to the ledger nearest to one's own work, the first that one may see. */
static const struct door doors_table[] = {
    {DOOR_TODAY, 0, true, false, W_nav_today, "today", "/today"},
    {DOOR_BOARD_COUNTY, 0, false, false, W_nav_board_county, "board", "/board/county"},
    {DOOR_BOARD_SCHOOL, 0, false, false, W_nav_board_school, "board", "/board/school"},
    {DOOR_CHILDREN, 0, true, false, W_nav_children, "children", "/children"},
    {DOOR_RECORD, -1, true, true, W_nav_record, "plus", "/record"},
    {DOOR_RECORDS, 0, false, false, W_nav_records, "activity", "/records"},
    {DOOR_PAIRING, 0, false, false, W_nav_pairing, "people", "/pairing"},
    {DOOR_EXCUSES, 0, false, false, W_nav_excuses, "hand", "/excuses"},
    {DOOR_LEDGER_CLASS, 1, false, false, W_nav_ledger_class, "ledger", "/ledger/class"},
    {DOOR_LEDGER_SCHOOL, 1, false, false, W_nav_ledger_school, "ledger", "/ledger/school"},
    {DOOR_LEDGER_COUNTY, 1, false, false, W_nav_ledger_county, "ledger", "/ledger/county"},
    {DOOR_LEDGER_DESK, 1, false, false, W_desk_title, "ledger", "/ledger/desk"},
    {DOOR_MEMBERS_DIFF, 1, false, false, W_nav_members_diff, "compare", "/members-diff"},
    {DOOR_IMPORTS, 2, false, false, W_nav_imports, "upload", "/imports"},
    {DOOR_SCHEMES, 2, false, false, W_nav_schemes, "scheme", "/schemes"},
    {DOOR_YEAR_PLAN, 2, false, false, W_year_title, "calendar", "/year-plan"},
    {DOOR_STAFF, 2, false, false, W_nav_staff, "staff", "/staff"},
    {DOOR_BODIES, 2, false, false, W_nav_bodies, "people", "/bodies"},
    {DOOR_FACILITIES, 2, false, false, W_facility_title, "visit", "/facilities"},
    {DOOR_PROMOTE, 2, false, false, W_nav_promote, "up", "/promote"},
    {DOOR_AUDIT, 2, false, false, W_nav_audit, "eye", "/audit"},
};

enum { DOORS = sizeof doors_table / sizeof *doors_table };

/* Under this door? /child/… belongs to /children, every ledger to the papers' tab. */
static bool is_here(struct text path, struct text href)
{
    if (text_eqz(href, "/children") && text_starts(path, T("/child/"))) return true;
    if (!text_starts(path, href)) return false;
    return path.n == href.n || path.s[href.n] == '/' || path.s[href.n] == '?';
}

static void add_tab(struct page *page, enum lang lang, enum word label, const char *icon, struct text href, bool here, bool main)
{
    if (page->tabs.n == TABS_MAX) return;
    page->tabs.item[page->tabs.n++] = (tab_t){
        .key = text_of(icon), .label = word(lang, label), .icon = text_of(icon), .href = href, .here = here, .main = main,
        .badge = text_eqz(href, "/today") ? page->due : 0};
}

static void fill_tabs(struct page *page, enum lang lang, unsigned doors, struct text path)
{
    const struct door *ledger = NULL;
    for (size_t i = 0; i < DOORS; i++) {
        const struct door *d = &doors_table[i];
        if (!(d->need & doors)) continue;
        if (d->group == 1 && !ledger) ledger = d;
        bool board = d->need == DOOR_BOARD_COUNTY || d->need == DOOR_BOARD_SCHOOL;
        /* Who has nothing to do today begins at a board. */
        if (!d->tab && (!board || (doors & DOOR_TODAY))) continue;
        add_tab(page, lang, d->word, d->icon, text_of(d->href), is_here(path, text_of(d->href)), d->main);
    }
    if (ledger) add_tab(page, lang, W_nav_ledgers, ledger->icon, text_of(ledger->href), text_starts(path, T("/ledger/")), false);
    add_tab(page, lang, W_nav_me, "me", T("/me"), is_here(path, T("/me")), false);
}

static void fill_group(struct page *page, struct arena *a, enum lang lang, unsigned doors, struct text path, int group)
{
    struct page_nav *g = &page->nav.item[page->nav.n];
    g->label = word(lang, groups[group]);
    g->links.item = arena_array(a, DOORS, sizeof *g->links.item);
    for (size_t i = 0; i < DOORS; i++) {
        const struct door *d = &doors_table[i];
        if (d->group != group || !(d->need & doors)) continue;
        struct text href = text_of(d->href);
        g->links.item[g->links.n++] = (link_t){.label = word(lang, d->word), .icon = text_of(d->icon), .href = href,
                                               .here = is_here(path, href), .badge = d->need == DOOR_TODAY ? page->due : 0};
    }
    if (g->links.n > 0) page->nav.n++;
}

void page_doors(struct page *page, struct arena *a, enum lang lang, unsigned doors, struct text path)
{
    page->tabs.item = arena_array(a, TABS_MAX, sizeof *page->tabs.item);
    page->nav.item = arena_array(a, GROUPS, sizeof *page->nav.item);
    page->tabs.n = page->nav.n = 0;
    fill_tabs(page, lang, doors, path);
    for (int i = 0; i < GROUPS; i++) fill_group(page, a, lang, doors, path, i);
}
