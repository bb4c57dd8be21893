/**
 * Time-series workbooks of the ITU (2019): blocks side by side that repeat the same years, each under a title that is
 * merged one column short. The columns between them hold stray numbers in some files.
 */
import type { TableDeclarationInput } from '../../src/sources/tables/table-declaration.ts';

export const ituTimeSeries: TableDeclarationInput = {
  id: 'itu-time-series',
  title: 'ITU World Telecommunication/ICT Indicators, one indicator by economy and year',
  sheets: { title: 'subscriptions|Individuals using the Internet' },
  header: {
    at: 'periods',
    rowsAbove: 1,
    spread: 'until-next',
    ignore: ['^Metadata for '],
    stray: 'report',
    name: 'series',
    codes: {
      'Percentage of Individuals using the Internet': 'internet-users-percent',
      'Fixed-telephone subscriptions': 'fixed-telephone',
      'Fixed-telephone subscriptions per 100 inhabitants': 'fixed-telephone-per-100',
      'Mobile-cellular telephone subscriptions': 'mobile-cellular',
      'Mobile-cellular telephone subscriptions per 100 inhabitants': 'mobile-cellular-per-100',
      'Fixed-broadband subscriptions': 'fixed-broadband',
      'Fixed-broadband subscriptions per 100 inhabitants': 'fixed-broadband-per-100',
    },
  },
  // Territories without any figure are listed all the same.
  rows: { labels: [{ name: 'economy' }], withoutValues: 'data' },
  period: { from: 'header' },
  unit: {
    where: [
      { header: 'per 100 inhabitants', unit: 'PER_100' },
      { header: '^Percentage of Individuals', unit: 'PERCENT' },
      { header: 'subscriptions', unit: 'SUBSCRIPTION' },
    ],
  },
};
