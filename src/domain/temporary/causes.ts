import { emergencyKindNames } from '../emergency/report.ts';
import type { TemporaryCause } from '../policyTables.ts';

/** What aid ahead of a benefit's first month is given for: no cause that a family declares. */
export const bridgingCause = 'bridging';

export const temporaryCauseNames: Readonly<Record<TemporaryCause, string>> = {
  illness: '医疗支出',
  education: '教育支出',
  accident: '意外事故支出',
  disaster: '灾害损失支出',
  living: '其他基本生活支出',
};

/** For what aid was given, in an emergency or not. */
export function causeName(cause: string): string {
  const names: { readonly [cause: string]: string } = {
    ...emergencyKindNames,
    ...temporaryCauseNames,
    [bridgingCause]: '过渡性救助',
  };
  return names[cause] ?? cause;
}
