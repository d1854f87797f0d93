import { expect, it } from 'vitest';
import { articleInChinese } from '../../src/domain/articles.ts';
import { clockKinds } from '../../src/domain/case/clockKinds.ts';
import { renderNotice } from '../../src/domain/case/notices.ts';
import { taskKinds } from '../../src/domain/case/taskKinds.ts';

it.each([
  ['MCA-57 art. 10', '《最低生活保障审核确认办法》第十条'],
  ['MCA-57 arts. 20, 21', '《最低生活保障审核确认办法》第二十条、第二十一条'],
  ['ALL art. 46', '《行政诉讼法》第四十六条'],
  ['SAL-2026 art. 62; MCA-57 art. 4', '《社会救助法》第六十二条；《最低生活保障审核确认办法》第四条'],
  ['NOTICE-2022 part 4', '《关于进一步做好最低生活保障等社会救助兜底保障工作的通知》第四部分'],
  ['OP-2020 item 15', '《关于改革完善社会救助制度的意见》第十五项'],
  ['local', 'local'],
])('%s is cited as %s', (article, chinese) => {
  expect(articleInChinese(article)).toBe(chinese);
});

it('every task and every period can be cited in Chinese', () => {
  for (const { article } of [...Object.values(taskKinds), ...Object.values(clockKinds)])
    expect(articleInChinese(article)).toMatch(/^《[^A-Za-z]+》第[^A-Za-z]+$/);
});

it('a letter cites the law as a citizen can look it up', () => {
  const letter = renderNotice('acceptance', {
    caseNumber: 'DD-420582-2026-000001',
    applicant: '示例甲',
    members: 2,
    date: '2026-11-25',
    issuer: '当阳市玉阳街道办事处',
  });
  expect(letter).toContain('依据：《最低生活保障审核确认办法》第十条');
});
