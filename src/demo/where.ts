import { StackFailure } from '../stack/failure.ts';
import type { Lifecycle } from '../stack/lifecycle.ts';
import { clear, placeFor } from '../stack/place.ts';
import { freePortBase, portsFrom } from '../stack/ports.ts';
import { startStack } from '../stack/stack.ts';
import type { Steps } from '../stack/steps.ts';

/** The addresses of a stack the demo can play on. */
export interface Where {
  readonly api: string;
  readonly issuer: string;
  readonly bank: string;
  readonly messages: string;
}

function addresses(portBase: number): Where {
  const ports = portsFrom(portBase);
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return { api: at(ports.api), issuer: at(ports.identityProvider), bank: at(ports.bank), messages: at(ports.messages) };
}

/**
 * The stack that runs at this port base, or undefined where nothing answers.
 * @throws StackFailure where something answers that the demo cannot be played on
 */
export async function runningStack(portBase: number): Promise<Where | undefined> {
  const where = addresses(portBase);
  let document: { info?: { title?: string }; paths?: object };
  try {
    const answer = await fetch(`${where.api}/openapi.json`, { signal: AbortSignal.timeout(10_000) });
    document = (await answer.json()) as typeof document;
  } catch (error) {
    if ((error as { cause?: { code?: string } }).cause?.code === 'ECONNREFUSED') return undefined;
    throw notDoudi(portBase);
  }
  if (!document.info?.title?.startsWith('Doudi')) throw notDoudi(portBase);
  if (!document.paths || !('/v1/test-clock' in document.paths))
    throw new StackFailure(
      `Doudi at port ${portBase} has no test clock: the demo cannot let weeks go by on it. 该系统没有启用测试时钟，不能演示。`,
      'The demo never plays on a productive system; start another with `npm start -- --port-base <port>`. 请另起一套系统演示。',
    );
  return where;
}

function notDoudi(portBase: number): StackFailure {
  return new StackFailure(
    `What answers at port ${portBase} is not Doudi. 端口 ${portBase} 上运行的不是本系统。`,
    'Name the port base of a running stack, or a free one: npm run demo -- --port-base <port>. 请用 --port-base 指定本系统的端口或空闲端口。',
  );
}

/** Where a stack would keep or look for what is the user's; the demo's own stack brings its own of all. */
const theUsers = ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'OIDC_ISSUER', 'BANK_DIR', 'DOCUMENTS_DIR', 'CHECK_PLATFORM_URL'];

/** A stack for one demo alone, on free ports; it stops with `life`, and its data is removed at the end. */
export interface TemporaryStack {
  start(steps: Steps, life: Lifecycle): Promise<Where>;
  /** Once it has started: the file with the settings of its processes. */
  readonly environment: string;
  /** Only once everything has stopped. */
  remove(): void;
}

export async function temporaryStack(): Promise<TemporaryStack> {
  const portBase = await freePortBase();
  const place = await placeFor(portBase);
  return {
    async start(steps, life) {
      for (const name of theUsers) delete process.env[name];
      process.env.LOG_LEVEL ??= 'error';
      await startStack({ portBase, reset: false, demo: true }, steps, life);
      return addresses(portBase);
    },
    environment: place.environment,
    remove: () => clear(place),
  };
}
