import type { FastifyRequest } from 'fastify';

export type Language = 'zh' | 'en';

/** Chinese unless the caller would rather have English: the first of the two in Accept-Language, by weight. */
export function languageOf({ headers }: Pick<FastifyRequest, 'headers'>): Language {
  const wishes = (headers['accept-language'] ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const weight = parameters.find((parameter) => parameter.trim().startsWith('q='));
    return { language: tag.slice(0, 2), weight: weight ? Number(weight.trim().slice(2)) : 1 };
  });
  const known = wishes.filter(({ language, weight }) => ['zh', 'en'].includes(language) && weight > 0);
  known.sort((a, b) => b.weight - a.weight);
  return known[0]?.language === 'en' ? 'en' : 'zh';
}
