-- Commands to the ledger that people, timers and reconciliation want (ledger_command.c).

-- name: get_hold
-- A hold as a command finds it; asked: a release of it is on its way.
SELECT h.scope, h.issuer, h.state NOT IN ('wanted', 'held'), h.expires_us, h.case_id, h.amount_minor, h.currency, h.instrument,
       EXISTS (SELECT 1 FROM outbox AS o
                   WHERE o.hold_id = h.hold_id AND o.kind = 'release' AND o.answer IS NULL
                     AND o.state <> 'refused')
    FROM hold AS h
    WHERE h.hold_id = ?1 AND h.account = ?2;

-- name: next_place
SELECT coalesce(max(intent), 0) + 1 FROM hold WHERE account = ?1 AND record IS NULL;

-- name: next_other
SELECT count(*) + 1 FROM outbox WHERE account = ?1 AND kind = ?2;

-- name: next_fence
INSERT INTO fence (account, last) VALUES (?1, ?2)
    ON CONFLICT (account) DO UPDATE SET last = max(last + 1, ?2)
    RETURNING last;

-- name: insert_hold
INSERT INTO hold (hold_id, case_id, account, intent, place_id, scope, issuer, reason, amount_minor,
                  currency, instrument, placed_us, life_s, expires_us, on_expiry, state, attempts)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 'wanted', 1);

-- name: put_issuer
-- Who wants it to be more decides from now on who may lift it.
UPDATE hold SET issuer = ?2 WHERE hold_id = ?1;

-- name: insert_message
INSERT INTO outbox (key, kind, account, hold_id, account_cmd_seq, case_id, body, created_us)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: get_evidence
-- What the case was opened for; its heaviest signals, one a row.
SELECT c.event_id, d.belief, e.signal
    FROM theft_case AS c
    JOIN decision AS d ON d.record = c.record
    LEFT JOIN evidence AS e ON e.record = d.record AND e.rank <= 5
    WHERE c.case_id = ?1
    ORDER BY e.rank;

-- name: get_message
SELECT kind, account, hold_id, case_id, body FROM outbox WHERE key = ?1;

-- name: put_place
-- What places the hold from now on.
UPDATE hold SET place_id = ?2, attempts = attempts + 1 WHERE hold_id = ?1;

-- name: get_lost
-- A hold that stands, as it has to be said again; none while anything about it is on its way.
SELECT h.reason, h.on_expiry, CASE WHEN h.life_s IS NULL THEN 0 ELSE (h.expires_us - p.watermark_us) / 1000000 END
    FROM hold AS h
    JOIN position AS p
    WHERE h.hold_id = ?1 AND h.account = ?2 AND h.state = 'held' AND h.expires_us >= p.watermark_us + 1000000
        AND EXISTS (SELECT 1 FROM outbox AS o WHERE o.key = h.place_id)
        AND NOT EXISTS (SELECT 1 FROM outbox AS o
                            WHERE o.hold_id = h.hold_id AND o.answer IS NULL AND o.state <> 'refused');
