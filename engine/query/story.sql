-- What stories are made from (subject.c and the chapters).

-- name: find_case
-- A hold, a case, its spoken number, a task, or the key of one of their commands.
SELECT c.record FROM theft_case AS c
    WHERE (c.case_id = ?1 OR c.short_number = ?1) AND c.record IS NOT NULL
UNION ALL
SELECT coalesce(h.record, c.record)
    FROM hold AS h LEFT JOIN theft_case AS c ON c.case_id = h.case_id
    WHERE (h.hold_id = ?1 OR h.place_id = ?1) AND coalesce(h.record, c.record) IS NOT NULL
UNION ALL
SELECT c.record FROM task AS t JOIN theft_case AS c ON c.case_id = t.case_id
    WHERE t.task_id = ?1 AND c.record IS NOT NULL
LIMIT 1;

-- name: find_event
SELECT record FROM decision WHERE event_id = ?1 ORDER BY record LIMIT 1;

-- name: find_account
-- The latest hold; without one the decision that was surest.
SELECT record FROM decision WHERE account = ?1
    ORDER BY outcome = 'hold' DESC, CASE outcome WHEN 'hold' THEN record ELSE belief END DESC,
             record DESC
    LIMIT 1;

-- name: get_decision
SELECT d.account, d.ts_us, d.event_id, d.type, d.outcome, d.counterparty, d.currency,
       d.amount_minor, d.belief, d.belief_bits,
       c.case_id, c.short_number, coalesce(h.reason, c.reason), c.opened_us, c.incident_start_us, c.exposed_minor,
       c.record = d.record, h.life_s, t.priority, t.band, t.due_us,
       (SELECT coalesce(min(CASE p.reason WHEN 'CUST_REPORT' THEN p.placed_us END),
                        min(coalesce(max(CASE WHEN p.scope IN ('OUTBOUND', 'FULL')
                                      THEN coalesce(p.ended_us, p.expires_us) END), max(p.expires_us)),
                            max(p.placed_us) + 86400000000)) -- as in cases.sql
            FROM hold AS p WHERE p.case_id = c.case_id),
       d.note
    FROM decision AS d
    LEFT JOIN theft_case AS c ON c.case_id = d.case_id
    LEFT JOIN hold AS h ON h.record = (SELECT max(record) FROM hold AS p
                                       WHERE p.case_id = c.case_id AND p.record <= d.record)
    LEFT JOIN task AS t ON t.case_id = c.case_id
    WHERE d.record = ?1;

-- name: count_decisions
SELECT count(*), coalesce(sum(outcome = 'hold'), 0) FROM decision WHERE account = ?1;

-- name: get_outcome
SELECT outcome, belief FROM decision WHERE account = ?1 AND event_id = ?2 LIMIT 1;

-- name: get_suspicion
-- What the latest decision before a moment still weighs then: ?3 is the life of a bit in seconds.
SELECT d.ts_us, (SELECT sum(max(0.0, e.bits - (?2 - d.ts_us) / 1000000.0 / ?3))
                     FROM evidence AS e WHERE e.record = d.record)
    FROM decision AS d WHERE d.account = ?1 AND d.ts_us <= ?2
    ORDER BY d.record DESC LIMIT 1;

-- name: list_decisions
-- The latest of one account; ?2 of them.
SELECT ts_us, type, amount_minor, currency, outcome, belief, event_id FROM
    (SELECT * FROM decision WHERE account = ?1 ORDER BY record DESC LIMIT ?2)
    ORDER BY record;

-- name: get_evidence
SELECT signal, is_fresh, strength, bits, value, normal FROM evidence WHERE record = ?1
    ORDER BY rank;

-- name: get_reasons
-- Why the model said it, with what the ground's signal saw.
SELECT r.signal, e.is_fresh, e.strength, r.bits, e.value, e.normal, r.ground
    FROM reason AS r LEFT JOIN evidence AS e ON e.record = r.record AND e.signal = r.signal
    WHERE r.record = ?1 ORDER BY r.rank;

-- name: get_reasons_origin
-- The latest earlier decision that has reasons, what the model's word was worth then, and now.
SELECT d.record, d.ts_us, then_.bits, now.bits
    FROM decision AS d
    JOIN evidence AS then_ ON then_.record = d.record AND then_.signal = 'model'
    JOIN evidence AS now ON now.record = ?2 AND now.signal = 'model'
    WHERE d.account = ?1 AND d.record < ?2
      AND EXISTS (SELECT 1 FROM reason AS r WHERE r.record = d.record)
    ORDER BY d.record DESC LIMIT 1;

-- name: get_threshold
-- The belief from which on it would have come to this outcome, ?2, by the settings in force.
SELECT CAST(json_extract(text, CASE ?2 WHEN 'hold' THEN '$."hold-belief"'
                                       WHEN 'step_up' THEN '$."step-up-belief"'
                                       ELSE '$."alert-belief"' END) AS REAL)
    FROM settings WHERE record < ?1 ORDER BY record DESC LIMIT 1;

-- name: get_origin
-- When a remembered signal was last brought by an event, and what it saw then.
SELECT d.ts_us, e.value, e.normal, d.currency
    FROM decision AS d JOIN evidence AS e ON e.record = d.record
    WHERE d.account = ?1 AND d.record < ?2 AND e.signal = ?3 AND e.is_fresh = 1
    ORDER BY d.record DESC LIMIT 1;

-- name: get_messages
SELECT kind, state, sent_us, key FROM outbox
    WHERE case_id = ?1 OR (case_id IS NULL AND account = ?2 AND created_us = ?3)
    ORDER BY id;
