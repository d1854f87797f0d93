import { type RefusalCode, refusalCodes } from '../domain/authority.ts';

/** Refusals that the API makes before the case itself is asked. */
const apiCodes = [
  'unauthenticated',
  'forbidden',
  'notFound',
  'validation',
  'payloadTooLarge',
  'unsupportedMediaType',
  'fileTypeNotAllowed',
  'idempotencyKeyMissing',
  'idempotencyKeyReused',
  'pending',
  'personHasOpenCase',
  'personTwiceInHousehold',
  'idNumberInvalid',
  'consentMissing',
  'notOneApplicant',
  'membersInconsistent',
  'unknownDivision',
  'claimedByOther',
  'policyMissing',
  'signatureInvalid',
  'callbackReplayed',
  'clockCannotGoBack',
  'clockNotAvailable',
  'rateLimited',
  'notReady',
  'internal',
] as const;

export type ProblemCode = RefusalCode | (typeof apiCodes)[number];

/** What a refusal is called, and what the person who reads it can do now. */
export interface ProblemText {
  readonly title: string;
  readonly remedy: string;
}

export interface ProblemKind {
  /** HTTP status. */
  readonly status: number;
  readonly zh: ProblemText;
  readonly en: ProblemText;
}

type Row = readonly [status: number, zh: string, zhRemedy: string, en: string, enRemedy: string];

const rows: Record<ProblemCode, Row> = {
  // The case says no (src/domain/authority.ts).
  taskNotOpen: [
    409,
    '该事项已办结或已撤销',
    '刷新待办列表，查看案件时间线了解办理结果。',
    'The task is no longer open',
    'Reload the worklist; the timeline of the case says what was decided.',
  ],
  screenOutOfDate: [
    409,
    '案件有新情况，页面内容已过期',
    '重新打开该事项，核对新增内容后再决定。',
    'Something was added to the case since this screen was opened',
    'Open the task again, look at what is new, and decide then.',
  ],
  unknownOutcome: [
    422,
    '该事项没有这种办理结果',
    '按接口说明选择该事项允许的结果。',
    'This task cannot be decided that way',
    'Choose one of the outcomes that the reference lists for this kind of task.',
  ],
  wrongRole: [
    403,
    '您的岗位无权办理该事项',
    '请由事项所列岗位的人员办理。',
    'Your role may not decide this task',
    'Leave it to somebody in the role that the task names.',
  ],
  wrongDivision: [
    403,
    '该事项不属于您的辖区',
    '请由该乡镇或县的人员办理。',
    'The task belongs to another division',
    'Leave it to the township or county that the task names.',
  ],
  delegationNotInForce: [
    403,
    '审核确认委托今日不生效',
    '由县级民政部门办理；如应委托，请先录入有效的委托文件。',
    'The delegation of the confirmation is not in force today',
    'The county decides; where the power is delegated, have the instrument entered with its dates.',
  ],
  officerIsRelative: [
    403,
    '您已登记为申请人近亲属，应当回避',
    '请交由其他人员办理。',
    'You are registered as a relative of the applicant',
    'Hand the case to a colleague.',
  ],
  samePersonTwice: [
    403,
    '调查或初审人员不得确认同一案件',
    '请由未参与调查和初审的人员确认。',
    'Whoever investigated or reviewed the case may not confirm it',
    'Leave the confirmation to somebody who took no part so far.',
  ],
  supplementAlreadyAsked: [
    409,
    '补正材料只能一次性告知',
    '凭现有材料受理，或者说明理由不予受理。',
    'Missing papers may be asked for only once',
    'Accept on what is there, or do not accept and say why.',
  ],
  tooFewInvestigators: [
    422,
    '入户调查人数不足',
    '按当日政策规定的最少人数填写调查人员。',
    'Too few investigators',
    'Name at least as many as the policy of the day asks for.',
  ],
  investigatorIsRelative: [
    422,
    '调查人员中有申请人近亲属',
    '更换调查人员后重新入户。',
    'One of the investigators is a relative of the applicant',
    'Visit again with other investigators.',
  ],
  countyVisitMissing: [
    409,
    '须先有县级入户核查',
    '有近亲属登记或投诉的，先完成县级入户核查再确认。',
    'The county has not visited the household yet',
    'With a registered relative or a complaint, record the county visit first, then confirm.',
  ],
  checkReportExpired: [
    409,
    '信息核对报告已过有效期',
    '请选择退回，重新启动信息核对后再确认。',
    'The check report is no longer valid',
    'Return the case for a new data check, and confirm on its report.',
  ],
  refusalWasProposed: [
    409,
    '初审意见为不予确认，不能直接确认',
    '请选择不予确认，或者退回乡镇重新提出意见。',
    'The township proposed a refusal; there is no amount to grant',
    'Refuse, or return the case for a new opinion.',
  ],
  amountChangedWithoutReason: [
    422,
    '更改测算金额须说明理由',
    '填写更改理由，或采用系统测算的金额。',
    'The amount differs from the calculation and no reason is given',
    'Give the reason, or take the calculated amount.',
  ],
  grantWithoutAmount: [
    422,
    '拟确认的金额须大于零',
    '填写金额，或提出不予确认的意见。',
    'A grant needs an amount above zero',
    'Enter the amount, or propose a refusal.',
  ],
  alreadyExtended: [
    409,
    '办理期限只能延长一次',
    '在已延长的期限内办结。',
    'The procedure has been extended already',
    'Finish within the extended period.',
  ],

  // The request is not fit to be judged.
  unauthenticated: [
    401,
    '未登录或登录已失效',
    '重新登录取得令牌后再试。',
    'No valid token',
    'Sign in again and send the new bearer token.',
  ],
  forbidden: [
    403,
    '您的岗位无权使用该功能',
    '请联系管理员确认岗位和辖区。',
    'Your role may not use this',
    'Ask the administrator which role and division your account holds.',
  ],
  notFound: [
    404,
    '没有找到',
    '核对编号；辖区以外的案件不显示。',
    'Not found',
    'Check the id; cases outside your division are not shown.',
  ],
  validation: [
    422,
    '填写内容有误',
    '按所列各项逐一更正后重新提交。',
    'The content is not valid',
    'Correct each of the listed items and send again.',
  ],
  payloadTooLarge: [
    413,
    '提交内容过大',
    '压缩或分开提交；附件不超过二十兆字节。',
    'The content is too large',
    'Make it smaller or send it in parts; an attachment may have twenty megabytes.',
  ],
  unsupportedMediaType: [
    415,
    '不支持的内容类型',
    '接口接收 JSON；附件以 multipart/form-data 上传。',
    'Unsupported content type',
    'Send JSON; attachments as multipart/form-data.',
  ],
  fileTypeNotAllowed: [
    415,
    '不支持的附件格式',
    '上传 PDF、JPEG、PNG 或 HEIC 文件。',
    'This kind of file is not taken',
    'Upload a PDF, JPEG, PNG or HEIC file.',
  ],
  idempotencyKeyMissing: [
    400,
    '缺少 Idempotency-Key',
    '为每次提交生成唯一的键，放入请求头；重试时使用同一个键。',
    'The Idempotency-Key header is missing',
    'Make a unique key for each command, and use the same one when you try again.',
  ],
  idempotencyKeyReused: [
    422,
    '同一 Idempotency-Key 已用于不同内容',
    '新的提交使用新的键。',
    'This Idempotency-Key was used with other content',
    'Use a new key for a new command.',
  ],
  pending: [
    202,
    '已收到，正在办理',
    '稍后按 Location 查询结果，或用同一个键重试。',
    'Received, and not settled yet',
    'Ask again at the Location, or send the same key again.',
  ],

  // An application that cannot be taken.
  personHasOpenCase: [
    409,
    '家庭成员已有在办或在享的救助',
    '见所列成员和办理地，先与该地核实。',
    'A member has an open application or a benefit already',
    'See which member and where, and clear it up with that office first.',
  ],
  personTwiceInHousehold: [
    422,
    '同一人重复填写',
    '删除重复的家庭成员。',
    'The same person is entered twice',
    'Remove the member entered twice.',
  ],
  idNumberInvalid: [
    422,
    '公民身份号码有误',
    '对照证件核对所列成员的号码。',
    'The citizen identification number is not valid',
    'Compare the number of the listed member with the card.',
  ],
  consentMissing: [
    422,
    '缺少核对授权',
    '每名共同生活的家庭成员都须签署授权，日期不得晚于今日。',
    'A consent to the data check is missing',
    'Each member living together signs one, dated no later than today.',
  ],
  notOneApplicant: [
    422,
    '申请人须有且只有一名',
    '将一名成员的关系填为“本人”。',
    'There must be exactly one applicant',
    'Give exactly one member the relation “self”.',
  ],
  membersInconsistent: [
    422,
    '成员序号不一致',
    '序号从 1 起连续编号，收入、财产只引用已填写的成员。',
    'Member numbers do not fit together',
    'Number the members from 1 without gaps; incomes and property name only those.',
  ],
  unknownDivision: [
    422,
    '没有这个行政区划',
    '核对十二位区划代码。',
    'No such division',
    'Check the twelve-digit division code.',
  ],
  claimedByOther: [
    409,
    '该事项已有人认领',
    '与认领人沟通；认领不妨碍有权人员直接办理。',
    'Somebody else has claimed this task',
    'Speak with them; a claim does not keep anyone entitled from deciding.',
  ],
  policyMissing: [
    404,
    '该地该日没有录入此项政策',
    '录入有依据文件的政策数据后再查询。',
    'Nobody has set this value for that place and day',
    'Enter it with the document it rests on.',
  ],

  // Outside systems, the test clock, and ourselves.
  signatureInvalid: [
    401,
    '签名无效',
    '核对密钥、时间戳和签名内容。',
    'The signature is not valid',
    'Check the secret, the time stamp, and what is signed.',
  ],
  callbackReplayed: [
    409,
    '该回调已接收过',
    '每次发送使用新的随机数重新签名。',
    'This very message was received before',
    'Sign again with a fresh nonce for each sending.',
  ],
  clockCannotGoBack: [
    422,
    '测试时钟只能向前',
    '给出晚于当前业务时间的时间。',
    'The test clock only goes forward',
    'Give an instant later than the present business time.',
  ],
  clockNotAvailable: [
    404,
    '未启用测试时钟',
    '在非生产环境以 TEST_CLOCK=on 启动。',
    'There is no test clock here',
    'Start with TEST_CLOCK=on, outside production.',
  ],
  rateLimited: [
    429,
    '请求过于频繁',
    '按 Retry-After 所示时间后重试。',
    'Too many requests',
    'Try again after the time in Retry-After.',
  ],
  notReady: [
    503,
    '系统暂时不可用',
    '稍后用同一个键重试，不会重复办理。',
    'The system is not available for the moment',
    'Try again with the same key; nothing is done twice.',
  ],
  internal: [
    500,
    '系统内部错误',
    '把请求编号告诉管理员；可用同一个键重试。',
    'An error on our side',
    'Give the administrator the request id; you may try again with the same key.',
  ],
};

/** Every code the API can answer with, in the order of docs/errors.md. */
export const problemCodes: readonly ProblemCode[] = [...refusalCodes, ...apiCodes];

export const problems = Object.fromEntries(
  problemCodes.map((code) => {
    const [status, zh, zhRemedy, en, enRemedy] = rows[code];
    return [code, { status, zh: { title: zh, remedy: zhRemedy }, en: { title: en, remedy: enRemedy } }];
  }),
) as unknown as Readonly<Record<ProblemCode, ProblemKind>>;

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(rows, text);
}
