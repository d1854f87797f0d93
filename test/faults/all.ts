import { expect, it } from 'vitest';
import { provokeAll, tableOf } from './provoke.ts';
import { faults } from './provoked/index.ts';

/** `npm run faults`: all of them. FAULTS_ONLY takes ids, or how they begin: `F1,F7`; FAULTS_SEED replays. */
const seed = Number(process.env.FAULTS_SEED ?? Math.floor(Date.now() / 1_000));
const only = process.env.FAULTS_ONLY?.split(',');
const chosen = faults.filter(({ id }) => !only || only.some((each) => id === each || id.startsWith(`${each}-`)));

it(
  `${chosen.length} faults are provoked, and after each every invariant holds (seed ${seed})`,
  async () => {
    const tell = (line: string) => void process.stdout.write(`${line}\n`);
    const verdicts = await provokeAll(chosen, seed, tell);
    tell(`\n${tableOf(verdicts)}\n\nA row is replayed with FAULTS_SEED=${seed} FAULTS_ONLY=<id> npm run faults`);
    expect(verdicts.filter(({ broken }) => broken.length > 0).map(({ fault }) => fault.id)).toEqual([]);
  },
  6 * 3_600_000,
);
