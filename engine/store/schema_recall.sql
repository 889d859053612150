-- Stolen money asked back from other institutions, and what came of it. The tables recall and suspense
-- are a fold over recall_event, which only grows.

CREATE TABLE recall_event (
    seq INTEGER PRIMARY KEY,
    recall_id TEXT NOT NULL,
    at_us INTEGER NOT NULL,      -- the desk's clock
    agent INTEGER REFERENCES desk_agent (number), -- NULL: a timer
    event TEXT NOT NULL CHECK (event IN ('DRAFT', 'SEND', 'ACK', 'HOLD', 'RETURN', 'REFUSE', 'REMIND',
                                         'EXPIRE', 'SETTLE')),
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    amount_minor INTEGER,        -- RETURN: what came; SETTLE: what the provider refunds
    code TEXT,                   -- DRAFT: why (CxlRsnInf); REFUSE: why not; SEND, RETURN: the reference
    due_us INTEGER,              -- next reminder; NULL: none
    answer_us INTEGER            -- SEND: until when the receiver has to have answered
) STRICT;
CREATE TABLE recall (
    recall_id TEXT NOT NULL PRIMARY KEY, -- of the case and the payment, the same on every machine
    number INTEGER NOT NULL UNIQUE,      -- 1, 2, 3... for people
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    orig_txn_id TEXT NOT NULL,   -- event_id of the payment
    orig_us INTEGER NOT NULL,    -- when it was paid
    payer TEXT NOT NULL,         -- account that paid
    payee TEXT NOT NULL,         -- counterparty of the payment
    payee_kind TEXT NOT NULL,    -- bank, wallet, merchant...; '': not said
    institution TEXT NOT NULL,   -- '': not said
    orig_minor INTEGER NOT NULL, -- of the whole payment
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0), -- stolen money in it, first in first out
    currency TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('FRAD', 'DUPL', 'TECH', 'CUST', 'AC03', 'AM09')),
    state TEXT NOT NULL CHECK (state IN ('DRAFT', 'SENT', 'ACKED', 'HELD_AT_RECEIVER', 'RETURNED_PART',
                                         'RETURNED', 'REFUSED', 'EXPIRED', 'SETTLED')),
    changed_us INTEGER NOT NULL,
    sent_us INTEGER,             -- NULL: not yet
    reference TEXT,              -- the receiver's or the rail's, of SEND
    refusal TEXT,                -- code of REFUSE
    reminders INTEGER NOT NULL DEFAULT 0, -- sent
    remind_us INTEGER,           -- next one; NULL: none
    answer_us INTEGER,           -- until when the receiver has to have answered
    returned_minor INTEGER NOT NULL DEFAULT 0,
    refunded_minor INTEGER NOT NULL DEFAULT 0, -- by the provider
    rejected_minor INTEGER NOT NULL DEFAULT 0, -- nobody pays it; with the two before: amount_minor
    CHECK (returned_minor + refunded_minor + rejected_minor <= amount_minor),
    UNIQUE (case_id, orig_txn_id)
) STRICT, WITHOUT ROWID;
-- Money that came back and belongs to no recall: for people to look at.
CREATE TABLE suspense (
    reference TEXT NOT NULL PRIMARY KEY, -- of the money that came
    at_us INTEGER NOT NULL,
    orig_txn_id TEXT NOT NULL,   -- as it was said to be
    payee TEXT NOT NULL,         -- who sent it
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Holds on receivers of a case's stolen money, in this ledger. They are holds of no case: what the case
-- does to the victim's holds is not done to these.
CREATE TABLE receiver_hold (
    hold_id TEXT NOT NULL PRIMARY KEY REFERENCES hold (hold_id),
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    account TEXT NOT NULL,       -- the receiver
    amount_minor INTEGER CHECK (amount_minor > 0), -- asked for; NULL: the whole account
    asked_us INTEGER NOT NULL,   -- the desk's clock
    agent INTEGER NOT NULL REFERENCES desk_agent (number)
) STRICT, WITHOUT ROWID;
CREATE INDEX receiver_hold_case ON receiver_hold (case_id, account);
CREATE INDEX receiver_hold_account ON receiver_hold (account);

CREATE TRIGGER recall_event_stays BEFORE UPDATE ON recall_event
BEGIN SELECT raise(ABORT, 'what was done about a recall stays'); END;
CREATE TRIGGER recall_event_remains BEFORE DELETE ON recall_event
BEGIN SELECT raise(ABORT, 'what was done about a recall stays'); END;
CREATE TRIGGER recall_event_grows BEFORE INSERT ON recall_event WHEN EXISTS (SELECT 1 FROM recall_event WHERE seq = NEW.seq)
BEGIN SELECT raise(ABORT, 'what was done about a recall stays'); END;
CREATE TRIGGER recall_step AFTER INSERT ON recall_event
BEGIN
    UPDATE recall SET
        state = NEW.to_state,
        changed_us = NEW.at_us,
        sent_us = iif(NEW.event = 'SEND', NEW.at_us, sent_us),
        reference = iif(NEW.event = 'SEND', NEW.code, reference),
        refusal = iif(NEW.event = 'REFUSE', NEW.code, refusal),
        reminders = reminders + (NEW.event = 'REMIND'),
        remind_us = NEW.due_us,
        answer_us = coalesce(NEW.answer_us, answer_us),
        returned_minor = returned_minor + iif(NEW.event = 'RETURN', NEW.amount_minor, 0),
        refunded_minor = iif(NEW.event = 'SETTLE', NEW.amount_minor, refunded_minor),
        rejected_minor = iif(NEW.event = 'SETTLE', amount_minor - returned_minor - NEW.amount_minor,
                             rejected_minor)
        WHERE recall_id = NEW.recall_id;
    INSERT INTO audit_act (at_us, actor, action, subject, detail)
    SELECT NEW.at_us, coalesce('agent ' || NEW.agent, 'timer'), 'recall', r.case_id,
           audit_detail('recall_id', NEW.recall_id, 'event', NEW.event, 'from', NEW.from_state,
                        'to', NEW.to_state, 'amount_minor', NEW.amount_minor, 'code', NEW.code)
        FROM recall AS r WHERE r.recall_id = NEW.recall_id;
END;
CREATE TRIGGER audit_suspense AFTER INSERT ON suspense
BEGIN
    INSERT INTO audit_act (at_us, actor, action, subject, detail)
    VALUES (NEW.at_us, 'desk', 'recall', NEW.orig_txn_id,
            audit_detail('suspense', NEW.reference, 'amount_minor', NEW.amount_minor,
                         'currency', NEW.currency));
END;
