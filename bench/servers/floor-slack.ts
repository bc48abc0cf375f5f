import { bare } from './bare.ts';
import { hmacHolds } from './hmac.ts';
import { serve } from './serve.ts';

await serve(bare(hmacHolds));
