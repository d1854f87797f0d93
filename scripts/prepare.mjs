// Gets a clone ready to run, before anything is installed: plain Node, no dependencies.
//   node scripts/prepare.mjs          checks Node, installs what is missing
//   node scripts/prepare.mjs build    and compiles to dist/, and bundles the workflows
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const inRoot = (...parts) => join(root, ...parts);

function fail(cause, remedy) {
  console.error(`\n✗ ${cause}\n  → ${remedy}\n`);
  process.exit(1);
}

/** Runs one step, says what it was and how long it took. */
function step(title, work) {
  const began = performance.now();
  work();
  console.log(`  ✓ ${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${title}`);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 20)) return;
  fail(
    `Doudi needs Node.js 20.20 or newer; this is ${process.versions.node}. 需要 Node.js 20.20 或更高版本，当前为 ${process.versions.node}。`,
    'Install a current Node.js (for example with your system’s packages, nvm or fnm), then run the same command again. 请安装新版 Node.js 后重新执行同一命令。',
  );
}

/** Which lock file was installed, so that a checkout that only touches the file costs nothing. */
const installed = inRoot('node_modules/.doudi-installed');
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');

/** npm writes node_modules/.package-lock.json last, so a broken install is not taken for a whole one. */
function isInstalled() {
  const marker = inRoot('node_modules/.package-lock.json');
  if (!existsSync(marker)) return false;
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lockHash()) return true;
  return statSync(marker).mtimeMs >= statSync(inRoot('package-lock.json')).mtimeMs;
}

function install() {
  console.log('  … installing the libraries 正在安装依赖');
  const npm = process.env.npm_execpath
    ? [process.execPath, [process.env.npm_execpath]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const { status } = run(npm[0], [...npm[1], 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0)
    fail(
      'The libraries could not be installed; npm says why above. 依赖安装失败。',
      'Check the network and npm’s configuration, then run the same command again. 请检查网络和 npm 配置后重试。',
    );
}

/** Every file under these directories, with the newest change among them. */
function newestUnder(...directories) {
  let newest = 0;
  for (const directory of directories) {
    if (!existsSync(inRoot(directory))) continue;
    for (const entry of readdirSync(inRoot(directory), { recursive: true, withFileTypes: true }))
      newest = Math.max(newest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  }
  return newest;
}

/** What dist/ was made from. A change, an added or a removed file (its directory changes) makes it stale. */
function fingerprint() {
  const files = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map(
    (file) => statSync(inRoot(file)).mtimeMs,
  );
  return `${process.version} ${Math.max(newestUnder('src', 'workflows', 'activities'), ...files)}`;
}

const stamp = inRoot('dist/.built-from');
const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();

function compile() {
  rmSync(inRoot('dist'), { recursive: true, force: true });
  const { status } = run(process.execPath, [
    inRoot('node_modules/typescript/bin/tsc'),
    '-p',
    inRoot('tsconfig.build.json'),
  ]);
  if (status !== 0)
    fail(
      'The source does not compile; the compiler says why above. 编译失败。',
      'Undo the change that broke it, or `git status` to see what was changed. 请撤销有误的改动，可用 git status 查看。',
    );
}

function bundle() {
  mkdirSync(inRoot('dist'), { recursive: true });
  const script = `
    const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
    const { writeFileSync } = await import('node:fs');
    const [workflowsPath, failureConverterPath, target] = process.argv.slice(1);
    const { code } = await bundleWorkflowCode({ workflowsPath, failureConverterPath, logger: new DefaultLogger('ERROR') });
    writeFileSync(target, code);`;
  const args = [
    '--input-type=module',
    '-e',
    script,
    inRoot('dist/workflows/index.js'),
    inRoot('workflows/failureConverter.mjs'),
    inRoot('dist/workflow-bundle.js'),
  ];
  if (run(process.execPath, args).status !== 0)
    fail(
      'The workflows could not be bundled. 工作流打包失败。',
      'The message above says which import is not allowed in a workflow. 上文指出了工作流中不允许的引用。',
    );
}

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
}

checkNode();
if (!isInstalled()) step('Libraries 依赖', install);
writeFileSync(installed, lockHash());
if (process.argv[2] === 'build' && !isBuilt()) {
  const from = fingerprint();
  step('Compiled 编译', compile);
  step('Workflows bundled 工作流打包', bundle);
  writeFileSync(stamp, from);
}
