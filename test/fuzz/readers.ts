import fc from 'fast-check';
import { UnsealError } from '../../src/gateways/crypto/keyRing.ts';
import { payloadCodec, sealedEncoding } from '../../src/gateways/crypto/payloadCodec.ts';
import { writeStatusReport } from '../../src/simulators/bank/statusReport.ts';
import { half, readers, strange } from '../support/strangeText.ts';

/**
 * `npm run fuzz:readers`: whatever reads foreign text reads strange ones for FUZZ_MINUTES, with the dice of FUZZ_SEED, and
 * must answer each within a second of its own time. `npm test` does the same for some thousand of them.
 */
const minutes = Number(process.env.FUZZ_MINUTES ?? 10);
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Date.now() / 1_000));
const slowest = { ms: 0, what: '' };
const within = 1_000;

/** What each of them reads gladly: strange is above all what is nearly right. */
const report = writeStatusReport({
  reportId: 'BR-1',
  createdAt: '2026-12-01T00:00:00.000Z',
  messageId: 'DD-420582-202612',
  lines: [],
});
const right = [report, 'code,name\n420582000000,当阳市\n420582001000,玉阳街道\n', '420582197805120022', '12345.67'];

/** A right text with pieces cut out, doubled, or put in from what each reader half understands. */
const nearlyRight = fc
  .tuple(
    fc.constantFrom(...right),
    fc.array(fc.tuple(fc.nat(4_000), fc.nat(60), fc.constantFrom('', ...half)), { minLength: 1, maxLength: 6 }),
  )
  .map(([text, changes]) =>
    changes.reduce((now, [at, length, piece]) => {
      const place = at % (now.length + 1);
      return now.slice(0, place) + piece + now.slice(place + length);
    }, text),
  );
const codec = payloadCodec([{ id: 'k1', key: Buffer.alloc(32, 1) }]);

/** Refuses what is not ours as that. */
async function unseals(text: string): Promise<void> {
  const metadata = { encoding: Buffer.from(sealedEncoding), 'encryption-key-id': Buffer.from('k1') };
  await codec.decode([{ metadata, data: Buffer.from(text, 'latin1') }]).catch((error) => {
    if (!(error instanceof UnsealError)) throw error;
  });
}

const all = Object.entries({ ...readers, 'a payload of Temporal’s': unseals });
const giveUp = Date.now() + minutes * 60_000;
let texts = 0;
let round = 0;
for (; Date.now() < giveUp; round++)
  for (const [what, read] of all) {
    const answered = fc.asyncProperty(fc.oneof(strange, nearlyRight), async (text) => {
      const began = process.cpuUsage();
      await read(text);
      const { user, system } = process.cpuUsage(began); // of this process: a busy machine makes nobody slow
      const ms = (user + system) / 1_000;
      texts++;
      if (ms > slowest.ms) Object.assign(slowest, { ms, what });
      if (ms > within) throw new Error(`${what} took ${Math.round(ms)} ms`);
    });
    await fc.assert(answered, { seed: seed + round, numRuns: 500 });
  }
console.log(
  `seed ${seed}: ${texts} texts to ${all.length} readers in ${minutes} minutes, ${round} rounds; the slowest ${Math.round(slowest.ms)} ms, ${slowest.what}`,
);
