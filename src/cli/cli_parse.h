/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments and help, for cli.c alone. */
#ifndef CHUYAN_CLI_CLI_PARSE_H
#define CHUYAN_CLI_CLI_PARSE_H

#include "cli/cli.h"

bool parse_declared(const struct command *command, const char *option);
/* Finds the command and fills options and arguments of c. *help: print the help instead of running. */
enum rc parse_arguments(struct cli *c, int argc, char **argv, bool *help);
/* Of the command, or of the program when there is none. */
void parse_help(struct cli *c);

#endif
