import type { Case } from '../kernel/story.ts';
import { notCountedWhilePosted } from './posting.ts';

/** Complaints and reports may come at any time before the decision; each one makes the county's visit a must (MCA-57 art. 20). */
export async function complaints(c: Case): Promise<void> {
  const thread = c.beside('complaints');
  for (;;) {
    await thread.humanTask('registerComplaint');
    thread.again();
  }
}

/** 45 working days instead of 30, once, on a ground that is recorded (MCA-57 art. 22). */
export async function extension(c: Case): Promise<void> {
  await c.beside('case').humanTask('extendProcedure');
  c.extendClock('wholeProcedure');
  await c.settled();
  notCountedWhilePosted(c); // it was late before, and therefore not stopped, and is late no more
}
