-- Every decision. The first five columns are what evaluations read.
SELECT d.account AS "account",
       d.ts_us AS "ts:time",
       d.outcome AS "kind",
       d.belief AS "score:belief",
       d.event_id AS "event_id:text:hidden",
       c.short_number AS "case",
       d.type AS "type",
       d.amount_minor AS "amount:money",
       d.currency AS "currency:currency",
       (SELECT group_concat(signal, ';') FROM
           (SELECT signal FROM evidence AS e WHERE e.record = d.record ORDER BY rank)) AS "signals",
       d.expected_loss_minor AS "expected_loss:money"
    FROM decision AS d
    LEFT JOIN theft_case AS c ON c.case_id = d.case_id
    WHERE (:account IS NULL OR d.account = :account)
      AND (:case IS NULL OR c.short_number = :case OR c.case_id = :case)
      AND d.ts_us >= :since AND d.ts_us < :until
    ORDER BY d.record
    LIMIT :limit;
