import { recover } from '../../../src/upkeep/recover.ts';
import type { PersistenceFaults } from '../../production/temporalConfig.ts';
import { whyNoServer } from '../../production/temporalPrograms.ts';
import { eventually } from '../../support/eventually.ts';
import type { Fault } from '../provoke.ts';
import { type FaultyTemporal, startFaultyTemporal } from '../stack/faultyTemporal.ts';
import { openStack, type Stack } from '../stack/stack.ts';

const killed = async ({ temporal }: Stack) => {
  await temporal.kill();
  await temporal.start();
};

/** Temporal has lost everything, and `doudi recover` starts what is open from its id. */
const wiped = async ({ temporal, db, cases, runs }: Stack) => {
  await temporal.kill();
  await temporal.forget();
  await temporal.start();
  await recover(db.worker, { cases, runs });
};

/** From its start to its end; it is over when the store has really failed, and often. */
function whoseStoreFails() {
  let temporal: FaultyTemporal;
  return {
    async ownStack() {
      temporal = await startFaultyTemporal(storeFails);
      return openStack({ startTemporal: async () => temporal });
    },
    impossible: whyNoServer,
    inject: () => eventually('its store has failed often', () => temporal.failures() > 20, 120_000),
  } satisfies Partial<Fault>;
}

export const hurtTemporal: readonly Fault[] = [
  {
    id: 'F3-killed',
    title: { zh: 'Temporal 被杀后重启', en: 'Temporal killed and started again' },
    inject: killed,
  },
  {
    id: 'F3-killed-payday',
    title: { zh: '发放中 Temporal 被杀', en: 'Temporal killed on payday' },
    during: 'payday',
    inject: killed,
  },
  {
    id: 'F3-wiped',
    title: { zh: 'Temporal 数据全部丢失', en: 'Temporal has lost everything' },
    inject: wiped,
  },
  {
    id: 'F3-wiped-payday',
    title: { zh: '发放中 Temporal 数据全部丢失', en: 'Temporal has lost everything on payday' },
    during: 'payday',
    inject: wiped,
  },
  {
    id: 'F5-temporal-cut',
    title: { zh: '与 Temporal 的网络中断', en: 'the network to Temporal cut' },
    lastsMs: 5_000,
    inject: async ({ wires }) => wires.temporal.cut(),
    recover: async ({ wires }) => wires.temporal.mend(),
  },
  {
    id: 'F5-temporal-unheard',
    title: { zh: 'Temporal 收得到、答不回', en: 'what Temporal answers is swallowed, what it is asked is not' },
    lastsMs: 12_000,
    inject: async ({ wires }) => wires.temporal.hold('back'),
    recover: async ({ wires }) => wires.temporal.mend(),
  },
  {
    id: 'F5-temporal-held',
    title: { zh: '与 Temporal 的网络无声吞没', en: 'the network to Temporal swallows everything' },
    lastsMs: 12_000,
    inject: async ({ wires }) => wires.temporal.hold(),
    recover: async ({ wires }) => wires.temporal.mend(),
  },
  {
    id: 'F24',
    title: {
      zh: 'Temporal 的存储时时出错',
      en: 'Temporal’s own store fails now and then, and says so of what it has done',
    },
    ...whoseStoreFails(),
  },
];

/** Each twentieth writing is refused, each twentieth is lost, each twentieth is done and called lost. */
const writing = { ResourceExhausted: 5, Timeout: 5, ExecuteAndTimeout: 5 } as const;
const reading = { ResourceExhausted: 5, Timeout: 5 } as const;
const storeFails: PersistenceFaults = {
  seed: Number(process.env.FAULTS_SEED ?? 24),
  methods: {
    CreateWorkflowExecution: writing,
    UpdateWorkflowExecution: writing,
    AppendHistoryNodes: writing,
    GetWorkflowExecution: reading,
    GetCurrentExecution: reading,
    ReadHistoryBranch: reading,
  },
};
