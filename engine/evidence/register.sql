-- name: put_bundle
INSERT INTO bundle (at_us, made_by, case_id, audience, reader, sums, anchor, is_signed)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);
