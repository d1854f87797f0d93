import fp from 'fastify-plugin';

/**
 * An answer given while the server closes ends its connection. Closing shuts the connections that are idle at that
 * moment; one with a request under way would be kept for the next request, and hold the process for over a minute.
 */
export const closingPlugin = fp(async (app) => {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', async (_request, reply, payload) => {
    if (closing) reply.header('connection', 'close');
    return payload;
  });
});
