/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as delimited text (or whatever they look like). */
#include "fuzz_sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new((size_t)256 << 20);
    struct faults faults = faults_new(a);
    struct sheet_told told;
    fuzz_read(a, (struct text){(const char *)data, size}, &told, &faults, NULL, NULL);
    arena_free(a);
    return 0;
}
