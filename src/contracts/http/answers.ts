import type { z } from 'zod';
import { problemSchema } from './problem.ts';

/** The good answers of a route, and for everything else the one form of a refusal. */
export function answers<T extends Record<number, z.ZodType>>(good: T) {
  return { ...good, '4xx': problemSchema, '5xx': problemSchema };
}
