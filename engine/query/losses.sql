-- Decisions about money, by expected loss: belief times what a hold could still save (the balance, and
-- the recallable share of what just left). Sums of several currencies do not compare: each has its
-- own ranking, the one with most decisions first.
WITH found AS (
    SELECT d.*, count(*) OVER (PARTITION BY d.currency) AS decisions
        FROM decision AS d
        LEFT JOIN theft_case AS c ON c.case_id = d.case_id
        WHERE d.expected_loss_minor > 0
          AND (:account IS NULL OR d.account = :account)
          AND (:case IS NULL OR c.short_number = :case OR c.case_id = :case)
          AND d.ts_us >= :since AND d.ts_us < :until
)
SELECT d.account AS "account",
       d.ts_us AS "ts:time",
       d.outcome AS "kind",
       d.belief AS "score:belief",
       d.event_id AS "event_id:text:hidden",
       d.expected_loss_minor AS "expected_loss:money",
       d.currency AS "currency:currency",
       d.type AS "type",
       d.amount_minor AS "amount:money",
       c.short_number AS "case"
    FROM found AS d
    LEFT JOIN theft_case AS c ON c.case_id = d.case_id
    ORDER BY d.decisions DESC, d.currency, d.expected_loss_minor DESC, d.record
    LIMIT :limit;
