-- How each signal did. Shares are of all decisions, and of all holds.
WITH chosen AS (
    SELECT record, outcome FROM decision
        WHERE (:account IS NULL OR account = :account) AND ts_us >= :since AND ts_us < :until
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
       avg(e.bits) AS "bits:bits"
    FROM chosen AS c JOIN evidence AS e ON e.record = c.record
    GROUP BY e.signal
    ORDER BY sum(c.outcome = 'hold') DESC, count(*) DESC, e.signal;
