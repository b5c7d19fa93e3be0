import { element } from "./markup.ts";

/** What an oEmbed consumer is answered (https://oembed.com): the widget of a service as a frame. */

/** Pixels of the widget: as wide as a column of text is at most, and as high as its four lines. */
export const WIDGET_SIZE = { width: 420, height: 132, minWidth: 200, minHeight: 80 } as const;

export type Embedded = {
  readonly title: string;
  readonly widget: string;
  readonly home: string;
  readonly maxWidth?: number | undefined;
  readonly maxHeight?: number | undefined;
};

export type OEmbed = {
  readonly version: "1.0";
  readonly type: "rich";
  readonly title: string;
  readonly provider_name: "Downwhere";
  readonly provider_url: string;
  /** Seconds. */
  readonly cache_age: number;
  readonly width: number;
  readonly height: number;
  readonly html: string;
};

export function oEmbed({ title, widget, home, maxWidth, maxHeight }: Embedded): OEmbed {
  const width = Math.min(WIDGET_SIZE.width, maxWidth ?? WIDGET_SIZE.width);
  const height = Math.min(WIDGET_SIZE.height, maxHeight ?? WIDGET_SIZE.height);
  return {
    version: "1.0",
    type: "rich",
    title,
    provider_name: "Downwhere",
    provider_url: home,
    cache_age: 3_600,
    width,
    height,
    html: frame({ title, widget, width, height }),
  };
}

function frame({ title, widget, width, height }: { title: string; widget: string; width: number; height: number }) {
  return element("iframe", "", {
    src: widget,
    title,
    width: String(width),
    height: String(height),
    loading: "lazy",
    style: "border:0;max-width:100%",
    sandbox: "allow-popups allow-same-origin",
  });
}

export function oEmbedXml(answer: OEmbed): string {
  const fields = Object.entries(answer).map(([name, value]) => element(name, String(value)));
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${fields.join("")}</oembed>\n`;
}
