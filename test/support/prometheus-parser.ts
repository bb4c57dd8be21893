/** A strict reader of the Prometheus text format: what node_exporter would refuse or mistake is an error here. */

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*';
const VALUE = '[+-]?(?:\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|Inf)|NaN';

/** All samples. Throws on the first line that is not as the format has it. */
export function parsePrometheus(text: string): Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const samples: Sample[] = [];
  const seen = new Set<string>();
  const families = new Set<string>();
  let family: { name: string; hasHelp: boolean; hasType: boolean } | undefined;
  for (const line of text.slice(0, -1).split('\n')) {
    const comment = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`).exec(line);
    if (comment) {
      const [, kind, name = '', rest = ''] = comment;
      if (family?.name !== name) {
        if (families.has(name)) throw new Error(`${name} is told in two places`);
        families.add(name);
        family = { name, hasHelp: false, hasType: false };
      }
      if (kind === 'HELP' && family.hasHelp) throw new Error(`second HELP of ${name}`);
      if (kind === 'TYPE' && (family.hasType || !['gauge', 'counter'].includes(rest))) {
        throw new Error(`TYPE of ${name}: ${rest}`);
      }
      if (kind === 'HELP' && /\\(?![\\n])/.test(rest)) throw new Error(`escape in HELP of ${name}`);
      if (kind === 'HELP') family.hasHelp = true;
      else family.hasType = true;
      continue;
    }
    const sample = new RegExp(`^(${NAME})\\{(.*)\\} (${VALUE})$`).exec(line);
    if (!sample) throw new Error(`no sample: ${line}`);
    const [, name = '', labelText = '', value = ''] = sample;
    if (family?.name !== name || !family.hasHelp || !family.hasType) {
      throw new Error(`${name} has no HELP and TYPE right before it`);
    }
    const labels = parseLabels(labelText);
    const key = `${name} ${JSON.stringify(Object.entries(labels).sort())}`;
    if (seen.has(key)) throw new Error(`twice: ${line}`);
    seen.add(key);
    samples.push({ name, labels, value: Number(value) });
  }
  return samples;
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  const pair = new RegExp(`(${LABEL})="((?:[^"\\\\\\n]|\\\\[\\\\"n])*)"(,|$)`, 'y');
  while (pair.lastIndex < text.length) {
    const match = pair.exec(text);
    if (!match) throw new Error(`labels: ${text}`);
    const [, name = '', value = ''] = match;
    if (name in labels || name.startsWith('__')) throw new Error(`label ${name}`);
    labels[name] = value.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
  }
  return labels;
}
