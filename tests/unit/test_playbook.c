#include "desk/playbook.h"
#include "unit.h"

#include "desk/texts.h"

#include <string.h>

/* What playbooks name exists: a word of theirs that no machine knows would do nothing, for ever. */

START_TEST(every_name_is_one_of_the_machine)
{
    const playbook *book = NULL;

    for (size_t i = 0; (book = playbook_at(i)) != NULL; i++) {
        const machine *table = book->machine();
        ck_assert_ptr_eq(playbook_find(book->kind), book);
        ck_assert_int_ge(machine_find_event(table, book->opens), 0);
        ck_assert_int_eq(machine_find_state(table, "NONE"), 0);
        ck_assert(book->fails == NULL || machine_find_event(table, book->fails) >= 0);
        ck_assert(book->theft_topic == NULL || playbook_is_choice(book->topics, book->theft_topic));
        for (const playbook_follow *at = book->follows; at->state != NULL; at++) {
            ck_assert_msg(machine_find_state(table, at->state) >= 0, "%s: no state %s", book->kind,
                          at->state);
            ck_assert_msg(machine_find_event(table, at->event) >= 0, "%s: no event %s", book->kind,
                          at->event);
        }
    }
    ck_assert_ptr_null(playbook_find("wish"));
}
END_TEST

/* What follows by itself changes the state, or it would follow for ever. */
START_TEST(what_follows_leads_elsewhere)
{
    const playbook *book = NULL;

    for (size_t i = 0; (book = playbook_at(i)) != NULL; i++) {
        const machine *table = book->machine();
        for (const playbook_follow *at = book->follows; at->state != NULL; at++) {
            const int state = machine_find_state(table, at->state);
            const int event = machine_find_event(table, at->event);
            bool is_found = false;
            for (uint8_t k = 0; k < table->row_count; k++) {
                const machine_row *row = &table->rows[k];
                if ((row->from >> state & 1u) != 0 && row->event == event) {
                    ck_assert_msg((row->actors & (unsigned)at->actor) == 0 ||
                                      (row->to != state && row->to != MACHINE_STAY),
                                  "%s: %s in %s stays", book->kind, at->event, at->state);
                    is_found = is_found || (row->actors & (unsigned)at->actor) != 0;
                }
            }
            ck_assert_msg(is_found, "%s: %s in %s is for somebody else", book->kind, at->event,
                          at->state);
        }
    }
}
END_TEST

/* A clock that runs out is a step that follows: nobody has to remember it. */
START_TEST(every_timer_has_its_follow)
{
    const playbook *book = NULL;

    for (size_t i = 0; (book = playbook_at(i)) != NULL; i++) {
        const machine *table = book->machine();
        for (uint8_t k = 0; k < table->row_count; k++) {
            const machine_row *row = &table->rows[k];
            for (uint8_t state = 0;
                 (row->actors & MACHINE_TIMER) != 0 && state < table->state_count; state++) {
                bool is_followed = (row->from >> state & 1u) == 0;
                for (const playbook_follow *at = book->follows; at->state != NULL; at++) {
                    is_followed =
                        is_followed || (strcmp(at->state, table->states[state]) == 0 &&
                                        strcmp(at->event, table->events[row->event]) == 0);
                }
                ck_assert_msg(is_followed, "%s: nothing does %s in %s", book->kind,
                              table->events[row->event], table->states[state]);
            }
        }
    }
}
END_TEST

START_TEST(every_text_exists_in_every_language)
{
    const playbook *book = NULL;

    for (size_t i = 0; (book = playbook_at(i)) != NULL; i++) {
        for (const playbook_text *at = book->texts; at->state != NULL; at++) {
            ck_assert_int_ge(machine_find_state(book->machine(), at->state), 0);
            if (at->key[strlen(at->key) - 1] == '.') {
                ck_assert(book->variant != NULL);
                continue;
            }
            for (int language = 0; language < TEXTS_LANGUAGE_COUNT; language++) {
                bool is_english = true;
                jaga_span text;
                ck_assert_msg(texts_find((texts_language)language, at->key, &text, &is_english),
                              "no text %s", at->key);
                ck_assert(!is_english || language == TEXTS_EN);
            }
        }
    }
}
END_TEST

START_TEST(a_choice_is_one_of_the_list)
{
    ck_assert(playbook_is_choice("yes|no", "yes"));
    ck_assert(playbook_is_choice("yes|no", "no"));
    ck_assert(!playbook_is_choice("yes|no", "ye"));
    ck_assert(!playbook_is_choice("yes|no", "yes|no|"));
    ck_assert(!playbook_is_choice("yes|no", ""));
}
END_TEST

UNIT_MAIN("playbook", every_name_is_one_of_the_machine, what_follows_leads_elsewhere,
          every_timer_has_its_follow, every_text_exists_in_every_language,
          a_choice_is_one_of_the_list)
