/** What the code cites by its short name, as a Chinese letter names it. Full titles and numbers: docs/glossary.md. */
const documents: Readonly<Record<string, string>> = {
  'SAL-2026': '《社会救助法》',
  'MCA-57': '《最低生活保障审核确认办法》',
  'MCA-43': '《特困人员认定办法》',
  'OP-2020': '《关于改革完善社会救助制度的意见》',
  'NOTICE-2022': '《关于进一步做好最低生活保障等社会救助兜底保障工作的通知》',
  'OP-2023': '《关于加强低收入人口动态监测做好分层分类社会救助工作的意见》',
  'ARL-2023': '《行政复议法》',
  ALL: '《行政诉讼法》',
};

/**
 * A citation in the words of a Chinese letter or file; what is no citation stays as it is.
 *
 * @example articleInChinese('MCA-57 arts. 20, 21') // 《最低生活保障审核确认办法》第二十条、第二十一条
 */
export function articleInChinese(article: string): string {
  return article.split('; ').map(citation).join('；');
}

function citation(text: string): string {
  const [, name = '', kind, numbers = ''] = /^([A-Z]+(?:-\d+)?) (art|part|item)s?\.? ([\d, ]+)$/.exec(text) ?? [];
  const document = documents[name];
  if (document === undefined) return text;
  const unit = kind === 'part' ? '部分' : kind === 'item' ? '项' : '条';
  return (
    document +
    numbers
      .split(', ')
      .map((n) => `第${numeral(Number(n))}${unit}`)
      .join('、')
  );
}

const digits = '零一二三四五六七八九';

/** 1 to 99: 十, 十一, 二十, 四十六. */
export function numeral(n: number): string {
  const [tens, ones] = [Math.trunc(n / 10), n % 10];
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? digits[ones] : ''}`;
}
