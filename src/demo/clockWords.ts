import type { Clock } from '../contracts/http/cases.ts';
import { nameInEnglish, type Text, t } from './words.ts';

const units: { readonly [unit: string]: Text } = {
  workingDays: t('个工作日', 'working days'),
  days: t('日', 'days'),
  months: t('个月', 'months'),
  hours: t('小时', 'hours'),
  minutes: t('分钟', 'minutes'),
};
/** A period that is counted by the clock ends at an hour. */
const timed: ReadonlySet<string> = new Set(['hours', 'minutes']);
const hourOf = (instant: string) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(11, 16);
const colours = { green: t('绿', 'green'), yellow: t('黄', 'yellow'), red: t('红', 'red') };

/** The name of a period; `title` is Chinese, `kind` an English word. */
export function nameOf({ kind, title }: { readonly kind: string; readonly title: string }): Text {
  return t(title, nameInEnglish(kind));
}

/** How long a period is: 30个工作日. */
export function lengthOf({ length, unit }: Clock['limit']): Text {
  const word = units[unit] ?? t(unit);
  return t(`${length}${word.zh}`, `${length} ${word.en}`);
}

/** How a period stands: 受理2个工作日，至 2026-11-27，余2个工作日，绿. */
export function clockInWords(clock: Clock): Text {
  const { dueOn, dueAt, left, colour, limit } = clock;
  const [name, length] = [nameOf(clock), lengthOf(limit)];
  const end = timed.has(limit.unit) ? `${dueOn} ${hourOf(dueAt)}` : dueOn;
  const until = clock.provisional ? t(`${end}（暂定）`, `${end} (provisional)`) : t(end);
  const rest = left ? leftOf(left) : t('');
  const light = colour ? colours[colour] : t('');
  return t(
    [`${name.zh}${length.zh}`, `至 ${until.zh}`, rest.zh, light.zh].filter(Boolean).join('，'),
    [name.en, length.en, `until ${until.en}`, rest.en, light.en].filter(Boolean).join(', '),
  );
}

function leftOf({ length, unit }: NonNullable<Clock['left']>): Text {
  if (length === 0 && !timed.has(unit)) return t('当日到期', 'last day');
  const n = lengthOf({ length: Math.abs(length), unit });
  return length >= 0 ? t(`余${n.zh}`, `${n.en} left`) : t(`超${n.zh}`, `${n.en} late`);
}
