-- What the desk asks and writes; every name is used by one file of this folder.

-- name: begin
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;

-- name: get_agent
SELECT number, role, languages, account FROM desk_agent WHERE id = ?1;

-- name: count_agents
SELECT count(*) FROM desk_agent;

-- name: put_agent
INSERT INTO desk_agent (id, role, languages, account, added_us, added_by)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: put_session
INSERT OR IGNORE INTO desk_session (agent, name, opened_us) VALUES (?1, ?2, ?3);

-- name: get_session
SELECT number FROM desk_session WHERE agent = ?1 AND name = ?2;

-- name: append_event
INSERT INTO desk_event (at_us, actor, agent, session, case_id, task_id, kind, ref, from_state, to_state,
                        number, until_us, text)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- name: find_file
SELECT c.case_id, c.short_number, c.account, c.currency, s.state, s.row_ver, c.opened_us,
       c.incident_start_us, c.exposed_minor, s.changed_us, s.contained_us, s.fails, s.failed_us,
       s.is_vulnerable + 2 * s.is_coerced + 4 * s.is_unconfirmed + 8 * s.has_remote_access,
       t.task_id, t.state, t.owner, t.attempts, t.busies, t.bounces, t.notes, t.contact, t.call_code,
       t.code_until_us, t.is_code_compared, t.disposition, t.is_escalated, t.language, k.created_us,
       k.due_us, t.dialled_us, k.band, coalesce(u.zone_s, 25200), t.row_ver, s.closed_us
    FROM theft_case AS c
    JOIN case_desk AS s ON s.case_id = c.case_id
    JOIN task_desk AS t ON t.case_id = c.case_id
    JOIN task AS k ON k.task_id = t.task_id
    LEFT JOIN customer AS u ON u.account = c.account
    WHERE c.case_id = coalesce((SELECT case_id FROM theft_case WHERE short_number = ?1), ?1)
    ORDER BY k.created_us DESC
    LIMIT 1;

-- name: find_file_of_task
SELECT c.case_id, c.short_number, c.account, c.currency, s.state, s.row_ver, c.opened_us,
       c.incident_start_us, c.exposed_minor, s.changed_us, s.contained_us, s.fails, s.failed_us,
       s.is_vulnerable + 2 * s.is_coerced + 4 * s.is_unconfirmed + 8 * s.has_remote_access,
       t.task_id, t.state, t.owner, t.attempts, t.busies, t.bounces, t.notes, t.contact, t.call_code,
       t.code_until_us, t.is_code_compared, t.disposition, t.is_escalated, t.language, k.created_us,
       k.due_us, t.dialled_us, k.band, coalesce(u.zone_s, 25200), t.row_ver, s.closed_us
    FROM task_desk AS t
    JOIN theft_case AS c ON c.case_id = t.case_id
    JOIN case_desk AS s ON s.case_id = c.case_id
    JOIN task AS k ON k.task_id = t.task_id
    LEFT JOIN customer AS u ON u.account = c.account
    WHERE t.task_id = ?1;

-- name: count_other_cases
SELECT count(*)
    FROM theft_case AS c JOIN case_desk AS s ON s.case_id = c.case_id
    WHERE c.account = ?1 AND c.case_id <> ?2 AND s.state <> 'CLOSED';

-- name: find_own_task
SELECT task_id
    FROM task_desk
    WHERE owner = ?1
      AND state IN ('ASSIGNED', 'DIALING', 'REACHED', 'VERIFYING', 'VERIFIED', 'FAILED_IDV', 'WRAP_UP')
    ORDER BY changed_us
    LIMIT 1;

-- The columns that make a priority come first, and are the same in walk_queue, rank_task and
-- old_scores.

-- name: walk_queue
SELECT k.lost_minor, k.lost_rail, k.outflow_us, c.exposed_minor, c.currency, coalesce(d.belief, 1), c.reason,
       k.created_us,
       (SELECT min(h.acked_us) FROM hold AS h WHERE h.case_id = c.case_id AND h.state = 'held'),
       s.is_unconfirmed + 2 * s.is_vulnerable + 4 * t.is_inbound_waiting
           + 8 * EXISTS (SELECT 1 FROM theft_case AS o WHERE o.account = c.account AND o.number < c.number),
       coalesce(u.zone_s, 25200), c.number, t.task_id, t.score, t.scored_us, c.account
    FROM task_desk AS t
    JOIN task AS k ON k.task_id = t.task_id
    JOIN theft_case AS c ON c.case_id = t.case_id
    JOIN case_desk AS s ON s.case_id = t.case_id
    LEFT JOIN decision AS d ON d.record = c.record
    LEFT JOIN customer AS u ON u.account = c.account
    WHERE t.language = ?1 AND t.state = 'QUEUED'
    ORDER BY t.score DESC;

-- name: rank_task
SELECT k.lost_minor, k.lost_rail, k.outflow_us, c.exposed_minor, c.currency, coalesce(d.belief, 1), c.reason,
       k.created_us,
       (SELECT min(h.acked_us) FROM hold AS h WHERE h.case_id = c.case_id AND h.state = 'held'),
       s.is_unconfirmed + 2 * s.is_vulnerable + 4 * t.is_inbound_waiting
           + 8 * EXISTS (SELECT 1 FROM theft_case AS o WHERE o.account = c.account AND o.number < c.number),
       coalesce(u.zone_s, 25200), c.number, t.task_id, t.score, t.scored_us, c.account
    FROM task_desk AS t
    JOIN task AS k ON k.task_id = t.task_id
    JOIN theft_case AS c ON c.case_id = t.case_id
    JOIN case_desk AS s ON s.case_id = t.case_id
    LEFT JOIN decision AS d ON d.record = c.record
    LEFT JOIN customer AS u ON u.account = c.account
    WHERE t.task_id = ?1;

-- name: old_scores
SELECT k.lost_minor, k.lost_rail, k.outflow_us, c.exposed_minor, c.currency, coalesce(d.belief, 1), c.reason,
       k.created_us,
       (SELECT min(h.acked_us) FROM hold AS h WHERE h.case_id = c.case_id AND h.state = 'held'),
       s.is_unconfirmed + 2 * s.is_vulnerable + 4 * t.is_inbound_waiting
           + 8 * EXISTS (SELECT 1 FROM theft_case AS o WHERE o.account = c.account AND o.number < c.number),
       coalesce(u.zone_s, 25200), c.number, t.task_id, t.score, t.scored_us, c.account
    FROM (SELECT * FROM task_desk WHERE state = 'QUEUED' AND scored_us < ?1
              ORDER BY scored_us LIMIT ?2) AS t
    JOIN task AS k ON k.task_id = t.task_id
    JOIN theft_case AS c ON c.case_id = t.case_id
    JOIN case_desk AS s ON s.case_id = t.case_id
    LEFT JOIN decision AS d ON d.record = c.record
    LEFT JOIN customer AS u ON u.account = c.account;

-- name: oldest_score
SELECT min(scored_us) FROM task_desk WHERE state = 'QUEUED';

-- name: due_timers
-- Disputes have their own acts.
SELECT kind, ref FROM timer
    WHERE due_us <= ?1 AND kind IN ('case', 'sla', 'task') AND (kind, ref) > (?2, ?3)
    ORDER BY kind, ref LIMIT ?4;

-- name: put_score
UPDATE task_desk SET score = ?2, scored_us = ?3 WHERE task_id = ?1;

-- name: get_marks
SELECT event_id, mark FROM mark WHERE case_id = ?1;

-- name: get_contacts
SELECT p.token, p.kind, p.verified_us,
       EXISTS (SELECT 1 FROM bad_contact AS b
                   WHERE b.account = p.account AND b.token = p.token AND b.at_us >= p.verified_us)
    FROM contact_point AS p
    WHERE p.account = ?1
    ORDER BY p.place;

-- name: get_proofs
SELECT evidence, at_us, agent FROM proof WHERE case_id = ?1 ORDER BY at_us;

-- name: clear_contacts
DELETE FROM contact_point;

-- name: clear_customers
DELETE FROM customer;

-- name: put_customer
INSERT OR IGNORE INTO customer (account, language, zone_s, tier, opened_us) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: put_contact
INSERT OR IGNORE INTO contact_point (account, token, kind, place, verified_us) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: set_languages
INSERT INTO desk_event (at_us, actor, agent, session, case_id, task_id, kind, from_state, to_state)
    SELECT ?1, 'supervisor', ?2, ?3, t.case_id, t.task_id, 'language', t.language, coalesce(u.language, 'id')
        FROM task_desk AS t JOIN theft_case AS c ON c.case_id = t.case_id
            LEFT JOIN customer AS u ON u.account = c.account
        WHERE t.language <> coalesce(u.language, 'id')
        ORDER BY t.task_id;

-- name: show_holds
SELECT hold_id, scope, reason, state, placed_us AS "placed:time", acked_us AS "acked:time",
       expires_us AS "expires:time", code
    FROM hold WHERE case_id = ?1 AND scope <> 'SESSION_KILL' ORDER BY placed_us, hold_id;

-- name: show_reasons
-- The heaviest of each signal, of what was seen since the incident began, as fresh as it came.
SELECT e.signal, e.value, e.normal, d.currency, d.event_id, max(e.bits)
    FROM decision AS d JOIN evidence AS e ON e.record = d.record
    WHERE d.account = ?1 AND d.ts_us >= ?2 - 3600000000 AND coalesce(d.case_id, ?3) = ?3 AND e.is_fresh
    GROUP BY e.signal
    ORDER BY max(e.bits) DESC, e.signal
    LIMIT 5;

-- name: show_similar
-- Other cases in which money was to go to the same payee.
SELECT DISTINCT o.short_number AS number
    FROM decision AS d
    JOIN decision AS e ON e.counterparty = d.counterparty AND e.case_id IS NOT NULL
                          AND e.case_id <> d.case_id
    JOIN theft_case AS o ON o.case_id = e.case_id
    WHERE d.account = (SELECT account FROM theft_case WHERE case_id = ?1) AND d.case_id = ?1 AND d.counterparty IS NOT NULL
    ORDER BY o.number LIMIT 10;

-- name: show_disputes
SELECT number, event_id, state, amount_minor, currency, due_us AS "due:time" FROM dispute
    WHERE case_id = ?1 ORDER BY number;

-- name: show_approvals
SELECT p.number, p.about, r.id AS requester, p.requested_us AS "requested:time", p.reason,
       s.id AS approver, p.approved_us AS "approved:time", p.approver_reason
    FROM approval AS p
    JOIN desk_agent AS r ON r.number = p.requester
    LEFT JOIN desk_agent AS s ON s.number = p.approver
    WHERE p.case_id = ?1 ORDER BY p.number;

-- name: show_restored
SELECT item, at_us AS "at:time" FROM restored WHERE case_id = ?1 ORDER BY at_us, item;

-- name: show_done
SELECT e.at_us AS "at:time", e.actor, a.id AS agent, e.kind, e.ref, e.to_state AS "to", e.text
    FROM desk_event AS e LEFT JOIN desk_agent AS a ON a.number = e.agent
    WHERE e.case_id = ?1 AND e.kind <> 'look' ORDER BY e.seq;

-- name: get_calls
-- When each call was made, and whether the line was busy.
SELECT e.at_us,
       coalesce((SELECT n.ref = 'BUSY' FROM desk_event AS n
                     WHERE n.case_id = e.case_id AND n.seq > e.seq AND n.task_id = e.task_id
                       AND n.kind = 'task' ORDER BY n.seq LIMIT 1), 0)
    FROM desk_event AS e
    WHERE e.case_id = (SELECT case_id FROM task WHERE task_id = ?1) AND e.task_id = ?1 AND e.kind = 'dial'
    ORDER BY e.seq;

-- name: get_failures
SELECT at_us FROM desk_event WHERE case_id = ?1 AND kind = 'failure' AND at_us >= ?2 ORDER BY seq;

-- name: get_holds
-- Ending the sessions holds nothing.
SELECT h.hold_id, h.scope, h.issuer,
       EXISTS (SELECT 1 FROM outbox AS o
                   WHERE o.hold_id = h.hold_id AND o.kind = 'release' AND o.answer IS NULL
                     AND o.state <> 'refused'),
       h.scope = 'FULL' OR EXISTS (SELECT 1 FROM outbox AS o
                                       WHERE o.hold_id = h.hold_id AND o.kind = 'upgrade' AND o.answer IS NULL
                                         AND o.state <> 'refused' AND json_extract(o.body, '$.scope') = 'FULL')
    FROM hold AS h
    WHERE h.case_id = ?1 AND h.state IN ('wanted', 'held') AND h.expires_us > ?2
      AND h.scope <> 'SESSION_KILL'
    ORDER BY h.placed_us, h.hold_id;

-- name: due_holds
-- Of open cases, what ends before long and is not made longer by a command on its way (unless that comes too
-- late), nor told of by an alarm, nor outlasted by another hold on money out. The columns are those of holds_to_extend.
SELECT h.case_id, h.hold_id, h.scope, h.issuer, h.reason, h.on_expiry, h.acked_us, h.expires_us, h.first_life_s,
       (SELECT count(*) FROM outbox AS o WHERE o.hold_id = h.hold_id AND o.kind = 'extend' AND o.answer = 'ack'),
       EXISTS (SELECT 1 FROM outbox AS o
                   WHERE o.hold_id = h.hold_id AND o.kind = 'extend' AND (o.answer <> 'ack' OR o.state = 'refused')),
       t.dialled_us IS NOT NULL, t.state NOT IN ('COMPLETED', 'EXPIRED', 'CANCELLED')
    FROM (SELECT coalesce((SELECT json_extract(o.body, '$.life_s') FROM outbox AS o WHERE o.key = b.place_id),
                          b.life_s) AS first_life_s, b.*
              FROM hold AS b
              WHERE b.state = 'held' AND b.expires_us <= ?1 + ?2 * 1000000 AND b.issuer <> 'LEGAL'
                AND b.scope IN ('STEP_UP', 'OUTBOUND', 'FULL')) AS h
    JOIN case_desk AS s ON s.case_id = h.case_id AND s.state NOT IN ('FALSE_ALARM', 'CLOSED')
    JOIN task_desk AS t ON t.task_id = (SELECT k.task_id FROM task_desk AS d JOIN task AS k ON k.task_id = d.task_id
                                            WHERE d.case_id = h.case_id ORDER BY k.created_us DESC LIMIT 1)
    WHERE h.expires_us <= ?1 + min(?2, h.first_life_s / 4) * 1000000
      AND NOT EXISTS (SELECT 1 FROM outbox AS o
                          WHERE o.hold_id = h.hold_id AND o.answer IS NULL AND o.state <> 'refused'
                            AND (o.kind = 'release' OR (o.kind IN ('extend', 'upgrade') AND h.expires_us > ?1)))
      AND NOT EXISTS (SELECT 1 FROM desk_event AS e
                          WHERE e.case_id = h.case_id AND e.kind = 'alarm' AND e.ref = h.hold_id
                            AND e.until_us = h.expires_us)
      AND NOT EXISTS (SELECT 1 FROM hold AS g
                          WHERE g.case_id = h.case_id AND g.state = 'held' AND g.scope IN ('OUTBOUND', 'FULL')
                            AND g.expires_us > h.expires_us)
    ORDER BY h.expires_us, h.hold_id
    LIMIT ?3;

-- name: old_holds
-- On the customer's word, confirmed before ?2, and not looked at in the present one of the periods of ?3.
SELECT h.case_id, h.hold_id, h.scope, h.reason
    FROM hold AS h INDEXED BY hold_stays
    JOIN case_desk AS s ON s.case_id = h.case_id AND s.state NOT IN ('FALSE_ALARM', 'CLOSED')
    WHERE h.state = 'held' AND h.reason IN ('CUST_REPORT', 'SAFE_MODE') AND h.acked_us <= ?2
      AND h.scope IN ('OUTBOUND', 'FULL')
      AND coalesce((SELECT (max(e.at_us) - h.acked_us) / ?3 FROM desk_event AS e
                        WHERE e.case_id = h.case_id AND e.kind = 'review' AND e.ref = h.hold_id), -1)
          < (?1 - h.acked_us) / ?3
    ORDER BY h.acked_us
    LIMIT ?4;

-- name: holds_to_extend
SELECT h.case_id, h.hold_id, h.scope, h.issuer, h.reason, h.on_expiry, h.acked_us, h.expires_us, h.life_s, 0, 0, 0, 0
    FROM hold AS h
    WHERE h.case_id = ?1 AND h.state = 'held' AND h.expires_us > ?2 AND h.issuer <> 'LEGAL' AND h.life_s IS NOT NULL
      AND h.expires_us < 9223372036854775807 AND h.scope IN ('STEP_UP', 'OUTBOUND', 'FULL')
    ORDER BY h.placed_us, h.hold_id;

-- name: get_not_mine
SELECT event_id FROM mark WHERE case_id = ?1 AND mark = 'NOT_MINE' ORDER BY event_id LIMIT ?2;

-- name: next_revision
SELECT coalesce(max(number), (SELECT revision FROM label WHERE case_id = ?1), 0) + 1
    FROM desk_event WHERE case_id = ?1 AND kind = 'label';

-- name: count_disputes_of
SELECT count(*) FROM dispute WHERE event_id = ?1;

-- name: sum_not_mine
SELECT coalesce(sum(amount_minor), 0) FROM mark WHERE case_id = ?1 AND mark = 'NOT_MINE';

-- name: count_undisputed
SELECT count(*) FROM mark AS m
    WHERE m.case_id = ?1 AND m.mark = 'NOT_MINE'
      AND NOT EXISTS (SELECT 1 FROM dispute AS d WHERE d.event_id = m.event_id);

-- name: count_holds_since
SELECT count(DISTINCT case_id) FROM hold WHERE account = ?1 AND placed_us >= ?2;

-- name: get_opener
SELECT agent FROM desk_event WHERE case_id = ?1 AND kind = 'hold' AND text = 'PLACE' ORDER BY seq DESC LIMIT 1;

-- name: get_asked
-- The latest wish for each hold that nobody has approved.
SELECT max(number), about, requester, requester_session, requested_us
    FROM approval WHERE case_id = ?1 AND approver IS NULL GROUP BY about ORDER BY about;

-- name: get_look
SELECT at_us FROM look WHERE case_id = ?1 AND agent = ?2;

-- name: get_restored
SELECT item, at_us FROM restored WHERE case_id = ?1;

-- name: insert_task_again
INSERT INTO task (task_id, case_id, kind, short_number, account, priority, band, due_us, created_us,
                  lost_minor, lost_rail, outflow_us, state)
    SELECT task_id || '-' || (SELECT count(*) FROM task AS o WHERE o.case_id = ?1), case_id, kind,
           short_number, account, priority, 2, ?2 + 900000000, ?2, lost_minor, lost_rail, outflow_us, 'open'
        FROM task WHERE case_id = ?1 ORDER BY created_us LIMIT 1;

-- name: insert_case
INSERT INTO theft_case (number, case_id, short_number, account, opened_us, record, event_id, state,
                        reason, incident_start_us, exposed_minor, currency)
    VALUES (?1, ?2, ?3, ?4, ?5, NULL, ?6, 'open', 'CUST_REPORT', ?7, ?8, ?9);

-- name: next_case_number
SELECT coalesce(max(number), 0) + 1 FROM theft_case;

-- name: insert_task
INSERT INTO task (task_id, case_id, kind, short_number, account, priority, band, due_us, created_us,
                  lost_minor, lost_rail, outflow_us, state)
    VALUES (?1, ?2, 'callback', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open');

-- name: count_report_holds
SELECT count(*) FROM hold
    WHERE case_id = ?1 AND reason = 'CUST_REPORT' AND scope <> 'SESSION_KILL' AND state IN ('wanted', 'held')
      AND expires_us > ?2;

-- name: count_reports
-- Of an account, those that held.
SELECT count(*)
    FROM theft_case AS c JOIN desk_event AS e ON e.case_id = c.case_id
    WHERE c.account = ?1 AND e.kind = 'report' AND e.ref IS NOT NULL AND e.at_us > ?2;

-- name: get_opening_event
SELECT event_id FROM theft_case WHERE case_id = ?1;

-- name: get_zone
SELECT zone_s FROM customer WHERE account = ?1;
