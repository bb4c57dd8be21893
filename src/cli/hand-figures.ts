/** `--set users=93.4,mobile=133`: national figures given by hand, under the names of components or short ones. */
import type { HandFigure } from '../analysis/nowcast/component-news.ts';
import { COMPONENT_CODES, COMPONENTS, type ComponentCode } from '../model/component-counterpart.ts';
import { parseDecimal } from '../model/decimal.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import { toNumber } from '../model/rational.ts';
import { nearestName } from '../runtime/nearest-name.ts';

const SHORT_NAMES: Readonly<Record<string, ComponentCode>> = {
  users: 'internet_users',
  telephone: 'fixed_telephone',
  mobile: 'mobile_cellular',
  fixed_broadband: 'fixed_broadband',
  mobile_broadband: 'active_mobile_broadband',
  literacy: 'adult_literacy',
  enrolment: 'gross_enrolment_ratio',
  expected_years: 'expected_years_of_schooling',
  mean_years: 'mean_years_of_schooling',
};

/** What a component can be at most, in its unit. */
const MOST: Readonly<Record<string, number>> = {
  'percent of population': 100,
  percent: 200,
  years: 30,
  'per 100 inhabitants': 500,
};
const DECIMAL_COMMA = /=\s*\d+,\d+(?:,|$)/;

/** @throws EgdiError `component-unknown`, `usage`, `value-out-of-range` (exit 2) */
export function handFigures(text: string, source: string | null): Map<ComponentCode, HandFigure> {
  const figures = new Map<ComponentCode, HandFigure>();
  const comma = DECIMAL_COMMA.exec(text)?.[0];
  if (comma !== undefined) {
    throw usage(
      `--set: “${text}” has a decimal comma`,
      `with a point: --set ${text.replace(/(\d),(\d)/, '$1.$2')}`,
    );
  }
  for (const part of text.split(',')) {
    const [name = '', number = '', ...more] = part.split('=');
    const component = askedComponent(name.trim());
    const decimal = parseDecimal(number.trim());
    if (decimal === undefined || more.length > 0) {
      throw usage(
        `--set: “${part.trim()}” has no number after the component`,
        `such as --set ${name.trim()}=93.4`,
      );
    }
    if (figures.has(component)) throw usage(`--set: ${component} is given twice`);
    const value = toNumber(decimal.value);
    const { unit } = COMPONENTS[component];
    if (value < 0 || value > (MOST[unit] ?? Number.POSITIVE_INFINITY)) {
      throw new EgdiError('value-out-of-range', `${component} cannot be ${value}`, {
        exitCode: EXIT.usage,
        hint: `it is in ${unit}`,
      });
    }
    figures.set(component, { value, source });
  }
  return figures;
}

function askedComponent(text: string): ComponentCode {
  const known = [...Object.keys(SHORT_NAMES), ...COMPONENT_CODES];
  const found =
    SHORT_NAMES[text.toLowerCase()] ?? COMPONENT_CODES.find((code) => code === text.toLowerCase());
  if (found !== undefined) return found;
  const near = nearestName(text, known);
  throw new EgdiError('component-unknown', `there is no component “${text}”`, {
    exitCode: EXIT.usage,
    hint: `${near === undefined ? '' : `did you mean ${near}? `}components: ${Object.keys(SHORT_NAMES).join(', ')}`,
  });
}

function usage(message: string, hint?: string): EgdiError {
  return new EgdiError('usage', message, { exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
}
