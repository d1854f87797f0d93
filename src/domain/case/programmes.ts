/** What a case is about: which law, which story, and what its number begins with. */
export interface Programme {
  readonly zh: string;
  /** Begins the number people know a case by. */
  readonly prefix: string;
  /** The workflow that tells its story. */
  readonly workflow: 'assistance' | 'emergency';
  /** Goes before everything else: a worker and a queue of its own. */
  readonly urgent?: true;
}

const known = {
  dibao: { zh: '最低生活保障', prefix: 'DD', workflow: 'assistance' },
  temporary: { zh: '临时救助', prefix: 'LS', workflow: 'assistance' },
  emergency: { zh: '急难型临时救助', prefix: 'JN', workflow: 'emergency', urgent: true },
} as const satisfies Record<string, Programme>;

export type ProgrammeName = keyof typeof known;
export const programmes: Record<ProgrammeName, Programme> = known;
export const programmeNames = Object.keys(known) as [ProgrammeName, ...ProgrammeName[]];
