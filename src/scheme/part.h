/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the parts that all files of schemes and codes have in common, with faults that say what to write instead. For
 * src/scheme. */
#ifndef CHUYAN_SCHEME_PART_H
#define CHUYAN_SCHEME_PART_H

#include "format/yaml.h"
#include "scheme/codes.h"

/* What reading needs everywhere. */
struct part {
    struct arena *arena;
    struct faults *faults;
    const struct codes *codes;    /* NULL while they are being read themselves */
};

/* Faults with up to four arguments at a node (or at its key). */
void part_fault(const struct part *p, const struct yaml_node *n, enum word w, struct text a0, struct text a1, struct text a2);
void part_warn(const struct part *p, const struct yaml_node *n, enum word w, struct text a0, struct text a1, struct text a2);
/* The nearest known word; when none is near, the first of them in a row. */
struct text part_near(struct arena *a, struct text wrong, const struct text *known, size_t known_count);
/* Nothing is called `wrong`: the sentence w, with {1} the nearest known name, or all of them. */
void part_unknown(const struct part *p, const struct yaml_node *n, struct text wrong, enum word w, const struct text *known,
                  size_t known_count);

/* Is it a map (list, scalar)? Says so otherwise; false for NULL without a word. */
bool part_map(const struct part *p, const struct yaml_node *n);
bool part_list(const struct part *p, const struct yaml_node *n);
/* Faults for keys that are not among the space-separated `known`. */
void part_keys(const struct part *p, const struct yaml_node *map, const char *known);
/* The child `key`; a fault when it is not there. */
const struct yaml_node *part_need(const struct part *p, const struct yaml_node *map, const char *key);

/* Copies of scalars. part_words takes a scalar, or a map {zh, en}; English falls back to Chinese. */
struct text part_text(const struct part *p, const struct yaml_node *map, const char *key);
bool part_words(const struct part *p, const struct yaml_node *n, struct text out[LANG_COUNT]);
int64_t part_int(const struct part *p, const struct yaml_node *map, const char *key, int64_t preset, int64_t min, int64_t max);
bool part_bool(const struct part *p, const struct yaml_node *map, const char *key, bool preset);
day_t part_day(const struct part *p, const struct yaml_node *map, const char *key);
/* One of the space-separated words; its place, or -1 with a fault. Absent: preset. */
int part_choice(const struct part *p, const struct yaml_node *map, const char *key, const char *words, int preset);
/* The same for a scalar itself. */
int part_word(const struct part *p, const struct yaml_node *n, const char *words);
/* A name: lower-case letters, digits, _ and -, at most 40. */
bool part_name_ok(struct text t);

/* A scalar or a list of scalars, one by one: for (n = part_each(x); n; n = part_next(n)). */
const struct yaml_node *part_each(const struct yaml_node *n);
const struct yaml_node *part_next(const struct yaml_node *n);

/* Bits of the items of a code list that are named by a scalar or list. */
uint64_t part_mask(const struct part *p, const struct yaml_node *n, const struct code_list *l);
uint32_t part_roles(const struct part *p, const struct yaml_node *n);
/* The bit of one role; -1 with a fault. */
int part_role(const struct part *p, const struct yaml_node *n);
const struct code_kind *part_kind(const struct part *p, const struct yaml_node *n);

#endif
