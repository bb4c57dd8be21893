/** Where the layouts' files come from, for files that bring no origin note of their own. */
import type { Origin } from '../../src/pipeline/define-pipeline.ts';

const UN_DESA = 'United Nations Department of Economic and Social Affairs (UN DESA), EGOVKB Data Center';
const EGOVKB_URL = 'https://publicadministration.un.org/egovkb/en-us/data-center';

function origin(publisher: string, title: string, url: string | null): Origin {
  return { publisher, title, url, licence: 'not stated', retrievedOn: null, publishedOn: null };
}

const EDITED_COPY = origin(`${UN_DESA}; edited copy`, 'UN E-Government Survey, edited export', EGOVKB_URL);

export const ORIGINS: Readonly<Record<string, Origin>> = {
  egovkb: origin(UN_DESA, 'UN E-Government Survey, country data of one edition', EGOVKB_URL),
  'unu-egov': origin(
    'UN DESA data, re-keyed by UNU-EGOV',
    'E-Government Development Index by ISO 3166 code',
    'https://github.com/UNU-EGOV/datasets',
  ),
  'egovkb-with-code': EDITED_COPY,
  'egovkb-with-region': EDITED_COPY,
  'egovkb-renamed-2024': EDITED_COPY,
  'data360-wide': origin(
    'World Bank Data360',
    'UN_EGDI: E-Government Development Index, wide',
    'https://data360.worldbank.org/',
  ),
};
