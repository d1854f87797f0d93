import { fc, test as property } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { keyOfPayload, payloadCodec } from '../../src/gateways/crypto/payloadCodec.ts';

const [first, second] = [1, 2].map((fill) => ({ id: `k${fill}`, key: Buffer.alloc(32, fill) })) as [Key, Key];
type Key = { id: string; key: Buffer };
const plain = (text: string) => ({ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(text) });
const seal = async (keys: Key[], text: string) => (await payloadCodec(keys).encode([plain(text)]))[0]!;
const open = async (keys: Key[], payload: object) => (await payloadCodec(keys).decode([payload]))[0]!;

property.prop([fc.string({ unit: 'binary' }), fc.dictionary(fc.string(), fc.uint8Array())])(
  'whatever is sealed opens as it was, with all that described it',
  async (text, described) => {
    const metadata = Object.fromEntries(Object.entries(described).map(([name, bytes]) => [name, Buffer.from(bytes)]));
    const payload = { metadata: { ...metadata, encoding: Buffer.from('json/plain') }, data: Buffer.from(text) };
    const [sealed] = await payloadCodec([first]).encode([payload]);
    expect(await payloadCodec([first]).decode([sealed!])).toEqual([payload]);
  },
);

it('says under which key it is sealed, and nothing else; no two seals are the same', async () => {
  const [one, other] = [await seal([first], '示例甲'), await seal([first], '示例甲')];
  expect(Object.keys(one.metadata!)).toEqual(['encoding', 'encryption-key-id']);
  expect(keyOfPayload(one)).toBe('k1');
  expect(Buffer.from(one.data!).includes(Buffer.from('示例甲'))).toBe(false);
  expect(Buffer.from(one.data!).equals(other.data!)).toBe(false);
});

it('passes through what was written before anything was sealed, and nothing at all', async () => {
  expect(await payloadCodec([first]).decode([plain('1'), {}])).toEqual([plain('1'), {}]);
  expect(keyOfPayload(plain('1'))).toBeUndefined();
});

it('a new key in front seals, the old one behind it still opens; without it nothing opens', async () => {
  const old = await seal([first], 'old');
  expect(await open([second, first], old)).toEqual(plain('old'));
  const young = await seal([second, first], 'young');
  expect(keyOfPayload(young)).toBe('k2');
  expect(await open([second], young)).toEqual(plain('young'));
  await expect(open([second], old)).rejects.toMatchObject({ problem: 'unknownKey' });
});

it('refuses what was altered, cut short, or sealed as a field', async () => {
  const sealed = await seal([first], 'text');
  const bent = Buffer.from(sealed.data!);
  bent[bent.length - 1]! ^= 1;
  await expect(open([first], { ...sealed, data: bent })).rejects.toMatchObject({ problem: 'notAuthentic' });
  await expect(open([first], { ...sealed, data: bent.subarray(0, 20) })).rejects.toMatchObject({
    problem: 'malformed',
  });
  await expect(open([first], { metadata: sealed.metadata! })).rejects.toMatchObject({ problem: 'malformed' });
});
