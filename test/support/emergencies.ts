/** A fire in a rented home in Yuyang; whoever lived there is known by sight alone. Nobody of this report exists. */
export const fireAtNight = (but: object = {}) => ({
  township: '420582001000',
  place: '示例路12号出租屋',
  happenedAt: '2026-09-20T21:00:00+08:00',
  kind: 'fire',
  what: '出租屋起火，一人无处过夜，衣物、现金全部烧毁',
  person: { description: '男，四十岁上下，外省口音' },
  reportedBy: { by: 'villageAssistant', name: '示例乙' },
  ...but,
});
