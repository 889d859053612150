#ifndef UNIT_H
#define UNIT_H

/* One test file = one binary = one suite, named tests/unit/test_X.c after the engine file X.c.
 * Write tests as START_TEST(a_sentence) { ... } END_TEST and close the file with
 * UNIT_MAIN("x", test_a, test_b, ...). Files go to getenv("TMPDIR"), fixtures are below
 * getenv("JAGA_SOURCE"). To compare function pointers with NULL write ck_assert(f != NULL).
 *
 * Each test runs in its own process (Check's default), so the sanitizer's report of a leak or a
 * crash names its test. For gdb and valgrind: CK_FORK=no build/debug/tests/unit/test_X. */
#include <check.h>
#include <stdlib.h>

#define UNIT_MAIN(name, ...)                                                                       \
    int main(void)                                                                                 \
    {                                                                                              \
        const TTest *const tests[] = { __VA_ARGS__ };                                              \
        Suite *suite = suite_create(name);                                                         \
        TCase *tcase = tcase_create("all");                                                        \
        SRunner *runner = srunner_create(suite);                                                   \
        for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {                              \
            tcase_add_test(tcase, tests[i]);                                                       \
        }                                                                                          \
        suite_add_tcase(suite, tcase);                                                             \
        srunner_run_all(runner, CK_ENV);                                                           \
        const int failed = srunner_ntests_failed(runner);                                          \
        srunner_free(runner);                                                                      \
        return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;                                          \
    }

#endif
