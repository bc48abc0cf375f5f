import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** Makes a link to an object that ends at `endsAt`; both ms since 1970. */
export type Signer = (object: { readonly Bucket: string; readonly Key: string }, now: number, endsAt: number) => Promise<string>;

/**
 * Presigned links, made without a call; a browser keeps what they lead to, and shows nothing of it. They end with the credentials they were signed with too: a function's live for some hours, so a link that is to live for days
 * is signed with a user's.
 */
export function presigner(client: S3Client): Signer {
  return (object, now, endsAt) => {
    // S3 counts from the second that the link was signed in.
    const signed = Math.floor(now / 1_000) * 1_000;
    return getSignedUrl(client, new GetObjectCommand({ ...object, ResponseContentDisposition: 'attachment' }), {
      signingDate: new Date(signed),
      expiresIn: Math.floor((endsAt - signed) / 1_000),
    });
  };
}
