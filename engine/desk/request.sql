-- Requests of customers (request.c, request_facts.c).

-- name: put_request
INSERT INTO request (number, kind, account, topic, opened_us, state, changed_us, is_open)
    SELECT (SELECT coalesce(max(number), 0) + 1 FROM request), ?1, ?2, ?3, ?4, 'NONE', ?4, 1
    RETURNING number;

-- name: put_event
INSERT INTO request_event (request, at_us, actor, agent, session, kind, ref, from_state, to_state, is_open,
                           due_us, answer_us, text)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- name: get_request
SELECT r.kind, r.account, r.topic, r.opened_us, r.state, r.changed_us, r.due_us, r.answer_us,
       coalesce(c.language, 'id'), coalesce(c.zone_s, 25200), c.opened_us
    FROM request AS r LEFT JOIN customer AS c ON c.account = r.account
    WHERE r.number = ?1;

-- name: get_events
SELECT kind, ref, coalesce(text, ''), at_us, coalesce(agent, 0), coalesce(to_state, '')
    FROM request_event WHERE request = ?1 ORDER BY seq;

-- name: same_request
-- The latest that is open already for the same thing.
SELECT number, opened_us FROM request
    WHERE account = ?1 AND kind = ?2 AND topic = ?3 AND is_open = 1 ORDER BY number DESC LIMIT 1;

-- name: count_failures
-- To prove who is on the line, of all requests of the account; the latest beside it.
SELECT count(*), max(e.at_us)
    FROM request_event AS e JOIN request AS r ON r.number = e.request
    WHERE r.account = ?1 AND e.kind = 'failure' AND e.at_us > ?2;

-- name: get_lock
-- When the third failure within a day came, of the last week.
SELECT max(e.at_us)
    FROM request_event AS e JOIN request AS r ON r.number = e.request
    WHERE r.account = ?1 AND e.kind = 'failure' AND e.at_us > ?2
      AND (SELECT count(*) FROM request_event AS o JOIN request AS q ON q.number = o.request
               WHERE q.account = ?1 AND o.kind = 'failure' AND o.at_us <= e.at_us
                 AND o.at_us > e.at_us - 86400000000) >= 3;

-- name: get_account
-- What the database knows of an account: ?1, now ?2.
SELECT (SELECT count(*) FROM dispute AS d JOIN theft_case AS c ON c.case_id = d.case_id
            WHERE c.account = ?1 AND d.state <> 'CLOSED'),
       (SELECT count(*) FROM recall AS r
            WHERE r.payer = ?1 AND r.state NOT IN ('RETURNED', 'REFUSED', 'EXPIRED', 'SETTLED')),
       (SELECT c.short_number FROM theft_case AS c JOIN case_desk AS s ON s.case_id = c.case_id
            WHERE c.account = ?1 AND s.state <> 'CLOSED' ORDER BY c.number DESC LIMIT 1),
       EXISTS (SELECT 1 FROM receiver_hold AS r JOIN hold AS h ON h.hold_id = r.hold_id
            WHERE r.account = ?1 AND h.state IN ('wanted', 'held') AND h.expires_us > ?2),
       EXISTS (SELECT 1 FROM hold AS h
            WHERE h.account = ?1 AND h.issuer = 'LEGAL' AND h.state IN ('wanted', 'held')),
       EXISTS (SELECT 1 FROM request AS r
            WHERE r.account = ?1 AND r.kind = 'complaint' AND r.is_open = 1),
       EXISTS (SELECT 1 FROM decision AS d WHERE d.account = ?1 AND d.ts_us > ?2 - 259200000000),
       EXISTS (SELECT 1 FROM theft_case AS c WHERE c.account = ?1);

-- name: get_protection
-- The set of holds of an account.
SELECT h.scope, h.issuer, h.state = 'held', h.expires_us, coalesce(h.amount_minor, 0)
    FROM hold AS h WHERE h.account = ?1 AND h.state IN ('wanted', 'held') AND h.expires_us > ?2;

-- name: get_watch
-- The account was let go of, or a case of it closed, for the last time.
SELECT max(coalesce((SELECT max(h.ended_us) FROM hold AS h
                         WHERE h.account = ?1 AND h.state = 'released'), -9223372036854775808),
           coalesce((SELECT max(s.closed_us) FROM case_desk AS s
                         JOIN theft_case AS c ON c.case_id = s.case_id
                         WHERE c.account = ?1 AND s.outcome <> 'FALSE_ALARM'), -9223372036854775808));

-- name: get_life
-- Whether the account is closing (1) or closed (2), by requests.
SELECT coalesce(max(CASE WHEN state IN ('CLOSED', 'CONFIRMED', 'CLOSED_UNCONFIRMED') THEN 2
                         WHEN state = 'SWEEP' THEN 1 ELSE 0 END), 0)
    FROM request WHERE account = ?1 AND kind = 'closure';

-- name: next_open
-- The open ones one after the other.
SELECT number FROM request WHERE is_open = 1 AND number > ?1 ORDER BY number LIMIT 1;

-- name: has_customer
SELECT EXISTS (SELECT 1 FROM customer WHERE account = ?1);

-- name: show_requests
SELECT number, kind, topic, state, opened_us AS "opened:time", due_us AS "due:time",
       answer_us AS "answer_by:time"
    FROM request WHERE account = ?1 ORDER BY is_open DESC, number DESC LIMIT 8;
