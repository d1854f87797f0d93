-- Figures of aid are read from the journal, as it stood on a day. Few of its events say what they need; these indexes hold no others.
create index aid_given on case_event (case_id, seq) where type = 'aidGiven';
create index transfers_ended on case_event (case_id, seq)
  where type = 'factArrived' and (data ->> 'name') = 'transferOutcome';
create index papers_due on case_event (case_id, seq)
  where type in ('clockPassed', 'clockStopped') and (data ->> 'key') like '%.emergencyPapersClock';
