-- The key of a case by that or its number, and how many of its recalls go to the partner :account.
SELECT c.case_id,
       (SELECT count(*) FROM recall AS r
            WHERE r.case_id = c.case_id AND :account <> '' AND :account IN (r.institution, r.payee))
    FROM theft_case AS c
    WHERE c.short_number = :case OR c.case_id = :case;
