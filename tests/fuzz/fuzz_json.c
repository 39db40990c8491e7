/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as JSON; what was read, written again and read again, is the same. */
#include "format/json.h"

#include <stdlib.h>

static void write_out(struct buf *b, const struct json_node *n)
{
    switch (n->kind) {
    case JSON_NONE:
    case JSON_DOUBLE: /* nothing of ours writes fractions */
        json_none(b);
        break;
    case JSON_BOOL:
        json_bool(b, n->number != 0);
        break;
    case JSON_INT:
        json_int(b, n->number);
        break;
    case JSON_TEXT:
        json_text(b, n->text);
        break;
    case JSON_LIST:
    case JSON_MAP:
        json_open(b, n->kind == JSON_MAP ? '{' : '[');
        for (const struct json_node *c = n->child; c; c = c->next) {
            if (n->kind == JSON_MAP)
                json_key(b, c->key);
            write_out(b, c);
        }
        json_close(b, n->kind == JSON_MAP ? '}' : ']');
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(256u * 1024 * 1024);
    struct faults f = faults_new(a);
    struct text content = {(const char *)data, size};
    struct buf any = buf_new(1u << 20);
    json_text(&any, content); /* bytes of any kind become a string that can be read */
    if (size < 100000 && !text_utf8(buf_text(&any)))
        abort();
    struct json_node *root = json_read(a, content, 65536, &f);
    if ((root == NULL) != (f.errors > 0))
        abort();
    if (root) {
        struct buf once = buf_new(1u << 20), twice = buf_new(1u << 20);
        write_out(&once, root);
        struct json_node *again = json_read(a, buf_text(&once), 1u << 20, &f);
        if (!again)
            abort();
        write_out(&twice, again);
        if (!text_eq(buf_text(&once), buf_text(&twice)))
            abort();
        buf_free(&once);
        buf_free(&twice);
    }
    buf_free(&any);
    arena_free(a);
    return 0;
}
