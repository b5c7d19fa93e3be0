/** What is known of one thing, as names and values; what is not known is left out. */
export function FactList({ rows }: { readonly rows: readonly (readonly [name: string, value: string | null])[] }) {
  return (
    <dl class="facts">
      {rows.map(([name, value]) =>
        value === null ? null : (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
