-- Who works at the desk.
SELECT a.id AS "agent",
       a.role AS "role",
       trim(a.languages) AS "languages",
       a.added_us AS "added:time",
       b.id AS "added_by"
    FROM desk_agent AS a
    LEFT JOIN desk_agent AS b ON b.number = a.added_by
    WHERE :limit = :limit
    ORDER BY a.number;
