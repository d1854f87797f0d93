import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod';
import { answers } from '../../contracts/http/answers.ts';
import { caseParams } from '../../contracts/http/fields.ts';
import { caseMeetingsSchema } from '../../contracts/http/meetings.ts';
import { readBusinessClock } from '../../db/businessClock.ts';
import { readTip } from '../../db/case/journal.ts';
import { inDivision, type Tx } from '../../db/pool.ts';
import { readCaseLine } from '../../db/queries/cases.ts';
import { readMeetings, takesPart } from '../../db/queries/meetings.ts';
import { businessDateOf } from '../../domain/calendar.ts';
import { isMeetingUnderWay } from '../../domain/case/foldMeeting.ts';
import { type DivisionCode, parseCaseId } from '../../domain/case/ids.ts';
import { type DepartmentCode, departmentNames } from '../../domain/meeting/departments.ts';
import { policyLookup } from '../../domain/policy.ts';
import { seesNames } from '../access.ts';
import { isOnlyOfDepartment } from '../auth/actor.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseWith } from '../problem.ts';

/** Joint meetings about a case (联席会议): who was asked, who answered, what was decided, and what came of it. */
export const meetingRoutes: FastifyPluginAsyncZod<ApiDeps> = async (app, { pool, cipher, policy }) => {
  app.get(
    '/v1/cases/:caseId/meeting',
    {
      schema: {
        tags: ['cases'],
        summary: 'Joint meetings about a case / 联席会议',
        params: caseParams,
        response: answers({ 200: caseMeetingsSchema }),
      },
    },
    async (request, reply) => {
      const { actor, params } = request;
      const onlyDepartment = isOnlyOfDepartment(actor);
      const reader = seesNames(actor.roles) || onlyDepartment ? cipher : undefined;
      const found = await inDivision(pool, actor.division, async (tx) => {
        const line = await readCaseLine(tx, params.caseId);
        if (!line || (onlyDepartment && !(await takesPart(tx, params.caseId, actor.department)))) return undefined;
        const { state } = await readTip(tx, parseCaseId(params.caseId)!);
        return {
          leaveFen: state.meeting?.leaveFen ?? 0,
          isUnderWay: isMeetingUnderWay(state),
          ...(await readMeetings(tx, reader, params.caseId, await namesIn(tx, line.township))),
        };
      });
      return found ? reply.send(found) : refuseWith(request, reply, 'notFound');
    },
  );

  /** What this place calls its departments today. */
  async function namesIn(tx: Tx, township: string): Promise<(department: DepartmentCode) => string> {
    const { book } = await policy.read(tx);
    const today = businessDateOf((await readBusinessClock(tx)).now);
    const listed = policyLookup(book, township as DivisionCode, today, today)('meeting.departments');
    const named = new Map(listed.ok ? listed.value.value.map(({ department, name }) => [department, name]) : []);
    return (department) => named.get(department) ?? departmentNames[department];
  }
};
