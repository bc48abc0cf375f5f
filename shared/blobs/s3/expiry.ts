const dayMs = 86_400_000;

/** The tag by which the bucket's lifecycle rules know how many days an object is kept. */
export const keepTag = 'keep-days';

/** As many days as there are rules for. What lives longer than the last is kept by the bucket, though never read after its end. */
export const keepDays = [1, 7, 31, 93, 366, 1_830, 3_660] as const;

/** An upload of parts that was never finished is taken away after this many days. */
export const unfinishedDays = 1;

/** The tags of an object that ends, as PutObject wants them: the shortest rule that doesn't delete it before. Undefined when no rule is long enough. */
export function keepTags(endsAt: number, now: number): string | undefined {
  const days = keepDays.find((days) => days * dayMs >= endsAt - now);
  return days === undefined ? undefined : `${keepTag}=${days}`;
}

export interface LifecycleRule {
  readonly ID: string;
  readonly Status: 'Enabled';
  readonly Filter: { readonly Tag: { readonly Key: string; readonly Value: string } } | { readonly Prefix: string };
  readonly Expiration?: { readonly Days: number };
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
}

/** The bucket's rules, as PutBucketLifecycleConfiguration wants them. S3 acts on them once a day, so late and never early: the exact end stands in the object's metadata. */
export const lifecycleRules: readonly LifecycleRule[] = [
  { ID: 'unfinished', Status: 'Enabled', Filter: { Prefix: '' }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: unfinishedDays } },
  ...keepDays.map(
    (days): LifecycleRule => ({
      ID: `keep-${days}-days`,
      Status: 'Enabled',
      Filter: { Tag: { Key: keepTag, Value: String(days) } },
      Expiration: { Days: days },
    }),
  ),
];
