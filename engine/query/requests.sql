-- What customers asked the hotline for beside theft: what is open first, the nearest clock first.
SELECT r.number AS "request:count",
       r.kind AS "kind",
       r.account AS "account",
       r.topic AS "topic",
       r.state AS "state",
       r.opened_us AS "opened:time",
       r.changed_us AS "changed:time",
       r.due_us AS "due:time",
       r.answer_us AS "answer_by:time",
       r.is_open AS "is_open:count"
    FROM request AS r
    WHERE (:account IS NULL OR r.account = :account)
    ORDER BY r.is_open DESC, min(coalesce(r.due_us, 9223372036854775807),
                                 coalesce(r.answer_us, 9223372036854775807)), r.number
    LIMIT :limit;
