-- After a theft: accounts that are looked at more closely for ninety days. A fold over desk_event and
-- theft_case, by the triggers of this file.

CREATE TABLE watch (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES theft_case (case_id), -- the theft that is closed
    account TEXT NOT NULL,
    from_us INTEGER NOT NULL,  -- when its case was closed
    until_us INTEGER NOT NULL, -- ninety days later
    ended_us INTEGER,          -- before that: the case was opened again; NULL: it was not
    again_case_id TEXT,        -- what came of it meanwhile: this case again, or the first other one;
                               -- NULL: nothing
    again_us INTEGER           -- when
) STRICT, WITHOUT ROWID;
CREATE INDEX watch_account ON watch (account);

-- Only what ends with an account put right says until when.
CREATE TRIGGER fold_watch AFTER INSERT ON desk_event
WHEN NEW.kind = 'case' AND NEW.to_state = 'CLOSED' AND NEW.until_us IS NOT NULL
BEGIN
    INSERT OR REPLACE INTO watch (case_id, account, from_us, until_us)
        SELECT NEW.case_id, c.account, NEW.at_us, NEW.until_us FROM theft_case AS c
            WHERE c.case_id = NEW.case_id;
END;

CREATE TRIGGER fold_watch_end AFTER INSERT ON desk_event
WHEN NEW.kind = 'case' AND NEW.to_state = 'REOPENED'
BEGIN
    UPDATE watch SET ended_us = NEW.at_us, again_case_id = NEW.case_id, again_us = NEW.at_us
        WHERE case_id = NEW.case_id AND NEW.at_us < until_us;
END;

CREATE TRIGGER watch_again AFTER INSERT ON theft_case
BEGIN
    UPDATE watch SET again_case_id = NEW.case_id, again_us = NEW.opened_us
        WHERE account = NEW.account AND again_case_id IS NULL AND ended_us IS NULL
          AND NEW.opened_us >= from_us AND NEW.opened_us < until_us;
END;

-- The engine knows one case of an account; a hold of its own that joins a closed one opens that again, at
-- once and with a call of the first band, for nobody would look at it otherwise.
CREATE TRIGGER watch_hold AFTER INSERT ON hold
WHEN NEW.record IS NOT NULL
    AND EXISTS (SELECT 1 FROM case_desk AS s WHERE s.case_id = NEW.case_id AND s.state = 'CLOSED')
BEGIN
    INSERT INTO desk_event (at_us, actor, case_id, kind, ref, from_state, to_state, text)
        VALUES (NEW.placed_us, 'engine', NEW.case_id, 'case', 'NEW_FACT', 'CLOSED', 'REOPENED', NEW.reason);
    INSERT INTO desk_event (at_us, actor, case_id, kind, ref, from_state, to_state)
        VALUES (NEW.placed_us, 'engine', NEW.case_id, 'case', 'RULES_EVALUATED', 'REOPENED', 'TRIAGED');
    INSERT INTO desk_event (at_us, actor, case_id, kind, ref, from_state, to_state, until_us)
        VALUES (NEW.placed_us, 'engine', NEW.case_id, 'case', 'HOLD_SENT', 'TRIAGED', 'CONTAINING',
                NEW.placed_us + 60000000);
    INSERT INTO task (task_id, case_id, kind, short_number, account, priority, band, due_us, created_us,
                      lost_minor, lost_rail, outflow_us, state)
        SELECT t.task_id || '-' || (SELECT count(*) FROM task AS o WHERE o.case_id = NEW.case_id), t.case_id,
               t.kind, t.short_number, t.account, t.priority, 1, NEW.placed_us + 300000000, NEW.placed_us,
               t.lost_minor, t.lost_rail, t.outflow_us, 'open'
            FROM task AS t WHERE t.case_id = NEW.case_id ORDER BY t.created_us LIMIT 1;
END;
