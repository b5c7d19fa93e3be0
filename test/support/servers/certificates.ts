import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/**
 * Certificates made where they are needed, so that none lies in the repository and none ever expires by surprise: an
 * X.509 v3 certificate (RFC 5280) is a few nested DER values, signed with ECDSA over P-256 and SHA-256.
 */

export type Identity = {
  readonly name: string;
  readonly key: KeyObject;
  readonly keyPem: string;
  readonly certPem: string;
};

export type CertificateWish = {
  readonly name: string;
  /** DNS names and IPv4 addresses. */
  readonly hosts?: readonly string[];
  /** Days from now. */
  readonly validFromDays?: number;
  readonly validToDays?: number;
  readonly isAuthority?: boolean;
  /** Itself when absent. */
  readonly signedBy?: Identity;
};

const DAY_MS = 86_400_000;
const EC_SHA256 = sequence(oid("2a8648ce3d040302"));

export function makeIdentity(wish: CertificateWish): Identity {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issuer = wish.signedBy ?? { name: wish.name, key: privateKey };
  const toBeSigned = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    EC_SHA256,
    distinguished(issuer.name),
    sequence(time(wish.validFromDays ?? -1), time(wish.validToDays ?? 90)),
    distinguished(wish.name),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(3, sequence(...extensionsOf(wish))),
  );
  const signature = sign("sha256", toBeSigned, issuer.key);
  const certificate = sequence(toBeSigned, EC_SHA256, der(0x03, Buffer.from([0]), signature));
  return {
    name: wish.name,
    key: privateKey,
    keyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certPem: [
      "-----BEGIN CERTIFICATE-----",
      ...linesOf(certificate.toString("base64")),
      "-----END CERTIFICATE-----",
      "",
    ].join("\n"),
  };
}

function linesOf(base64: string): string[] {
  return base64.match(/.{1,64}/g) ?? [];
}

function extensionsOf({ hosts = [], isAuthority = false }: CertificateWish): Buffer[] {
  const constraints = sequence(...(isAuthority ? [der(0x01, Buffer.from([0xff]))] : []));
  const names = hosts.map((host) =>
    /^[\d.]+$/.test(host) ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host)),
  );
  return [
    sequence(oid("551d13"), der(0x01, Buffer.from([0xff])), der(0x04, constraints)),
    ...(names.length > 0 ? [sequence(oid("551d11"), der(0x04, sequence(...names)))] : []),
  ];
}

function distinguished(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(commonName)))));
}

function time(days: number): Buffer {
  const iso = new Date(Date.now() + days * DAY_MS).toISOString();
  return der(0x18, Buffer.from(`${iso.slice(0, 19).replaceAll(/[-T:]/g, "")}Z`));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function tagged(number: number, content: Buffer): Buffer {
  return der(0xa0 + number, content);
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
