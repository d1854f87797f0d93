/**
 * Temporal's SDK writes down for every promise of every workflow where it was made, stack and source map, in case somebody
 * asks for a workflow's call stack: 22 of the 40 ms of a decision on a busy machine, and half of what a replay costs. No
 * setting of it turns that off. It goes by `promiseHooks` of `node:v8`, which are nobody's else: AsyncLocalStorage, by which
 * a workflow knows its scopes, has Node's own, and a replay without those fails at once. The call stack of a workflow is
 * empty from here on; stacks of errors are as they were.
 *
 * Loaded with --require, which a program's threads inherit, and workflows live in threads.
 */
const v8 = require('node:v8');

v8.promiseHooks = { ...v8.promiseHooks, createHook: () => () => {} };
