/** Says on the terminal what the stack is doing: a line per step with its duration. */
export interface Steps {
  /** Runs one step; its line appears when it is done. `work` may give the words that follow the title. */
  step<T>(title: string, work: () => Promise<T>, detail?: (value: T) => string): Promise<T>;
  say(line: string): void;
}

export function terminalSteps(write: (text: string) => void = (text) => void process.stdout.write(text)): Steps {
  return {
    async step(title, work, detail) {
      const began = performance.now();
      const value = await work();
      const seconds = ((performance.now() - began) / 1_000).toFixed(1).padStart(6);
      const text = detail ? `${title}: ${detail(value)}` : title;
      write(`  ✓ ${seconds} s  ${text}\n`);
      return value;
    },
    say: (line) => write(`${line}\n`),
  };
}
