-- The figures of a period: part, name, unit, value, out of how many, target in words, whether it is met
-- (NULL: no target, or nothing to measure). Percentiles are by nearest rank.
WITH h AS (SELECT *, row_number() OVER (PARTITION BY to_freeze_s IS NULL ORDER BY to_freeze_s) AS rank,
                  count(to_freeze_s) OVER () AS acked,
                  row_number() OVER (PARTITION BY to_release_s IS NULL ORDER BY to_release_s) AS release_rank,
                  count(to_release_s) OVER () AS released
               FROM kpi_hold WHERE placed_us >= :since AND placed_us < :until),
     c AS (SELECT *, row_number() OVER (PARTITION BY to_detect_s IS NULL ORDER BY to_detect_s) AS rank,
                  count(to_detect_s) OVER () AS timed
               FROM (SELECT *, CASE WHEN label = 'theft' THEN to_detect_s END AS detect_s FROM kpi_case)
               WHERE opened_us >= :since AND opened_us < :until),
     l AS (SELECT * FROM label WHERE labelled_us >= :since AND labelled_us < :until),
     t AS (SELECT * FROM kpi_task WHERE created_us >= :since AND created_us < :until),
     q AS (SELECT *, row_number() OVER (PARTITION BY to_paid_s IS NULL ORDER BY to_paid_s) AS rank,
                  count(to_paid_s) OVER () AS paid
               FROM kpi_dispute WHERE filed_us >= :since AND filed_us < :until),
     a AS (SELECT * FROM approval WHERE approved_us >= :since AND approved_us < :until),
     d AS (SELECT * FROM decision WHERE ts_us >= :since AND ts_us < :until),
     p AS (SELECT * FROM dispute WHERE filed_us >= :since AND filed_us < :until),
     -- What was asked back, from when it was first written down.
     r AS (SELECT *, row_number() OVER (PARTITION BY to_answer_s IS NULL ORDER BY to_answer_s) AS rank,
                  count(to_answer_s) OVER () AS answered
               FROM (SELECT x.*,
                            (SELECT min(e.at_us) FROM recall_event AS e WHERE e.recall_id = x.recall_id) AS asked_us,
                            ((SELECT min(e.at_us) FROM recall_event AS e
                                  WHERE e.recall_id = x.recall_id
                                    AND e.event IN ('ACK', 'HOLD', 'RETURN', 'REFUSE')) - x.sent_us) / 1e6 AS to_answer_s
                         FROM recall AS x)
               WHERE asked_us >= :since AND asked_us < :until),
     -- How soon after the payment it was asked back, and over what it had gone.
     rail AS (SELECT r.*, coalesce(nullif(r.payee_kind, ''), 'unknown') AS kind,
                     CASE WHEN r.asked_us - r.orig_us < 3600000000 THEN 'within an hour'
                          WHEN r.asked_us - r.orig_us < 86400000000 THEN 'within a day'
                          ELSE 'later' END AS delay
                  FROM r),
     k AS (SELECT * FROM receiver_hold WHERE asked_us >= :since AND asked_us < :until),
     u AS (SELECT *, answer_us < (SELECT max(at_us) FROM request_event) AND is_open = 1 AS is_late
               FROM request WHERE opened_us >= :since AND opened_us < :until),
     -- Whether some customers are held for nothing more often than others.
     fair AS (SELECT 'language' AS by_what, c.language AS who, avg(h.label = 'false_alarm') AS share, count(*) AS n
                  FROM h JOIN customer AS c USING (account)
                  WHERE h.label IS NOT NULL AND h.label <> 'inconclusive' GROUP BY c.language
              UNION ALL
              SELECT 'zone', printf('UTC%+d', c.zone_s / 3600), avg(h.label = 'false_alarm'), count(*)
                  FROM h JOIN customer AS c USING (account)
                  WHERE h.label IS NOT NULL AND h.label <> 'inconclusive' GROUP BY c.zone_s
              UNION ALL
              SELECT 'tier', c.tier, avg(h.label = 'false_alarm'), count(*)
                  FROM h JOIN customer AS c USING (account)
                  WHERE h.label IS NOT NULL AND h.label <> 'inconclusive' AND c.tier IS NOT NULL GROUP BY c.tier),
     figure (place, part, name, unit, value, n, target, is_met) AS (
    SELECT 10, 'Detection', 'alerts', 'count', (SELECT count(*) FROM d WHERE outcome = 'alert'), NULL, NULL, NULL
    UNION ALL
    SELECT 11, 'Detection', 'step-ups asked', 'count', (SELECT count(*) FROM d WHERE outcome = 'step_up'),
           NULL, NULL, NULL
    UNION ALL
    SELECT 12, 'Detection', 'cases opened', 'count', (SELECT count(*) FROM c), NULL, NULL, NULL
    UNION ALL
    SELECT 13, 'Detection', 'first alert after the first loss, median', 's',
           (SELECT to_detect_s FROM c WHERE to_detect_s IS NOT NULL AND rank = (timed + 1) / 2),
           (SELECT max(timed) FROM c), '< 1 s',
           (SELECT to_detect_s < 1 FROM c WHERE to_detect_s IS NOT NULL AND rank = (timed + 1) / 2)
    UNION ALL
    SELECT 14, 'Detection', 'first alert after the first loss, 95 of 100', 's',
           (SELECT to_detect_s FROM c WHERE to_detect_s IS NOT NULL AND rank = (timed * 95 + 99) / 100),
           (SELECT max(timed) FROM c), NULL, NULL
    UNION ALL
    SELECT 15, 'Detection', 'thefts reported that had no alarm', 'share', v, n, '≤ 10 %', v <= 0.1
        FROM (SELECT sum(case_id IS NULL) * 1.0 / count(*) AS v, count(*) AS n FROM l WHERE outcome = 'theft')
    UNION ALL
    SELECT 20, 'Holding', 'holds placed', 'count', (SELECT count(*) FROM h), NULL, NULL, NULL
    UNION ALL
    SELECT 21, 'Holding', 'wish to acknowledgement, median', 's',
           (SELECT to_freeze_s FROM h WHERE to_freeze_s IS NOT NULL AND rank = (acked + 1) / 2),
           (SELECT max(acked) FROM h), NULL, NULL
    UNION ALL
    SELECT 22, 'Holding', 'wish to acknowledgement, 99 of 100', 's',
           (SELECT to_freeze_s FROM h WHERE to_freeze_s IS NOT NULL AND rank = (acked * 99 + 99) / 100),
           (SELECT max(acked) FROM h), '< 2 s',
           (SELECT to_freeze_s < 2 FROM h WHERE to_freeze_s IS NOT NULL AND rank = (acked * 99 + 99) / 100)
    UNION ALL
    SELECT 23, 'Holding', 'acknowledged within 60 s', 'share', v, n, '≥ 99.9 %', v >= 0.999
        FROM (SELECT sum(coalesce(to_freeze_s <= 60, 0)) * 1.0 / count(*) AS v, count(*) AS n FROM h WHERE is_commanded)
    UNION ALL
    SELECT 24, 'Holding', 'refused by the ledger', 'count', (SELECT coalesce(sum(is_refused), 0) FROM h),
           (SELECT count(*) FROM h), NULL, NULL
    UNION ALL
    SELECT 25, 'Holding', 'standing over 72 h that nobody judged', 'count',
           (SELECT count(*) FROM h WHERE is_active AND age_s > 72 * 3600 AND label IS NULL),
           (SELECT count(*) FROM h WHERE is_active), '0',
           (SELECT count(*) = 0 FROM h WHERE is_active AND age_s > 72 * 3600 AND label IS NULL)
    UNION ALL
    SELECT 25.5, 'Holding', 'standing over 5 days that nobody judged', 'count',
           (SELECT count(*) FROM h WHERE is_active AND age_s > 5 * 86400 AND label IS NULL),
           (SELECT count(*) FROM h WHERE is_active), '0',
           (SELECT count(*) = 0 FROM h WHERE is_active AND age_s > 5 * 86400 AND label IS NULL)
    UNION ALL
    SELECT 26, 'Holding', 'standing over 30 days that nobody judged', 'count',
           (SELECT count(*) FROM h WHERE is_active AND age_s > 30 * 86400 AND label IS NULL),
           (SELECT count(*) FROM h WHERE is_active), '0',
           (SELECT count(*) = 0 FROM h WHERE is_active AND age_s > 30 * 86400 AND label IS NULL)
    UNION ALL
    SELECT 30, 'False alarms', 'of the holds judged', 'share', v, n, '≤ 50 %', v <= 0.5
        FROM (SELECT sum(label = 'false_alarm') * 1.0 / count(*) AS v, count(*) AS n FROM h WHERE label IS NOT NULL
                  AND label <> 'inconclusive')
    UNION ALL
    SELECT 31, 'False alarms', 'hours that customers were held for nothing', 'hours',
           (SELECT sum(held_s) / 3600.0 FROM h WHERE label = 'false_alarm'),
           (SELECT count(held_s) FROM h WHERE label = 'false_alarm'), NULL, NULL
    UNION ALL
    SELECT 32, 'False alarms', 'word of the customer to release, 95 of 100', 's',
           (SELECT to_release_s FROM h WHERE to_release_s IS NOT NULL AND release_rank = (released * 95 + 99) / 100),
           (SELECT max(released) FROM h), '≤ 300 s',
           (SELECT to_release_s <= 300 FROM h
                WHERE to_release_s IS NOT NULL AND release_rank = (released * 95 + 99) / 100)
    UNION ALL
    SELECT 32.5, 'False alarms', 'held for nothing, of 10,000 accounts', 'number',
           10000.0 * (SELECT count(*) FROM h WHERE label = 'false_alarm') / nullif(value, 0), value, NULL, NULL
        FROM counter WHERE name = 'accounts'
    UNION ALL
    SELECT 33, 'False alarms', 'of the holds judged, ' || by_what || ' ' || who, 'share', share, n, NULL, NULL FROM fair
    UNION ALL
    SELECT 34, 'False alarms', 'most to least, by ' || by_what, 'number', max(share) / nullif(min(share), 0),
           count(*), '≤ 1.25', CASE WHEN count(*) > 1 THEN max(share) <= 1.25 * min(share) END
        FROM fair GROUP BY by_what
    UNION ALL
    SELECT 40, 'Outcomes', 'judged: ' || outcome || ', ' || confidence, 'count', count(*), NULL, NULL, NULL
        FROM l GROUP BY outcome, confidence
    UNION ALL
    SELECT 41, 'Outcomes', 'cases without an outcome', 'count', (SELECT count(*) FROM c WHERE label IS NULL),
           (SELECT count(*) FROM c), NULL, NULL
    UNION ALL
    SELECT 42, 'Outcomes', 'robbed again within 180 days', 'count', count(*), NULL, NULL, NULL
        FROM l WHERE outcome = 'theft'
                 AND EXISTS (SELECT 1 FROM label AS o
                                 WHERE o.account = l.account AND o.outcome = 'theft' AND o.about <> l.about
                                   AND o.labelled_us < l.labelled_us
                                   AND l.labelled_us - o.labelled_us <= 180 * 86400000000)
    UNION ALL
    SELECT 50, 'Calls', 'calls to make, urgency ' || band, 'count', count(*), NULL, NULL, NULL
        FROM t GROUP BY band
    UNION ALL
    SELECT 51, 'Calls', 'first dial in time, urgency ' || band, 'share', avg(is_in_time), count(is_in_time),
           '≥ 95 %', avg(is_in_time) >= 0.95
        FROM t GROUP BY band
    UNION ALL
    SELECT 52, 'Calls', 'customers reached of those dialled', 'share', avg(is_reached), count(*), NULL, NULL
        FROM t WHERE dialled_us IS NOT NULL
    UNION ALL
    SELECT 53, 'Calls', 'attempts for each customer reached', 'number',
           sum(attempts) * 1.0 / nullif(sum(is_reached), 0), sum(is_reached), NULL, NULL
        FROM t WHERE dialled_us IS NOT NULL
    UNION ALL
    SELECT 54, 'Calls', 'proved who they are, of those asked', 'share', avg(is_proven), count(*), NULL, NULL
        FROM t WHERE is_proven OR is_unproven
    UNION ALL
    SELECT 55, 'Calls', 'ended: ' || lower(replace(disposition, '_', ' ')), 'count', count(*), NULL, NULL, NULL
        FROM t WHERE disposition IS NOT NULL GROUP BY disposition
    UNION ALL
    SELECT 56, 'Four eyes', 'approved by somebody else than who asked', 'share',
           avg(approver <> requester AND approver_session <> requester_session), count(*), '100 %',
           min(approver <> requester AND approver_session <> requester_session)
        FROM a
    UNION ALL
    SELECT 57, 'Disputes', 'filed', 'count', count(*), NULL, NULL, NULL FROM q
    UNION ALL
    SELECT 58, 'Disputes', 'now: ' || lower(replace(state, '_', ' ')), 'count', count(*), NULL, NULL, NULL
        FROM q GROUP BY state
    UNION ALL
    SELECT 59, 'Disputes', 'past their date', 'count', coalesce(sum(is_late), 0), coalesce(sum(is_open), 0), '0',
           coalesce(sum(is_late), 0) = 0
        FROM q
    UNION ALL
    SELECT 60, 'Disputes', 'filed to paid, median', 's',
           (SELECT to_paid_s FROM q WHERE to_paid_s IS NOT NULL AND rank = (paid + 1) / 2),
           (SELECT max(paid) FROM q), NULL, NULL
    UNION ALL
    SELECT 61, 'Disputes', 'decided: ' || lower(substr(decision, 9)), 'share',
           count(*) * 1.0 / sum(count(*)) OVER (), sum(count(*)) OVER (), NULL, NULL
        FROM (SELECT (SELECT e.to_state FROM desk_event AS e
                          WHERE e.case_id = p.case_id AND e.kind = 'dispute' AND e.ref = p.event_id
                            AND e.to_state LIKE 'DECIDED#_%' ESCAPE '#'
                          ORDER BY e.seq DESC LIMIT 1) AS decision
                  FROM p WHERE p.decided_us IS NOT NULL)
        GROUP BY decision
    UNION ALL
    SELECT 62, 'Disputes', 'decided by the date of the answer', 'share', avg(decided_us <= answer_us), count(*),
           '100 %', min(decided_us <= answer_us)
        FROM p WHERE decided_us IS NOT NULL AND answer_us IS NOT NULL
    UNION ALL
    SELECT 63, 'Recovery', 'payments asked back', 'count', count(*), NULL, NULL, NULL FROM r
    UNION ALL
    SELECT 64, 'Recovery', 'returned of what was asked back, ' || currency, 'share',
           sum(returned_minor) * 1.0 / sum(amount_minor), count(*), NULL, NULL
        FROM r GROUP BY currency
    UNION ALL
    SELECT 65, 'Recovery', 'returned, by ' || kind || ', ' || currency, 'share',
           sum(returned_minor) * 1.0 / sum(amount_minor), count(*), NULL, NULL
        FROM rail GROUP BY kind, currency
    UNION ALL
    SELECT 66, 'Recovery', 'returned, asked back ' || delay || ', ' || currency, 'share',
           sum(returned_minor) * 1.0 / sum(amount_minor), count(*), NULL, NULL
        FROM rail GROUP BY delay, currency
    UNION ALL
    SELECT 67, 'Recovery', 'sent to the receiver''s first answer, median', 's',
           (SELECT to_answer_s FROM r WHERE to_answer_s IS NOT NULL AND rank = (answered + 1) / 2),
           (SELECT max(answered) FROM r), NULL, NULL
    UNION ALL
    SELECT 67.1, 'Recovery', 'sent and not answered', 'share', avg(to_answer_s IS NULL), count(*), NULL, NULL
        FROM r WHERE sent_us IS NOT NULL
    UNION ALL
    SELECT 68, 'Recovery', 'receivers held', 'count', count(*), NULL, NULL, NULL FROM k
    UNION ALL
    SELECT 68.1, 'Recovery', 'holds on receivers that were let go', 'share',
           avg((SELECT o.state = 'released' FROM hold AS o WHERE o.hold_id = k.hold_id)), count(*), NULL, NULL
        FROM k
    UNION ALL
    SELECT 69, 'Requests', 'opened: ' || kind, 'count', count(*), NULL, NULL, NULL FROM u GROUP BY kind
    UNION ALL
    SELECT 69.1, 'Requests', 'still open, the oldest', 's',
           ((SELECT max(at_us) FROM request_event) - min(opened_us)) / 1e6, count(*), NULL, NULL
        FROM u WHERE is_open = 1
    UNION ALL
    SELECT 69.2, 'Requests', 'past the date of their answer', 'count', coalesce(sum(is_late), 0),
           count(answer_us), '0', coalesce(sum(is_late), 0) = 0
        FROM u
    UNION ALL
    SELECT 69.3, 'Requests', 'asked again for the same within 7 days', 'share',
           avg(EXISTS (SELECT 1 FROM request AS o
                           WHERE o.account = u.account AND o.kind = u.kind AND o.number < u.number
                             AND u.opened_us - o.opened_us <= 7 * 86400000000)), count(*), NULL, NULL
        FROM u
    UNION ALL
    SELECT 69.5, 'Personal data', 'looks at a case, for each case looked at', 'number',
           count(*) * 1.0 / nullif(count(DISTINCT case_id), 0), count(DISTINCT case_id), NULL, NULL
        FROM desk_event WHERE kind = 'look' AND at_us >= :since AND at_us < :until
    UNION ALL
    SELECT 70, 'Data since the database was made', replace(name, '_', ' '), 'count', value, NULL, NULL, NULL
        FROM counter)
SELECT part, name, unit, value, n, target, is_met FROM figure ORDER BY place, name;
