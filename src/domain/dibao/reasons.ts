import type { ExitReason } from './exitConditions.ts';

const texts: Record<ExitReason, string> = {
  incomeNotBelowStandard: '共同生活的家庭成员人均收入不低于当地最低生活保障标准（社会救助法第十八条）。',
  financialAssetsAboveLimit: '家庭金融资产超过当地规定的限额（审核确认办法第十四条）。',
  vehiclesAboveLimit: '家庭机动车辆超过当地规定（审核确认办法第十四条）。',
  housesAboveLimit: '家庭住房超过当地规定（审核确认办法第十四条）。',
  nonResidentialAboveLimit: '家庭非居住用房超过当地规定（审核确认办法第十四条）。',
  businessNotAllowed: '家庭经营主体情况不符合当地规定（审核确认办法第十四条）。',
  incomeAboveEdge: '家庭人均收入不低于最低生活保障边缘家庭标准（审核确认办法第八条）。',
  familyQualifiesAsWhole: '该家庭整户符合条件，应当整户申请（审核确认办法第八条）。',
  noSinglePersonGround: '申请人不具备参照单人户申请的情形（审核确认办法第八条）。',
  everyShareStopped:
    '保障对象无正当理由多次拒绝接受介绍的适当工作，本人的最低生活保障金已停发（审核确认办法第三十四条）。',
  causeNotCovered: '家庭收入增加的原因不在当地渐退规定的情形之内（审核确认办法第三十三条）。',
  monthsNotOffered: '当地规定未给予该月数的渐退期（审核确认办法第三十三条）。',
  incomeStillBelowStandard: '家庭人均收入仍低于当地最低生活保障标准，应当继续保障（社会救助法第十八条）。',
  incomeAboveBand: '家庭人均收入超过当地渐退的收入上限（审核确认办法第三十三条）。',
};

/** A reason against the family, or against a gradual exit, as the letter puts it. */
export function reasonText(reason: ExitReason): string {
  return texts[reason];
}
