import { createHash, randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Outcome, ok, refuse } from '../../domain/outcome.ts';
import { absent, syncDirectory, writeSynced } from '../durableFile.ts';

/** `already`: these bytes had been handed over under this name before; nothing was done now. */
export interface HandedOver {
  readonly sha256: string;
  readonly already: boolean;
}

/** A file the bank has left for us. `modifiedAt` in ms: a half-written one still changes. */
export interface IncomingFile {
  readonly name: string;
  readonly size: number;
  readonly modifiedAt: number;
}

/** The directory both sides watch, as host-to-host bank links work (银企直连文件接口). */
export interface BankDirectory {
  /**
   * Gives the bank a file, once for ever: also after the bank took it away, after a crash at any point, and when two
   * workers try at once. Other bytes under a name once used are refused.
   */
  handOver(name: string, bytes: Uint8Array): Promise<Outcome<HandedOver, 'nameUsedForOtherContent'>>;
  /** What the bank was given under a name; undefined where nothing was. */
  givenAs(name: string): Promise<Uint8Array | undefined>;
  /** Every file the bank was ever given, by name. */
  given(): Promise<readonly { readonly name: string; readonly sha256: string }[]>;
  /** Files waiting for us, by name. */
  incoming(): Promise<readonly IncomingFile[]>;
  /** undefined when it is gone; refused when it is bigger than any status report. */
  read(name: string): Promise<Outcome<Uint8Array, 'tooLarge'> | undefined>;
  /** Moves a processed file to archive/. Doing it again does nothing; a newer file of that name stays to be read. */
  archive(file: IncomingFile): Promise<void>;
  /** Moves a file that could not be used to quarantine/, for a person to look at (隔离); else like `archive`. */
  quarantine(file: IncomingFile): Promise<void>;
}

/**
 * `handed-over/<name>/` is made with one rename and holds the file twice: `file` stays as our copy, `ready` moves to
 * `outgoing/<name>` with a second rename. Each rename happens once or not at all, so whoever comes after a crash sees
 * from `ready` whether the bank was given the file, without asking whether the bank has taken it since.
 */
export async function bankDirectory(root: string, { maxFileBytes = 64 * 1024 * 1024 } = {}): Promise<BankDirectory> {
  const [outgoing, incoming, handedOver, archive, quarantine] = [
    'outgoing',
    'incoming',
    'handed-over',
    'archive',
    'quarantine',
  ].map((name) => join(root, name)) as [string, string, string, string, string];
  for (const each of [outgoing, incoming, handedOver, archive, quarantine]) await mkdir(each, { recursive: true });

  const setAside = async ({ name, size, modifiedAt }: IncomingFile, to: string) => {
    const from = join(incoming, inDirectory(name));
    // A later file of the same name keeps its own: nothing a bank sent is ever overwritten.
    const place = join(to, (await lstat(join(to, name)).catch(absent)) ? `${name}.${randomUUID()}` : name);
    if (!(await renamed(from, place))) return;
    // The bank may have written it anew since it was read; what came then has still to be read.
    const moved = await fileAt(place);
    if (moved.size !== size || moved.modifiedAt !== modifiedAt)
      await rename(place, join(incoming, `${randomUUID()}-${name}`));
    await Promise.all([syncDirectory(incoming), syncDirectory(to)]);
  };

  return {
    async handOver(name, bytes) {
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/.test(name)) throw new RangeError('Not a name for a bank file');
      const sha256 = sha256Of(bytes);
      const claim = join(handedOver, name);
      await makeClaim(claim, bytes);
      if (sha256Of(await readFile(join(claim, 'file'))) !== sha256) return refuse('nameUsedForOtherContent');
      const given = await renamed(join(claim, 'ready'), join(outgoing, name));
      if (given) await Promise.all([syncDirectory(outgoing), syncDirectory(claim)]);
      return ok({ sha256, already: !given });
    },
    async givenAs(name) {
      const claim = join(handedOver, inDirectory(name));
      const waits = await lstat(join(claim, 'ready')).catch(absent);
      return waits ? undefined : readFile(join(claim, 'file')).catch(absent);
    },
    async given() {
      const names = (await readdir(handedOver)).filter((name) => !name.endsWith('.part')).sort();
      const files = names.map(async (name) => {
        if (await lstat(join(handedOver, name, 'ready')).catch(absent)) return []; // it never left
        return [{ name, sha256: sha256Of(await readFile(join(handedOver, name, 'file'))) }];
      });
      return (await Promise.all(files)).flat();
    },
    async incoming() {
      const files: IncomingFile[] = [];
      for (const name of (await readdir(incoming)).sort()) {
        const { size, modifiedAt, file } = await fileAt(join(incoming, name));
        if (file && !name.startsWith('.') && !/\.(part|tmp)$/.test(name)) files.push({ name, size, modifiedAt });
      }
      return files;
    },
    async read(name) {
      const place = join(incoming, inDirectory(name));
      const { size, file } = await fileAt(place);
      if (!file) return undefined;
      if (size > maxFileBytes) return refuse('tooLarge');
      const bytes = await readFile(place).catch(absent);
      return bytes && ok(bytes);
    },
    archive: (file) => setAside(file, archive),
    quarantine: (file) => setAside(file, quarantine),
  };
}

/** Makes the claim unless it is there. Of two that try at once one succeeds: a rename onto a filled directory fails. */
async function makeClaim(claim: string, bytes: Uint8Array): Promise<void> {
  if (await lstat(claim).catch(absent)) return;
  const beside = `${claim}.${randomUUID()}.part`;
  await mkdir(beside, { mode: 0o700 });
  try {
    await writeSynced(join(beside, 'file'), bytes);
    await writeSynced(join(beside, 'ready'), bytes, 0o640);
    await syncDirectory(beside);
    await rename(beside, claim);
    await syncDirectory(join(claim, '..'));
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    if (!(await lstat(claim).catch(absent))) throw error;
  }
}

/** Whether this call moved it. False only where `from` is gone: a missing target directory must not look like "done before". */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    absent(error as NodeJS.ErrnoException);
    if (await lstat(from).catch(absent)) throw error;
    return false;
  }
}

/** Symbolic links and directories are no files here: a link could lead anywhere. */
async function fileAt(place: string): Promise<Omit<IncomingFile, 'name'> & { file: boolean }> {
  const found = await lstat(place).catch(absent);
  return found?.isFile()
    ? { size: found.size, modifiedAt: found.mtimeMs, file: true }
    : { size: 0, modifiedAt: 0, file: false };
}

function inDirectory(name: string): string {
  if (name === '' || /[/\\\0]/.test(name) || name === '.' || name === '..') throw new RangeError('Not a file name');
  return name;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
