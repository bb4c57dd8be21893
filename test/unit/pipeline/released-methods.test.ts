/**
 * The text of `dim_methodology` is part of a release: its partition is named by its content. Declaring a method in more
 * detail must not change it unawares; where it is meant to change, so does this hash.
 */
import { expect, it } from 'vitest';
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { referencePartitions } from '../../../src/pipeline/reference-partitions.ts';
import { CATALOGUE } from '../../support/survey-run.ts';

it('the released words about the methods stay as they are', () => {
  const partitions = referencePartitions(unSurvey, CATALOGUE);
  const methods = partitions.find(({ partitionKey }) => partitionKey === 'dim_methodology');
  expect(methods?.contentSha256).toBe('9163109541588795cf07f7d84caf198fe8ef3a97d7c9cc386c240ae3e1f17ad3');
});
