/**
 * Standing still is counted. Each branch of a story holds a token and gives it back while it waits; when no token is
 * out, the story can go no further by itself, and what it did since the last wait is committed. Promise.all and
 * Promise.race know nothing of tokens: branches compose with the functions here, and with nothing else.
 */
export interface Scope {
  readonly parent?: Scope;
  abandoned: boolean;
}

export function isAbandoned(scope: Scope): boolean {
  return scope.abandoned || (scope.parent !== undefined && isAbandoned(scope.parent));
}

/** Whether `scope` is `outer` or lies within it. */
export function within(scope: Scope, outer: Scope): boolean {
  return scope === outer || (scope.parent !== undefined && within(scope.parent, outer));
}

export interface Branches {
  standStill(): boolean;
  /** Gives the token back until woken. In an abandoned scope nothing is registered and nobody wakes. */
  wait<T>(scope: Scope, register: (wake: (value: T) => void) => void): Promise<T>;
  together(branches: readonly (() => Promise<void>)[]): Promise<void>;
  /** The first branch to finish wins; the others are abandoned. */
  firstOf<T>(
    scope: Scope,
    branches: readonly ((scope: Scope) => Promise<T>)[],
    abandon: (lost: Scope) => void,
  ): Promise<T>;
  /** Gives the token back for good. */
  never(scope: Scope): Promise<never>;
  /** The main branch has ended. */
  finish(): void;
}

export function countBranches(onBug: (error: unknown) => void): Branches {
  let running = 1;

  return {
    standStill: () => running === 0,

    wait(scope, register) {
      running--;
      return new Promise((resolve) => {
        if (isAbandoned(scope)) return;
        register((value) => {
          running++;
          resolve(value);
        });
      });
    },

    async together(branches) {
      if (branches.length === 0) return;
      running += branches.length - 1;
      let left = branches.length;
      await new Promise<void>((resolve) => {
        for (const branch of branches) {
          branch().then(() => (--left === 0 ? resolve() : void running--), onBug);
        }
      });
    },

    firstOf(scope, branches, abandon) {
      running += branches.length - 1;
      let won = false;
      const scopes: Scope[] = branches.map(() => ({ parent: scope, abandoned: false }));
      return new Promise((resolve) => {
        branches.forEach((branch, i) => {
          const own = scopes[i]!;
          branch(own).then((value) => {
            if (won) return void running--;
            won = true;
            for (const other of scopes) if (other !== own) abandon(other);
            resolve(value);
          }, onBug);
        });
      });
    },

    never(scope) {
      return this.wait<never>(scope, () => {});
    },

    finish: () => void running--,
  };
}
