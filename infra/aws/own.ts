import { foldersIn, loadOwn } from '../core/own.ts';

/** People's own skills and channels: the folders of BELLHOP_SKILLS. In a bundle another module stands in the place of this one, which has them in it (cdk/own-code.ts). */
export const own = await loadOwn(foldersIn(process.env));
