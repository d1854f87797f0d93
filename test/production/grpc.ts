import { connect, constants, type SecureClientSessionOptions } from 'node:http2';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

/** Nobody answered: the connection was not made, or was closed over the certificate. */
export const shut = 'shut';

/**
 * One call as it goes over the wire, with whatever certificate and token there are: what an SDK would send of itself, or
 * never would. The request has one field, the namespace, or none.
 * @returns gRPC's status (0 is good, 7 is permission denied), or `shut`
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
export function callGrpc(
  url: string,
  method: string,
  {
    namespace = '',
    token,
    ...tls
  }: SecureClientSessionOptions & { readonly namespace?: string; readonly token?: string | undefined } = {},
): Promise<number | typeof shut> {
  const session = connect(url, { servername: 'localhost', ...tls });
  return new Promise<number | typeof shut>((resolve) => {
    session.once('error', () => resolve(shut));
    session.once('close', () => resolve(shut));
    const call = session.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: `/${method}`,
      [constants.HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc',
      te: 'trailers',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    });
    const status = (headers: { readonly 'grpc-status'?: unknown }) => {
      if (headers['grpc-status'] !== undefined) resolve(Number(headers['grpc-status']));
    };
    call.once('response', status);
    call.once('trailers', status);
    call.once('error', () => resolve(shut));
    call.resume();
    const field = namespace ? Buffer.concat([Buffer.from([0x0a, namespace.length]), Buffer.from(namespace)]) : '';
    const head = Buffer.alloc(5);
    head.writeUInt32BE(field.length, 1);
    call.end(Buffer.concat([head, Buffer.from(field)]));
  }).finally(() => session.destroy());
}

/** Whether a port takes this certificate, whatever it speaks. */
export const shakesHands = async (port: number, tls: ConnectionOptions): Promise<boolean> =>
  (await certificateShown(port, tls)) !== undefined;

/**
 * The fingerprint (SHA-256) of the certificate that a port shows to whoever comes with this one; undefined where it refuses
 * them. Up to TLS 1.2 a client learns of that at once.
 */
export function certificateShown(port: number, tls: ConnectionOptions): Promise<string | undefined> {
  const socket = connectTls({ host: '127.0.0.1', port, servername: 'localhost', maxVersion: 'TLSv1.2', ...tls });
  return new Promise<string | undefined>((resolve) => {
    socket.once('secureConnect', () => resolve(socket.getPeerCertificate().fingerprint256));
    socket.once('error', () => resolve(undefined));
    socket.once('close', () => resolve(undefined));
  }).finally(() => socket.destroy());
}
