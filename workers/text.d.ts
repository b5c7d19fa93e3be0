/** Files that the bundlers hand over as text: see `rules` in wrangler.toml and `workers/cli/bundle.ts`. */
declare module "*.css" {
  const text: string;
  export default text;
}
declare module "*.client.js" {
  const text: string;
  export default text;
}
