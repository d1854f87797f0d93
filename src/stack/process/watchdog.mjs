// Runs one program and takes it down when its owner is gone, however the owner went: the pipe on our standard input
// then closes, even after SIGKILL. Plain JavaScript, so that it starts fast and the same way from src, dist and tests.
//
//   node watchdog.mjs '{"command":"…","args":[…],"uid":1,"gid":1,"stopSignal":"SIGTERM","graceMs":5000}'
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const spec = JSON.parse(process.argv[2]);
const child = spawn(spec.command, spec.args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  ...(spec.uid === undefined ? {} : { uid: spec.uid, gid: spec.gid }),
});

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  child.kill(spec.stopSignal);
  setTimeout(() => child.kill('SIGKILL'), spec.graceMs);
}

child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
process.stdin.on('end', stop).on('error', stop).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
