/** What the engine does not compute, instead of falling back silently. */
import { EgdiError, EXIT } from '../model/error.ts';

/** Why. The codes are stable; README and tests speak of them. */
export type RefusalCode =
  | 'rule-unknown'
  | 'rule-invalid'
  | 'indicator-unknown'
  | 'values-constant'
  | 'values-too-few'
  | 'value-not-positive'
  | 'value-missing'
  | 'value-infinite'
  | 'unit-unknown'
  | 'weight-invalid'
  | 'direction-reversed'
  | 'ties-exceed-limit'
  | 'specification-unused';

/** `about` is the node or column it concerns. Exit code 3. */
export class ComputationRefused extends EgdiError {
  readonly about: string;

  constructor(code: RefusalCode, about: string, message: string, hint?: string) {
    super(code, `${about}: ${message}`, {
      exitCode: EXIT.dataRefused,
      ...(hint === undefined ? {} : { hint }),
    });
    this.name = 'ComputationRefused';
    this.about = about;
  }
}
