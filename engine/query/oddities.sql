-- The columns; the rows are found in the history (oddities.c).
SELECT NULL AS "kind",
       NULL AS "account",
       NULL AS "first:time",
       NULL AS "last:time",
       NULL AS "amount:money",
       NULL AS "limit:money",
       NULL AS "event_id",
       NULL AS "currency:currency"
    LIMIT 0;
