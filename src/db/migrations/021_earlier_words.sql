-- What a case waits for where a payment is stopped was called paymentReturned (src/domain/case/earlierShapes.ts).
update expected_fact set name = 'paymentBlocked', fact_key = replace(fact_key, '.paymentReturned', '.paymentBlocked')
 where name = 'paymentReturned';
