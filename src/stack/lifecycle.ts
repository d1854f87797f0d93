import { killAllPrograms } from './process/supervised.ts';

/** Something that runs and can be stopped. */
export interface Running {
  stop(): Promise<void>;
}

/** The stack must be down within 10 s; what has not stopped by then is killed. */
const patienceMs = 8_500;

/** What has been started, to be stopped in reverse order, once. */
export interface Lifecycle {
  started<T extends Running>(part: T): T;
  /** Resolves true if everything stopped by itself, false if something had to be killed. */
  stopAll(): Promise<boolean>;
}

export function lifecycle(): Lifecycle {
  const parts: Running[] = [];
  let stopping: Promise<boolean> | undefined;

  async function stopAll(): Promise<boolean> {
    let clean = true;
    const inOrder = (async () => {
      for (let part = parts.pop(); part; part = parts.pop()) {
        await part.stop().catch(() => {
          clean = false;
        });
      }
    })();
    const late = await Promise.race([inOrder.then(() => false), after(patienceMs).then(() => true)]);
    await killAllPrograms();
    return clean && !late;
  }

  return {
    started(part) {
      parts.push(part);
      return part;
    },
    stopAll() {
      stopping ??= stopAll();
      return stopping;
    },
  };
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
