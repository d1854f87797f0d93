// Proves `npm start` as a stranger would: starts it, uses it, stops it. Plain Node, no dependencies.
//   node scripts/smoke.mjs [report.json]     port base from SMOKE_PORT_BASE, else 7900
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const base = Number(process.env.SMOKE_PORT_BASE ?? 7900);
const api = `http://127.0.0.1:${base}`;
const township = '420582001000';

const counts = { numPassedTests: 0, numFailedTests: 0 };
async function check(sentence, work) {
  try {
    await work();
    counts.numPassedTests += 1;
    console.log(`✓ ${sentence}`);
  } catch (error) {
    counts.numFailedTests += 1;
    console.log(`✗ ${sentence}: ${error.message}`);
  }
}

function expect(condition, otherwise) {
  if (!condition) throw new Error(otherwise);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what, withinMs, look) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    expect(Date.now() < deadline, `${what} did not come within ${withinMs / 1000} s`);
    await pause(200);
  }
}

const npm = spawn('npm', ['start', '--', '--port-base', String(base), '--reset'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});
let exitCode;
npm.once('exit', (code) => {
  exitCode = code ?? 128;
});

await check('npm start brings everything up', async () => {
  await until('a healthy answer', 600_000, async () => {
    expect(exitCode === undefined, `npm start ended with ${exitCode}`);
    return (await fetch(`${api}/readyz`).catch(() => undefined))?.ok;
  });
});

if (counts.numFailedTests === 0) await useIt();
await stopIt();

console.log(`${counts.numPassedTests} passed, ${counts.numFailedTests} failed`);
if (process.argv[2]) writeFileSync(process.argv[2], JSON.stringify(counts));
process.exit(counts.numFailedTests === 0 ? 0 : 1);

async function useIt() {
  await check('the API documents itself', async () => {
    const document = await (await fetch(`${api}/openapi.json`)).json();
    expect(document.openapi?.startsWith('3.1') && document.paths['/v1/applications'], 'no OpenAPI 3.1 document');
    expect((await fetch(`${api}/reference`)).ok, 'no reference page');
  });
  await check('without a token there is no entry', async () => {
    expect((await fetch(`${api}/v1/tasks`)).status === 401, 'not refused');
  });

  let token;
  await check('a demo official gets a token', async () => {
    token = await tokenFor('dangyang.clerk');
  });

  const application = anApplication();
  const key = randomUUID();
  let receipt;
  await check('a township takes an application', async () => {
    receipt = await submit(token, application, key);
    expect(
      [201, 202].includes(receipt.status) && receipt.body.caseId,
      `${receipt.status} ${JSON.stringify(receipt.body)}`,
    );
  });
  await check('the same key gives the same case', async () => {
    expect((await submit(token, application, key)).body.caseId === receipt.body.caseId, 'another case');
  });
  await check('the same key with another body is refused', async () => {
    expect((await submit(token, { ...application, area: 'rural' }, key)).status === 422, 'not refused');
  });
  await check('the case opens a task for the township', async () => {
    await until('the task', 30_000, async () => {
      const answer = await fetch(`${api}/v1/tasks`, { headers: { authorization: `Bearer ${token}` } });
      return JSON.stringify(await answer.json()).includes(receipt.body.caseId);
    });
  });
  await check('another county sees nothing of it', async () => {
    const stranger = await tokenFor('xiangzhou.clerk');
    const answer = await fetch(`${api}/v1/cases/${receipt.body.caseId}`, {
      headers: { authorization: `Bearer ${stranger}` },
    });
    expect(answer.status === 404, `answered ${answer.status}`);
  });
}

async function stopIt() {
  await check('SIGTERM ends it with exit code 0 within 10 s', async () => {
    const pid = Number(readFileSync(join(root, `.doudi/${base}/stack.pid`), 'utf8'));
    process.kill(pid, 'SIGTERM');
    await until('its end', 10_000, () => exitCode !== undefined);
    expect(exitCode === 0, `exit code ${exitCode}`);
  });
  await check('it leaves no process and no open port', async () => {
    for (let port = base; port < base + 7; port += 1) expect(await isFree(port), `port ${port} is still open`);
    const left = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(`/${base}/`) || line.includes(`--port ${base + 3}`));
    expect(left.length === 0, left.join('; '));
  });
  if (exitCode === undefined) npm.kill('SIGKILL');
}

async function tokenFor(official) {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: official, client_secret: 'demo' });
  const answer = await fetch(`http://127.0.0.1:${base + 1}/token`, { method: 'POST', body: form });
  const { access_token: token } = await answer.json();
  expect(token, `no token, ${answer.status}`);
  return token;
}

async function submit(token, application, key) {
  const answer = await fetch(`${api}/v1/applications`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(application),
  });
  return { status: answer.status, body: await answer.json() };
}

/** Two invented people on one income. */
function anApplication() {
  const signedOn = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const consent = { signedOn, signedBy: 'self' };
  return {
    programme: 'dibao',
    township,
    area: 'urban',
    applyingAs: 'household',
    members: [
      {
        memberNo: 1,
        name: '示例甲',
        idNumber: idNumber('42058219780512002'),
        relation: 'applicant',
        situations: [],
        consent,
      },
      {
        memberNo: 2,
        name: '示例乙',
        idNumber: idNumber('42058219800303001'),
        relation: 'spouse',
        situations: [],
        consent,
      },
    ],
    incomes: [{ memberNo: 1, kind: 'wage', origin: '零工', amountFen: 46_800, period: 'month' }],
    deductions: [],
    property: [],
    account: { holder: '示例甲', bankName: '示例银行', number: '6217000000000000001' },
    relativesOfStaff: [],
  };
}

/** With its check character (GB 11643). */
function idNumber(digits) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
  return digits + '10X98765432'[sum % 11];
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
