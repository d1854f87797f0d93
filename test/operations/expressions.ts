const keywords = new Set(['by', 'without', 'on', 'ignoring', 'and', 'or', 'unless', 'offset', 'bool']);

/** The metrics that a PromQL expression asks for. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/\{[^}]*\}/g, ' {} ') // what is asked of their labels
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/"[^"]*"/g, ' ')
    .replace(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, ' ');
  const names = bare.matchAll(/\b[a-zA-Z_:][\w:]*\b(?!\s*\()/g);
  return [...new Set([...names].map(([name]) => name).filter((name) => !keywords.has(name)))];
}

/** The values that an expression wants a label of a metric to have: `doudi_backlog{of=~"a|b"}` wants a and b of `of`. */
export function wantedValues(expression: string, metric: string, label: string): string[] {
  const selectors = expression.matchAll(new RegExp(`${metric}\\{([^}]*)\\}`, 'g'));
  return [...selectors].flatMap(([, inside = '']) =>
    [...inside.matchAll(new RegExp(`${label}=~?"([^"]*)"`, 'g'))].flatMap(([, values = '']) => values.split('|')),
  );
}
