-- How each signal did. Shares are of all decisions, and of all holds. A decision is labelled by the
-- label of its case, or, where there is no case, by one about that time or that payment of its account;
-- inconclusive ones say nothing. An alarm was right when money was stolen or the owner was talked out of it.
WITH chosen AS (
    SELECT d.record, d.outcome,
           (SELECT CASE WHEN l.outcome IN ('theft', 'scam') THEN 1
                        WHEN l.outcome IN ('false_alarm', 'first_party') THEN 0 END
                FROM label AS l
                WHERE l.account = d.account
                  AND (l.case_id = d.case_id OR
                       ((l.case_id IS NULL OR d.case_id IS NULL) AND
                        (d.ts_us BETWEEN l.from_us AND l.to_us OR
                         instr('|' || l.transactions || '|', '|' || d.event_id || '|'))))
                ORDER BY l.case_id IS NULL, l.labelled_us DESC
                LIMIT 1) AS was_right
        FROM decision AS d
        WHERE (:account IS NULL OR d.account = :account)
          AND d.ts_us >= :since AND d.ts_us < :until
)
SELECT e.signal AS "signal",
       count(*) AS "decisions:count",
       count(*) * 1.0 / (SELECT count(*) FROM chosen) AS "share:share",
       sum(e.is_fresh) AS "fresh:count",
       sum(e.rank = 1) AS "heaviest:count",
       sum(c.outcome = 'step_up') AS "step_ups:count",
       sum(c.outcome = 'hold') AS "holds:count",
       sum(c.outcome = 'hold') * 1.0 / (SELECT count(*) FROM chosen WHERE outcome = 'hold')
           AS "share_of_holds:share",
       avg(e.bits) AS "bits:bits",
       count(c.was_right) AS "labelled:count",
       coalesce(sum(c.was_right), 0) AS "right:count",
       avg(c.was_right) AS "precision:share"
    FROM chosen AS c JOIN evidence AS e ON e.record = c.record
    GROUP BY e.signal
    ORDER BY sum(c.outcome = 'hold') DESC, count(*) DESC, e.signal;
