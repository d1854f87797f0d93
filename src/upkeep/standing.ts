import { type Client, type WorkflowExecutionStatusName, WorkflowNotFoundError } from '@temporalio/client';

/** What Temporal says of a workflow when it is asked for that one. */
export interface Standing {
  /** undefined: it knows of none. */
  readonly status: WorkflowExecutionStatusName | undefined;
  /** How often its next step has been tried. */
  readonly attempt: number;
}

/** A step may fail by bad luck, as when its worker was killed over it. One that fails so often fails each time. */
const tries = 4;
/** Asked about at once. */
const together = 20;
/** A server whose store fails now and then has not answered for good when it has failed once. */
const pausesMs = [100, 400, 1_600];

export const isRunning = (standing: Standing | undefined): boolean => standing?.status === 'RUNNING';

/** Of these, those whose next step fails again and again: a mistake of ours, or a message nobody can read. */
export function blockedAmong(standings: ReadonlyMap<string, Standing>): string[] {
  return [...standings.keys()].filter((id) => (standings.get(id)?.attempt ?? 0) >= tries).sort();
}

/** Each of these workflows is asked for itself. */
export async function standingsOf(client: Client, workflowIds: Iterable<string>): Promise<Map<string, Standing>> {
  const left = [...workflowIds];
  const standings = new Map<string, Standing>();
  const ask = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) standings.set(id, await standingOf(client, id));
  };
  await Promise.all(Array.from({ length: together }, ask));
  return standings;
}

async function standingOf({ workflow }: Client, workflowId: string): Promise<Standing> {
  for (const pauseMs of [...pausesMs, undefined]) {
    try {
      const { status, raw } = await workflow.getHandle(workflowId).describe();
      return { status: status.name, attempt: raw.pendingWorkflowTask?.attempt ?? 0 };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) break;
      if (pauseMs === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return { status: undefined, attempt: 0 };
}
