import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import type { CaseId } from '../../src/domain/case/ids.ts';
import { sealedEncoding } from '../../src/gateways/crypto/payloadCodec.ts';
import { caseWorkflowId } from '../../workflows/messages.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

/** A payload that says it is sealed under this key, and is noise. */
export const sealedUnder = (keyId: string): Payload => ({
  metadata: { encoding: bytes(sealedEncoding), 'encryption-key-id': bytes(keyId) },
  data: new Uint8Array(randomBytes(200)),
});

/** Tells a case what nobody of ours ever would, straight through Temporal. */
export async function tell({ workflowService, options }: Client, caseId: CaseId, payload: Payload): Promise<void> {
  await workflowService.signalWorkflowExecution({
    namespace: options.namespace,
    workflowExecution: { workflowId: caseWorkflowId(caseId) },
    signalName: 'factArrived',
    input: { payloads: [payload] },
  });
}
