-- The register of files of cases that were made for people outside: who got what. It only grows.
CREATE TABLE bundle (
    number INTEGER PRIMARY KEY, -- 1, 2, 3...
    at_us INTEGER NOT NULL,     -- wall clock
    made_by TEXT NOT NULL,      -- who asked for it, by their own word
    case_id TEXT NOT NULL REFERENCES theft_case (case_id),
    audience TEXT NOT NULL CHECK (audience IN ('regulator', 'customer', 'partner', 'police')),
    reader TEXT,                -- the partner, or the request of the police; NULL: neither
    sums TEXT NOT NULL,         -- SHA-256 of its SHA256SUMS in hexadecimal digits
    anchor TEXT NOT NULL,       -- SEQ:HASH of the last row of the audit in it
    is_signed INTEGER NOT NULL
) STRICT;
CREATE INDEX bundle_case ON bundle (case_id, number);
CREATE TRIGGER bundle_stays BEFORE UPDATE ON bundle
BEGIN SELECT raise(ABORT, 'the register of files only grows'); END;
CREATE TRIGGER bundle_remains BEFORE DELETE ON bundle
BEGIN SELECT raise(ABORT, 'the register of files only grows'); END;
CREATE TRIGGER bundle_grows BEFORE INSERT ON bundle
    WHEN EXISTS (SELECT 1 FROM bundle WHERE number = NEW.number)
BEGIN SELECT raise(ABORT, 'the register of files only grows'); END;
CREATE TRIGGER audit_bundle AFTER INSERT ON bundle
BEGIN
    INSERT INTO audit_act (at_us, actor, action, subject, detail)
    VALUES (NEW.at_us, 'staff', 'evidence', NEW.case_id,
            audit_detail('number', NEW.number, 'for', NEW.audience, 'reader', NEW.reader,
                         'by', NEW.made_by, 'sums', NEW.sums, 'anchor', NEW.anchor));
END;

-- Accounts that were erased from this database, or are to be: one person asks, another does it.
CREATE TABLE erasure (
    number INTEGER PRIMARY KEY, -- 1, 2, 3...
    account TEXT NOT NULL,      -- once it is done the name that took the account's place
    reason TEXT NOT NULL,
    asked_us INTEGER NOT NULL,  -- the desk's clock
    asked_by INTEGER NOT NULL REFERENCES desk_agent (number),
    asked_session INTEGER NOT NULL REFERENCES desk_session (number),
    done_us INTEGER,            -- NULL: not yet
    approved_by INTEGER REFERENCES desk_agent (number),
    approved_session INTEGER REFERENCES desk_session (number)
) STRICT;
CREATE UNIQUE INDEX erasure_asked ON erasure (account) WHERE done_us IS NULL;
CREATE TRIGGER erasure_remains BEFORE DELETE ON erasure
BEGIN SELECT raise(ABORT, 'what was erased stays told'); END;
CREATE TRIGGER erasure_grows BEFORE INSERT ON erasure
    WHEN EXISTS (SELECT 1 FROM erasure
                     WHERE number = NEW.number OR (account = NEW.account AND done_us IS NULL AND NEW.done_us IS NULL))
BEGIN SELECT raise(ABORT, 'what was erased stays told'); END;
CREATE TRIGGER erasure_keeps BEFORE UPDATE OF number ON erasure
BEGIN SELECT raise(ABORT, 'what was erased stays told'); END;
CREATE TRIGGER erasure_done BEFORE UPDATE ON erasure WHEN OLD.done_us IS NOT NULL
BEGIN SELECT raise(ABORT, 'what was erased stays told'); END;
