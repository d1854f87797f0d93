import { connect, createServer, type Socket } from 'node:net';

/** A wire between our processes and a server, which can be cut, held and slowed. */
export interface Wire {
  readonly port: number;
  /** Every connection is reset, and new ones too, until `mend`. */
  cut(): void;
  /** Nothing goes through, or nothing one way, and nothing says so: a network that swallows. Until `mend`. */
  hold(way?: Way): void;
  /** Each piece of data comes so much later. */
  slow(delayMs: number): void;
  mend(): void;
  close(): Promise<void>;
}

/** What we ask, or what we are answered. */
type Way = 'there' | 'back';

export async function openWire(to: { readonly port: number }): Promise<Wire> {
  const ends = new Map<Socket, Way>();
  let isCut = false;
  let held: readonly Way[] = [];
  let delayMs = 0;

  const lead = (from: Socket, into: Socket, way: Way) => {
    from.on('data', (data) => {
      const pass = () => into.writable && into.write(data);
      if (delayMs > 0)
        setTimeout(pass, delayMs); // of one length for all, so that nothing overtakes
      else pass();
    });
    from.on('end', () => setTimeout(() => into.end(), delayMs));
    from.on('error', () => into.destroy());
    from.on('close', () => {
      ends.delete(from);
      into.destroy();
    });
    ends.set(from, way);
    if (held.includes(way)) from.pause();
  };
  const server = createServer((near) => {
    if (isCut) return void near.resetAndDestroy();
    const far = connect(to.port, '127.0.0.1');
    lead(near, far, 'there');
    lead(far, near, 'back');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();

  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut() {
      isCut = true;
      for (const end of ends.keys()) end.resetAndDestroy();
    },
    hold(way) {
      held = way ? [way] : ['there', 'back'];
      for (const [end, goes] of ends) if (held.includes(goes)) end.pause();
    },
    slow(ms) {
      delayMs = ms;
    },
    mend() {
      isCut = false;
      held = [];
      delayMs = 0;
      for (const end of ends.keys()) end.resume();
    },
    close() {
      for (const end of ends.keys()) end.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
