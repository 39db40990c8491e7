/* SPDX-License-Identifier: Apache-2.0 */
/* A parent or carer; one row for one human being, however many children. */
#ifndef CHUYAN_MODEL_PERSON_H
#define CHUYAN_MODEL_PERSON_H

#include "model/work.h"

struct person {
    int64_t id;
    struct text name, work;
    struct text id_no, phone, address;    /* opened; several phones separated by a space */
    int sex;
    day_t birth;
};

enum rc person_by_id(struct db *db, int64_t county, int64_t id, struct arena *a, struct person *out);
/* The same human being already known: by ID number, else by first phone and name; 0 none. */
enum rc person_find(struct work *w, const struct person *p, int64_t *id);
enum rc person_add(struct work *w, struct person *p, int64_t batch);
enum rc person_change(struct work *w, const struct person *p);

/* Which of several numbers, separated by blanks, a person is searched for by: the first. TEXT_NONE without any. */
struct text person_phone_key(struct text phones);

#endif
