import { createServer } from 'node:net';
import { StackFailure } from './failure.ts';

/** A port nothing listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** True if nothing listens on this port of the loopback address. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The stack's ports, all counted from one base so that several stacks can run side by side. */
export interface Ports {
  readonly api: number;
  readonly identityProvider: number;
  readonly checkPlatform: number;
  readonly temporal: number;
  readonly temporalUi: number;
  readonly postgres: number;
  /** Control of the bank's simulator; payments go through a directory. */
  readonly bank: number;
  readonly messages: number;
  /** Control of the registers' simulator; it only sends. */
  readonly registers: number;
  readonly instantBank: number;
}

export function portsFrom(base: number): Ports {
  return {
    api: base,
    identityProvider: base + 1,
    checkPlatform: base + 2,
    temporal: base + 3,
    temporalUi: base + 4,
    postgres: base + 5,
    bank: base + 6,
    messages: base + 7,
    registers: base + 8,
    instantBank: base + 9,
  };
}

/** True if none of the ports of a stack at this base is listened on. */
export async function allFree(base: number): Promise<boolean> {
  return (await Promise.all(Object.values(portsFrom(base)).map(isFree))).every(Boolean);
}

/**
 * A base whose ports are all free at the moment: below those that systems give out by themselves, above 10080, which
 * `fetch` will not speak to.
 */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const base = 10_100 + 10 * Math.floor(Math.random() * 2_000);
    if (await allFree(base)) return base;
  }
}

/** Refuses with cause and remedy if one of these ports is taken. */
export async function checkFree(wanted: Readonly<Record<string, number>>, base: number): Promise<void> {
  const taken: string[] = [];
  for (const [name, port] of Object.entries(wanted)) if (!(await isFree(port))) taken.push(`${port} (${name})`);
  if (taken.length === 0) return;
  throw new StackFailure(
    `Already in use: port ${taken.join(', ')}. 端口已被占用。`,
    `Perhaps Doudi is running already. Stop that program, or start beside it: npm start -- --port-base ${base + 100}. 请停止占用程序，或改用其他起始端口。`,
  );
}
