/* SPDX-License-Identifier: Apache-2.0 */
#include "model/known.h"

#include "gen/sql/known.h"

#include <string.h>

/* Reading the whole county costs about as much as the questions of this many rows of a roll file. */
enum { PAYS_AFTER = 4000, FIRST_SLOTS = 1 << 14 };

struct known {
    struct arena *arena;
    uint64_t *slot;             /* open addressing, 0 free */
    size_t n, slots;
    size_t asked;
    bool read;
};

/* The tags of the keyed columns, see child.sql and person.sql. */
static const char *const tags[KNOWN_KINDS] = {"id_no", "roll_no", "id_no", "phone"};

struct known *known_new(struct arena *a)
{
    struct known *k = arena_alloc(a, sizeof *k);
    *k = (struct known){.arena = a};
    return k;
}

/* ---- a set of 64-bit marks ---- */

static uint64_t mixed(uint64_t h)
{
    h = (h ^ (h >> 32)) * UINT64_C(0x9E3779B97F4A7C15);
    return h ? h : 1;
}

static size_t slot_of(const struct known *k, uint64_t mark)
{
    size_t i = (size_t)(mark >> 20) & (k->slots - 1);
    while (k->slot[i] != 0 && k->slot[i] != mark) i = (i + 1) & (k->slots - 1);
    return i;
}

static void slots_double(struct known *k)
{
    struct known old = *k;
    k->slots = old.slots ? old.slots * 2 : FIRST_SLOTS;
    k->slot = arena_array(k->arena, k->slots, sizeof *k->slot);
    for (size_t i = 0; i < old.slots; i++)
        if (old.slot[i] != 0) k->slot[slot_of(k, old.slot[i])] = old.slot[i];
}

static void mark_add(struct known *k, uint64_t mark)
{
    if (k->n * 2 >= k->slots) slots_double(k);
    size_t i = slot_of(k, mark);
    if (k->slot[i] == 0) k->n++;
    k->slot[i] = mark;
}

/* ---- what is marked ---- */

static uint64_t mark_of_hash(enum known_kind kind, const void *hash)
{
    uint64_t h;
    memcpy(&h, hash, sizeof h);
    return mixed(h + (uint64_t)kind);
}

static uint64_t mark_of_number(struct work *w, enum known_kind kind, struct text number)
{
    unsigned char hash[32];
    db_keyed(w->db, tags[kind], number, hash);
    return mark_of_hash(kind, hash);
}

static uint64_t mark_of_child(int64_t place_key, struct text name, day_t birth)
{
    return mixed(text_hash(name) ^ mixed((uint64_t)place_key * 100003 + (uint64_t)birth));
}

static void hash_add(struct known *k, enum known_kind kind, struct text hash)
{
    if (hash.n >= sizeof(uint64_t)) mark_add(k, mark_of_hash(kind, hash.s));
}

static enum rc county_read(struct work *w)
{
    struct known *k = w->known;
    struct cursor c;
    struct sql_known_children_out child;
    struct sql_known_people_out person;
    TRY(sql_known_children(w->db, &(struct sql_known_children_in){.county = w->county}, &c));
    while (sql_known_children_next(&c, &child)) {
        hash_add(k, KNOWN_CHILD_ID, child.id_hash);
        hash_add(k, KNOWN_CHILD_ROLL, child.roll_hash);
        mark_add(k, mark_of_child(child.place_key, child.name, child.birth_day));
    }
    TRY(sql_close(&c));
    TRY(sql_known_people(w->db, &(struct sql_known_people_in){.county = w->county}, &c));
    while (sql_known_people_next(&c, &person)) {
        hash_add(k, KNOWN_PERSON_ID, person.id_hash);
        hash_add(k, KNOWN_PERSON_PHONE, person.phone_hash);
    }
    k->read = true;
    return sql_close(&c);
}

/* ---- asking ---- */

static enum rc ready(struct work *w, bool *out)
{
    struct known *k = w->known;
    *out = false;
    if (!k) return RC_OK;
    if (!k->read && ++k->asked > PAYS_AFTER) TRY(county_read(w));
    *out = k->read;
    return RC_OK;
}

static bool marked(const struct known *k, uint64_t mark)
{
    return k->n > 0 && k->slot[slot_of(k, mark)] == mark;
}

enum rc known_nobody(struct work *w, enum known_kind kind, struct text number, bool *nobody)
{
    bool can = false;
    TRY(ready(w, &can));
    *nobody = can && !marked(w->known, mark_of_number(w, kind, number));
    return RC_OK;
}

enum rc known_no_child(struct work *w, int64_t place_key, struct text name, day_t birth, bool *nobody)
{
    bool can = false;
    TRY(ready(w, &can));
    *nobody = can && !marked(w->known, mark_of_child(place_key, name, birth));
    return RC_OK;
}

void known_tell(struct work *w, enum known_kind kind, struct text number)
{
    if (w->known && w->known->read && !text_empty(number)) mark_add(w->known, mark_of_number(w, kind, number));
}

void known_tell_child(struct work *w, int64_t place_key, struct text name, day_t birth)
{
    if (w->known && w->known->read) mark_add(w->known, mark_of_child(place_key, name, birth));
}
