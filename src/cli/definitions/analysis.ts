/** Commands that put published figures on the composite engine: methods, changes, uncertainty, targets, peers. */
import { Option } from 'commander';
import type { CommandDefinition } from '../command.ts';
import { COMPONENT_FILE_HELP } from '../component-file-help.ts';
import { collect, positiveNumber, replicates, seed, share, wholeNumber, wordsOf } from '../option-values.ts';

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
      'egdi whatif KAZ --edition 2018 --rank 30 --components itu.csv --only TII',
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
      new Option('--components <file>', 'then also each raw series below: CSV edition,iso3,component,value'),
      new Option('--set <values>', 'sub-indices as they would be published: TII=0.95,OSI=0.9'),
    ],
    load: async () => (await import('../commands/whatif.ts')).whatif,
  },
  {
    usage: 'nowcast <country>',
    summary: 'an estimate: where a country would stand on its latest national figures',
    description:
      'Estimates TII, HCI and EGDI as if the Survey were taken on the latest national figures, everything and everybody\n' +
      'else as in the last edition: what each component would add, what stays as it was and why, the interval of the\n' +
      'rank, and every assumption. Needs egdi run national and egdi run international; what is compared: egdi national.\n' +
      '--set takes figures of your own: users, mobile, mobile_broadband, fixed_broadband, telephone, literacy, enrolment,\n' +
      'expected_years, mean_years. Nothing of it is stored.',
    examples: [
      'egdi nowcast KAZ',
      'egdi nowcast KAZ --set users=93.4 --source "BNS, ICT survey 2024"',
      'egdi nowcast Kazakhstan --edition 2022 --seed 7 --replicates 100000',
      'egdi nowcast KAZ --json | jq .interval.rank',
    ],
    options: [
      new Option(
        '--edition <edition>',
        'the edition that everything else stays at; the last one unless given',
      ).argParser(wholeNumber),
      new Option(
        '--set <figures>',
        'national figures by hand, in the unit of the component: users=93.4,mobile=133',
      ),
      new Option('--source <text>', 'where the figures of --set are from; said with the answer'),
      new Option('--replicates <count>', 'how many times the assumptions are drawn, at most 10,000,000')
        .argParser(replicates)
        .default(10_000),
      new Option('--seed <seed>', 'of the random numbers, whole, 0 to 4294967295').argParser(seed).default(1),
    ],
    load: async () => (await import('../commands/nowcast.ts')).nowcast,
  },
  {
    usage: 'peers <country>',
    summary: 'a country among a group, or among those most like it',
    description:
      'Where a country stands among its peers in an edition: a group, countries that are named, or those nearest by\n' +
      'profile (10 unless said otherwise). Rank within, gap to the median and to the best, strengths and weaknesses.',
    examples: [
      'egdi peers KAZ --edition 2024',
      'egdi peers KAZ --edition 2024 --group CIS',
      'egdi peers Kazakhstan --edition 2018 --countries RUS,UZB,KGZ --index OSI',
      'egdi peers KAZ --edition 2024 --nearest 5 --distance mahalanobis --json',
    ],
    options: [
      new Option('--edition <edition>', 'the edition asked about')
        .argParser(wholeNumber)
        .makeOptionMandatory(),
      new Option('--group <code>', 'a group: CIS, ASIA, LLDC; all: egdi sql "table dim_country_group"'),
      new Option('--countries <list>', 'countries by code or name: RUS,UZB,KGZ'),
      new Option('--nearest <count>', 'those nearest by OSI, TII and HCI').argParser(positiveNumber),
      new Option('--distance <kind>', 'how near is measured')
        .choices(['euclidean', 'mahalanobis'])
        .default('euclidean'),
      new Option('--index <index>', 'what they are ranked by').default('EGDI'),
    ],
    load: async () => (await import('../commands/peers.ts')).peers,
  },
  {
    usage: 'uncertainty <edition>',
    summary: 'how robust the ranks of an edition are',
    description:
      'Computes the EGDI of an edition many times from its published sub-indices, with weights, aggregation and\n' +
      'the digits that rounding took drawn anew each time, and shows the interval of each rank, the probability to be\n' +
      'among the best and the countries that cannot be told apart. The same seed gives the same answer, byte for byte,\n' +
      'on any number of threads.',
    examples: [
      'egdi uncertainty 2018',
      'egdi uncertainty 2024 --country KAZ --country EST --top 20 --above RUS',
      'egdi uncertainty 2018 --country KAZ --sobol --leave-one-out',
      'egdi uncertainty 2024 --weights 0.1 --aggregation none --json | jq .countries[0]',
    ],
    options: [
      new Option('--country <country>', 'only this country, by ISO code or name; may be repeated')
        .argParser(collect)
        .default([], 'all'),
      new Option('--replicates <count>', 'how many times, at most 10,000,000')
        .argParser(replicates)
        .default(10_000),
      new Option('--seed <number>', 'where the random numbers begin, 0 to 4294967295')
        .argParser(seed)
        .default(1),
      new Option('--weights <share>', 'weights times 1 ± at most this share; 0 holds them fixed')
        .argParser(share)
        .default(0.25),
      new Option('--aggregation <means>', 'means, equally likely; none holds it as declared')
        .argParser(wordsOf(['arithmetic', 'geometric']))
        .default(['arithmetic', 'geometric'], 'arithmetic,geometric'),
      new Option('--no-rounding', 'take the printed digits as exact'),
      new Option('--top <rank>', 'show the probability of this rank or a better one')
        .argParser(positiveNumber)
        .default(10),
      new Option('--above <country>', 'show the probability to be above this country'),
      new Option('--sobol', 'show which of the assumptions moves the ranks'),
      new Option('--leave-one-out', 'show the ranks without each of the sub-indices'),
      new Option(
        '--workers <count>',
        'threads; by default one, and all cores for 100,000 replicates and more',
      ).argParser(positiveNumber),
    ],
    load: async () => (await import('../commands/uncertainty.ts')).uncertainty,
  },
  {
    usage: 'coherence <edition>',
    summary: 'whether the sub-indices belong together, and decide as much as they weigh',
    description:
      'Statistical coherence of an edition: correlations of the published indices, Cronbach’s alpha and principal\n' +
      'components of OSI, TII and HCI, and what each of them weighs in the EGDI beside what it decides.',
    examples: [
      'egdi coherence 2024',
      'egdi coherence 2018 --correlation spearman',
      'egdi coherence 2024 --json | jq .weights',
    ],
    options: [
      new Option('--correlation <method>', 'coefficient of the table of correlations')
        .choices(['pearson', 'spearman', 'kendall'])
        .default('pearson'),
    ],
    load: async () => (await import('../commands/coherence.ts')).coherence,
  },
  {
    usage: 'recompute [edition] [index]',
    summary: 'TII and HCI from their components, beside what was published',
    description:
      'How far TII and HCI can be recomputed from the series that are loaded (egdi run international), and how close it\n' +
      'comes: all editions; one of them with series, files, closeness by what is done about gaps, largest errors and\n' +
      'missing inputs; or one country in all editions. Published values are never replaced.',
    examples: [
      'egdi recompute',
      'egdi recompute 2018 TII',
      'egdi recompute --country KAZ',
      'egdi recompute 2018 TII --country KAZ --json',
    ],
    options: [new Option('--country <country>', 'one country, by ISO code or name, with its inputs')],
    load: async () => (await import('../commands/recompute.ts')).recompute,
  },
  {
    usage: 'drift',
    summary: 'an edition’s data by another edition’s method',
    description:
      'Ranks the countries of one edition by the method of another one, as far as inputs allow: weights, decimals of\n' +
      'the inputs, who is assessed, rounding and what ranks are taken on always; a sub-index only where its raw\n' +
      'components are given. Splits the rank difference of the two editions into data and method, and lists what could\n' +
      'not be recomputed, with the reason.',
    examples: [
      'egdi drift --data 2010 --method 2012',
      'egdi drift --data 2018 --method 2020 --country KAZ',
      'egdi drift --data 2018 --method 2020 --components itu-2016.csv --all',
      'egdi drift --matrix',
      'egdi drift --data 2012 --method 2014 --json | jq .agreement',
    ],
    options: [
      new Option('--data <edition>', 'whose figures'),
      new Option('--method <edition>', 'whose rules'),
      new Option('--country <country>', 'only this country'),
      new Option('--all', 'every country, not the biggest movers only'),
      new Option('--components <file>', COMPONENT_FILE_HELP),
      new Option('--matrix', 'all pairs of editions: mean change of rank, and rank correlation'),
    ],
    load: async () => (await import('../commands/drift.ts')).drift,
  },
];
