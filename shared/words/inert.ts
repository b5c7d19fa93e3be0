/**
 * Foreign text that a chat must not act on. Chats make links of whatever looks like an address, and tell people whatever looks
 * like a mention, also where markup is escaped. A word joiner, which is not seen, keeps such words from being taken for one.
 */

const JOINER = "\u2060";

export function inert(text: string): string {
  return text
    .replace(/[@#]/g, (sign) => `${sign}${JOINER}`)
    .replaceAll("://", `:${JOINER}//`)
    .replace(/(?<=[\p{L}\p{N}])\.(?=\p{L})/gu, `.${JOINER}`)
    .replace(/(^|\s)\/(?=\p{L})/gu, `$1/${JOINER}`)
    .replace(/\b(mailto|tel|javascript|data):/giu, `$1${JOINER}:`);
}
