-- Stops of a whole account that the ledger has not confirmed, and what is done meanwhile. All of it is
-- delivery: times are the wall clock, so two runs over one log differ here.

-- From the command that stops an account to the ledger's answer, or to the end of the hold's life.
CREATE TABLE freeze_wait (
    hold_id TEXT NOT NULL PRIMARY KEY REFERENCES hold (hold_id),
    since_us INTEGER NOT NULL, -- wall clock of its first command
    until_us INTEGER NOT NULL, -- event time at which the hold's life is over unless it is confirmed
    raised_us INTEGER,         -- when it was raised for the desk; NULL: it was not
    is_denied INTEGER NOT NULL DEFAULT 0 -- 1: its account stands on the deny list
) STRICT, WITHOUT ROWID;
CREATE INDEX freeze_wait_next ON freeze_wait (since_us) WHERE raised_us IS NULL;
CREATE INDEX freeze_wait_over ON freeze_wait (until_us);

-- The rows of the deny list (docs/ledger.md); it only grows.
CREATE TABLE denial (
    seq INTEGER PRIMARY KEY,   -- 1, 2, 3... as in the file
    op TEXT NOT NULL CHECK (op IN ('PLACE', 'RELEASE')),
    hold_id TEXT NOT NULL REFERENCES hold (hold_id),
    at_us INTEGER NOT NULL     -- wall clock
) STRICT;
CREATE TRIGGER denial_stays BEFORE UPDATE ON denial
BEGIN SELECT raise(ABORT, 'the deny list only grows'); END;
CREATE TRIGGER denial_remains BEFORE DELETE ON denial
BEGIN SELECT raise(ABORT, 'the deny list only grows'); END;
CREATE TRIGGER denial_grows BEFORE INSERT ON denial WHEN EXISTS (SELECT 1 FROM denial WHERE seq = NEW.seq)
BEGIN SELECT raise(ABORT, 'the deny list only grows'); END;
CREATE TRIGGER audit_denial AFTER INSERT ON denial
BEGIN
    INSERT INTO audit_act (at_us, actor, action, subject, detail)
    SELECT NEW.at_us, 'engine', 'deny', h.account,
           audit_detail('seq', NEW.seq, 'op', NEW.op, 'hold_id', NEW.hold_id)
        FROM hold AS h WHERE h.hold_id = NEW.hold_id;
END;

-- A command that is said again under another key does not begin anew.
CREATE TRIGGER freeze_wait_begins AFTER INSERT ON outbox WHEN NEW.kind = 'hold'
BEGIN
    INSERT OR IGNORE INTO freeze_wait (hold_id, since_us, until_us)
        SELECT h.hold_id, CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000, h.expires_us
            FROM hold AS h
            WHERE h.hold_id = NEW.hold_id AND h.state = 'wanted' AND h.scope IN ('OUTBOUND', 'FULL');
END;
CREATE TRIGGER freeze_wait_ends AFTER UPDATE OF state ON hold
WHEN OLD.state = 'wanted' AND NEW.state <> 'wanted'
BEGIN
    DELETE FROM freeze_wait WHERE hold_id = NEW.hold_id;
END;
CREATE TRIGGER freeze_wait_lapses AFTER UPDATE OF watermark_us ON position
BEGIN
    DELETE FROM freeze_wait WHERE until_us <= NEW.watermark_us;
END;

-- The desk is told what its own clock would tell it, if that has not done so yet.
CREATE TRIGGER freeze_raised AFTER UPDATE OF raised_us ON freeze_wait WHEN NEW.raised_us IS NOT NULL
BEGIN
    INSERT INTO desk_event (at_us, actor, case_id, kind, ref, from_state, to_state)
        SELECT NEW.raised_us, 'timer', h.case_id, 'case', 'ACK_TIMEOUT', 'CONTAINING', 'CONTAINING'
            FROM hold AS h
            JOIN case_desk AS s ON s.case_id = h.case_id
            WHERE h.hold_id = NEW.hold_id AND s.state = 'CONTAINING' AND s.is_unconfirmed = 0;
    INSERT INTO denial (op, hold_id, at_us)
        SELECT 'PLACE', NEW.hold_id, NEW.raised_us WHERE NEW.is_denied = 1;
END;
-- Confirmed, refused, over: the list is for the time in between.
CREATE TRIGGER freeze_denied AFTER DELETE ON freeze_wait WHEN OLD.is_denied = 1
BEGIN
    INSERT INTO denial (op, hold_id, at_us)
        VALUES ('RELEASE', OLD.hold_id, CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000);
END;
