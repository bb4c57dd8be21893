import { describe, expect, test } from 'vitest';
import { EgdiError } from '../../../../src/model/error.ts';
import { issue } from '../../../../src/model/issue.ts';
import { editionsBetween, findingsByEdition } from '../../../../src/pipeline/backfill/range.ts';

const KNOWN = [2024, 2003, 2018, 2014, 2016];

function refusal(from: number | undefined, to: number | undefined): EgdiError {
  try {
    editionsBetween({ from, to }, KNOWN);
  } catch (error) {
    if (error instanceof EgdiError) return error;
  }
  throw new Error('was not refused');
}

describe('the editions of a range', () => {
  test.each([
    [{ from: 2014, to: 2018 }, [2014, 2016, 2018]],
    [{ from: 2018, to: 2018 }, [2018]],
    [{ from: 2016 }, [2016, 2018, 2024]],
    [{ to: 2014 }, [2003, 2014]],
    [{}, [2003, 2014, 2016, 2018, 2024]],
  ])('%j', (asked, editions) => {
    expect(editionsBetween(asked, KNOWN)).toEqual(editions);
  });

  test('one that is not known is refused with its neighbours', () => {
    expect(refusal(2017, undefined)).toMatchObject({
      code: 'edition-unknown',
      exitCode: 2,
      hint: 'did you mean 2016 or 2018? known: 2003, 2014, 2016, 2018, 2024',
    });
    expect(refusal(undefined, 2030).hint).toMatch(/^did you mean 2024\?/);
    expect(refusal(1999, undefined).hint).toMatch(/^did you mean 2003\?/);
  });

  test('a range that runs backwards is refused with the one that was meant', () => {
    expect(refusal(2018, 2003)).toMatchObject({ exitCode: 2, hint: '--from 2003 --to 2018' });
  });
});

test('a finding is about the edition it names, the one its file is named after, or else about all', () => {
  const named = issue('name-unknown', 'a', { file: 'panel.csv', edition: 2014 });
  const byFile = issue('column-missing', 'b', { file: 'in/EGOV_DATA_2016.csv' });
  const mismatch = issue('edition-mismatch', 'c', { file: 'EGOV_DATA_2018.csv', edition: 2014 });
  const ofAny = issue('layout-unknown', 'd', { file: 'panel.csv' });
  const found = findingsByEdition([named, byFile, mismatch, ofAny], new Set(KNOWN));
  expect(found.ofAll).toEqual([ofAny]);
  expect(found.ofEdition(2014)).toEqual([named, mismatch]);
  expect(found.ofEdition(2016)).toEqual([byFile]);
  // The official file of 2018 was refused: what else there is of 2018 does not stand in for it.
  expect(found.ofEdition(2018)).toEqual([mismatch]);
  expect(found.ofEdition(2024)).toEqual([]);
});
