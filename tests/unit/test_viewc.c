/* SPDX-License-Identifier: Apache-2.0 */
/* The view compiler refuses bad templates at the right place. Each case is a small tree in a temporary directory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char dir[64], here[256], said[8192];

static void put(const char *name, const char *content)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(content, f) >= 0);
    assert_int_equal(0, fclose(f));
}

static int start(void **state)
{
    (void)state;
    static const char *const below[] = {"", "/v", "/t", "/t/partial", "/t/layout", "/w", "/o"};
    char path[160];
    snprintf(dir, sizeof dir, "/tmp/viewc-XXXXXX");
    if (!getcwd(here, sizeof here) || !mkdtemp(dir)) return -1;
    for (size_t i = 1; i < sizeof below / sizeof *below; i++) {
        snprintf(path, sizeof path, "%s%s", dir, below[i]);
        if (mkdir(path, 0700) != 0) return -1;
    }
    put("v/page.view", "frame page \"The frame.\"\n  csrf text\n  fragment bool\n");
    put("w/w.yaml", "hello: \"hi\"\nhello_who: \"hi {0} and {1}\"\n");
    put("t/layout/main.html", "<main>{{content}}</main>\n");
    put("t/partial/broken.html", "<p>\n{{nowhere}}</p>\n");
    return 0;
}

/* Runs a program with what it writes going to `said`; returns its exit code. */
static int run(const char *const *argv, const char *in)
{
    int out[2], status = -1;
    assert_int_equal(0, pipe(out));
    pid_t child = fork();
    if (child == 0) {
        if (dup2(out[1], 1) < 0 || dup2(out[1], 2) < 0 || chdir(in) != 0) _exit(126);
        close(out[0]);
        execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    close(out[1]);
    size_t n = 0;
    for (ssize_t got; (got = read(out[0], said + n, sizeof said - 1 - n)) > 0;) n += (size_t)got;
    said[n] = '\0';
    close(out[0]);
    assert_int_equal(child, waitpid(child, &status, 0));
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int stop(void **state)
{
    (void)state;
    return run((const char *const[]){"rm", "-rf", dir, NULL}, "/");
}

/* Compiles `html` against a fixed view. Returns the compiler's exit code. */
static int compile(const char *html)
{
    const char *build = getenv("BUILD");
    char tool[512];
    put("v/x.view", "view x \"A view.\"\n  name text\n  n int\n  yes bool\n  back_href text\n"
                    "  rows list\n    name text\n  who one\n    name text\n");
    put("t/x.html", html);
    if (!build) build = "build";
    snprintf(tool, sizeof tool, "%s%s%s/tools/viewc", build[0] == '/' ? "" : here, build[0] == '/' ? "" : "/",
             build);
    const char *const argv[] = {tool, "--views", "v", "--templates", "t", "--words", "w", "--out", "o", NULL};
    return run(argv, dir);
}

static void refused(const char *html, const char *where)
{
    assert_int_equal(1, compile(html));
    if (!strstr(said, where)) fail_msg("for %s\nsaid %s\nnot  %s", html, said, where);
}

static void accepted(const char *html)
{
    if (compile(html) != 0) fail_msg("for %s\nsaid %s", html, said);
}

static void test_good(void **state)
{
    (void)state;
    accepted("{{layout main}}\n<p>{{name}} {{n}} {{w.hello}} {{w.hello_who name n}}</p>\n");
    accepted("{{#each rows}}<i>{{name}}{{../name}}{{page.csrf}}</i>{{/each}}");
    accepted("{{#one who}}{{name}}{{/one}}{{#if yes}}a{{else if n = 3}}b{{else if name = \"x\"}}c{{else}}d{{/if}}");
    accepted("<a href=\"/child/{{n}}?q={{name}}\" title=\"{{name}}\">x</a><a href=\"{{back_href}}\">y</a><a "
             "href=\"tel:{{name}}\">z</a>");
    accepted("<input {{#if yes}}checked{{/if}} class=\"a{{#if yes}} b{{/if}}\">");
    accepted("{{#fragment part}}<p>x</p>{{/fragment}}{{! a remark }}");
}

static void test_misspelt(void **state)
{
    (void)state;
    refused("<p>\n  {{nmae}}</p>", "t/x.html:2:3: 'x_view' has no field 'nmae'");
    refused("{{#each rows}}{{n}}{{/each}}", "t/x.html:1:15: 'x_rows' has no field 'n'");
    refused("{{page.nothing}}", "t/x.html:1:1: the page has no field");
    refused("{{w.helo}}", "t/x.html:1:1: there is no word 'helo'");
    refused("{{w.hello_who name}}", "takes 2 arguments, not 1");
    refused("{{../name}}", "climbs above the view");
    refused("{{> nothing}}", "there is no partial 'nothing'");
    refused("\n{{> broken}}", "t/partial/broken.html:2:1:");
    refused("{{rows}}", "no text and no number");
    refused("{{#each name}}{{/each}}", "is no list");
    refused("{{layout other}}x", "there is no layout 'other'");
}

static void test_unsafe(void **state)
{
    (void)state;
    refused("<a href=\"{{name}}\">x</a>", "begins an address");
    refused("<a href=\"javascript:{{name}}\">x</a>", "t/x.html:1:10: an address begins with");
    refused("<a href=\"//{{name}}\">x</a>", "another host");
    refused("<a href=\"https://example.org\">x</a>", "an address begins with");
    refused("<p onclick=\"{{name}}\">x</p>", "inline event handlers");
    refused("<p onclick>x</p>", "inline event handlers");
    refused("<p style=\"color:red\">x</p>", "style= is refused");
    refused("<script>{{name}}</script>", "inside <script>");
    refused("<script>alert(1)</script>", "inline script");
    refused("<style>p{}</style>", "this element is refused");
    refused("<p class={{name}}>x</p>", "double quotes");
    refused("<p {{name}}>x</p>", "may stand in text");
    refused("<p data-{{name}}=\"x\">x</p>", "may stand in text");
    refused("<{{name}}>", "cannot make an element's name");
    refused("<p hx-vals=\"{{name}}\">x</p>", "no value may stand in the attribute");
    refused("<p hx-on:click=\"x\">x</p>", "run as script");
    refused("<!-- {{name}} -->", "HTML comments");
    refused("<a href=\"{{#if yes}}{{name}}{{else}}/{{/if}}\">x</a>", "begins an address");
}

static void test_unbalanced(void **state)
{
    (void)state;
    refused("<div><p>x</div>", "t/x.html:1:15: closes another element");
    refused("<div>\n<p>x</p>", "t/x.html:1:1: <div> is never closed");
    refused("{{#if yes}}<div>{{/if}}</div>", "leaves the HTML elsewhere");
    refused("{{#if yes}}<p title=\"{{else}}<p>{{/if}}", "leaves the HTML elsewhere");
    refused("<p>{{#each rows}}</p>{{/each}}", "leaves the HTML elsewhere");
    refused("{{#if yes}}x", "never closed");
    refused("x{{/if}}", "closes nothing");
    refused("{{#if yes}}x{{/each}}", "closes another block");
    refused("{{name", "never closed");
    refused("<p title=\"x", "ends inside a tag");
    refused("{{#each rows}}{{#fragment a}}x{{/fragment}}{{/each}}", "outside #each");
}

static void test_declarations(void **state)
{
    (void)state;
    put("t/x.html", "x");
    put("v/y.view", "view y \"Y.\"\n  a txet\n");
    assert_int_equal(1, compile("x"));
    assert_non_null(strstr(said, "v/y.view:2:1: type 'txet' is unknown"));
    put("v/y.view", "view y \"Y.\"\n  a list of nothing\n");
    assert_int_equal(1, compile("x"));
    assert_non_null(strstr(said, "v/y.view:2:1: there is no part 'nothing'"));
    put("v/y.view", "view y \"Y.\"\n  a text\n  a int\n");
    assert_int_equal(1, compile("x"));
    assert_non_null(strstr(said, "v/y.view:3:1: field 'a' stands here twice"));
    put("v/y.view", "view z \"Y.\"\n  a text\n");
    assert_int_equal(1, compile("x"));
    assert_non_null(strstr(said, "must have the name of its file"));
    put("v/y.view", "part y \"Y.\"\n  a text\n");
    put("t/orphan.html", "x");
    assert_int_equal(1, compile("x"));
    assert_non_null(strstr(said, "t/orphan.html:1:1: has no v/orphan.view"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_good), cmocka_unit_test(test_misspelt),
                                       cmocka_unit_test(test_unsafe), cmocka_unit_test(test_unbalanced),
                                       cmocka_unit_test(test_declarations)};
    return cmocka_run_group_tests_name("viewc", tests, start, stop);
}
