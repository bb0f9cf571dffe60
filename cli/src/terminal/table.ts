import { stripVTControlCharacters } from "node:util";

/** Lays rows out in columns, two blanks apart; the last column is not padded. Styled text counts by what is seen. */
export function table(rows: readonly (readonly string[])[], indent = ""): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, width(cell));
  }
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => cell + " ".repeat((widths[column] as number) - width(cell)));
      return (indent + cells.join("  ")).trimEnd();
    })
    .join("\n");
}

function width(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
