-- Recalls (recall.c).

-- name: put_recall
-- A row comes out when it is new.
INSERT INTO recall (recall_id, number, case_id, orig_txn_id, orig_us, payer, payee, payee_kind,
                    institution, orig_minor, amount_minor, currency, reason, state, changed_us)
    SELECT ?1, (SELECT coalesce(max(number), 0) + 1 FROM recall), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
           ?11, 'FRAD', 'DRAFT', ?12
        WHERE NOT EXISTS (SELECT 1 FROM recall WHERE recall_id = ?1)
    RETURNING number;

-- name: put_event
INSERT INTO recall_event (recall_id, at_us, agent, event, from_state, to_state, amount_minor, code,
                          due_us, answer_us)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: get_recall
SELECT recall_id, number, state, currency, amount_minor - returned_minor, sent_us, remind_us, answer_us,
       payer
    FROM recall WHERE number = ?1;

-- name: find_match
-- The payment, its receiver and the currency must be those of one that still misses so much.
SELECT number FROM recall
    WHERE orig_txn_id = ?1 AND payee = ?2 AND currency = ?3 AND amount_minor - returned_minor >= ?4
      AND state IN ('SENT', 'ACKED', 'HELD_AT_RECEIVER', 'RETURNED_PART', 'REFUSED', 'EXPIRED')
    ORDER BY number LIMIT 1;

-- name: has_reference
SELECT EXISTS (SELECT 1 FROM suspense WHERE reference = ?1)
    OR EXISTS (SELECT 1 FROM recall_event WHERE event = 'RETURN' AND code = ?1);

-- name: put_suspense
INSERT INTO suspense (reference, at_us, orig_txn_id, payee, amount_minor, currency)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: next_due
-- The clock asks for something, by now.
SELECT number FROM recall
    WHERE state IN ('SENT', 'ACKED', 'HELD_AT_RECEIVER', 'RETURNED_PART')
      AND (remind_us <= ?1 OR answer_us < ?1)
    ORDER BY number LIMIT 1;

-- name: put_receiver
INSERT INTO receiver_hold (hold_id, case_id, account, amount_minor, asked_us, agent)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: sum_receiver
-- What is asked for or held already at a receiver, of a case; a whole account is everything.
SELECT coalesce(max(coalesce(sum(r.amount_minor), 0), iif(count(*) > count(r.amount_minor), 9223372036854775807, 0)), 0)
    FROM receiver_hold AS r JOIN hold AS h ON h.hold_id = r.hold_id
    WHERE r.case_id = ?1 AND r.account = ?2 AND h.state IN ('wanted', 'held') AND h.expires_us > ?3;

-- name: get_receivers
SELECT r.hold_id, r.agent, h.scope, r.amount_minor IS NULL
    FROM receiver_hold AS r JOIN hold AS h ON h.hold_id = r.hold_id
    WHERE r.case_id = ?1 AND r.account = ?2 AND h.state IN ('wanted', 'held') AND h.expires_us > ?3
    ORDER BY r.asked_us, r.hold_id;

-- name: get_opened
SELECT opened_us FROM customer WHERE account = ?1;

-- name: get_thefts
-- Of all cases: account, beginning and end of the theft, as in cases.sql.
SELECT c.account, c.incident_start_us,
       coalesce(min(CASE h.reason WHEN 'CUST_REPORT' THEN h.placed_us END),
                min(coalesce(max(CASE WHEN h.scope IN ('OUTBOUND', 'FULL')
                              THEN coalesce(h.ended_us, h.expires_us) END), max(h.expires_us)),
                    max(h.placed_us) + 86400000000))
    FROM theft_case AS c JOIN hold AS h ON h.case_id = c.case_id
    GROUP BY c.number ORDER BY c.number;
