import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fen } from '../../../src/domain/money.ts';
import { formatYuan } from '../../../src/domain/money.ts';

/** A line as the bank took it. */
export interface Taken {
  readonly endToEndId: string;
  readonly amountFen: number;
  readonly account: string;
  readonly remittance: string;
}

export interface Word {
  readonly endToEndId: string;
  readonly status: 'ACSC' | 'RJCT' | 'PDNG';
  readonly reason?: string;
  readonly amountFen?: number;
}

/** What a report says of the file as a whole. `reason`: why all of it is refused. */
export interface OfAll {
  readonly count?: number;
  readonly totalFen?: number;
  readonly group?: string;
  readonly reason?: string;
}

/** The bank as an oracle: it pays every line of every file it is given, forgets nothing and never asks whether it has paid before. */
export function fakeBank(root: string) {
  const book: Taken[] = [];
  let reports = 0;
  return {
    /** All it ever paid. */
    book,

    /** Takes the files away and pays what is not in `refused`. */
    async takeFiles(refused: (line: Taken) => boolean = () => false): Promise<{ messageId: string; lines: Taken[] }[]> {
      const taken = [];
      for (const name of await readdir(join(root, 'outgoing'))) {
        const xml = await readFile(join(root, 'outgoing', name), 'utf8');
        const lines = [...xml.matchAll(/<CdtTrfTxInf>.*?<\/CdtTrfTxInf>/g)].map(([line]) => ({
          endToEndId: inside(line, 'EndToEndId'),
          amountFen: Math.round(Number(/<InstdAmt Ccy="CNY">([^<]*)</.exec(line)?.[1]) * 100),
          account: /<CdtrAcct><Id><Othr><Id>([^<]*)</.exec(line)?.[1] ?? '',
          remittance: inside(line, 'Ustrd'),
        }));
        book.push(...lines.filter((line) => !refused(line)));
        taken.push({ messageId: inside(xml, 'MsgId'), lines });
        await rm(join(root, 'outgoing', name));
      }
      return taken;
    },

    /** Leaves a status report, and says under which name. */
    async report(messageId: string, words: readonly Word[], original: OfAll = {}): Promise<string> {
      const name = `report-${String(++reports).padStart(4, '0')}.xml`;
      await writeFile(join(root, 'incoming', name), reportXml(`R${reports}`, messageId, words, original));
      return name;
    },

    async leave(name: string, bytes: string | Buffer): Promise<void> {
      await writeFile(join(root, 'incoming', name), bytes);
    },
  };
}

export function reportXml(reportId: string, messageId: string, words: readonly Word[], original: OfAll = {}): string {
  const because = (code: string | undefined) => (code ? `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>` : '');
  const lines = words.map(
    ({ endToEndId, status, reason, amountFen }) =>
      `<TxInfAndSts><OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId><TxSts>${status}</TxSts>${because(reason)}` +
      `${amountFen === undefined ? '' : `<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">${formatYuan(amountFen as Fen)}</InstdAmt></Amt></OrgnlTxRef>`}</TxInfAndSts>`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>` +
    `<GrpHdr><MsgId>${reportId}</MsgId><CreDtTm>2026-11-10T00:00:00Z</CreDtTm></GrpHdr>` +
    `<OrgnlGrpInfAndSts><OrgnlMsgId>${messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>` +
    `${original.count === undefined ? '' : `<OrgnlNbOfTxs>${original.count}</OrgnlNbOfTxs>`}` +
    `${original.totalFen === undefined ? '' : `<OrgnlCtrlSum>${formatYuan(original.totalFen as Fen)}</OrgnlCtrlSum>`}` +
    `${original.group ? `<GrpSts>${original.group}</GrpSts>` : ''}${because(original.reason)}</OrgnlGrpInfAndSts>` +
    `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${messageId}</OrgnlPmtInfId>${lines.join('')}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n`
  );
}

function inside(xml: string, element: string): string {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';
}
