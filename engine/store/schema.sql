-- The database of one engine, schema 6. Everything but meta.store_id, the delivery columns of the
-- outbox and what the runs were is a function of the input log.
--
-- Names say the unit: _us is microseconds since 1970-01-01 UTC in event time (the wall clock only
-- where the comment says so), _minor is the smallest unit of the row's currency (sen for IDR), _s is
-- seconds. Ids are the ledger's own texts. No table has a place for a customer's name, and no
-- secret of a customer may ever get one.

PRAGMA application_id = 0x6A616761; -- "jaga"
PRAGMA user_version = 9;

-- Whose database this is.
CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
    store_id TEXT NOT NULL, -- 16 random bytes in hex; snapshot and history carry the same
    made_by TEXT NOT NULL   -- program and version that created the file
) STRICT;

-- How far the input log is in this database: commits with the decisions it stands for.
CREATE TABLE position (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
    records INTEGER NOT NULL,     -- records of the log, from its beginning
    watermark_us INTEGER NOT NULL -- largest accepted event time less the allowed lateness
) STRICT;

-- How far each source was read, so that a grown file continues where it ended.
CREATE TABLE source (
    name TEXT NOT NULL PRIMARY KEY, -- as given on the command line
    bytes INTEGER NOT NULL,         -- read and accounted for
    lines INTEGER NOT NULL,         -- the same in lines, header included
    prefix_hash INTEGER NOT NULL    -- XXH3-64 over those bytes, as a signed number
) STRICT, WITHOUT ROWID;

-- Files that runs leave beside the database (scores, rejects): what lies beyond was not committed.
CREATE TABLE listing (
    path TEXT NOT NULL PRIMARY KEY, -- as given on the command line
    bytes INTEGER NOT NULL          -- of the file, that belong to the position
) STRICT, WITHOUT ROWID;

-- Named running totals since the database was made: events, duplicates, late...
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL -- a count, or what the name says
) STRICT, WITHOUT ROWID;

-- Under which settings was decided: a row holds from its record until the next one's. The settings of
-- a decision: the row with the largest record that is less than the decision's.
CREATE TABLE settings (
    record INTEGER PRIMARY KEY, -- place in the input log
    hash TEXT NOT NULL,         -- 26 base-32 characters from the text: equal settings, equal hash
    text TEXT NOT NULL          -- a JSON object: name of a setting, its value
) STRICT;

-- What full strength of each signal was worth when it was decided; as with settings, a row holds from
-- its record until the next one's.
CREATE TABLE weights (
    record INTEGER PRIMARY KEY, -- place in the input log
    hash TEXT NOT NULL,         -- as in settings
    text TEXT NOT NULL          -- the file: signal,bits, and where they come from
) STRICT;

-- Every event that was found worth a word: alerts, step-ups, holds.
CREATE TABLE decision (
    record INTEGER PRIMARY KEY, -- place of the event in the input log, from 0
    event_id TEXT NOT NULL,
    account TEXT NOT NULL,
    ts_us INTEGER NOT NULL,
    type TEXT NOT NULL,         -- the event's type: transfer, login...
    amount_minor INTEGER,       -- NULL: the event has none
    currency TEXT NOT NULL,     -- ISO 4217
    counterparty TEXT,          -- wallet, bank token, merchant; NULL: not said
    outcome TEXT NOT NULL CHECK (outcome IN ('alert', 'step_up', 'hold')),
    belief REAL NOT NULL,       -- probability in [0,1] that the hands have changed
    belief_bits REAL NOT NULL,  -- the same as log2 of the odds
    case_id TEXT,               -- the account's open case, NULL: none
    note TEXT,                  -- what beside belief decided: breaker, cooled-off...; NULL: nothing
    expected_loss_minor INTEGER -- belief times what a hold could still save; NULL: nothing is known
) STRICT;
CREATE INDEX decision_account ON decision (account, record);
CREATE INDEX decision_event ON decision (event_id);

-- Why: the signals behind a decision, heaviest first.
CREATE TABLE evidence (
    record INTEGER NOT NULL REFERENCES decision (record),
    rank INTEGER NOT NULL,     -- 1 is the heaviest
    signal TEXT NOT NULL,      -- the signal's name
    is_fresh INTEGER NOT NULL, -- 1: this event brought it; 0: remembered from an earlier one
    strength REAL NOT NULL,    -- [0,1] at this event
    bits REAL NOT NULL,        -- log2 likelihood ratio that it weighs now, after fading
    value REAL,                -- what was seen, in the signal's unit; NULL: only remembered
    normal REAL,               -- what is normal for the account, in the signal's unit
    PRIMARY KEY (record, rank)
) STRICT, WITHOUT ROWID;

-- One theft, and all that follows from it.
CREATE TABLE theft_case (
    number INTEGER PRIMARY KEY,        -- running: 1, 2, 3...
    case_id TEXT NOT NULL UNIQUE,      -- 26 base-32 characters from account and triggering event
    short_number TEXT NOT NULL UNIQUE, -- number and check digit: what is said on the phone
    account TEXT NOT NULL,
    opened_us INTEGER NOT NULL,        -- time of the event that opened it
    record INTEGER UNIQUE REFERENCES decision (record), -- the decision that opened it; NULL: the desk
                                       -- did, and its report is not taken up yet
    event_id TEXT NOT NULL,            -- the event that opened it
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'false_alarm', 'scam', 'first_party',
                                         'inconclusive', 'closed')), -- false_alarm: until the
                                       -- money is released; then closed
    reason TEXT NOT NULL,              -- reason of its first hold
    incident_start_us INTEGER NOT NULL, -- earliest evidence remembered when it opened
    exposed_minor INTEGER,             -- balance still in reach when it opened; NULL: unknown
    currency TEXT NOT NULL             -- ISO 4217
) STRICT;
CREATE INDEX theft_case_account ON theft_case (account);

-- What stands, or is asked to stand, between an account and its money: any number of holds at once
-- (desk/protection.h says what a set of them comes to). Those of the engine come with a decision; people
-- place theirs through ledger_command.h.
CREATE TABLE hold (
    hold_id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT REFERENCES theft_case (case_id), -- NULL: of no case, as a legal order
    account TEXT NOT NULL,
    record INTEGER UNIQUE REFERENCES decision (record), -- the decision that placed it; NULL: a person
    intent INTEGER NOT NULL,       -- 1 for the first hold of its case, 2 for the next...
    place_id TEXT NOT NULL UNIQUE, -- idempotency key of the command that places it
    scope TEXT NOT NULL CHECK (scope IN ('STEP_UP', 'OUTBOUND', 'FULL', 'AMOUNT', 'SESSION_KILL',
                                         'INSTRUMENT')),
    issuer TEXT NOT NULL CHECK (issuer IN ('ENGINE', 'CUSTOMER', 'AGENT', 'CASE', 'LEGAL', 'PARTNER')),
    reason TEXT NOT NULL CHECK (reason IN (
        'ATO_STRONG', 'ATO_MEDIUM', 'CUST_REPORT', 'SAFE_MODE', 'SIM_SWAP', 'CRED_RESET_DRAIN',
        'NEWDEV_DRAIN', 'VELOCITY', 'MULE_LINK', 'TAINT_HOLD', 'CONFIRMED_THEFT', 'LEGAL_ORDER',
        'PARTNER_REQUEST', 'IASC_REQUEST', 'SCAM_COACHING', 'CLOSURE_ABUSE', 'MANUAL')),
    amount_minor INTEGER,        -- of scope AMOUNT: so much of the balance
    currency TEXT,               -- ISO 4217, with an amount
    instrument TEXT,             -- of scope INSTRUMENT: token of a card, bank account or cash code
    placed_us INTEGER NOT NULL,  -- when it was decided
    life_s INTEGER,              -- from the ledger's acknowledgement; NULL: until it is released
    expires_us INTEGER NOT NULL, -- acked_us, before that placed_us, and life_s; without a life the end
                                 -- of time, 9223372036854775807
    on_expiry TEXT NOT NULL CHECK (on_expiry IN ('STEP_UP', 'RELEASE', 'KEEP_AND_ALARM')),
    -- what the ledger answered; one whose life is over by position.watermark_us has lapsed
    state TEXT NOT NULL CHECK (state IN ('wanted', 'held', 'refused', 'expired', 'released')),
    acked_us INTEGER, -- when it said that no debit can succeed any more
    ended_us INTEGER, -- when it refused, ended or released it
    code TEXT,        -- why it refused, in its words
    attempts INTEGER NOT NULL, -- how often it was asked
    CHECK ((scope = 'AMOUNT') = (amount_minor IS NOT NULL AND currency IS NOT NULL)),
    CHECK ((scope = 'INSTRUMENT') = (instrument IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_case ON hold (case_id);
CREATE INDEX hold_account ON hold (account);
CREATE INDEX hold_stays ON hold (acked_us) WHERE state = 'held' AND reason IN ('CUST_REPORT', 'SAFE_MODE');
CREATE INDEX hold_ends ON hold (expires_us) WHERE state = 'held';

-- Calls to make.
CREATE TABLE task (
    task_id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    kind TEXT NOT NULL CHECK (kind = 'callback'),
    short_number TEXT NOT NULL, -- the case's
    account TEXT NOT NULL,
    priority INTEGER NOT NULL,  -- 0..100
    band INTEGER NOT NULL,      -- 1..4, 1 is the most urgent
    due_us INTEGER NOT NULL,    -- first dial
    created_us INTEGER NOT NULL,
    lost_minor INTEGER NOT NULL, -- had left when it was made
    lost_rail INTEGER NOT NULL,  -- over what: a number of desk/priority.h
    outflow_us INTEGER,          -- when money had last left; NULL: never
    state TEXT NOT NULL CHECK (state IN ('open', 'completed')) -- completed: the case has a label
) STRICT, WITHOUT ROWID;
CREATE INDEX task_case ON task (case_id);

-- The last fencing number given to each account: the ledger refuses a command with an older one.
CREATE TABLE fence (
    account TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL -- at least the time in microseconds of the decision it was given for
) STRICT, WITHOUT ROWID;

-- What is to be said to the outside, in order; written in the same commit as its reason.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,      -- order of sending
    key TEXT NOT NULL UNIQUE,    -- idempotency key: cmd_id or task_id
    kind TEXT NOT NULL CHECK (kind IN ('hold', 'step_up', 'callback', 'extend', 'upgrade', 'release',
                                       'query')),
    account TEXT NOT NULL,
    hold_id TEXT,                -- NULL: not about one of the table hold
    account_cmd_seq INTEGER,     -- fencing number; NULL: not a command to the ledger
    case_id TEXT,                -- NULL: it has none, as a step-up
    body TEXT NOT NULL,          -- one JSON object in one line
    created_us INTEGER NOT NULL, -- time of the event behind it
    attempt INTEGER NOT NULL DEFAULT 1, -- asked for the n-th time: the ledger said not now before
    answer TEXT CHECK (answer IN ('ack', 'nack', 'expired', 'released')), -- the ledger's latest
    answered_us INTEGER,
    -- delivery, which differs between runs
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'sent', 'refused')),
    sent_us INTEGER,             -- wall clock of delivery or refusal; NULL: still to do
    tries INTEGER NOT NULL DEFAULT 0, -- how often its receiver put it off by itself
    next_us INTEGER              -- wall clock before which it is not tried again; NULL: at once
) STRICT;
CREATE INDEX outbox_new ON outbox (id) WHERE state = 'new';
CREATE INDEX outbox_refused ON outbox (id) WHERE state = 'refused';
CREATE INDEX outbox_next ON outbox (account, id) WHERE state = 'new';
CREATE INDEX outbox_account ON outbox (account, kind);
CREATE INDEX outbox_hold ON outbox (hold_id) WHERE hold_id IS NOT NULL;

-- What people found out, the latest revision. It never changes the decision it is about.
CREATE TABLE label (
    account TEXT NOT NULL,
    about TEXT NOT NULL,       -- the case; without one what the label names, or its own event
    case_id TEXT REFERENCES theft_case (case_id), -- NULL: no alarm of ours was there
    event_id TEXT NOT NULL,    -- the row that said it
    labelled_us INTEGER NOT NULL,
    outcome TEXT NOT NULL
        CHECK (outcome IN ('theft', 'false_alarm', 'scam', 'first_party', 'inconclusive')),
    confidence TEXT NOT NULL CHECK (confidence IN ('verified', 'presumed')),
    source TEXT,               -- who says so
    from_us INTEGER,           -- the time it is about
    to_us INTEGER,
    transactions TEXT,         -- event ids with | between
    revision INTEGER NOT NULL,
    PRIMARY KEY (account, about)
) STRICT, WITHOUT ROWID;
CREATE INDEX label_case ON label (case_id);

-- Accounts that are never to be held, as the latest list says.
CREATE TABLE never_hold (
    account TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Rows that could not be read: the first thousand of each reason.
CREATE TABLE reject (
    source TEXT NOT NULL,   -- file name as given, - for standard input
    line INTEGER NOT NULL,  -- from 1, header included
    reason TEXT NOT NULL,   -- stable word: bad-time, unknown-type...
    cause TEXT NOT NULL,    -- what was wrong, in words
    PRIMARY KEY (source, line, reason)
) STRICT, WITHOUT ROWID;

-- All of them, counted.
CREATE TABLE reject_count (
    reason TEXT NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What each run of scan or watch did. It differs between an interrupted run and a whole one.
CREATE TABLE run (
    number INTEGER PRIMARY KEY,    -- 1, 2, 3...
    kind TEXT NOT NULL CHECK (kind IN ('scan', 'watch')),
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'stopped', 'interrupted')),
    started_us INTEGER NOT NULL,   -- wall clock
    rows INTEGER NOT NULL,         -- read by this run; so are the counts that follow
    events INTEGER NOT NULL,
    rejects INTEGER NOT NULL,
    alerts INTEGER NOT NULL,
    step_ups INTEGER NOT NULL,
    holds INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    first_us INTEGER,              -- of its events, in event time; NULL: it had none
    last_us INTEGER,
    records_from INTEGER NOT NULL, -- its part of the input log
    records_to INTEGER NOT NULL,
    made_by TEXT NOT NULL          -- program and version
) STRICT;
CREATE TABLE run_source (
    number INTEGER NOT NULL REFERENCES run (number),
    place INTEGER NOT NULL, -- from 1, as on the command line
    name TEXT NOT NULL,     -- as given, - for standard input
    PRIMARY KEY (number, place)
) STRICT, WITHOUT ROWID;

-- Minor units in one unit of the currencies that have other than a hundred of them (ISO 4217).
CREATE TABLE currency (
    code TEXT NOT NULL PRIMARY KEY,
    units INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO currency (code, units) VALUES
    ('BIF', 1), ('CLP', 1), ('DJF', 1), ('GNF', 1), ('ISK', 1), ('JPY', 1), ('KMF', 1), ('KRW', 1),
    ('PYG', 1), ('RWF', 1), ('UGX', 1), ('UYI', 1), ('VND', 1), ('VUV', 1), ('XAF', 1), ('XOF', 1),
    ('XPF', 1),
    ('BHD', 1000), ('IQD', 1000), ('JOD', 1000), ('KWD', 1000), ('LYD', 1000), ('OMR', 1000),
    ('TND', 1000);
