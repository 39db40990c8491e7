/* SPDX-License-Identifier: Apache-2.0 */
/* Forms from anywhere, held against a route with every type of parameter. */
#include "web/param.h"

#include <stdlib.h>

static const struct param all_types[] = {
    {"t", P_TEXT, false, 0, 10, NULL}, {"n", P_NOTE, false, 0, 0, NULL}, {"i", P_INT, true, -5, 5, NULL},
        {"d", P_DAY, false, 0, 0, NULL},
    {"b", P_BOOL, false, 0, 0, NULL}, {"c", P_CODE, false, 0, 0, "x y"}, {"ids", P_IDS, false, 0, 3, NULL},
    {"cs", P_CODES, false, 0, 3, NULL}, {"f_", P_PREFIX, false, 0, 5, NULL}, {"file", P_FILE, false, 0, 9, NULL}, {0},
};
static const struct route route = {METHOD_POST, "/x/{id}", GATE_SIGNED, CAP_none, LANE_WRITE, NULL, all_types, NULL, "fuzz",
    1 << 20};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    struct arena *a = arena_new(256 << 20);
    struct text body = {(const char *)data + 1, size - 1};
    struct pairs pairs = {0};
    enum rc rc = data[0] & 1 ? form_read(a, body, &pairs) : multipart_read(a, T("multipart/form-data; boundary=b"), body, &pairs);
    if (rc == RC_OK) {
        struct request q = {.arena = a, .route = &route, .faults = faults_new(a), .path = T("/x/1")};
        struct route_match m = {.route = &route, .n = 1, .name = {T("id")}, .value = {T("1")}};
        struct spine_params own = {0};
        struct value v;
        bool malformed = false;
        unsigned char digest[32];
        rc = params_check(&q, &m, &pairs, &own, &malformed);
        if (rc == RC_OK && malformed) abort();
        int64_t i = param_int(&q, "i", 0);
        if (i < -5 || i > 5) abort();                                          /* a number past its limits never reads as one */
        if (rc == RC_OK && text_chars(param_text(&q, "t")) > 10) abort();
        if (rc == RC_OK && param_nth(&q, "ids", 3, &v)) abort();
        (void)param_day(&q, "d", 0);
        (void)param_file(&q, "file");
        params_digest(&q, digest);
    }
    arena_free(a);
    return 0;
}
