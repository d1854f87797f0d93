-- Who was helped may turn out to be somebody else: what was given no longer counts with the person it was wrongly counted with.
grant delete on aid_person to doudi_worker;
