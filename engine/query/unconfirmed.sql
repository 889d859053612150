-- Stops of a whole account that were commanded and not answered: money can still leave. Raised: the
-- desk was told; denied: the account stands on the deny list meanwhile.
SELECT h.account AS "account",
       c.short_number AS "case",
       h.reason AS "reason",
       c.exposed_minor AS "exposed:money",
       c.currency AS "currency:currency",
       w.since_us AS "asked:time",
       w.raised_us AS "raised:time",
       CASE w.is_denied WHEN 1 THEN 'yes' ELSE 'no' END AS "denied",
       (SELECT sum(o.tries) FROM outbox AS o WHERE o.hold_id = h.hold_id AND o.kind = 'hold') AS "put_off:count",
       h.hold_id AS "hold_id"
    FROM freeze_wait AS w
    JOIN hold AS h ON h.hold_id = w.hold_id
    LEFT JOIN theft_case AS c ON c.case_id = h.case_id
    WHERE (:account IS NULL OR h.account = :account)
      AND (:case IS NULL OR c.short_number = :case OR c.case_id = :case)
    ORDER BY w.since_us, w.hold_id
    LIMIT :limit;
