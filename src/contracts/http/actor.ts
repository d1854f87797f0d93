import { z } from 'zod';
import { roles } from '../../domain/case/roles.ts';
import { departmentCodes } from '../../domain/meeting/departments.ts';

export const actorSchema = z
  .object({
    officer: z.string().describe('Staff number of the natural person / 工号'),
    roles: z.array(z.enum(roles)).describe('Roles held in this division / 岗位'),
    division: z.string().describe('Twelve-digit division code / 区划代码'),
    department: z.enum(departmentCodes).optional().describe('Of those that joint meetings call / 所属部门'),
  })
  .meta({ id: 'Actor', example: { officer: 'DY-T-0101', roles: ['township_clerk'], division: '420582001000' } });
