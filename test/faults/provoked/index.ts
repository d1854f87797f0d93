import type { Fault } from '../provoke.ts';
import { hurtApis } from './apis.ts';
import { backlog } from './backlog.ts';
import { deploys } from './deploys.ts';
import { hurtLogs } from './logs.ts';
import { hurtOutside } from './outside.ts';
import { people } from './people.ts';
import { poison } from './poison.ts';
import { hurtPostgres } from './postgres.ts';
import { restores } from './restores.ts';
import { hurtTemporal } from './temporal.ts';
import { hurtWorkers } from './workers.ts';

/** Every fault that is provoked, in the order in which `npm run faults` does. A new one is an object in one of these. */
export const faults: readonly Fault[] = [
  ...hurtWorkers,
  ...hurtApis,
  ...hurtPostgres,
  ...hurtTemporal,
  ...hurtOutside,
  ...hurtLogs,
  ...people,
  ...backlog,
  ...poison,
  ...deploys,
  ...restores,
];
