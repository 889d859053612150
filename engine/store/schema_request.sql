-- What customers ask the hotline for beside theft: one request, one playbook (desk/playbook.h). The table
-- request is a fold over request_event, which only grows.

CREATE TABLE request (
    number INTEGER PRIMARY KEY,  -- 1, 2, 3...: the receipt that the customer gets
    kind TEXT NOT NULL,          -- of the playbook
    account TEXT NOT NULL,
    topic TEXT NOT NULL,         -- why, or what it is about, in the playbook's words
    opened_us INTEGER NOT NULL,  -- the desk's clock
    state TEXT NOT NULL,         -- of the playbook's machine
    changed_us INTEGER NOT NULL, -- when it came into this state
    due_us INTEGER,              -- when the clock of this state runs out; NULL: it has none
    answer_us INTEGER,           -- until when the customer has to have an answer; NULL: no such clock
    is_open INTEGER NOT NULL     -- 1: there is still something to do
) STRICT;
CREATE INDEX request_account ON request (account, number);
CREATE INDEX request_open ON request (number) WHERE is_open = 1;

CREATE TABLE request_event (
    seq INTEGER PRIMARY KEY,
    request INTEGER NOT NULL REFERENCES request (number),
    at_us INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('engine', 'agent', 'supervisor', 'customer', 'ledger', 'timer',
                                         'legal desk')), -- in what capacity
    agent INTEGER REFERENCES desk_agent (number),     -- NULL: no person of ours
    session INTEGER REFERENCES desk_session (number),
    kind TEXT NOT NULL CHECK (kind IN ('step', 'fact', 'proof', 'failure', 'notice')),
    ref TEXT NOT NULL,           -- the machine's event, the fact's name, evidence (desk/identity.h) or text
    from_state TEXT,             -- of a step
    to_state TEXT,
    is_open INTEGER,             -- of a step: whether something is left to do behind it
    due_us INTEGER,              -- of a step: the clock that starts; NULL: none
    answer_us INTEGER,           -- of a step: the date of the answer as it is now; NULL: none
    text TEXT                    -- what a fact says, or the words that go with a step
) STRICT;
CREATE INDEX request_event_of ON request_event (request, seq);
CREATE TRIGGER request_event_stays BEFORE UPDATE ON request_event
BEGIN SELECT raise(ABORT, 'what was done about a request stays'); END;
CREATE TRIGGER request_event_remains BEFORE DELETE ON request_event
BEGIN SELECT raise(ABORT, 'what was done about a request stays'); END;
CREATE TRIGGER request_event_grows BEFORE INSERT ON request_event WHEN EXISTS (SELECT 1 FROM request_event WHERE seq = NEW.seq)
BEGIN SELECT raise(ABORT, 'what was done about a request stays'); END;
CREATE TRIGGER request_remains BEFORE DELETE ON request
BEGIN SELECT raise(ABORT, 'a request stays'); END;
CREATE TRIGGER request_grows BEFORE INSERT ON request WHEN EXISTS (SELECT 1 FROM request WHERE number = NEW.number)
BEGIN SELECT raise(ABORT, 'a request stays'); END;
CREATE TRIGGER request_keeps BEFORE UPDATE OF number ON request
BEGIN SELECT raise(ABORT, 'a request stays'); END;
CREATE TRIGGER request_step AFTER INSERT ON request_event WHEN NEW.kind = 'step'
BEGIN
    UPDATE request SET
        changed_us = iif(state = NEW.to_state, changed_us, NEW.at_us),
        state = NEW.to_state,
        due_us = NEW.due_us,
        answer_us = NEW.answer_us,
        is_open = NEW.is_open
        WHERE number = NEW.request;
END;
CREATE TRIGGER audit_request AFTER INSERT ON request_event
BEGIN
    INSERT INTO audit_act (at_us, actor, action, subject, detail)
    SELECT NEW.at_us, coalesce('agent ' || NEW.agent, NEW.actor), 'request', r.account,
           audit_detail('request', NEW.request, 'kind', r.kind, 'what', NEW.kind, 'ref', NEW.ref,
                        'from', NEW.from_state, 'to', NEW.to_state, 'due_us', NEW.due_us,
                        'answer_us', NEW.answer_us, 'text', NEW.text)
        FROM request AS r WHERE r.number = NEW.request;
END;
