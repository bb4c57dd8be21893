/** Commands that put published figures on the composite engine: methods, changes, uncertainty, targets, peers. */
import { Option } from 'commander';
import type { CommandDefinition } from '../command.ts';
import { COMPONENT_FILE_HELP } from '../component-file-help.ts';
import { collect, positiveNumber, seed, share, wholeNumber, wordsOf } from '../option-values.ts';

export const ANALYSIS: readonly CommandDefinition[] = [
  {
    usage: 'methods [edition] [index]',
    summary: 'how each edition makes its indices, and what differs between two',
    description:
      'Prints the registry of methods: every edition on a line; one edition, or one index of it, rule by rule with\n' +
      'evidence and source; or what differs between two editions. HDI and ASEM are declared in the same form.\n' +
      'Needs no warehouse. --json: the declarations, exact weights as "1/3", null where a rule is unknown.',
    examples: [
      'egdi methods',
      'egdi methods 2018 TII',
      'egdi methods --diff 2018 2020',
      'egdi methods --diff 2010 2012 --index TII',
      'egdi methods HDI',
      'egdi methods 2024 --json | jq .editions[0].indices.OSI.tree.children',
    ],
    options: [
      new Option('--index <index>', 'only this index: EGDI, OSI, TII, HCI or EPI'),
      new Option('--diff <editions...>', 'two editions: what differs between their methods'),
    ],
    load: async () => (await import('../commands/methods.ts')).methods,
  },
  {
    usage: 'assess <file>',
    summary: 'your own answers to the questionnaire, as points, index and rank',
    description:
      'Counts the answers of a CSV file feature,group,answer[,points] (answer 0 or 1; 0.5 where the edition has half\n' +
      'points; points 1 unless given) into the index of an edition, and says where it would rank among the published\n' +
      'scores and how many points the next ranks are away. Groups are stages or themes of your own; of the EPI\n' +
      'e_information, e_consultation, e_decision_making; of the OSI since 2022 its five sub-indices (egdi methods 2022 OSI).',
    examples: [
      'egdi assess fixtures/self-assessment/osi-2020-invented.csv --edition 2020 --country KAZ',
      'egdi assess answers.csv --edition 2024 --index EPI --json',
      'egdi assess answers.csv --edition 2020 --no-rank',
      'egdi assess answers.csv --edition 2022 --what-if',
    ],
    options: [
      new Option('--edition <edition>', 'the edition whose questionnaire it is').makeOptionMandatory(),
      new Option('--index <index>', 'the index that it makes').choices(['OSI', 'EPI']).default('OSI'),
      new Option('--country <country>', 'whose published score the answers replace: ISO code or name'),
      new Option('--no-rank', 'only points and index, without the published release'),
      new Option('--what-if', 'OSI since 2022: shares of points weighted as recalled; no OSI and no rank'),
    ],
    load: async () => (await import('../commands/assess.ts')).assess,
  },
  {
    usage: 'whatif <country>',
    summary: 'what it takes to reach a rank, or where other values would lead',
    description:
      'The least improvement that brings a country to a rank in an edition: of each sub-index alone and of the\n' +
      'cheapest mix, in values that can be printed and in whole points where scores are shares of points, who is\n' +
      'overtaken, and what is assumed. Or, with --set, the score and rank that given sub-indices would lead to.',
    examples: [
      'egdi whatif KAZ --edition 2024 --rank 20',
      'egdi whatif Kazakhstan --edition 2020 --rank 25 --only OSI --strict',
      'egdi whatif KAZ --edition 2024 --rank 20 --cost OSI=1,TII=2,HCI=3',
      'egdi whatif KAZ --edition 2024 --set TII=0.95,OSI=0.9 --json',
    ],
    options: [
      new Option('--edition <edition>', 'the edition asked about')
        .argParser(wholeNumber)
        .makeOptionMandatory(),
      new Option('--rank <rank>', 'the rank to be reached').argParser(wholeNumber),
      new Option('--strict', 'pass whoever holds the rank; else drawing level is enough'),
      new Option('--only <codes>', 'sub-indices that may change: OSI,TII'),
      new Option(
        '--cost <costs>',
        'what a whole unit (0 to 1) of a sub-index costs: OSI=1,TII=2; one without a cost stays',
      ),
      new Option('--set <values>', 'sub-indices as they would be published: TII=0.95,OSI=0.9'),
    ],
    load: async () => (await import('../commands/whatif.ts')).whatif,
  },
  {
import { COMPONENT_FILE_HELP } from '../component-file-help.ts';
import { collect, positiveNumber, seed, share, wholeNumber, wordsOf } from '../option-values.ts';
  },
];
