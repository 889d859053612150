-- Files of cases that were made, the latest first.
SELECT b.number AS "number:count",
       b.at_us AS "ts:time",
       c.short_number AS "case",
       c.account AS "account",
       b.audience AS "for",
       b.reader AS "reader",
       b.made_by AS "by",
       b.anchor AS "anchor",
       b.sums AS "sha256sums"
    FROM bundle AS b JOIN theft_case AS c ON c.case_id = b.case_id
    WHERE (:account IS NULL OR c.account = :account)
      AND (:case IS NULL OR c.short_number = :case OR c.case_id = :case)
      AND (:since IS NULL OR b.at_us >= :since) AND (:until IS NULL OR b.at_us < :until)
    ORDER BY b.number DESC
    LIMIT :limit;
