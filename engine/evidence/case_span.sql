-- Whose case, when the incident began, and the last moment that belongs to the case.
SELECT c.account, c.incident_start_us, coalesce(k.closed_us, 9223372036854775807)
    FROM theft_case AS c LEFT JOIN case_desk AS k ON k.case_id = c.case_id
    WHERE c.case_id = :case;
