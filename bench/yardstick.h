/* SPDX-License-Identifier: Apache-2.0 */
/* The yardstick of reading spreadsheets: libzip and expat with empty handlers over a part of the file. */
#ifndef CHUYAN_BENCH_YARDSTICK_H
#define CHUYAN_BENCH_YARDSTICK_H

#include <expat.h>
#include <stdlib.h>
#include <zip.h>

enum { YARDSTICK_CHUNK = 64 * 1024 };

static inline void on_element(void *user, const XML_Char *name, const XML_Char **atts)
{
    (void)name, (void)atts;
    ++*(size_t *)user;
}

static inline void on_end(void *user, const XML_Char *name)
{
    (void)user, (void)name;
}

static inline void on_chars(void *user, const XML_Char *s, int n)
{
    (void)s;
    *(size_t *)user += (size_t)n & 1;
}

static inline void parse_bare(zip_t *z, const char *path)
{
    zip_file_t *f = zip_fopen(z, path, 0);
    if (!f) return;
    XML_Parser p = XML_ParserCreate(NULL);
    size_t count = 0;
    XML_SetUserData(p, &count);
    XML_SetElementHandler(p, on_element, on_end);
    XML_SetCharacterDataHandler(p, on_chars);
    for (zip_int64_t n = 1; n > 0;) {
        n = zip_fread(f, XML_GetBuffer(p, YARDSTICK_CHUNK), YARDSTICK_CHUNK);
        if (n < 0 || XML_ParseBuffer(p, (int)n, n == 0) != XML_STATUS_OK) abort();
    }
    XML_ParserFree(p);
    zip_fclose(f);
}

#endif
