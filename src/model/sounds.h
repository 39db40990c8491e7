/* SPDX-License-Identifier: Apache-2.0 */
/* Pinyin of names, remembered: reading one takes 35 µs, and a county's children share surnames and given names. */
#ifndef CHUYAN_MODEL_SOUNDS_H
#define CHUYAN_MODEL_SOUNDS_H

#include "model/work.h"

enum { SOUNDS_MAX = 1 << 15 };   /* parts of names remembered; then it starts anew */

struct sounds;
struct sounds *sounds_new(struct arena *a);

struct sound { struct text pinyin, initials; };   /* "lvxiaoming", "lxm": ü is v; empty when nothing can be read */
/* Texts live in `a`. */
struct sound sound_of(struct sounds *s, struct arena *a, struct text name);
/* The same for a writer, with its own reader or one opened in its arena. */
struct sound work_sound(struct work *w, struct text name);

#endif
