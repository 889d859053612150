-- What the customer was to be told.
SELECT n.asked_us AS "ts:time", n.text_key AS "what" FROM notice AS n WHERE n.case_id = :case
    ORDER BY n.number;
