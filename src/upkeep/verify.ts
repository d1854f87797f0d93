import { firstBreak, type JournalRow } from '../db/case/journal.ts';
import { asChain, type Chain, readChain, readTips } from '../db/chains.ts';
import { readAllTips, readRoots, rootOf, type StoredRoot } from '../db/dailyRoots.ts';
import type { Tx } from '../db/pool.ts';
import type { CaseId } from '../domain/case/ids.ts';
import { chainStart, type DailyRoot, type Tip } from '../domain/dailyRoot.ts';
import { breachesOfKeeping, missingContents } from './verifyKeeping.ts';

/** The first place of a chain at which it cannot be trusted. */
export interface Breach {
  /** `case:<id>`, `disbursement:<run>`, …, and `root:<day>` for a daily root. */
  readonly chain: string;
  readonly seq: number;
  readonly what:
    | 'altered, missing, reordered or inserted'
    | 'cut off before its recorded tip'
    | 'its tip is not in it'
    | 'is not the root kept outside'
    | 'is not in the database'
    | 'quotes a content that is missing'
    | 'is marked as destroyed, and no list says so'
    | 'was destroyed, and what was on file of it is there'
    | 'is out of the order of a list';
}

/**
 * Reads every chain whole and names the first event of each that was altered, is missing, or was put in; likewise the first
 * daily root. What a root says of a chain must still be in it; what a journal quotes must be on file, unless a list's own
 * chain says that it was destroyed.
 * @param kept roots that were kept outside the database
 */
export async function verifyAll(
  tx: Tx,
  kept: readonly DailyRoot[] = [],
): Promise<{ chains: number; breaches: Breach[] }> {
  const roots = await readRoots(tx);
  const rooted = await readAllTips(tx);
  const breaches = [...breachOfRoots(roots, rooted), ...kept.flatMap((root) => breachOfKept(root, roots))];
  const tipsOf = new Map<string, Tip[]>();
  for (const tip of [...(await readTips(tx)), ...rooted, ...kept.flatMap(({ tips }) => tips)])
    tipsOf.set(tip.chain, [...(tipsOf.get(tip.chain) ?? []), tip]);
  for (const [chain, tips] of tipsOf) {
    const breach = breachOf(chain, await readChain(tx, chain), tips);
    if (breach) breaches.push(breach);
  }
  breaches.push(...(await breachesOfKeeping(tx)), ...(await missingContents(tx)));
  return { chains: tipsOf.size, breaches };
}

/** The first root that is not what its tips give, or does not follow the one before. */
function breachOfRoots(roots: readonly StoredRoot[], tips: Awaited<ReturnType<typeof readAllTips>>): Breach[] {
  const standing = new Map<string, Tip>();
  let previous = chainStart;
  let next = 0;
  for (const [i, { day, ...stored }] of roots.entries()) {
    for (let tip = tips[next]; tip && tip.day <= day; tip = tips[++next]) standing.set(tip.chain, tip);
    const root = rootOf({ day, previous, tips: [...standing.values()] });
    if (stored.previous !== previous || stored.root !== root)
      return [{ chain: `root:${day}`, seq: i + 1, what: 'altered, missing, reordered or inserted' }];
    previous = root;
  }
  return [];
}

function breachOfKept(root: DailyRoot, roots: readonly StoredRoot[]): Breach[] {
  const nth = roots.findIndex(({ day }) => day === root.day);
  if (nth < 0) return [{ chain: `root:${root.day}`, seq: roots.length + 1, what: 'is not in the database' }];
  if (roots[nth]?.root === rootOf(root)) return [];
  return [{ chain: `root:${root.day}`, seq: nth + 1, what: 'is not the root kept outside' }];
}

function breachOf(chain: string, { broken, hashes }: Chain, tips: readonly Omit<Tip, 'chain'>[]): Breach | undefined {
  if (broken !== undefined) return { chain, seq: broken, what: 'altered, missing, reordered or inserted' };
  for (const { seq, hash } of tips) {
    if (hashes.length < seq) return { chain, seq: hashes.length + 1, what: 'cut off before its recorded tip' };
    if ((hashes[seq - 1] ?? chainStart) !== hash) return { chain, seq, what: 'its tip is not in it' };
  }
  return undefined;
}

/** A case's journal, held against the tips that are known of it. */
export function breachOfCase(
  caseId: CaseId,
  journal: readonly JournalRow[],
  tips: readonly Omit<Tip, 'chain'>[],
): Breach | undefined {
  return breachOf(`case:${caseId}`, asChain(journal, firstBreak), tips);
}
