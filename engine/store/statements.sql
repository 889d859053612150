-- The writer's statements; connection.h lists their names.

-- name: begin
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;

-- name: insert_meta
INSERT INTO meta (one, store_id, made_by) VALUES (1, lower(hex(randomblob(16))), ?1);

-- name: get_meta
SELECT store_id FROM meta;

-- name: put_position
INSERT INTO position (one, records, watermark_us) VALUES (1, ?1, ?2)
    ON CONFLICT (one) DO UPDATE SET records = ?1, watermark_us = ?2;

-- name: get_position
SELECT records FROM position;

-- name: put_source
INSERT INTO source (name, bytes, lines, prefix_hash) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (name) DO UPDATE SET bytes = ?2, lines = ?3, prefix_hash = ?4;

-- name: get_source
SELECT bytes, lines, prefix_hash FROM source WHERE name = ?1;

-- name: put_listing
INSERT INTO listing (path, bytes) VALUES (?1, ?2) ON CONFLICT (path) DO UPDATE SET bytes = ?2;

-- name: get_listing
SELECT bytes FROM listing WHERE path = ?1;

-- name: put_count
INSERT INTO counter (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2;

-- name: get_count
SELECT value FROM counter WHERE name = ?1;

-- name: count_reject
INSERT INTO reject_count (reason, count) VALUES (?1, 1)
    ON CONFLICT (reason) DO UPDATE SET count = count + 1
    RETURNING count;

-- name: insert_reject
INSERT OR IGNORE INTO reject (source, line, reason, cause) VALUES (?1, ?2, ?3, ?4);

-- name: insert_decision
INSERT INTO decision (record, event_id, account, ts_us, type, amount_minor, currency, counterparty,
                      outcome, belief, belief_bits, case_id, note, expected_loss_minor)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14);

-- name: insert_evidence
INSERT INTO evidence (record, rank, signal, is_fresh, strength, bits, value, normal)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: insert_reason
INSERT INTO reason (record, rank, ground, signal, bits) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: get_decision
SELECT event_id, outcome, belief, case_id FROM decision WHERE record = ?1;

-- name: count_decisions
SELECT count(*) FROM decision WHERE record >= ?1 AND record < ?2;

-- name: next_case_number
SELECT coalesce(max(number), 0) + 1 FROM theft_case;

-- name: insert_case
INSERT INTO theft_case (number, case_id, short_number, account, opened_us, record, event_id, state,
                        reason, incident_start_us, exposed_minor, currency)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'open', ?8, ?9, ?10, ?11)
    ON CONFLICT (case_id) DO NOTHING;

-- name: case_reported
-- A case that the desk opened, when the report behind it has come by the log.
UPDATE theft_case SET record = ?2, incident_start_us = ?3, exposed_minor = coalesce(?4, exposed_minor)
    WHERE case_id = ?1 AND record IS NULL;

-- name: insert_hold
INSERT INTO hold (hold_id, case_id, account, record, intent, place_id, scope, issuer, reason,
                  placed_us, life_s, expires_us, on_expiry, state, attempts)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'OUTBOUND',
            CASE ?7 WHEN 'CUST_REPORT' THEN 'CUSTOMER' ELSE 'ENGINE' END, ?7, ?8, ?9, ?10, 'STEP_UP',
            'wanted', 1)
    ON CONFLICT (hold_id) DO NOTHING;

-- name: next_intent
-- Of the engine's own, so that what it says does not depend on when people act.
SELECT coalesce(max(intent), 0) + 1 FROM hold WHERE case_id = ?1 AND record IS NOT NULL;

-- name: insert_task
INSERT INTO task (task_id, case_id, kind, short_number, account, priority, band, due_us, created_us,
                  lost_minor, lost_rail, outflow_us, state)
    VALUES (?1, ?2, 'callback', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open');

-- name: next_fence
INSERT INTO fence (account, last) VALUES (?1, ?2)
    ON CONFLICT (account) DO UPDATE SET last = max(last + 1, ?2)
    RETURNING last;

-- name: has_message
SELECT count(*) FROM outbox WHERE key = ?1;

-- name: insert_message
INSERT INTO outbox (key, kind, account, hold_id, account_cmd_seq, case_id, body, created_us)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: get_hold
SELECT h.account, d.event_id, h.placed_us, d.belief, h.case_id,
       h.place_id, h.hold_id, h.reason, h.life_s, h.on_expiry,
       t.task_id, t.short_number, t.priority, t.band, t.due_us
    FROM hold AS h
    JOIN decision AS d ON d.record = h.record
    JOIN task AS t ON t.case_id = h.case_id
    WHERE h.record = ?1;

-- name: get_step_up
SELECT account, event_id, ts_us, belief FROM decision WHERE record = ?1;

-- name: get_signals
SELECT signal FROM evidence WHERE record = ?1 ORDER BY rank LIMIT 5;

-- name: next_wanted
SELECT h.record
    FROM hold AS h
    WHERE h.record > ?1 AND h.expires_us > ?2 AND h.state = 'wanted'
        AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.key = h.place_id)
    ORDER BY h.record
    LIMIT 1;

-- name: next_message
-- Oldest first; one that was put off keeps back what comes after it for the ledger and account.
SELECT o.id, o.key, o.kind, o.body, o.attempt, o.tries
    FROM outbox AS o INDEXED BY outbox_new
    WHERE o.state = 'new' AND coalesce(o.next_us, 0) <= ?1
        AND (o.kind = 'callback' OR NOT EXISTS (
            SELECT 1 FROM outbox AS e
                WHERE e.account = o.account AND e.state = 'new' AND e.id < o.id
                    AND e.kind <> 'callback' AND e.next_us > ?1))
    ORDER BY o.id;

-- name: next_urgent
-- After a long silence: what matters most first, of each account only what is its turn.
SELECT o.id, o.key, o.kind, o.body, o.attempt, o.tries
    FROM outbox AS o INDEXED BY outbox_new
    LEFT JOIN theft_case AS c ON c.case_id = o.case_id
    WHERE o.state = 'new' AND coalesce(o.next_us, 0) <= ?1
        AND (o.kind = 'callback' OR NOT EXISTS (
            SELECT 1 FROM outbox AS e
                WHERE e.account = o.account AND e.state = 'new' AND e.id < o.id
                    AND e.kind <> 'callback'))
    ORDER BY coalesce((SELECT min(t.band) FROM task AS t WHERE t.case_id = o.case_id), 9),
             c.exposed_minor DESC, o.id;

-- name: count_messages
SELECT (SELECT count(*) FROM outbox INDEXED BY outbox_new WHERE state = 'new'),
       (SELECT count(*) FROM outbox INDEXED BY outbox_refused WHERE state = 'refused');

-- name: end_message
UPDATE outbox
    SET state = ?2, sent_us = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000
    WHERE id = ?1
    -- The last: the earliest time at which an answer to it is still taken up by the log.
    RETURNING account, kind, hold_id, key, attempt,
              max(created_us, coalesce((SELECT watermark_us FROM position), created_us));

-- name: put_off_message
UPDATE outbox SET tries = tries + 1, next_us = ?2 WHERE id = ?1;

-- name: next_unconfirmed
-- The stop that has waited longest, of those not raised. An answer that waits in the inbox is one.
SELECT w.hold_id, c.exposed_minor, c.currency
    FROM freeze_wait AS w
    JOIN hold AS h ON h.hold_id = w.hold_id
    LEFT JOIN theft_case AS c ON c.case_id = h.case_id
    WHERE w.raised_us IS NULL AND w.since_us <= ?1
        AND NOT EXISTS (SELECT 1 FROM outbox AS o
                            JOIN inbox AS i ON i.event_id = 'R' || o.attempt || '-' || o.key
                            WHERE o.key = h.place_id AND o.state <> 'new' AND i.record IS NULL)
    ORDER BY w.since_us LIMIT 1;

-- name: raise_unconfirmed
UPDATE freeze_wait SET raised_us = ?2, is_denied = ?3 WHERE hold_id = ?1;

-- name: get_denial
SELECT d.seq, d.op, h.account, d.hold_id, h.scope, h.placed_us, d.at_us
    FROM denial AS d
    JOIN hold AS h ON h.hold_id = d.hold_id
    WHERE d.seq = ?1;

-- name: next_fact
SELECT id, line FROM inbox WHERE record IS NULL AND id > ?1 ORDER BY id LIMIT 1;

-- name: fact_taken
UPDATE inbox SET record = ?2 WHERE id = ?1;

-- name: event_taken
UPDATE inbox SET record = ?2 WHERE event_id = ?1 AND record IS NULL;

-- name: end_lost_runs
UPDATE run SET state = 'interrupted' WHERE state = 'running';

-- name: next_run
SELECT coalesce(max(number), 0) + 1 FROM run;

-- name: put_run
INSERT INTO run (number, kind, state, started_us, rows, events, rejects, alerts, step_ups, holds,
                 cases, first_us, last_us, records_from, records_to, made_by)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
    ON CONFLICT (number) DO UPDATE
        SET state = ?3, rows = ?5, events = ?6, rejects = ?7, alerts = ?8, step_ups = ?9,
            holds = ?10, cases = ?11, first_us = ?12, last_us = ?13, records_to = ?15;

-- name: put_run_source
INSERT INTO run_source (number, place, name) VALUES (?1, ?2, ?3);

-- name: put_settings
INSERT INTO settings (record, hash, text) VALUES (?1, ?2, ?3);

-- name: put_model
INSERT INTO model (record, hash) VALUES (?1, ?2);

-- name: put_weights
INSERT INTO weights (record, hash, text) VALUES (?1, ?2, ?3);

-- name: get_answered
SELECT state, expires_us, coalesce(life_s, 9223372036854775807), coalesce(case_id, ''),
       coalesce(record, -1), attempts, place_id, coalesce(acked_us, 0)
    FROM hold
    WHERE hold_id = ?1 AND account = ?2;

-- name: hold_acked
UPDATE hold SET state = 'held', acked_us = ?2, expires_us = ?3, ended_us = NULL WHERE hold_id = ?1;

-- name: hold_ended
UPDATE hold SET state = ?2, ended_us = ?3, code = ?4 WHERE hold_id = ?1;

-- name: hold_asked
UPDATE hold SET attempts = attempts + 1, intent = ?2, place_id = ?3 WHERE hold_id = ?1;

-- name: get_command
-- A command about a hold, other than the one that places it, by its own name.
SELECT kind, coalesce(hold_id, ''),
       (SELECT count(*) FROM outbox AS p WHERE p.hold_id = o.hold_id AND p.kind = o.kind)
    FROM outbox AS o
    WHERE key = ?1 AND account = ?2 AND kind IN ('extend', 'upgrade', 'release', 'query');

-- name: hold_changed
-- The hold becomes what an extension or upgrade said; 285 years are a life without end.
UPDATE hold
    SET scope = json_extract(o.body, '$.scope'), reason = json_extract(o.body, '$.reason'),
        on_expiry = json_extract(o.body, '$.on_expiry'), life_s = json_extract(o.body, '$.life_s'),
        expires_us = CASE WHEN json_extract(o.body, '$.life_s') < 9000000000
                          THEN ?2 + json_extract(o.body, '$.life_s') * 1000000
                          ELSE 9223372036854775807 END
    FROM outbox AS o
    WHERE o.key = ?1 AND hold.hold_id = o.hold_id AND hold.state IN ('wanted', 'held');

-- name: releases_answered
UPDATE outbox SET answer = 'ack', answered_us = ?2
    WHERE hold_id = ?1 AND kind = 'release' AND answer IS NULL;

-- name: get_intent
SELECT intent FROM hold WHERE hold_id = ?1;

-- name: answer_message
UPDATE outbox SET answer = ?2, answered_us = ?3 WHERE key = ?1;

-- name: resend_message
UPDATE outbox SET state = 'new', sent_us = NULL, attempt = attempt + 1, next_us = NULL WHERE key = ?1;

-- name: get_step_ups
SELECT event_id FROM decision WHERE account = ?1 AND outcome = 'step_up';

-- name: close_cleared
UPDATE theft_case
    SET state = 'closed'
    WHERE case_id = ?1 AND state = 'false_alarm'
        AND NOT EXISTS (SELECT 1 FROM hold AS h
                            WHERE h.case_id = ?1 AND h.state IN ('wanted', 'held')
                                AND h.expires_us > ?2);

-- name: find_case
SELECT case_id
    FROM theft_case
    WHERE account = ?1 AND ?2 IN (case_id, event_id);

-- name: latest_case
SELECT case_id
    FROM theft_case
    WHERE account = ?1 AND opened_us <= ?2 AND (?3 IS NULL OR incident_start_us <= ?3)
    ORDER BY number DESC
    LIMIT 1;

-- name: get_revision
SELECT revision FROM label WHERE account = ?1 AND about = ?2;

-- name: put_label
INSERT OR REPLACE INTO label (account, about, case_id, event_id, labelled_us, outcome, confidence,
                              source, from_us, to_us, transactions, revision)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: judge_case
UPDATE theft_case SET state = ?2 WHERE case_id = ?1;

-- name: complete_task
UPDATE task SET state = 'completed' WHERE case_id = ?1;

-- name: put_listed
INSERT OR IGNORE INTO never_hold (account) VALUES (?1);

-- name: delete_listed
DELETE FROM never_hold WHERE account = ?1;

-- name: next_listed
SELECT account FROM never_hold WHERE account > ?1 ORDER BY account LIMIT 1;
