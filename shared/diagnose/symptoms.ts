import { type Likelihoods, likelihoods } from "./model.ts";

/**
 * What a symptom stands for: which endpoints of a service belong to it, whether probes can see it at all, and how it
 * leans. A symptom that is not listed belongs to no endpoint and leans nowhere.
 */
export type SymptomKind = {
  /** Words of endpoint ids and names that belong to it. */
  readonly endpoints: readonly string[];
  /** It takes a login, a player or the app itself to see it. */
  readonly beyondProbes: boolean;
  /** P(this symptom | explanation), up to a factor. (design) */
  readonly lean: Likelihoods;
};

const EVEN = likelihoods(1, 1, 1, 1);
const MINE = likelihoods(0.4, 0.4, 0.3, 1.6);
const OF_THE_WAY = likelihoods(0.7, 0.7, 2, 1.2);

const KINDS: Readonly<Record<string, SymptomKind>> = {
  login: kind(["login", "auth", "account", "accounts", "signin", "sso", "identity"], true, EVEN),
  playback: kind(["audio", "video", "stream", "streaming", "cdn", "media", "player", "play", "playback"], true, EVEN),
  search: kind(["search", "api"], true, EVEN),
  library: kind(["library", "api", "sync", "storage"], true, EVEN),
  website: kind(["web", "website", "site", "www", "home"], false, EVEN),
  images: kind(["images", "image", "img", "cdn", "static"], false, EVEN),
  upload: kind(["upload", "api", "storage"], true, EVEN),
  messages: kind(["messages", "chat", "gateway", "api", "push"], true, EVEN),
  api: kind(["api"], false, EVEN),
  "app-crash": kind(["api"], true, likelihoods(0.8, 0.6, 0.2, 1.3)),
  slow: kind([], false, likelihoods(1, 1, 1.5, 1)),
  error: kind([], false, likelihoods(1.3, 1.3, 0.5, 0.8)),
  dns: kind([], false, OF_THE_WAY),
  connection: kind([], false, OF_THE_WAY),
  certificate: kind([], false, likelihoods(1, 1, 1, 1.3)),
  account: kind(["account", "accounts"], true, MINE),
  payment: kind(["payment", "billing", "checkout", "pay"], true, MINE),
  sound: kind([], true, MINE),
  downloads: kind(["cdn", "download", "downloads"], true, MINE),
  notifications: kind(["push", "notifications"], true, MINE),
};

const SAME: Readonly<Record<string, string>> = {
  "sign-in": "login",
  signin: "login",
  "log-in": "login",
  password: "login",
  play: "playback",
  streaming: "playback",
  video: "playback",
  audio: "playback",
  music: "playback",
  buffering: "playback",
  site: "website",
  web: "website",
  page: "website",
  app: "app-crash",
  crash: "app-crash",
  "app-crashes": "app-crash",
  "app-freezes": "app-crash",
  slowness: "slow",
  latency: "slow",
  "server-not-found": "dns",
  network: "connection",
  timeout: "connection",
  "no-connection": "connection",
  tls: "certificate",
  subscription: "account",
  premium: "account",
  billing: "payment",
  "no-sound": "sound",
  offline: "downloads",
  download: "downloads",
  sync: "library",
  playlists: "library",
  picture: "images",
  "server-error": "error",
};

const OTHER = kind([], true, EVEN);

/** The listed name of a symptom, however it is spelt; itself where it is not listed. */
export function symptomName(symptom: string): string {
  const name = symptom
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-");
  return SAME[name] ?? name;
}

export function symptomKind(symptom: string): SymptomKind {
  return KINDS[symptomName(symptom)] ?? OTHER;
}

/** Whether an endpoint belongs to a symptom, by the words of its id and name. */
export function belongsTo({ id, name }: { readonly id: string; readonly name: string }, symptom: string): boolean {
  const words = new Set(`${id} ${name}`.toLowerCase().split(/[^a-z0-9]+/));
  return symptomName(symptom) === id || symptomKind(symptom).endpoints.some((word) => words.has(word));
}

export function symptomNames(): readonly string[] {
  return Object.keys(KINDS);
}

function kind(endpoints: readonly string[], beyondProbes: boolean, lean: Likelihoods): SymptomKind {
  return { endpoints, beyondProbes, lean };
}
