import type { AidStage } from '../aid/plan.ts';
import { longDate } from '../calendar.ts';
import type { NoticeKind } from './events.ts';
import type { NoticeData } from './notices.ts';
import { elsewhereLines, referralLines } from './referralLetters.ts';

/** What a letter or public notice says, line by line. */
export function bodyOf(kind: NoticeKind, data: NoticeData): string[] {
  const { applicant, members, reasons = [], missing = [] } = data;
  const because = reasons.map((reason, i) => `${i + 1}. ${reason}`);
  const amount = data.amountFen === undefined ? '' : `${yuan(data.amountFen)}元`;
  const until = longDate(data.until ?? data.date);
  switch (kind) {
    case 'acceptance':
      return [
        `${applicant}：你户${members}人的${data.programme ?? '最低生活保障'}申请已于${longDate(data.date)}受理。`,
      ];
    case 'supplementList':
      return [
        `${applicant}：请于${until}前（含当日）补正下列全部材料（本告知只作一次）：`,
        ...missing.map((paper, i) => `${i + 1}. ${paper}`),
      ];
    case 'nonAcceptance':
      return [`${applicant}：你户的申请不予受理，理由：`, ...because];
    case 'notEligibleByCheck':
      return [
        `${applicant}：经信息核对，你户暂不符合条件，理由：`,
        ...because,
        `如有异议，请于${until}前（含当日）提供有关证明，我们将复查。`,
      ];
    case 'posting':
      return [
        `申请人：${applicant}`,
        `保障人数：${members}`,
        `拟保障金额：每月${amount}`,
        `公示至：${until}`,
        '如有异议，请向乡镇人民政府（街道办事处）反映。',
      ];
    case 'confirmation':
      return [
        `${applicant}：确认你户${members}人享受最低生活保障，每月${amount}，自${longDate(data.monthFrom ?? data.date)}起发放。`,
        `证号：${data.certificate}`,
      ];
    case 'refusal':
      return [
        `${applicant}：经审核，你户不符合最低生活保障条件，不予确认，理由：`,
        ...because,
        ...elsewhereLines(data),
      ];
    case 'intendedDecision':
      return [
        `${applicant}：拟对你户作如下调整：${data.change}。现每月${yuan(data.nowFen ?? 0)}元${amount && `，拟为每月${amount}`}。理由：`,
        ...because,
        `请于${until}前（含当日）陈述意见，可以当面、电话或者书面提出；在听取意见并作出决定之前，原保障金照常发放。`,
      ];
    case 'benefitRaised':
    case 'benefitLowered':
    case 'benefitResumed':
      return [`${applicant}：你户保障金${data.change}。`, ...scheduled(data), ...because];
    case 'gradualExit':
      return [
        `${applicant}：你户收入已超过保障标准，按渐退办法继续保障，期满终止：`,
        ...scheduled(data),
        '期内收入再次低于标准的，核实后恢复保障，不需重新申请。',
        ...because,
      ];
    case 'benefitSuspended':
      return [`${applicant}：自${longDate(data.monthFrom ?? data.date)}起暂停发放保障金，理由：`, ...because];
    case 'benefitEnded':
      return [
        `${applicant}：自${longDate(data.monthFrom ?? data.date)}起终止最低生活保障，理由：`,
        ...because,
        '可以再次申请。',
      ];
    case 'gradualExitOver':
      return [
        `${applicant}：你户渐退期已满，自${longDate(data.monthFrom ?? data.date)}起终止最低生活保障。生活困难的，可以再次申请。`,
      ];
    case 'survivorsFile':
      return [
        `${applicant}：户主已变更，原户自${longDate(data.monthFrom ?? data.date)}起停止，其余成员另立新户（案号${data.successor}），自同月起每月${amount}，不间断。`,
        ...because,
      ];
    case 'recoveryIntended':
      return [
        `${applicant}：经核查，你户下列月份多领救助金，拟予追缴：`,
        ...overpaidLines(data),
        '理由：',
        ...because,
        `如有意见，请于${until}前（含当日）陈述；追缴不从今后的救助金中扣抵。`,
      ];
    case 'recovery':
      return [
        `${applicant}：决定追缴你户多领的救助金，分${data.instalments ?? 1}期退回：`,
        ...overpaidLines(data),
        ...(data.fineFen ? [`并处罚款${yuan(data.fineFen)}元。`] : []),
        '理由：',
        ...because,
      ];
    case 'recoveryWaived':
      return [`${applicant}：你户下列多领的救助金免予追缴：`, ...overpaidLines(data), '理由：', ...because];
    case 'accountChanged':
      return [
        `${applicant}：你户的收款账户已按申请变更，自${longDate(data.monthFrom ?? data.date)}份起发放到新账户，此前暂缓，届时一并补发。`,
        '如非本人申请，请立即告知乡镇人民政府（街道办事处）。',
      ];
    case 'aidRefusal':
      return [`${applicant}：经核实，不予先行救助，理由：`, ...because];
    case 'aidConfirmation':
      return [`${applicant}：你因突发急难得到的临时救助${amount && `共${amount}，`}已复核确认，手续齐备。`];
    case 'aidPosting':
      return [
        `申请人：${applicant}`,
        `救助人数：${members}`,
        `拟救助金额：${amount}`,
        `公示至：${until}`,
        '如有异议，请向乡镇人民政府（街道办事处）反映。',
      ];
    case 'aidApproval':
      return [`${applicant}：决定给予临时救助，共${amount}：`, ...(data.stages ?? []).map(stageLine)];
    case 'aidDenial':
      return [`${applicant}：经审核，不予临时救助，理由：`, ...because];
    case 'aidStopped':
      return [`${applicant}：已决定的后续救助停止给付，理由：`, ...because];
    case 'bridgingAid':
      return [
        `${applicant}：你户最低生活保障已确认。首月保障金发放前，给付过渡性救助${amount}，只给付一次。`,
        '过渡性救助不从保障金中扣抵，保障金自首月起照常足额发放。',
      ];
    case 'referral':
      return referralLines(data, until);
    case 'withdrawal':
      return [`${applicant}：你户的申请已按你的意愿撤回，今后可以再次申请。`];
    case 'termination':
      return [`${applicant}：因下列原因，终止审核确认程序：`, ...because];
  }
}

function overpaidLines({ overpaid = [] }: NoticeData): string[] {
  const total = overpaid.reduce((sum, { fen }) => sum + fen, 0);
  return [...overpaid.map(({ month, fen }) => `${longDate(month)}：${yuan(fen)}元`), `合计${yuan(total)}元`];
}

function scheduled({ schedule = [] }: NoticeData): string[] {
  return schedule.map(({ monthFrom, monthTo, components }) => {
    const fen = components.reduce((sum, { fenPerMonth }) => sum + fenPerMonth, 0);
    return `${longDate(monthFrom)}起${monthTo === undefined ? '' : `至${longDate(monthTo)}`}：每月${yuan(fen)}元`;
  });
}

/** Fen as yuan with two decimals, exactly. */
function yuan(fen: number): string {
  return `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}

function stageLine({ fen, opens }: AidStage, i: number): string {
  const when = opens === 'now' ? '即时给付' : opens === 'fact' ? '约定条件成就后给付' : `${longDate(opens)}起给付`;
  return `${i + 1}. ${yuan(fen)}元，${when}`;
}
