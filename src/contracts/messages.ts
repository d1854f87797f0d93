import { z } from 'zod';

/**
 * The protocol between us and a text-message gateway (短信网关). We POST a `MessageRequest` to `/v1/messages` under an id
 * of ours and are answered 202 with a `MessageAccepted`; the same id again is the same message, and is answered as the
 * first time. `GET /v1/messages/<our id>` says whether the gateway has it. What became of it comes later, as a
 * `MessageReceipt` to our callback. All are signed (signature.ts). Operators' own protocols (CMPP, SGIP, HTTP of a
 * province's platform) differ by vendor: an adapter maps them onto this.
 */
export const messagesPath = '/v1/messages';
export const messageCallbackPath = '/v1/callbacks/messages';

/** Key ids of the two directions. */
export const messageRequestKeyId = 'doudi';
export const messageCallbackKeyId = 'message-gateway';

/** A callback with a bigger body is refused unread. */
export const maxMessageReceiptBytes = 16 * 1024;

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/);
const instant = z.iso.datetime({ offset: true });

/** What is sent. The number and the text travel here and nowhere else. */
export const messageRequestSchema = z.strictObject({
  messageId: id.describe('Ours; the same id is the same message, however often it is sent'),
  to: z.string().regex(/^[0-9+-]{5,20}$/),
  text: z.string().min(1).max(500),
  requestedAt: instant,
});
export type MessageRequest = z.infer<typeof messageRequestSchema>;

export const messageAcceptedSchema = z.object({ gatewayMessageId: id });
export type MessageAccepted = z.infer<typeof messageAcceptedSchema>;

/** Why a message did not arrive. */
export const undeliverableReasons = ['unknownNumber', 'notAMobile', 'blocked'] as const;
export const failureReasons = ['switchedOff', 'expired', 'operatorFault'] as const;

const receipt = { messageId: id, gatewayMessageId: id, receiptId: id, at: instant };

/** What became of a message. `undeliverable`: nothing will ever arrive at this number; `failed`: this one did not. */
export const messageReceiptSchema = z.discriminatedUnion('status', [
  z.strictObject({ ...receipt, status: z.literal('delivered') }),
  z.strictObject({ ...receipt, status: z.literal('undeliverable'), reason: z.enum(undeliverableReasons) }),
  z.strictObject({ ...receipt, status: z.literal('failed'), reason: z.enum(failureReasons) }),
]);
export type MessageReceipt = z.infer<typeof messageReceiptSchema>;
