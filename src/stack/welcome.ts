import { demoOfficials, demoSecret } from './demoOfficials.ts';
import { defaultPortBase } from './options.ts';
import type { Ports } from './ports.ts';

/** What to do next: where everything is, who the demo people are, lines to try. */
export function welcome(ports: Ports, seconds: number, demo: boolean): string {
  const api = `http://127.0.0.1:${ports.api}`;
  const issuer = `http://127.0.0.1:${ports.identityProvider}`;
  const width = Math.max(...demoOfficials.map(({ id }) => id.length));
  const people = demoOfficials.map(
    ({ id, officer, roles, division, label }) =>
      `    ${id.padEnd(width)}  ${officer}  ${roles.join(', ').padEnd(18)} ${division}  ${label}`,
  );
  const token = `TOKEN=$(curl -s ${issuer}/token -d grant_type=client_credentials -d client_id=dangyang.clerk -d client_secret=${demoSecret} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`;
  const policy = `${api}/v1/policy?division=420582001000&key=dibao.standard.urban&on=2026-11-01`;
  const here = ports.api === defaultPortBase ? '' : ` -- --port-base ${ports.api}`;
  return [
    '',
    `兜底 Doudi is running, after ${seconds.toFixed(1)} s. Ctrl-C stops it; the data stays.`,
    '',
    `  API reference 接口文档      ${api}/reference`,
    `  OpenAPI                     ${api}/openapi.json`,
    `  Temporal UI                 http://127.0.0.1:${ports.temporalUi}`,
    `  Identity provider 身份服务  ${issuer}`,
    ...(demo
      ? ['', `  Demo people 演示人员 (client_id, staff number 工号; the secret of all is "${demoSecret}")`, ...people]
      : []),
    '',
    '  Try 试一试: a token, the standard of a county, the worklist of its township',
    `    ${token}`,
    `    curl -s '${policy}' -H "Authorization: Bearer $TOKEN"`,
    `    curl -s ${api}/v1/tasks -H "Authorization: Bearer $TOKEN"`,
    '',
    '  See a whole case, from application to payment, in another terminal 另开终端观看全程演示',
    `    npm run demo${here}`,
    '',
  ].join('\n');
}
