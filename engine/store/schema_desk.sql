-- The desk: who works there, what they did, and what follows from it.
--
-- Every act of a person, a timer, the engine or the ledger on a case or a task is one row of desk_event,
-- which only grows. The tables behind it are a fold over it: they change by the triggers of this file and
-- nothing else (but task_desk.score, a bound that is made anew from time to time), so the same rows in
-- the same order always make the same tables.
--
-- Times are the wall clock of the desk, but event time where the engine or the ledger acted.

-- Who may act. No name: the id that the operator's directory knows.
CREATE TABLE desk_agent (
    number INTEGER PRIMARY KEY, -- 1, 2, 3...
    id TEXT NOT NULL UNIQUE,
    account TEXT,               -- their own wallet, whose cases are not theirs; NULL: none
    role TEXT NOT NULL CHECK (role IN ('agent', 'supervisor', 'legal')),
    languages TEXT NOT NULL,    -- of en id zh, blanks between and around: ' en id '
    added_us INTEGER NOT NULL,
    added_by INTEGER REFERENCES desk_agent (number) -- NULL: the first one
) STRICT;

-- Where they act from: two of them are never the same terminal.
CREATE TABLE desk_session (
    number INTEGER PRIMARY KEY,
    agent INTEGER NOT NULL REFERENCES desk_agent (number),
    name TEXT NOT NULL,         -- of the terminal or the browser's session
    opened_us INTEGER NOT NULL,
    UNIQUE (agent, name)
) STRICT;

-- What the operator's directory of accounts says; loaded as a whole file.
CREATE TABLE customer (
    account TEXT NOT NULL PRIMARY KEY,
    language TEXT NOT NULL CHECK (language IN ('en', 'id', 'zh')),
    zone_s INTEGER NOT NULL,    -- where the customer is, seconds east of UTC
    tier TEXT,
    opened_us INTEGER           -- when the account was opened; NULL: not said
) STRICT, WITHOUT ROWID;
CREATE TABLE contact_point (
    account TEXT NOT NULL,
    token TEXT NOT NULL,        -- a keyed hash or a masked text, never a number that can be dialled
    kind TEXT NOT NULL CHECK (kind IN ('phone', 'email', 'push', 'app')),
    place INTEGER NOT NULL,     -- 1 is tried first
    verified_us INTEGER NOT NULL, -- since when it is the owner's and unchanged
    PRIMARY KEY (account, token)
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_event (
    seq INTEGER PRIMARY KEY,
    at_us INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('engine', 'agent', 'supervisor', 'customer', 'ledger', 'timer',
                                         'legal desk')), -- in what capacity
    agent INTEGER REFERENCES desk_agent (number),     -- NULL: no person of ours
    session INTEGER REFERENCES desk_session (number),
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    task_id TEXT,               -- NULL: about the case alone
    kind TEXT NOT NULL CHECK (kind IN ('case', 'task', 'dial', 'code', 'disposition', 'proof', 'failure',
                                       'mark', 'note', 'dispute', 'ask', 'approve', 'restore', 'flag',
                                       'look', 'hold', 'notice', 'label', 'bad_contact', 'report',
                                       'language', 'alarm', 'review', 'contained')),
    ref TEXT,                   -- what it is about: a machine's event, a payment, a contact point...
    from_state TEXT,
    to_state TEXT,
    number INTEGER,             -- what the kind says
    until_us INTEGER,           -- when the clock that it starts runs out; of a mark, when the payment was made
    text TEXT                   -- in the agent's words, or what the kind says
) STRICT;
CREATE INDEX desk_event_case ON desk_event (case_id, seq);
CREATE TRIGGER desk_event_stays BEFORE UPDATE ON desk_event
BEGIN SELECT raise(ABORT, 'what was done at the desk stays as it is'); END;
CREATE TRIGGER desk_event_remains BEFORE DELETE ON desk_event
BEGIN SELECT raise(ABORT, 'what was done at the desk stays as it is'); END;
CREATE TRIGGER desk_event_grows BEFORE INSERT ON desk_event WHEN EXISTS (SELECT 1 FROM desk_event WHERE seq = NEW.seq)
BEGIN SELECT raise(ABORT, 'what was done at the desk stays as it is'); END;

-- Where each case is; names of states as in desk/case_machine.h.
CREATE TABLE case_desk (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES theft_case (case_id),
    state TEXT NOT NULL,
    row_ver INTEGER NOT NULL,   -- its latest desk_event
    changed_us INTEGER NOT NULL, -- when it came into this state
    contained_us INTEGER,       -- when the ledger had acknowledged the holds; NULL: not yet
    outcome TEXT,               -- the latest decided state; NULL: none
    decided_us INTEGER,
    closed_us INTEGER,
    is_vulnerable INTEGER NOT NULL DEFAULT 0,
    is_coerced INTEGER NOT NULL DEFAULT 0,      -- signs of it in a talk
    is_unconfirmed INTEGER NOT NULL DEFAULT 0,  -- 1: the ledger does not answer
    has_remote_access INTEGER NOT NULL DEFAULT 0,
    fails INTEGER NOT NULL DEFAULT 0,           -- to prove who is on the line
    failed_us INTEGER                           -- the latest
) STRICT, WITHOUT ROWID;

-- Where each case is for its readers: the engine's state, or what the desk decided since; the label
-- that tells the engine of it is taken up by its next run.
CREATE VIEW case_now AS
SELECT c.case_id,
       CASE WHEN c.state <> 'open' OR s.outcome IS NULL THEN c.state
            WHEN s.outcome = 'FALSE_ALARM' AND s.closed_us IS NOT NULL THEN 'closed'
            WHEN s.outcome = 'SCAM_AUTHORISED' THEN 'scam'
            ELSE lower(s.outcome) END AS state
    FROM theft_case AS c LEFT JOIN case_desk AS s ON s.case_id = c.case_id;

-- Where each call is; states as in desk/task_machine.h.
CREATE TABLE task_desk (
    task_id TEXT NOT NULL PRIMARY KEY REFERENCES task (task_id),
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    state TEXT NOT NULL,
    row_ver INTEGER NOT NULL,   -- its latest desk_event
    changed_us INTEGER NOT NULL,
    owner INTEGER REFERENCES desk_agent (number), -- who has taken it
    attempts INTEGER NOT NULL DEFAULT 0,
    busies INTEGER NOT NULL DEFAULT 0, -- of the attempts: busy, which do not count
    bounces INTEGER NOT NULL DEFAULT 0, -- taken and not dialled in time
    dialled_us INTEGER,         -- the first one
    contact TEXT,               -- the contact point dialled last
    call_code TEXT,             -- of the call that rings or is talked on; NULL: none
    code_until_us INTEGER,
    is_code_compared INTEGER NOT NULL DEFAULT 0,
    disposition TEXT,           -- how the talk ended
    notes INTEGER NOT NULL DEFAULT 0,
    is_escalated INTEGER NOT NULL DEFAULT 0,
    is_inbound_waiting INTEGER NOT NULL DEFAULT 0,
    language TEXT NOT NULL,     -- the customer's
    -- An upper bound of its priority at scored_us; it rises by at most so much a minute
    -- (desk/queue.h), so the next call is found without looking at all of them.
    score REAL NOT NULL,
    scored_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX task_desk_queue ON task_desk (language, score DESC) WHERE state = 'QUEUED';
CREATE INDEX task_desk_scored ON task_desk (scored_us) WHERE state = 'QUEUED';
CREATE INDEX task_desk_case ON task_desk (case_id);
CREATE INDEX task_desk_owner ON task_desk (owner) WHERE owner IS NOT NULL;

-- A stranger answered there, or it was no number: not dialled again unless verified anew.
CREATE TABLE bad_contact (
    account TEXT NOT NULL,
    token TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    PRIMARY KEY (account, token)
) STRICT, WITHOUT ROWID;

-- Cases in which money was to go to the same payee.
CREATE INDEX decision_payee ON decision (counterparty) WHERE case_id IS NOT NULL;

-- What proves who is on the line, of the case's current talk and earlier ones.
CREATE TABLE proof (
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    evidence TEXT NOT NULL,     -- K H C1 C2 D B V: desk/identity.h
    at_us INTEGER NOT NULL,
    agent INTEGER NOT NULL REFERENCES desk_agent (number),
    PRIMARY KEY (case_id, evidence)
) STRICT, WITHOUT ROWID;

-- What the customer said of each payment.
CREATE TABLE mark (
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    event_id TEXT NOT NULL,     -- the payment
    mark TEXT NOT NULL CHECK (mark IN ('MINE', 'NOT_MINE', 'UNSURE')),
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,     -- ISO 4217
    paid_us INTEGER NOT NULL,   -- when the payment was made
    at_us INTEGER NOT NULL,
    agent INTEGER NOT NULL REFERENCES desk_agent (number),
    PRIMARY KEY (case_id, event_id)
) STRICT, WITHOUT ROWID;

-- One for each payment that was not theirs; states as in desk/dispute_machine.h.
CREATE TABLE dispute (
    event_id TEXT NOT NULL PRIMARY KEY, -- the payment
    number INTEGER NOT NULL UNIQUE,     -- of the receipt: 1, 2, 3...
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    state TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    filed_us INTEGER NOT NULL,
    changed_us INTEGER NOT NULL,
    due_us INTEGER,             -- the next thing that the law or we ask for; NULL: nothing
    answer_us INTEGER,          -- the last day for a decision; NULL: no clock is set
    refund_minor INTEGER,       -- decided; NULL: not yet
    credit_minor INTEGER,       -- given until decided; NULL: none
    paid_minor INTEGER NOT NULL DEFAULT 0, -- given for good, as the ledger confirmed
    decided_us INTEGER,         -- the latest decision; NULL: none yet
    reason TEXT                 -- of the latest step that had one
) STRICT, WITHOUT ROWID;
CREATE INDEX dispute_case ON dispute (case_id, number);

-- What wants a second person.
CREATE TABLE approval (
    number INTEGER PRIMARY KEY, -- the desk_event that asked
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    about TEXT NOT NULL,        -- a hold's id, or 'close'
    requester INTEGER NOT NULL REFERENCES desk_agent (number),
    requester_session INTEGER NOT NULL REFERENCES desk_session (number),
    requested_us INTEGER NOT NULL,
    reason TEXT NOT NULL,       -- the requester's
    approver INTEGER REFERENCES desk_agent (number), -- NULL: not yet
    approver_session INTEGER REFERENCES desk_session (number),
    approved_us INTEGER,
    approver_reason TEXT
) STRICT;
CREATE INDEX approval_case ON approval (case_id, about);

-- Who looked at a case last, for an approval needs a look.
CREATE TABLE look (
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    agent INTEGER NOT NULL REFERENCES desk_agent (number),
    at_us INTEGER NOT NULL,
    PRIMARY KEY (case_id, agent)
) STRICT, WITHOUT ROWID;

-- Put right before the account is its owner's again; items as in desk/restore.h.
CREATE TABLE restored (
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    item TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    agent INTEGER NOT NULL REFERENCES desk_agent (number),
    PRIMARY KEY (case_id, item)
) STRICT, WITHOUT ROWID;

-- What the customer has to be told; the operator's gateway sends it.
CREATE TABLE notice (
    number INTEGER PRIMARY KEY, -- the desk_event that asked for it
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    text_key TEXT NOT NULL,     -- of the texts
    asked_us INTEGER NOT NULL
) STRICT;

-- What happens by itself when its time comes. A clock that was set anew has another gen.
CREATE TABLE timer (
    kind TEXT NOT NULL CHECK (kind IN ('case', 'task', 'sla', 'dispute')),
    ref TEXT NOT NULL,          -- case, task (also of sla, the first dial) or payment
    due_us INTEGER NOT NULL,
    gen INTEGER NOT NULL,       -- the desk_event that set it
    PRIMARY KEY (kind, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX timer_due ON timer (due_us);

-- What the engine and the ledger do to cases and calls.

CREATE TRIGGER desk_case_opens AFTER INSERT ON theft_case
BEGIN
    INSERT INTO desk_event (at_us, actor, case_id, kind, ref, from_state, to_state)
        VALUES (NEW.opened_us, iif(NEW.record IS NULL, 'customer', 'engine'), NEW.case_id, 'case',
                iif(NEW.reason = 'CUST_REPORT', 'CUSTOMER_REPORT', 'ALERT'), 'NONE',
                iif(NEW.reason = 'CUST_REPORT', 'REPORTED', 'DETECTED'));
    INSERT INTO desk_event (at_us, actor, case_id, kind, ref, from_state, to_state)
        VALUES (NEW.opened_us, 'engine', NEW.case_id, 'case', 'RULES_EVALUATED',
                iif(NEW.reason = 'CUST_REPORT', 'REPORTED', 'DETECTED'), 'TRIAGED');
    INSERT INTO desk_event (at_us, actor, case_id, kind, ref, from_state, to_state, until_us)
        VALUES (NEW.opened_us, 'engine', NEW.case_id, 'case', 'HOLD_SENT', 'TRIAGED', 'CONTAINING',
                NEW.opened_us + 60000000);
END;

-- Calls of the third band wait for the morning when their hour lies outside the window; those of the
-- fourth always do. due_us has both.
CREATE TRIGGER desk_task_opens AFTER INSERT ON task
BEGIN
    INSERT INTO desk_event (at_us, actor, case_id, task_id, kind, ref, from_state, to_state, number,
                            until_us, text)
        VALUES (NEW.created_us, 'engine', NEW.case_id, NEW.task_id, 'task', 'CREATE', 'NONE',
                iif(NEW.band <= 2 OR NEW.due_us = NEW.created_us + 3600000000, 'QUEUED', 'SCHEDULED'),
                NEW.priority, NEW.due_us,
                coalesce((SELECT u.language FROM customer AS u WHERE u.account = NEW.account), 'id'));
END;

CREATE TRIGGER desk_hold_acked AFTER UPDATE OF state ON hold
WHEN NEW.state = 'held' AND OLD.state <> 'held'
    AND EXISTS (SELECT 1 FROM case_desk AS c WHERE c.case_id = NEW.case_id AND c.state = 'CONTAINING')
    AND NOT EXISTS (SELECT 1 FROM hold AS h WHERE h.case_id = NEW.case_id AND h.state = 'wanted'
                        AND h.scope <> 'SESSION_KILL'
                        AND h.expires_us > NEW.acked_us) -- nobody waits for one whose life is over
BEGIN
    INSERT INTO desk_event (at_us, actor, case_id, kind, ref, from_state, to_state)
        VALUES (NEW.acked_us, 'ledger', NEW.case_id, 'case', 'HOLDS_ACKED', 'CONTAINING', 'CONTAINED');
END;

-- An agent who took the call before the ledger answered has led the case on; the money is held from now on.
CREATE TRIGGER desk_hold_acked_late AFTER UPDATE OF state ON hold
WHEN NEW.state = 'held' AND OLD.state <> 'held'
    AND EXISTS (SELECT 1 FROM case_desk AS c WHERE c.case_id = NEW.case_id AND c.state NOT IN ('CONTAINING', 'CLOSED')
                    AND (c.contained_us IS NULL OR c.is_unconfirmed))
    AND NOT EXISTS (SELECT 1 FROM hold AS h WHERE h.case_id = NEW.case_id AND h.state = 'wanted'
                        AND h.scope <> 'SESSION_KILL' AND h.expires_us > NEW.acked_us)
BEGIN
    INSERT INTO desk_event (at_us, actor, case_id, kind) VALUES (NEW.acked_us, 'ledger', NEW.case_id, 'contained');
END;

CREATE TRIGGER desk_hold_gone AFTER UPDATE OF state ON hold
WHEN NEW.state NOT IN ('wanted', 'held') AND OLD.state IN ('wanted', 'held')
    AND EXISTS (SELECT 1 FROM case_desk AS c WHERE c.case_id = NEW.case_id AND c.state = 'FALSE_ALARM')
    AND NOT EXISTS (SELECT 1 FROM hold AS h WHERE h.case_id = NEW.case_id AND h.state IN ('wanted', 'held'))
BEGIN
    INSERT INTO desk_event (at_us, actor, case_id, kind, ref, from_state, to_state)
        VALUES (coalesce(NEW.ended_us, NEW.placed_us), 'ledger', NEW.case_id, 'case', 'HOLDS_GONE',
                'FALSE_ALARM', 'CLOSED');
END;

-- What the ledger lets go can be taken again, which may be worth the whole of its part in a priority.
CREATE TRIGGER desk_hold_lost AFTER UPDATE OF state ON hold WHEN OLD.state = 'held' AND NEW.state <> 'held'
BEGIN
    UPDATE task_desk SET score = score + 40 WHERE case_id = NEW.case_id;
END;

-- A label that came by the log settles what nobody has begun to talk about.
CREATE TRIGGER desk_task_settled AFTER UPDATE OF state ON task
WHEN NEW.state = 'completed' AND OLD.state = 'open'
BEGIN
    INSERT INTO desk_event (at_us, actor, case_id, task_id, kind, ref, from_state, to_state)
        SELECT coalesce((SELECT labelled_us FROM label AS l WHERE l.case_id = t.case_id), t.changed_us),
               'engine', t.case_id, t.task_id, 'task', 'CASE_RESOLVED', t.state, 'CANCELLED'
            FROM task_desk AS t
            WHERE t.task_id = NEW.task_id
              AND t.state IN ('QUEUED', 'SCHEDULED', 'ASSIGNED', 'DIALING', 'RETRY_WAIT', 'ESCALATED');
END;

-- The fold.

CREATE TRIGGER fold_case AFTER INSERT ON desk_event WHEN NEW.kind = 'case'
BEGIN
    INSERT INTO case_desk (case_id, state, row_ver, changed_us)
        VALUES (NEW.case_id, NEW.to_state, NEW.seq, NEW.at_us)
        ON CONFLICT (case_id) DO UPDATE
            SET state = NEW.to_state, changed_us = NEW.at_us,
                contained_us = iif(NEW.to_state = 'CONTAINED', NEW.at_us, contained_us),
                outcome = iif(NEW.to_state IN ('CONFIRMED', 'FALSE_ALARM', 'INCONCLUSIVE',
                                               'SCAM_AUTHORISED', 'FIRST_PARTY'), NEW.to_state, outcome),
                decided_us = iif(NEW.to_state IN ('CONFIRMED', 'FALSE_ALARM', 'INCONCLUSIVE',
                                                  'SCAM_AUTHORISED', 'FIRST_PARTY'), NEW.at_us, decided_us),
                closed_us = iif(NEW.to_state = 'CLOSED', NEW.at_us, NULL),
                is_unconfirmed = CASE WHEN NEW.ref = 'ACK_TIMEOUT' THEN 1
                                      WHEN NEW.ref = 'HOLDS_ACKED' THEN 0
                                      ELSE is_unconfirmed END;
    UPDATE task_desk SET score = score + 2 * (NEW.ref = 'HOLDS_ACKED') + 15 * (NEW.ref = 'ACK_TIMEOUT')
        WHERE case_id = NEW.case_id AND NEW.ref IN ('HOLDS_ACKED', 'ACK_TIMEOUT');
    DELETE FROM timer WHERE kind = 'case' AND ref = NEW.case_id;
    INSERT INTO timer (kind, ref, due_us, gen)
        SELECT 'case', NEW.case_id, NEW.until_us, NEW.seq WHERE NEW.until_us IS NOT NULL;
END;

CREATE TRIGGER fold_contained AFTER INSERT ON desk_event WHEN NEW.kind = 'contained'
BEGIN
    UPDATE case_desk SET contained_us = coalesce(contained_us, NEW.at_us), is_unconfirmed = 0 WHERE case_id = NEW.case_id;
    UPDATE task_desk SET score = score + 2 WHERE case_id = NEW.case_id;
END;

CREATE TRIGGER fold_task AFTER INSERT ON desk_event WHEN NEW.kind = 'task'
BEGIN
    INSERT INTO task_desk (task_id, case_id, state, row_ver, changed_us, language, score, scored_us)
        SELECT NEW.task_id, NEW.case_id, NEW.to_state, NEW.seq, NEW.at_us, NEW.text,
               NEW.number + 0.5
                   + 5 * EXISTS (SELECT 1 FROM theft_case AS c JOIN theft_case AS o ON o.account = c.account
                                     WHERE c.case_id = NEW.case_id AND o.number < c.number),
               NEW.at_us
            WHERE NEW.from_state = 'NONE';
    UPDATE task_desk
        SET state = NEW.to_state, changed_us = NEW.at_us,
            owner = CASE WHEN NEW.to_state IN ('QUEUED', 'SCHEDULED', 'RETRY_WAIT', 'ESCALATED') THEN NULL
                         WHEN NEW.ref IN ('PULL', 'INBOUND') THEN NEW.agent
                         WHEN NEW.ref = 'PUSH' THEN NEW.number
                         ELSE owner END,
            bounces = bounces + (NEW.ref = 'ASSIGN_TIMEOUT'),
            busies = busies + (NEW.ref = 'BUSY'),
            is_escalated = iif(NEW.to_state = 'ESCALATED' OR NEW.ref = 'SLA_BREACH', 1, is_escalated),
            is_inbound_waiting = CASE WHEN NEW.ref = 'HANGS_UP_TO_CALL_BACK' THEN 1
                                      WHEN NEW.to_state IN ('REACHED', 'COMPLETED') THEN 0
                                      ELSE is_inbound_waiting END,
            call_code = iif(NEW.to_state IN ('DIALING', 'REACHED'), call_code, NULL),
            code_until_us = iif(NEW.to_state IN ('DIALING', 'REACHED'), code_until_us, NULL),
            is_code_compared = iif(NEW.to_state IN ('REACHED', 'VERIFYING', 'VERIFIED'),
                                   is_code_compared, 0),
            score = score + 5 * (NEW.ref = 'HANGS_UP_TO_CALL_BACK')
        WHERE task_id = NEW.task_id;
    DELETE FROM timer WHERE kind = 'task' AND ref = NEW.task_id AND NEW.ref <> 'SLA_BREACH';
    DELETE FROM timer
        WHERE kind = 'sla' AND ref = NEW.task_id
          AND (NEW.ref = 'SLA_BREACH' OR NEW.to_state IN ('DIALING', 'REACHED', 'COMPLETED', 'EXPIRED',
                                                          'CANCELLED'));
    INSERT INTO timer (kind, ref, due_us, gen)
        SELECT 'task', NEW.task_id, NEW.until_us, NEW.seq
            WHERE NEW.until_us IS NOT NULL AND NEW.ref <> 'SLA_BREACH'
              AND (NEW.ref <> 'CREATE' OR NEW.to_state = 'SCHEDULED');
    INSERT INTO timer (kind, ref, due_us, gen)
        SELECT 'sla', NEW.task_id, NEW.until_us, NEW.seq
            WHERE NEW.until_us IS NOT NULL AND NEW.ref IN ('CREATE', 'SLA_BREACH');
END;

CREATE TRIGGER fold_version AFTER INSERT ON desk_event
BEGIN
    UPDATE case_desk SET row_ver = NEW.seq WHERE case_id = NEW.case_id;
    UPDATE task_desk SET row_ver = NEW.seq WHERE task_id = NEW.task_id;
END;

CREATE TRIGGER fold_language AFTER INSERT ON desk_event WHEN NEW.kind = 'language'
BEGIN
    UPDATE task_desk SET language = NEW.to_state WHERE task_id = NEW.task_id;
END;

CREATE TRIGGER fold_dial AFTER INSERT ON desk_event WHEN NEW.kind = 'dial'
BEGIN
    UPDATE task_desk
        SET attempts = NEW.number, contact = NEW.ref, dialled_us = coalesce(dialled_us, NEW.at_us),
            call_code = NEW.text, code_until_us = NEW.until_us, is_code_compared = 0
        WHERE task_id = NEW.task_id;
END;

CREATE TRIGGER fold_code AFTER INSERT ON desk_event WHEN NEW.kind = 'code'
BEGIN
    UPDATE task_desk SET is_code_compared = 1, call_code = NULL, code_until_us = NULL
        WHERE task_id = NEW.task_id;
END;

CREATE TRIGGER fold_disposition AFTER INSERT ON desk_event WHEN NEW.kind = 'disposition'
BEGIN
    UPDATE task_desk SET disposition = NEW.ref WHERE task_id = NEW.task_id;
END;

CREATE TRIGGER fold_bad_contact AFTER INSERT ON desk_event WHEN NEW.kind = 'bad_contact'
BEGIN
    INSERT INTO bad_contact (account, token, at_us)
        SELECT c.account, NEW.ref, NEW.at_us FROM theft_case AS c WHERE c.case_id = NEW.case_id
        ON CONFLICT (account, token) DO UPDATE SET at_us = NEW.at_us;
END;

CREATE TRIGGER fold_note AFTER INSERT ON desk_event WHEN NEW.kind = 'note'
BEGIN
    UPDATE task_desk SET notes = notes + 1
        WHERE case_id = NEW.case_id AND state NOT IN ('COMPLETED', 'EXPIRED', 'CANCELLED');
END;

CREATE TRIGGER fold_proof AFTER INSERT ON desk_event WHEN NEW.kind = 'proof'
BEGIN
    INSERT INTO proof (case_id, evidence, at_us, agent)
        VALUES (NEW.case_id, NEW.ref, NEW.at_us, NEW.agent)
        ON CONFLICT (case_id, evidence) DO UPDATE SET at_us = NEW.at_us, agent = NEW.agent;
END;

-- A third failure within a day takes back what was proven.
CREATE TRIGGER fold_failure AFTER INSERT ON desk_event WHEN NEW.kind = 'failure'
BEGIN
    UPDATE case_desk SET fails = NEW.number, failed_us = NEW.at_us WHERE case_id = NEW.case_id;
    DELETE FROM proof WHERE case_id = NEW.case_id AND NEW.number >= 3;
END;

CREATE TRIGGER fold_mark AFTER INSERT ON desk_event WHEN NEW.kind = 'mark'
BEGIN
    INSERT INTO mark (case_id, event_id, mark, amount_minor, currency, paid_us, at_us, agent)
        VALUES (NEW.case_id, NEW.ref, NEW.to_state, NEW.number, NEW.text, NEW.until_us, NEW.at_us, NEW.agent)
        ON CONFLICT (case_id, event_id) DO UPDATE
            SET mark = NEW.to_state, at_us = NEW.at_us, agent = NEW.agent;
END;

CREATE TRIGGER fold_dispute AFTER INSERT ON desk_event WHEN NEW.kind = 'dispute'
BEGIN
    INSERT INTO dispute (event_id, number, case_id, state, amount_minor, currency, filed_us, changed_us)
        SELECT NEW.ref, (SELECT coalesce(max(number), 0) + 1 FROM dispute), NEW.case_id, NEW.to_state,
               m.amount_minor, m.currency, NEW.at_us, NEW.at_us
            FROM mark AS m
            WHERE m.case_id = NEW.case_id AND m.event_id = NEW.ref AND NEW.from_state = 'NONE';
    UPDATE dispute
        SET state = NEW.to_state, changed_us = NEW.at_us, due_us = NEW.until_us,
            answer_us = iif(NEW.to_state IN ('FILED', 'INVESTIGATING'), NEW.until_us, answer_us),
            refund_minor = iif(NEW.to_state LIKE 'DECIDED%', coalesce(NEW.number, 0), refund_minor),
            decided_us = iif(NEW.to_state LIKE 'DECIDED%', NEW.at_us, decided_us),
            paid_minor = paid_minor + iif(NEW.to_state = 'PAID', refund_minor, 0),
            credit_minor = CASE WHEN NEW.to_state = 'PROVISIONAL' THEN NEW.number
                                WHEN NEW.to_state NOT IN ('PAID', 'CREDIT_REVERSED') THEN credit_minor END,
            reason = coalesce(NEW.text, reason)
        WHERE event_id = NEW.ref;
    DELETE FROM timer WHERE kind = 'dispute' AND ref = NEW.ref;
    INSERT INTO timer (kind, ref, due_us, gen)
        SELECT 'dispute', NEW.ref, NEW.until_us, NEW.seq WHERE NEW.until_us IS NOT NULL;
END;

CREATE TRIGGER fold_ask AFTER INSERT ON desk_event WHEN NEW.kind = 'ask'
BEGIN
    INSERT INTO approval (number, case_id, about, requester, requester_session, requested_us, reason)
        VALUES (NEW.seq, NEW.case_id, NEW.ref, NEW.agent, NEW.session, NEW.at_us, NEW.text);
END;

CREATE TRIGGER fold_approve AFTER INSERT ON desk_event WHEN NEW.kind = 'approve'
BEGIN
    UPDATE approval
        SET approver = NEW.agent, approver_session = NEW.session, approved_us = NEW.at_us,
            approver_reason = NEW.text
        WHERE number = NEW.number;
END;

CREATE TRIGGER fold_look AFTER INSERT ON desk_event WHEN NEW.kind = 'look'
BEGIN
    INSERT INTO look (case_id, agent, at_us) VALUES (NEW.case_id, NEW.agent, NEW.at_us)
        ON CONFLICT (case_id, agent) DO UPDATE SET at_us = NEW.at_us;
END;

CREATE TRIGGER fold_restore AFTER INSERT ON desk_event WHEN NEW.kind = 'restore'
BEGIN
    INSERT INTO restored (case_id, item, at_us, agent)
        VALUES (NEW.case_id, NEW.ref, NEW.at_us, NEW.agent)
        ON CONFLICT (case_id, item) DO UPDATE SET at_us = NEW.at_us, agent = NEW.agent;
END;

CREATE TRIGGER fold_notice AFTER INSERT ON desk_event WHEN NEW.kind = 'notice'
BEGIN
    INSERT INTO notice (number, case_id, text_key, asked_us)
        VALUES (NEW.seq, NEW.case_id, NEW.ref, NEW.at_us);
END;

CREATE TRIGGER fold_flag AFTER INSERT ON desk_event WHEN NEW.kind = 'flag'
BEGIN
    UPDATE case_desk
        SET is_vulnerable = iif(NEW.ref = 'VULNERABLE', NEW.number, is_vulnerable),
            is_coerced = iif(NEW.ref = 'COERCED', NEW.number, is_coerced),
            has_remote_access = iif(NEW.ref = 'REMOTE_ACCESS', NEW.number, has_remote_access)
        WHERE case_id = NEW.case_id;
    UPDATE task_desk SET score = score + 5 WHERE case_id = NEW.case_id AND NEW.ref = 'VULNERABLE';
END;
