-- The columns; the rows are counted in the history (entities.c).
SELECT NULL AS "kind",
       NULL AS "name",
       NULL AS "account",
       NULL AS "accounts:count",
       NULL AS "held:count",
       NULL AS "held_share:share",
       NULL AS "decisions:count",
       NULL AS "events:count",
       NULL AS "amount:money",
       NULL AS "currency:currency",
       NULL AS "first:time",
       NULL AS "last:time"
    LIMIT 0;
