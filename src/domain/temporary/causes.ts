import { type EmergencyKind, emergencyKindNames } from '../emergency/report.ts';
import type { TemporaryCause } from '../policyTables.ts';

export const temporaryCauseNames: Readonly<Record<TemporaryCause, string>> = {
  illness: '医疗支出',
  education: '教育支出',
  accident: '意外事故支出',
  disaster: '灾害损失支出',
  living: '其他基本生活支出',
};

/** For what aid was given, in an emergency or not. */
export function causeName(cause: string): string {
  return emergencyKindNames[cause as EmergencyKind] ?? temporaryCauseNames[cause as TemporaryCause] ?? cause;
}
