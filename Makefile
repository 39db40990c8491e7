# SPDX-License-Identifier: Apache-2.0
# Plain GNU make. `make` builds build/chuyan; `make help` names the targets.
#
#   BUILD=dir   where everything goes (default: build)
#   SAN=1       AddressSanitizer and UBSan, in BUILD/san      COV=1  coverage, in BUILD/cov
#   FUZZ=1      clang and libFuzzer, in BUILD/fuzz            OPT=0  another -O level, in BUILD/o0
#   V=1         shows the whole commands
#   ROOMS="base format"   compile and test only these rooms (for a quick look while another room does not compile)

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

BUILD ?= build
OPT ?= 2
ALL_ROOMS := base format access store scheme model view paper web cli job
ROOMS ?= $(ALL_ROOMS)

PACKAGES := libmicrohttpd sqlite3 libpq libsodium openssl jansson yaml-0.1 xlsxwriter libzip expat icu-i18n icu-uc libseccomp zlib
PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lm -pthread

WARN := -Wall -Wextra -Wconversion -Wshadow
STRICT := -Werror
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CC := gcc
# _FORTIFY_SOURCE wants optimisation and dislikes sanitizers, so only the release has it.
ifdef FUZZ
  OUT := $(BUILD)/fuzz
  CC := clang-14
  MODE := -O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link
  LINK := $(SANITIZE)
  STRICT :=
  WARN := -Wall -Wextra
else ifdef SAN
  OUT := $(BUILD)/san
  MODE := -O1 -g $(SANITIZE)
  LINK := $(SANITIZE)
else ifdef COV
  OUT := $(BUILD)/cov
  MODE := -O0 -g --coverage
  LINK := --coverage
else ifeq ($(OPT),2)
  OUT := $(BUILD)
  MODE := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
else
  OUT := $(BUILD)/o$(OPT)
  MODE := -O$(OPT) -g
endif

GEN := $(BUILD)/gen
VERSION := $(shell git describe --tags --always 2>/dev/null || echo unknown)
CFLAGS := -std=c11 -D_GNU_SOURCE $(WARN) $(STRICT) $(MODE) -pthread -Isrc -I$(BUILD) $(PKG_CFLAGS)
LIBS := $(LINK) $(PKG_LIBS)
say = $(if $(V),,@printf '  %-6s %s\n' $1 $2;)
DEPS = -MMD -MP -MF $(@:.o=.d)

# ---- what there is -------------------------------------------------------------------------------------------------

SRC := $(sort $(foreach r,$(ROOMS),$(shell find src/$r -name '*.c' 2>/dev/null)))
OBJ := $(SRC:%.c=$(OUT)/obj/%.o)
SQL := $(sort $(shell find src sql -name '*.sql'))
VIEWS := $(sort $(wildcard src/view/*.view))
TEMPLATES := $(sort $(shell find templates -name '*.html' 2>/dev/null))
WORDS := $(sort $(wildcard locale/zh/*.yaml locale/en/*.yaml))
EMBEDDED := $(sort $(shell find schemes assets -type f -not -name '.*' 2>/dev/null))
EMBEDDED_DIRS := $(shell find schemes assets -type d 2>/dev/null)
UNITS := $(patsubst tests/unit/%.c,$(OUT)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
FUZZERS := $(patsubst tests/fuzz/%.c,$(OUT)/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
BENCHES := $(patsubst bench/%.c,$(OUT)/bench/%,$(sort $(wildcard bench/*.c)))
# A tool is tools/NAME.c and its parts tools/NAME_*.c.
TOOLS := $(foreach t,$(basename $(notdir $(wildcard tools/*.c))),$(if $(findstring _,$t),,$t))

# ---- generated code: one stamp for each tool -------------------------------------------------------------------------

# Narrowed to rooms below the store or the views, these need not be there, nor be right.
WITH_SQL := $(and $(filter sqlc,$(TOOLS)),$(filter store,$(ROOMS)),$(SQL))
WITH_VIEW := $(and $(filter viewc,$(TOOLS)),$(filter view,$(ROOMS)),$(VIEWS))
STAMPS := $(GEN)/words.stamp $(if $(WITH_SQL),$(GEN)/sql.stamp $(GEN)/probe.stamp) $(if $(WITH_VIEW),$(GEN)/view.stamp)
GEN_C := $(GEN)/words.c $(GEN)/embedded.c
GEN_C += $(if $(WITH_SQL),$(patsubst %.sql,$(GEN)/sql/%.c,$(notdir $(filter src/%,$(SQL)))) $(GEN)/sql/migrations.c $(GEN)/sql/statements.c)
GEN_C += $(if $(WITH_VIEW),$(patsubst %.view,$(GEN)/view/%.c,$(notdir $(VIEWS))) $(GEN)/view/layouts.c)
GEN_OBJ := $(GEN_C:$(GEN)/%.c=$(OUT)/obj/gen/%.o)

.PHONY: all san unit fuzz bench check tools gen clean help
all: $(if $(and $(wildcard src/main.c),$(filter cli,$(ROOMS))),$(OUT)/chuyan,$(OBJ) $(GEN_OBJ))
tools: $(TOOLS:%=$(BUILD)/tools/%)
gen: $(STAMPS) $(GEN)/embedded.stamp

$(GEN)/words.stamp: $(BUILD)/tools/words $(WORDS) locale/zh locale/en
	@mkdir -p $(@D)
	$(call say,gen,$@)$< --out $(GEN) locale/zh locale/en
	@touch $@
$(GEN)/sql.stamp: $(BUILD)/tools/sqlc $(SQL) $(wildcard sql/*.txt)
	@mkdir -p $(GEN)/sql
	$(call say,gen,$@)$< --sql sql --out $(GEN)/sql $(filter src/%.sql,$^)
	@touch $@
# A small layout and statements of its own for the tests of the store.
$(GEN)/probe.stamp: $(BUILD)/tools/sqlc $(wildcard tests/fixtures/probe/*.* tests/fixtures/probe/statements/*.sql)
	@mkdir -p $(GEN)/probe
	$(call say,gen,$@)$< --set probe --sql tests/fixtures/probe --out $(GEN)/probe tests/fixtures/probe/statements/*.sql
	@touch $@
$(GEN)/view.stamp: $(BUILD)/tools/viewc $(VIEWS) $(TEMPLATES) $(WORDS)
	@mkdir -p $(GEN)/view
	$(call say,gen,$@)$< --views src/view --templates templates --words locale/zh --out $(GEN)/view
	@touch $@
$(GEN)/embedded.stamp: $(BUILD)/tools/embed $(EMBEDDED) $(EMBEDDED_DIRS) $(wildcard package-lock.json)
	@mkdir -p $(@D)
	$(call say,gen,$@)$< --out $(GEN)/embedded.c --npm assets/npm.txt schemes assets
	@touch $@

# The tools write a file only when it changes, so these say where it comes from without making it newer.
$(GEN)/words.c $(GEN)/words.h: $(GEN)/words.stamp ; @:
$(GEN)/embedded.c: $(GEN)/embedded.stamp ; @:
$(GEN)/sql/%.c $(GEN)/sql/%.h: $(GEN)/sql.stamp ; @:
$(GEN)/view/%.c $(GEN)/view/%.h: $(GEN)/view.stamp ; @:
.SECONDARY:

# ---- tools: built once, without sanitizers, on those parts of base that need no generated code ------------------------

TOOL_BASE := $(patsubst src/%.c,$(BUILD)/tools/obj/%.o,$(filter-out src/base/word.c src/base/fault.c,$(wildcard src/base/*.c)))
TOOL_FLAGS := -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wconversion -Wshadow -Werror -O2 -g -Isrc -Itools
$(BUILD)/tools/obj/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(call say,tool,$<)gcc $(TOOL_FLAGS) $(DEPS) -c $< -o $@
$(BUILD)/tools/obj/%.o: tools/%.c Makefile
	@mkdir -p $(@D)
	$(call say,tool,$<)gcc $(TOOL_FLAGS) $(DEPS) -c $< -o $@
.SECONDEXPANSION:
tool_parts = $(patsubst tools/%.c,$(BUILD)/tools/obj/%.o,$(wildcard tools/$1.c tools/$1_*.c))
$(TOOLS:%=$(BUILD)/tools/%): $(BUILD)/tools/%: $$(call tool_parts,$$*) $(TOOL_BASE)
	$(call say,link,$@)gcc -g -o $@ $^ -lyaml -lsodium

# ---- objects and programs ----------------------------------------------------------------------------------------------

$(OUT)/obj/src/%.o: src/%.c Makefile | $(STAMPS)
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) $(CFLAGS) $(DEPS) -c $< -o $@
# Embedded bytes come in by .incbin, which -MMD does not see.
$(OUT)/obj/gen/embedded.o: $(GEN)/embedded.c $(EMBEDDED) $(wildcard package-lock.json) Makefile
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) $(CFLAGS) $(DEPS) -c $< -o $@
$(OUT)/obj/gen/%.o: $(GEN)/%.c Makefile | $(STAMPS)
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) $(CFLAGS) $(DEPS) -c $< -o $@
$(OUT)/obj/src/main.o: CFLAGS += -DCHUYAN_VERSION='"$(VERSION)"'
$(OUT)/chuyan: $(OUT)/obj/src/main.o $(OBJ) $(GEN_OBJ)
	$(call say,link,$@)$(CC) -o $@ $^ $(LIBS)

# Tests take what they need from one archive, so that each links fast.
empty :=
ARCHIVE := $(OUT)/libchuyan$(if $(filter-out $(ALL_ROOMS),$(ROOMS))$(filter-out $(ROOMS),$(ALL_ROOMS)),-$(subst $(empty) $(empty),-,$(strip $(ROOMS)))).a
$(ARCHIVE): $(OBJ) $(GEN_OBJ)
	@rm -f $@
	@ar rcs $@ $^
$(OUT)/obj/tests/%.o: tests/%.c Makefile | $(STAMPS)
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) $(CFLAGS) -Itests $(DEPS) -c $< -o $@
$(OUT)/tests/%: $(OUT)/obj/tests/unit/%.o $(ARCHIVE)
	@mkdir -p $(@D)
	$(call say,link,$@)$(CC) -o $@ $< $(ARCHIVE) $(LIBS) -lcmocka
# A tool's own test runs the tool.
$(foreach t,$(TOOLS),$(eval $(OUT)/tests/test_$t: | $(BUILD)/tools/$t))
$(OUT)/fuzz_%: $(OUT)/obj/tests/fuzz/fuzz_%.o $(ARCHIVE)
	$(call say,link,$@)$(CC) -fsanitize=fuzzer -o $@ $< $(ARCHIVE) $(LIBS)
$(OUT)/obj/bench/%.o: bench/%.c Makefile | $(STAMPS)
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) $(CFLAGS) $(DEPS) -c $< -o $@
$(OUT)/bench/%: $(OUT)/obj/bench/%.o $(ARCHIVE)
	@mkdir -p $(@D)
	$(call say,link,$@)$(CC) -o $@ $< $(ARCHIVE) $(LIBS)

# ---- targets -------------------------------------------------------------------------------------------------------------

.PHONY: golden unit-programs fuzz-programs bench-programs
unit-programs: $(UNITS)
fuzz-programs: $(FUZZERS)
bench-programs: $(BENCHES)
san:
	@$(MAKE) --no-print-directory SAN=1 all
unit:
	@$(MAKE) --no-print-directory SAN=1 unit-programs
fuzz:
	@$(MAKE) --no-print-directory FUZZ=1 fuzz-programs
bench: all
	@$(MAKE) --no-print-directory bench-programs
	@if [ -x bench/run ]; then BUILD=$(BUILD) bench/run; fi
# make test_text: builds and runs one unit test with sanitizers.
$(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c)): test_%:
	@$(MAKE) --no-print-directory SAN=1 $(BUILD)/san/tests/$@
	@BUILD=$(BUILD) $(BUILD)/san/tests/$@
# Writes the golden files anew; look at the difference before committing it.
golden:
	@CHUYAN_GOLDEN=1 $(MAKE) --no-print-directory test_route test_schemes
check: $(BUILD)/tools/check
	$<
clean:
	rm -rf $(BUILD)
help:
	@echo 'all (build/chuyan)  san  unit  test_NAME (build and run one)  fuzz  bench  check  tools  gen  clean'

-include $(shell find $(OUT)/obj $(BUILD)/tools/obj -name '*.d' 2>/dev/null)
