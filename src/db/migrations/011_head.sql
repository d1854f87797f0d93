-- The head of a household may change while its file goes on: who is the applicant is said of the family today.
grant update (relation, is_applicant) on person to doudi_worker;
