import { connect, createServer, type Socket } from 'node:net';

/** A wire between our processes and a server, which can be cut, held and slowed. */
export interface Wire {
  readonly port: number;
  /** Every connection is reset, and new ones too, until `mend`. */
  cut(): void;
  /** Nothing goes through, and nothing says so: a network that swallows. Until `mend`. */
  hold(): void;
  /** Each piece of data comes so much later. */
  slow(delayMs: number): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openWire(to: { readonly port: number }): Promise<Wire> {
  const ends = new Set<Socket>();
  let state: 'whole' | 'cut' | 'held' = 'whole';
  let delayMs = 0;

  const lead = (from: Socket, into: Socket) => {
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
    ends.add(from);
    if (state === 'held') from.pause();
  };
  const server = createServer((near) => {
    if (state === 'cut') return void near.resetAndDestroy();
    const far = connect(to.port, '127.0.0.1');
    lead(near, far);
    lead(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();

  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut() {
      state = 'cut';
      for (const end of ends) end.resetAndDestroy();
    },
    hold() {
      state = 'held';
      for (const end of ends) end.pause();
    },
    slow(ms) {
      delayMs = ms;
    },
    mend() {
      state = 'whole';
      delayMs = 0;
      for (const end of ends) end.resume();
    },
    close() {
      for (const end of ends) end.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
