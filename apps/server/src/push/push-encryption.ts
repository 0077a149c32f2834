/** Encrypts what a push carries for the one browser that it goes to (RFC 8291, aes128gcm of RFC 8188): nobody between can read it. */
import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';

/** As the browser gave them, in base64url. */
export type PushKeys = { readonly p256dh: string; readonly auth: string };

const RECORD = 4_096;
/** Lengths are told apart by no less than this: a push service sees them. */
const BLOCK = 512;
const TAG = 16;
const HEADER = 86;

/** Randomness that is given, so that the example of the RFC can be followed; null: none is. */
type Given = { readonly privateKey: Buffer; readonly salt: Buffer; readonly padding: number } | null;

/** Throws when the key is no point of the curve, or the text is too long. */
export function encryptPush(text: Buffer, keys: PushKeys, given: Given = null): Buffer {
  const theirs = Buffer.from(keys.p256dh, 'base64url');
  const auth = Buffer.from(keys.auth, 'base64url');
  const ecdh = createECDH('prime256v1');
  if (given === null) ecdh.generateKeys();
  else ecdh.setPrivateKey(given.privateKey);
  const ours = ecdh.getPublicKey();
  const salt = given?.salt ?? randomBytes(16);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours]);
  const shared = derive(ecdh.computeSecret(theirs), auth, { info, length: 32 });
  const key = derive(shared, salt, { info: Buffer.from('Content-Encoding: aes128gcm\0'), length: 16 });
  const nonce = derive(shared, salt, { info: Buffer.from('Content-Encoding: nonce\0'), length: 12 });
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const padded = Buffer.concat([text, Buffer.from([2]), Buffer.alloc(given?.padding ?? paddingOf(text.length))]);
  if (HEADER + padded.length + TAG > RECORD) throw new Error(`a push of ${text.length} bytes does not fit`);
  const sealed = Buffer.concat([cipher.update(padded), cipher.final(), cipher.getAuthTag()]);
  const sizes = Buffer.alloc(5);
  sizes.writeUInt32BE(RECORD);
  sizes.writeUInt8(ours.length, 4);
  return Buffer.concat([salt, sizes, ours, sealed]);
}

/** Whether something can be encrypted for these keys at all. */
export function isPushKey(p256dh: string): boolean {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  try {
    ecdh.computeSecret(Buffer.from(p256dh, 'base64url'));
    return true;
  } catch {
    return false;
  }
}

function paddingOf(length: number): number {
  const room = RECORD - HEADER - TAG - 1 - length;
  return Math.max(0, Math.min(room, Math.ceil((length + 1) / BLOCK) * BLOCK - length - 1));
}

function derive(secret: Buffer, salt: Buffer, { info, length }: { info: Buffer; length: number }): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length));
}
