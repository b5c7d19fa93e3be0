/** What a country is called, as the runtime's own table (Unicode CLDR) has it. */

const NAMES = new Map<string, Intl.DisplayNames>();

/** The code itself where there is no name. `language`: a BCP 47 tag. */
export function countryName(id: string, language = "en"): string {
  const known = NAMES.get(language) ?? new Intl.DisplayNames([language], { type: "region", fallback: "code" });
  NAMES.set(language, known);
  return known.of(id) ?? id;
}
