import { startApi } from '../api/server.ts';
import type { Config } from '../config.ts';
import { checkCallbackPath } from '../contracts/checkPlatform.ts';
import { messageCallbackPath } from '../contracts/messages.ts';
import { registerCallbackPath } from '../contracts/registers.ts';
import { startRelay } from '../relay/process.ts';
import { startBank } from '../simulators/bank.ts';
import { startCheckPlatform } from '../simulators/checkPlatform.ts';
import { startInstantBank } from '../simulators/instantBank.ts';
import { startMessageGateway } from '../simulators/messages.ts';
import { startRegisters } from '../simulators/registers.ts';
import type { Running } from './lifecycle.ts';
import type { Ports } from './ports.ts';

/** A part of the stack that runs in this process. */
export interface Service {
  readonly name: string;
  start(config: Config, ports: Ports): Promise<Running>;
}

/** What runs in this process, in the order in which it is started; stopped in the reverse order. */
export const services: readonly Service[] = [
  {
    name: 'Check platform simulator 核对平台模拟',
    start: ({ checkPlatform, callbackBaseUrl }, ports) =>
      startCheckPlatform({
        port: ports.checkPlatform,
        secret: checkPlatform.secret,
        callbackUrl: callbackBaseUrl + checkCallbackPath,
        callbackSecret: checkPlatform.callbackSecret,
      }),
  },
  {
    name: 'Message gateway simulator 短信网关模拟',
    start: ({ messages, callbackBaseUrl }, ports) =>
      startMessageGateway({
        port: ports.messages,
        secret: messages.secret,
        callbackUrl: callbackBaseUrl + messageCallbackPath,
        callbackSecret: messages.callbackSecret,
      }),
  },
  {
    name: 'Registers simulator 数据比对模拟',
    start: ({ registers, callbackBaseUrl }, ports) =>
      startRegisters({
        port: ports.registers,
        callbackUrl: callbackBaseUrl + registerCallbackPath,
        callbackSecret: registers.secret,
      }),
  },
  {
    name: 'Bank simulator 银行模拟',
    start: ({ bankDir }, ports) => startBank({ dir: bankDir, controlPort: ports.bank }),
  },
  {
    name: 'Instant channel simulator 银行实时代付模拟',
    start: ({ instantBank, bankDir }, ports) =>
      startInstantBank({ dir: bankDir, port: ports.instantBank, secret: instantBank.secret }),
  },
  { name: 'Relay 转发', start: (config) => startRelay(config) },
  { name: 'API', start: (config) => startApi(config) },
];
