import { z } from 'zod';
import { division } from './fields.ts';

const day = z.iso.date();

export const aidStatisticsQuery = z
  .strictObject({
    from: day.describe('First day counted / 起'),
    to: day.describe('Last day counted / 止'),
    asOf: day.optional().describe('As the record stood at the end of that day; default: today / 截至'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'not before `from` 不得早于起始日' });

const figures = {
  persons: z
    .int()
    .describe(
      'In need, in the cases that got aid; a person known by number counts once, whoever is unknown in each case / 救助人数',
    ),
  times: z.int().describe('How often aid was given / 救助次数'),
  sumFen: z.int().describe('救助金额'),
  averageFen: z.int().nullable().describe('A person / 人均'),
  largePersons: z.int().describe('Who got more than the threshold a head, all their cases together / 大额救助人数'),
  medianMinutes: z
    .int()
    .nullable()
    .describe('From the report to the first money, half of the emergencies / 急难报告到给付（中位）'),
  ninetyPercentMinutes: z.int().nullable().describe('The same, nine cases in ten / 报告到给付（九成）'),
  papersInTime: z.int().describe('按期补齐手续'),
  papersLate: z.int().describe('逾期'),
  papersInTimePercent: z.number().nullable().describe('按期率'),
  fundFen: z.int().nullable().describe('Of the standby funds of the year, then / 备用金余额'),
};
const townshipFigures = z.object({ division, name: z.string(), ...figures });

export const aidStatisticsSchema = z
  .object({
    from: day,
    to: day,
    asOf: day,
    counties: z.array(
      z.object({
        division,
        name: z.string(),
        largeAboveFen: z.int().describe('The threshold, dated policy'),
        largeGround: z.string().describe('Its document / 依据'),
        ...figures,
        townships: z.array(townshipFigures),
      }),
    ),
  })
  .meta({ id: 'AidStatistics', description: 'Aid given, as the record stood on a day / 救急难统计' });
export type AidStatistics = z.output<typeof aidStatisticsSchema>;
export type CountyFigures = AidStatistics['counties'][number];
export type TownshipFigures = z.output<typeof townshipFigures>;
