#ifndef STORY_PROFILE_H
#define STORY_PROFILE_H

/* A profile of a test's own, and events that go through it. */
#include "story.h"

#include "profile/profile.h"

static profile self;

static inline void open_profile(void)
{
    OK(profile_open(&self, (profile_caps){ .accounts = 16, .entities = 64 }, &why));
}

static inline profile_account learn_as(const jaga_event *event, jaga_outcome outcome)
{
    const jaga_record record = story_record(event);
    profile_account account;
    jaga_features features;

    OK(profile_find_account(&self, &record, &account, &why));
    profile_measure(&account, &record, &features);
    OK(profile_learn(&self, &account, &record, &features, outcome, &why));
    return account;
}

static inline profile_account learn(const jaga_event *event)
{
    return learn_as(event, JAGA_OUTCOME_ALLOW);
}

static inline jaga_features measure(const jaga_event *event)
{
    const jaga_record record = story_record(event);
    profile_account account;
    jaga_features features;

    OK(profile_find_account(&self, &record, &account, &why));
    profile_measure(&account, &record, &features);
    return features;
}

#endif
