-- The audit: what the engine decided, what was asked of the ledger, what it answered, and every act at
-- the desk, as one chain of hashes (store/audit.h says how). Rows come by the triggers below, in the
-- transaction of what they tell of; none changes and none goes.

-- From which the salts of the leaves are made: who has it can guess values behind their leaves.
CREATE TABLE audit_secret (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
    secret BLOB NOT NULL CHECK (length(secret) = 32), -- random
    own BLOB NOT NULL CHECK (length(own) = 32)        -- of the latest row, as there
) STRICT;
INSERT INTO audit_secret (one, secret, own) VALUES (1, randomblob(32), randomblob(32));

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,   -- 1, 2, 3... without gaps
    at_us INTEGER NOT NULL,    -- event time where the engine or the ledger acted, else the desk's clock
    actor TEXT NOT NULL,       -- engine, ledger, or the desk's word for who, with the agent's number
    action TEXT NOT NULL,      -- decision, command, answer, label, desk, deny
    subject TEXT NOT NULL,     -- account; of an act at the desk the case
    detail TEXT NOT NULL,      -- name=value;name=value, with % ; = written as %25 %3B %3D
    record BLOB NOT NULL,      -- 32 bytes: SHA-256 over the leaves of the six fields before
    chain BLOB NOT NULL,       -- 32 bytes: SHA-256 over the chain so far and this record
    -- 32 random bytes from which the salts of subject and detail are made; of a row that was emptied in their
    -- place the two leaves, 64 bytes
    own BLOB NOT NULL CHECK (length(own) = 32 OR (length(own) = 64 AND subject = '' AND detail = ''))
) STRICT;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit stays as it is'); END;
CREATE TRIGGER audit_remains BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit stays as it is'); END;
-- INSERT OR REPLACE removes a row without asking the trigger on DELETE.
CREATE TRIGGER audit_grows BEFORE INSERT ON audit
    WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
BEGIN SELECT raise(ABORT, 'the audit stays as it is'); END;

-- What is to be audited is inserted here.
CREATE VIEW audit_act AS SELECT at_us, actor, action, subject, detail FROM audit;
CREATE TRIGGER audit_append INSTEAD OF INSERT ON audit_act
BEGIN
    UPDATE audit_secret SET own = randomblob(32);
    INSERT INTO audit (seq, at_us, actor, action, subject, detail, record, chain, own)
    SELECT n.seq, NEW.at_us, NEW.actor, NEW.action, NEW.subject, NEW.detail,
           audit_record(n.secret, n.own, n.seq, NEW.at_us, NEW.actor, NEW.action, NEW.subject,
                        NEW.detail),
           audit_chain(n.before,
                       audit_record(n.secret, n.own, n.seq, NEW.at_us, NEW.actor, NEW.action,
                                    NEW.subject, NEW.detail)),
           n.own
        FROM (SELECT coalesce((SELECT max(seq) FROM audit), 0) + 1 AS seq, secret, own,
                     coalesce((SELECT chain FROM audit ORDER BY seq DESC LIMIT 1), zeroblob(32))
                         AS before
                  FROM audit_secret) AS n;
END;

CREATE TRIGGER audit_decision AFTER INSERT ON decision WHEN NEW.outcome <> 'alert'
BEGIN
    INSERT INTO audit_act (at_us, actor, action, subject, detail)
    VALUES (NEW.ts_us, 'engine', 'decision', NEW.account,
            audit_detail('event_id', NEW.event_id, 'outcome', NEW.outcome,
                        'belief', printf('%!.17g', NEW.belief), 'case_id', NEW.case_id,
                        'note', NEW.note));
END;
CREATE TRIGGER audit_command AFTER INSERT ON outbox
BEGIN
    INSERT INTO audit_act (at_us, actor, action, subject, detail)
    VALUES (NEW.created_us, 'engine', 'command', NEW.account,
            audit_detail('key', NEW.key, 'kind', NEW.kind, 'acct_cmd_seq', NEW.account_cmd_seq,
                        'case_id', NEW.case_id, 'body', NEW.body));
END;
CREATE TRIGGER audit_answer AFTER UPDATE OF answer ON outbox WHEN NEW.answer IS NOT NULL
BEGIN
    INSERT INTO audit_act (at_us, actor, action, subject, detail)
    VALUES (coalesce(NEW.answered_us, NEW.created_us), 'ledger', 'answer', NEW.account,
            audit_detail('key', NEW.key, 'answer', NEW.answer));
END;
CREATE TRIGGER audit_label AFTER INSERT ON label
BEGIN
    INSERT INTO audit_act (at_us, actor, action, subject, detail)
    VALUES (NEW.labelled_us, coalesce(NEW.source, 'ledger'), 'label', NEW.account,
            audit_detail('about', NEW.about, 'outcome', NEW.outcome, 'confidence', NEW.confidence,
                        'revision', NEW.revision));
END;
CREATE TRIGGER audit_label_again AFTER UPDATE ON label
BEGIN
    INSERT INTO audit_act (at_us, actor, action, subject, detail)
    VALUES (NEW.labelled_us, coalesce(NEW.source, 'ledger'), 'label', NEW.account,
            audit_detail('about', NEW.about, 'outcome', NEW.outcome, 'confidence', NEW.confidence,
                        'revision', NEW.revision));
END;
CREATE TRIGGER audit_desk AFTER INSERT ON desk_event
BEGIN
    INSERT INTO audit_act (at_us, actor, action, subject, detail)
    VALUES (NEW.at_us, NEW.actor || coalesce(' ' || NEW.agent, ''), 'desk', NEW.case_id,
            audit_detail('kind', NEW.kind, 'task_id', NEW.task_id, 'ref', NEW.ref,
                        'from', NEW.from_state, 'to', NEW.to_state, 'number', NEW.number,
                        'until_us', NEW.until_us, 'text', NEW.text, 'session', NEW.session));
END;
