import type { DivisionCode, OfficerId } from '../case/ids.ts';

/** Who said that somebody is in need (SAL-2026 arts. 37, 39). */
export const reporters = [
  'person',
  'relative',
  'villageAssistant',
  'hotline',
  'police',
  'hospital',
  'passerBy',
  'officer',
] as const;
export type Reporter = (typeof reporters)[number];

/** What happened. */
export const emergencyKinds = ['fire', 'trafficAccident', 'suddenIllness', 'accident', 'disaster', 'other'] as const;
export type EmergencyKind = (typeof emergencyKinds)[number];

export const emergencyKindNames: Readonly<Record<EmergencyKind, string>> = {
  fire: '火灾',
  trafficAccident: '交通事故',
  suddenIllness: '突发重大疾病',
  accident: '其他意外事故',
  disaster: '自然灾害',
  other: '其他突发急难',
};

/** Who is in need, as far as known: without a name or a number, a description others would know the person by. */
export interface PersonInNeed {
  readonly name?: string;
  readonly idNumber?: string;
  readonly phone?: string;
  readonly description?: string;
}

/** A report as it came in. The place of the event decides who is responsible, wherever the person is registered. */
export interface EmergencyReport {
  readonly township: DivisionCode;
  readonly place: string;
  /** ISO 8601 instant. */
  readonly happenedAt: string;
  readonly kind: EmergencyKind;
  readonly what: string;
  readonly persons: number;
  readonly person: PersonInNeed;
  readonly reportedBy: { readonly by: Reporter; readonly name?: string; readonly phone?: string };
  /** Officers who are near relatives of a person in need: they touch nothing in the case. */
  readonly relativesOfStaff: readonly OfficerId[];
}
