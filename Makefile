# jaga: build, test, bench. `make help` lists the targets. No file is listed, wildcards find them.
#   make BUILD=asan test    another flavour, side by side in build/asan/
#   make CC=clang           another compiler, same directory, everything is rebuilt
#   make V=1                show the commands, and what passing tests print

# What is timed or installed is the optimised program, unless told otherwise.
BUILD ?= $(if $(filter ablation bench bench-desk bench-live bench-memory bench-trees bench-wave compare install quality,$(MAKECMDGOALS)),release,debug)
B     := build/$(BUILD)
Q     := $(if $(filter 1,$(V)),,@)
say    = $(if $(filter 1,$(V)),,@printf '  %-6s %s\n' '$1' '$2')
ifeq ($(origin CC),default)
CC    := $(if $(shell command -v gcc),gcc,cc)
endif

# Only compiling needs cflags, only linking needs ldflags: clang rejects a flag that is of no use.
# JAGA_CRASH_STEPS leaves in the places where the crash tests kill the process. Debug is not -Og,
# under which gcc cannot inline what xxhash.h says it must.
sanitize        := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
cflags.debug    := -O1 -g3 -DJAGA_CRASH_STEPS
comma           := ,
# The released program is optimised as one piece: an event goes through a hundred small functions. The
# objects are fat, so that ar needs no plug-in; clang's way would need another linker.
lto             := $(if $(filter gcc%,$(notdir $(CC))),-flto=auto -ffat-lto-objects)
# By itself gcc clears structs of a few hundred bytes with `rep stos`, which takes longer to start than
# to do.
clear           := $(if $(and $(lto),$(filter x86_64,$(shell uname -m))),\
                     -mmemset-strategy=unrolled_loop:128:noalign$(comma)libcall:-1:noalign)
cflags.release  := -O3 -g -DNDEBUG -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 \
                   -fstack-protector-strong -fPIE $(lto) $(clear)
ldflags.release := -pie -Wl,-z,relro,-z,now -O3 $(lto)
cflags.asan     := -O1 -g -DJAGA_CRASH_STEPS $(sanitize)
ldflags.asan    := $(sanitize)
cflags.tsan     := -O1 -g -DJAGA_CRASH_STEPS -fsanitize=thread
ldflags.tsan    := -fsanitize=thread
cflags.cov      := -O0 -g -DJAGA_CRASH_STEPS --coverage
ldflags.cov     := --coverage
# Not for choosing by hand: what `make fuzz-run` builds, with clang.
cflags.fuzzer   := -O1 -g $(sanitize) -fsanitize=fuzzer-no-link
ldflags.fuzzer  := $(sanitize)
ifeq ($(origin cflags.$(BUILD)),undefined)
$(error BUILD=$(BUILD) is not one of: debug release asan tsan cov)
endif

# -ffp-contract=off: a fused multiply-add rounds once instead of twice, so results would depend on
# the machine. No -march: the program runs on every x86-64, faster paths are chosen at run time.
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wcast-qual -Wformat=2 -Wundef -Wvla \
        -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Werror
FLAGS   := -std=c11 -D_GNU_SOURCE $(WARN) -ffp-contract=off $(cflags.$(BUILD)) -Iinclude -Iengine \
           $(CPPFLAGS) $(CFLAGS)
COMPILE := $(CC) $(FLAGS)
LINK    := $(CC) $(ldflags.$(BUILD)) -Wl,--as-needed $(LDFLAGS)
# Plain -l flags, because pkg-config may be missing and libcsv has no .pc file. xxhash is used from
# its header. A new library also needs its line in scripts/deps.sh.
LIBS    := -lsqlite3 -lcurl -lmicrohttpd -lcsv -lmaxminddb -lsodium -lzstd -lz -ljansson -lyaml -lxgboost -lm -lpthread
# Graphviz' layout and its writer stand in a folder of their own; linked, not loaded by its list.
plugins := $(firstword $(wildcard /usr/lib/*/graphviz))
LIBS    += -L$(plugins) -Wl,-rpath,$(plugins) -lgvc -lcgraph -lgvplugin_dot_layout -lgvplugin_core
CHECK   := -lcheck_pic -lsubunit -lrt

objects = $(patsubst %.c,$(B)/%.o,$(wildcard $1))
program = $(patsubst %.c,$(B)/%,$(wildcard $1))
lib    := $(B)/libjaga.a
bin    := $(B)/jaga
lib_o  := $(filter-out $(B)/engine/cli/%,$(call objects,engine/*/*.c)) $(B)/embed.o
cli_o  := $(call objects,engine/cli/*.c)
unit   := $(call program,tests/unit/test_*.c)
fuzz   := $(call program,tests/fuzz/fuzz_*.c)
helper := $(call program,tests/helper/*.c)
preload := $(patsubst %.c,$(B)/%.so,$(wildcard tests/fault/*.c))
bench  := $(call program,bench/bench_*.c)
bench_o := $(filter-out $(bench:=.o),$(call objects,bench/*.c))
format := $(wildcard include/*/*.h engine/*/*.[ch] tests/*/*.[ch] bench/*.[ch])
# Files the library carries inside it, so that the installed program is one file.
embed  := $(sort $(wildcard engine/*/*.sql datasets/maps/*.csv) \
                 $(filter-out %.md,$(wildcard models/*.* models/*/*.*)))

only   := $(if $(T),$(B)/tests/unit/test_$(T),$(unit))

# Test programs, the long ones first: two cores are then busy until the end.
golden   := tests/golden/run.sh
property := $(wildcard tests/property/*.sh)
crash    := $(wildcard tests/crash/*.sh)
fault    := $(wildcard tests/fault/*.sh)
lint     := $(wildcard tests/lint/*.sh)
# What starts no thread of its own, and under the thread sanitizer takes minutes: it could find nothing.
one_thread := $(if $(filter tsan,$(BUILD)),\
  $(patsubst %,tests/property/%.sh,drift erase evaluate evidence fit giveaway model settings trace train train_on tune) \
  $(patsubst %,$(B)/tests/unit/test_%,angle entity fit from_xgboost key_index renewal rhythm sample signals supervise))
quick    := $(addprefix tests/lint/,layers.sh banned.sh sizes.sh)

# Sub-makes use all cores, unless the caller said how many.
jobs = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 2) -Otarget)
sub  = $(MAKE) --no-print-directory $(jobs) SUB=1
# Several goals asked for together (clean all, unit golden) take turns: they share files.
ifneq ($(word 2,$(MAKECMDGOALS)),)
ifndef SUB
.NOTPARALLEL:
endif
endif

# What tests/run.sh and the lints need to know.
export CC V
export JAGA_FLAGS := $(FLAGS)

# Build $1, going on after a failure, which then counts as one failed test; run the programs $2.
define build-and-run
+@built=yes; $(if $(strip $1),$(sub) -k $1 || built=no;) BUILT=$$built tests/run.sh $(bin) $2
endef

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all deps demo demo-case test quick unit golden golden-update fuzz fuzz-run property real crash fault \
        headers layers lint fmt fmt-check bench bench-live bench-memory bench-trees bench-wave compare ablation \
        quality \
        sanitize cov ci install clean help FORCE

all: $(bin) ## build the library and the jaga program (default)

deps: ## install the libraries needed; DEPS=check only says which are missing
	@scripts/deps.sh $(or $(DEPS),install)

demo: deps ## from nothing to the first hold: libraries, release build, a guided run
	+@$(sub) BUILD=release all
	@scripts/demo.sh $(CURDIR)/build/release/jaga

demo-case: deps ## a theft from its first sign to the closed case, with a ledger and two agents
	+@$(sub) BUILD=release all
	@scripts/demo-case.sh $(CURDIR)/build/release/jaga

test: deps ## build, then every test; the last line says N passed, M failed
	$(call build-and-run,$(bin) $(unit) $(fuzz) $(helper) $(preload),\
	  $(golden) $(property) $(crash) $(fault) $(unit) $(fuzz) $(quick))

quick: deps ## the short tests, for BUILD=asan and BUILD=tsan: no kills, no faults, no lints
	$(call build-and-run,$(bin) $(filter-out $(one_thread),$(unit)) $(fuzz) $(helper),\
	  $(golden) $(filter-out $(one_thread),$(property) $(unit)) $(fuzz))

unit: ## unit tests; T=csv only that one
	$(call build-and-run,$(only) $(helper),$(only))

golden: ## end-to-end cases against their expected output
	$(call build-and-run,$(bin) $(helper),$(golden))

golden-update: $(bin) $(helper) ## accept what comes out, then review the diff; T=case only that one
	$(Q)$(golden) $(CURDIR)/$(bin) --update $(T)

fuzz: ## replay the saved fuzz inputs
	$(call build-and-run,$(fuzz),$(fuzz))

fuzz-run: ## fuzz one target with clang's libFuzzer: T=csv S=60 (seconds)
	$(if $(T),,$(error fuzz-run wants T=name, as in tests/fuzz/fuzz_name.c))
	+@$(sub) BUILD=fuzzer CC=clang build/fuzzer/run/$(T)
	@mkdir -p build/fuzzer/found/$(T) tests/fuzz/corpus/fuzz_$(T)
	build/fuzzer/run/$(T) -max_total_time=$(or $(S),60) -artifact_prefix=build/fuzzer/ \
	  build/fuzzer/found/$(T) tests/fuzz/corpus/fuzz_$(T)

property: ## laws of the whole program: file = pipe, twice = once, ...
	$(call build-and-run,$(bin) $(helper),$(property))

real: export JAGA_REAL_ROWS := all
real: export V := 1
real: ## public logs, whole, through their mappings; skips where they are not
	$(call build-and-run,$(bin),tests/property/real_exports.sh)

crash: ## kill -9 at every step, restart, compare
	$(call build-and-run,$(bin) $(helper),$(crash))

fault: ## no memory, no disk, short reads, busy database
	$(call build-and-run,$(bin) $(helper) $(preload),$(fault))

headers: ## each header compiles alone
	$(call build-and-run,,tests/lint/headers.sh)

layers: ## no layer includes one it may not know
	$(call build-and-run,,tests/lint/layers.sh)

lint: ## format, headers, layers, banned calls, sizes, words, a second compiler's opinion
	$(call build-and-run,$(B)/embed.c,$(lint))

fmt: ## rewrite sources in the house style
	$(Q)clang-format -i $(format)

fmt-check: ## fail when fmt would change something
	$(call build-and-run,,tests/lint/format.sh)

bench: $(B)/bench/bench_scan ## speed of the release build beside libcsv, one JSON line
	$(Q)$<

bench-memory: $(B)/bench/bench_memory ## bytes of each table with 10 M accounts: wants 8 GB
	$(Q)$<

bench-live: $(B)/bench/bench_live $(bin) ## how soon a hold is out: 50,000 events and 200 holds a second for a minute
	$(Q)$< $(bin) $(S)

bench-wave: $(bin) ## a wave of 500 thefts among a million active accounts against the circuit breaker
	$(Q)bench/breaker_wave.sh $(bin)

bench-desk: $(B)/bench/bench_desk ## how long an agent waits among 100,000 open calls
	+@$(sub) BUILD=release all
	$(Q)bench/desk.sh $(CURDIR)/build/release/jaga

bench-trees: $(B)/bench/bench_trees ## ns per row of tree ensembles and of making the row
	$(Q)$<

compare: $(bin) ## jaga beside three naive rules; SEEDS="501 502" ACCOUNTS=10000
	$(Q)bench/compare.sh $(bin) $(SEEDS)

ablation: $(bin) ## what each signal is worth, a row each; SEEDS= and ACCOUNTS= as above
	$(Q)bench/ablation.sh $(bin) $(SEEDS)

quality: $(bin) ## what a model's parts are worth, and whether it can be believed; PARTS="shape leak" ACCOUNTS=
	$(Q)bench/quality.sh $(bin) $(PARTS)

sanitize: ## the short tests under address, undefined and thread sanitizers
	+@bad=0; for b in asan tsan; do $(sub) BUILD=$$b quick || bad=1; done; exit $$bad

cov: ## lines of the engine that the short tests reach, the least covered files first
	+@$(sub) BUILD=cov quick
	@find build/cov/engine -name '*.gcda' | xargs gcov -n 2>/dev/null | awk -F"[':% ]+" '\
	  /^File/ { file = $$2 } \
	  /^Lines/ && file ~ /^engine.*c$$/ { hit += $$3 * $$5 / 100; all += $$5; \
	      printf "%6.1f %% of %4d  %s\n", $$3, $$5, file | "sort -n"; file = "" } \
	  END { close("sort -n"); printf "%6.1f %% of %4d  in all\n", 100 * hit / all, all }'

ci: ## what the server runs, all of it
	@.ci/run

PREFIX ?= /usr/local
share   = $(DESTDIR)$(PREFIX)/share
# The program knows its options best, so it writes its manual and completions itself.
$(B)/jaga.1: $(bin)
	$(Q)$< help --man >$@
$(B)/jaga.%: $(bin)
	$(Q)$< help --completion $* >$@

install: $(bin) $(addprefix $(B)/jaga.,1 bash zsh fish) ## program, manual, completions, to $(DESTDIR)$(PREFIX)
	$(Q)install -D -m 755 $(bin) $(DESTDIR)$(PREFIX)/bin/jaga
	$(Q)install -D -m 644 $(B)/jaga.1 $(share)/man/man1/jaga.1
	$(Q)install -D -m 644 $(B)/jaga.bash $(share)/bash-completion/completions/jaga
	$(Q)install -D -m 644 $(B)/jaga.zsh $(share)/zsh/site-functions/_jaga
	$(Q)install -D -m 644 $(B)/jaga.fish $(share)/fish/vendor_completions.d/jaga.fish

clean: ## remove build/
	$(Q)rm -rf build

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' Makefile

# Rules. $(B)/flags is rewritten only when a command line changed, and then everything is rebuilt;
# the lists only when a file came or went, which the dates of the files left would not tell.
# $1: what the stamp must say
stamp = @mkdir -p $(@D); printf '%s\n' '$1' | cmp -s - $@ || printf '%s\n' '$1' >$@

$(B)/flags: FORCE
	$(call stamp,$(COMPILE) : $(LINK) $(LIBS) $(CHECK))

$(B)/embed.list: FORCE
	$(call stamp,$(embed))

$(B)/lib.list: FORCE
	$(call stamp,$(lib_o) $(cli_o))

$(B)/embed.c: engine/base/embed.sh $(B)/embed.list $(embed)
	$(call say,EMBED,$@)
	$(Q)sh $< $(embed) >$@

$(B)/embed.o: $(B)/embed.c $(B)/flags
	$(Q)$(COMPILE) -MMD -MP -c $< -o $@

# Banned calls are a compile error in the product; tests may use them.
$(B)/engine/%.o: extra := -include engine/base/banned.h
$(B)/tests/%.o:  extra := -Itests
$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(COMPILE) $(extra) -MMD -MP -c $< -o $@

# Deleted before ar, or the objects of removed files would stay in it.
$(lib): $(lib_o) $(B)/lib.list
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(lib_o)

$(bin): $(cli_o) $(lib)
	$(call say,LINK,$@)
	$(Q)$(LINK) $^ $(LIBS) -o $@

$(B)/tests/unit/%: $(B)/tests/unit/%.o $(lib)
	$(Q)$(LINK) $^ $(CHECK) $(LIBS) -o $@

$(B)/tests/fuzz/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay.o $(lib)
	$(Q)$(LINK) $^ $(LIBS) -o $@

$(B)/run/%: $(B)/tests/fuzz/fuzz_%.o $(lib)
	@mkdir -p $(@D)
	$(Q)$(LINK) -fsanitize=fuzzer $^ $(LIBS) -o $@

$(B)/tests/helper/%: $(B)/tests/helper/%.o $(lib)
	$(Q)$(LINK) $^ $(LIBS) -o $@

# For LD_PRELOAD: stands between jaga and the system, so it is built without sanitizers.
$(B)/tests/fault/%.so: tests/fault/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O1 -g -fPIC -shared $< -o $@ -ldl

$(B)/bench/%: $(B)/bench/%.o $(bench_o) $(lib)
	$(Q)$(LINK) $^ $(LIBS) -o $@

-include $(patsubst %.o,%.d,$(lib_o) $(cli_o) $(bench_o) $(B)/tests/fuzz/replay.o) \
         $(addsuffix .d,$(unit) $(fuzz) $(helper) $(bench))
