import type { ProblemRow } from './problemRow.ts';

/** What is said no to when aid is decided and given (src/domain/aid/refused.ts). */
export const aidProblems = {
  firstAidNotDelegated: [
    409,
    '本乡镇今日没有先行救助的委托权限',
    '选择“报县级决定”（toCounty），由县级在同一时限内决定。',
    'No delegation of first aid to this township is in force today',
    'Choose `toCounty`: the county decides within the same period.',
  ],
  aboveFirstAidLimit: [
    409,
    '金额超过乡镇先行救助限额',
    '连同已给付的不得超过限额；减少金额，或选择“报县级决定”（toCounty）。',
    'More than a township may give as first aid for one event',
    'What was given before counts; give less, or choose `toCounty`.',
  ],
  aboveAidCap: [
    409,
    '金额超过临时救助的上限',
    '连同已给付的，按人数计算的上限见政策 emergency.capMultiple、temporary.capMultiple；减少金额；超出部分召集联席会议（conveneMeeting）一事一议。',
    'More than may be given to so many persons',
    'What was given counts; the cap is policy (emergency.capMultiple, temporary.capMultiple, per person). Give less; a joint meeting (conveneMeeting) may give leave for more.',
  ],
  notTheAmountDecided: [
    422,
    '金额与已决定的本阶段金额不一致',
    '按决定的金额给付；情况有变的，停止后续救助（stopAid）后重新提出。',
    'Not the amount that was decided for this stage',
    'Give what was decided; where things have changed, stop the rest (stopAid) and propose anew.',
  ],
  stageDatesUnfit: [
    422,
    '各阶段的日期不合规定',
    '日期应晚于今日、逐个递增，且不超过政策 temporary.maxMonths；决定时日期已过的，退回重新提出。',
    'The days of the stages do not fit',
    'They lie after today, one after another, within temporary.maxMonths. Where one came before the decision, return it to be proposed anew.',
  ],
  sameCauseWithoutReason: [
    409,
    '同一事由在规定期限内已救助过',
    '由县级决定；同意再次救助的，写明理由。',
    'The same persons were helped for the same cause within the period of policy',
    'The county may help again; give the reason.',
  ],
  bridgingNotInForce: [
    409,
    '本户今日不适用过渡性救助',
    '本县未实行过渡性救助（政策 temporary.bridging），或者本户已不在享受期内；确有困难的，申请临时救助。',
    'No bridging aid for this family today',
    'The county has not switched it on (policy temporary.bridging), or the family gets no benefit any more. It may apply for temporary assistance.',
  ],
  bridgedAlready: [
    409,
    '本户已得到过渡性救助',
    '每案一次；仍有困难的，申请临时救助。',
    'Bridging aid was given in this case already',
    'It is given once. A family still in need may apply for temporary assistance.',
  ],
  aboveBridging: [
    409,
    '金额超过过渡性救助的上限',
    '上限为现行月保障金乘以政策 temporary.bridgingMonths；减少金额。',
    'More than may be given ahead of the first month',
    'The most is the benefit of a month times policy temporary.bridgingMonths; give less.',
  ],
} as const satisfies Record<string, ProblemRow>;
