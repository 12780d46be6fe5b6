import { ulid, uuidToULID } from 'ulidx';

/**
 * The internal ids of the events of one request: ULIDs. With the SDK's seed (`<ms>,<10 bytes in base64>`) a repeated
 * request gets equal ids, so that it stores nothing twice. A seed that can't be read is as good as none.
 */
export function eventIds(seed: string | undefined, count: number): string[] {
  const [, msText, entropyText] = /^(\d+),([A-Za-z0-9+/=]+)$/.exec(seed ?? '') ?? [];
  const entropy = Buffer.from(entropyText ?? '', 'base64');
  const ms = Number(msText);
  return Array.from({ length: count }, (_, index) => {
    if (entropy.length !== 10 || !(ms < 2 ** 48)) return ulid();
    const bytes = Buffer.alloc(16);
    bytes.writeUIntBE(ms, 0, 6);
    entropy.copy(bytes, 6);
    // The last four bytes of the entropy count up by the event's place in the request, from 1.
    bytes.writeUInt32BE((entropy.readUInt32BE(6) + index + 1) >>> 0, 12);
    const hex = bytes.toString('hex');
    return uuidToULID(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5').toUpperCase());
  });
}
