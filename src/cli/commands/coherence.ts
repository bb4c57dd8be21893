/** `egdi coherence`: the statistical coherence of an edition. */
import { analyseCoherence } from '../../analysis/coherence.ts';
import type { CorrelationMethod } from '../../composite/statistics/correlation.ts';
import { EXIT } from '../../model/error.ts';
import { coherenceJson, coherenceText } from '../../report/coherence.ts';
import { createPalette } from '../../report/text.ts';
import type { CommandFunction } from '../command.ts';
import { readEditionsWithMethods } from '../editions-with-methods.ts';
import { askedMethod } from '../method-argument.ts';

export const coherence: CommandFunction = async (cli, { args, options }) => {
  const { edition } = askedMethod(String(args[0] ?? ''));
  const [{ figures, method }] = await readEditionsWithMethods(cli, 'coherence', [edition]);
  const answer = analyseCoherence(figures, method, options.correlation as CorrelationMethod);
  cli.print(cli.json ? coherenceJson(answer) : coherenceText(answer, createPalette(cli.color)));
  return EXIT.ok;
};
