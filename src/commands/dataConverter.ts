import { join } from 'node:path';
import type { DataConverter } from '@temporalio/common';
import type { DataKey } from '../gateways/crypto/keyRing.ts';
import { payloadCodec } from '../gateways/crypto/payloadCodec.ts';
import { projectRoot } from '../stack/paths.ts';

/** The workflows' bundle is made with the same one (src/stack/workflowBundle.ts, scripts/prepare.mjs). */
export const failureConverterPath: string = join(projectRoot, 'workflows/failureConverter.mjs');

/** How every client and worker of ours writes to Temporal: payloads sealed, messages of failures among them. */
export function dataConverter(dataKeys: readonly DataKey[]): DataConverter {
  return { failureConverterPath, payloadCodecs: [payloadCodec(dataKeys)] };
}
