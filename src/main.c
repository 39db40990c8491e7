/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "format/sheet.h"

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv); /* does not return in the sandboxed reader */
    return cli_main(argc, argv);
}
