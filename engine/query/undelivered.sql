-- Messages that did not reach their receiver: dead letters first, then what waits, oldest first.
SELECT o.state AS "state",
       o.kind AS "kind",
       o.account AS "account",
       c.short_number AS "case",
       o.created_us AS "ts:time",
       o.tries AS "tries:count",
       o.next_us AS "next:time",
       h.code AS "code",
       o.key AS "key"
    FROM outbox AS o
    LEFT JOIN theft_case AS c ON c.case_id = o.case_id
    LEFT JOIN hold AS h ON h.hold_id = o.hold_id
    WHERE o.state <> 'sent'
      AND (:account IS NULL OR o.account = :account)
      AND (:case IS NULL OR c.short_number = :case OR c.case_id = :case)
    ORDER BY o.state = 'new', o.id
    LIMIT :limit;
