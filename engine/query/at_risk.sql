-- Accounts under suspicion at the end of the log. Belief is the base and what each signal of the
-- account's latest decision still weighs, one bit less for each bit_life_s since (at_risk.c makes it
-- a probability). Left out is who is held at that moment, for there the money stays already, and whose
-- alarm was found to be false.
WITH now AS (
    SELECT max(0, coalesce(max(watermark_us), 0)) AS us FROM position
), latest AS (
    SELECT d.record, d.account, d.ts_us, d.type, d.outcome, d.belief, d.case_id,
           max(0, (SELECT us FROM now) - d.ts_us) / 1000000.0 / :bit_life_s AS faded
        FROM decision AS d
        WHERE d.record = (SELECT max(record) FROM decision AS later
                              WHERE later.account = d.account)
          AND (:account IS NULL OR d.account = :account)
          AND d.account NOT IN (SELECT account FROM hold
                                    WHERE state IN ('wanted', 'held')
                                      AND expires_us > (SELECT us FROM now))
), remembered AS (
    SELECT l.record, :base_bits + sum(max(0.0, e.bits - l.faded)) AS bits,
           count(*) FILTER (WHERE e.bits > l.faded) AS signals
        FROM latest AS l JOIN evidence AS e ON e.record = l.record
        GROUP BY l.record
)
SELECT l.account AS "account",
       r.bits AS "belief:belief",
       l.belief AS "then:belief",
       l.ts_us AS "at:time",
       l.type AS "type",
       l.outcome AS "outcome",
       c.short_number AS "case",
       (SELECT count(*) FROM decision AS d WHERE d.account = l.account) AS "decisions:count",
       (SELECT group_concat(signal, ';') FROM
           (SELECT signal FROM evidence AS e
                WHERE e.record = l.record AND e.bits > l.faded ORDER BY rank)) AS "signals"
    FROM latest AS l
    JOIN remembered AS r ON r.record = l.record AND r.signals > 0
    LEFT JOIN theft_case AS c ON c.case_id = l.case_id
    WHERE coalesce((SELECT n.state FROM case_now AS n WHERE n.case_id = l.case_id), 'none')
          NOT IN ('false_alarm', 'closed')
    ORDER BY r.bits DESC, l.record
    LIMIT iif(:limit < 0, 50, :limit);
